"""The sheets of a workbook that are only read: the explanation, and what was said before."""

from flask_babel import gettext as _
from xlsxwriter.worksheet import Worksheet

from portal.documents import words
from portal.documents.cells import HEAD, Looks, for_paper
from portal.documents.cover import Cover
from portal.domain.workbook import COLUMNS, Contents, Sheet
from portal.web.formats import day, moment


def write_guide(
    page: Worksheet, looks: Looks, cover: Cover, contents: Contents, writable: frozenset[str]
) -> None:
    """Write how to go about it, and which parts this person may fill in."""
    page.hide_gridlines(2)
    page.set_column(0, 0, 26)
    page.set_column(1, 1, 90)
    page.write_string(0, 0, _("Voortgangsrapportage invullen in Excel"), looks.title)
    if cover.demonstration:
        page.write_string(
            1, 0, _("DEMONSTRATIE: wat in deze werkmap is gerapporteerd, is verzonnen."), looks.warning
        )
    facts = [
        (_("PPS-netwerk"), cover.network),
        (_("Rapportageperiode"), cover.period),
        (_("Uiterlijk indienen"), day(cover.due_on)),
        (_("Gedownload op"), moment(cover.made_at)),
        (_("U kunt invullen"), _scope(contents, writable)),
    ]
    for number, (name, fact) in enumerate(facts, start=2):
        page.write_string(number, 0, name, looks.strong)
        page.write_string(number, 1, fact, looks.text)
    for number, step in enumerate(_steps(), start=2 + len(facts) + 1):
        page.write_string(number, 0, _("Stap %(number)s", number=number - len(facts) - 2), looks.strong)
        page.write_string(number, 1, step, looks.text)
    for_paper(page, 1)
    page.protect("")
    page.activate()


def _scope(contents: Contents, writable: frozenset[str]) -> str:
    """Return in words which parts the person who downloads may write now."""
    lines = []
    for sheet, rows in contents.rows.items():
        own = list(dict.fromkeys(row.fixed[0] for row in rows if row.part in writable))
        everything = all(row.part in writable for row in rows)
        if rows and everything:
            lines.append(str(words.SHEET_TITLES[sheet]))
        elif own and sheet in {Sheet.MAATREGELEN, Sheet.MILESTONES}:
            lines.append(f"{words.SHEET_TITLES[sheet]}: {', '.join(own)}")
        elif own:
            lines.append(_("%(sheet)s: een deel", sheet=words.SHEET_TITLES[sheet]))
    return "\n".join(lines) or _("Niets: de rapportage staat nu vast.")


def _steps() -> list[str]:
    return [
        _(
            "Vul alleen witte cellen in. Grijze cellen kunt u niet wijzigen: die staan vast of zijn van een "
            "ander."
        ),
        _("Kies bij status, trend, oordeel en dergelijke een antwoord uit de lijst in de cel."),
        _("Schrijf datums als 15-7-2024, fte als 2,5 en bedragen in hele euro’s. Gebruik geen formules."),
        _(
            "Reden van de vertraging en herstel bewaart het portaal alleen bij ‘Aandacht nodig’ en "
            "‘Achter op schema’."
        ),
        _("Een nieuwe regel in een cel maakt u met Alt en Enter."),
        _("Zet hier geen persoonsgegevens, informatie over zaken of operationele informatie."),
        _(
            "Voeg geen rijen, kolommen of bladen toe en wijzig de namen van bladen niet. Sla de werkmap op "
            "als .xlsx."
        ),
        _(
            "Bied de werkmap aan op de pagina van de rapportage, bij ‘Invullen in Excel’. U ziet eerst alle "
            "verschillen. Pas als u op ‘Verwerken’ drukt, verandert de rapportage."
        ),
        _(
            "Heeft iemand intussen in het portaal gewerkt? Dan ziet u beide teksten en kiest u zelf. Wat u "
            "in de werkmap niet wijzigt, blijft zoals het in het portaal staat."
        ),
        _(
            "Bewijs, overleg, partners en afhankelijkheden vult u in het portaal in. Indienen doet de "
            "coördinator ook daar."
        ),
    ]


def write_former(page: Worksheet, looks: Looks, cover: Cover, former: Contents) -> None:
    """Write what the last adopted report said, to read beside one's own."""
    title = _("Vastgesteld in de vorige periode: %(period)s", period=cover.former_period)
    page.write_string(0, 0, title, looks.title)
    page.write_string(1, 0, _("Om naast te leggen. Dit blad wordt niet ingelezen."), looks.text)
    number = HEAD
    for sheet in (Sheet.MAATREGELEN, Sheet.SUMMARY):
        heads = [*map(str, words.FIXED_TITLES[sheet]), *(words.heading(sheet, c.key) for c in COLUMNS[sheet])]
        for place, text in enumerate(heads):
            page.write_string(number, place, text, looks.head)
        for row in former.rows[sheet]:
            number += 1
            cells = words.fixed_words(sheet, row)
            cells += [words.value_words(c, row.values.get(c.key, "")) for c in COLUMNS[sheet]]
            for place, text in enumerate(cells):
                page.write_string(number, place, text, looks.fixed)
        number += 2
    page.set_column(0, 0, 14)
    page.set_column(1, len(COLUMNS[Sheet.MAATREGELEN]) + 1, 34)
    for_paper(page, HEAD)
    page.protect("", {"format_columns": True, "format_rows": True})
