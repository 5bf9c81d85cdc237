"""The empty file in which people fill in values of indicators: a workbook with lists, or a CSV."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

import xlsxwriter
from flask_babel import gettext as _
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from portal.documents import observation_columns as columns
from portal.documents.cells import HEAD, OPTIONS, Looks, for_paper
from portal.documents.tables import csv_file
from portal.domain.audience import Audience
from portal.domain.observation_import import MOST_ROWS
from portal.domain.observations import LARGEST
from portal.domain.workbook import Kind
from portal.models import Indicator
from portal.queries.observations import Place
from portal.web.formats import day
from portal.web.labels import label

_LISTS = "_lijsten"
_WIDTHS = {"indicator": 38, "knooppunt": 30, "source": 34, "uncertainty": 34, "audience": 22}
_KINDS = {
    "observed_from": Kind.DAY,
    "observed_until": Kind.DAY,
    **dict.fromkeys(columns.NUMBERS, Kind.DECIMAL),
}


def template_csv() -> bytes:
    """Return the names of the columns as CSV."""
    return csv_file([[str(title) for title in columns.TITLES.values()]])


def template_workbook(
    indicators: Sequence[Indicator], places: Sequence[Place], today: date, *, demonstration: bool
) -> bytes:
    """Return the workbook, with lists of the indicators and of the places this person fills in."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, OPTIONS)
    book.set_properties({"title": str(columns.SHEET), "author": "Mainportaal"})
    looks = Looks(book)
    guide = book.add_worksheet(_("Uitleg"))
    page = book.add_worksheet(str(columns.SHEET))
    lists = _lists(book.add_worksheet(_LISTS), indicators, places)
    _guide(guide, looks, indicators, today, demonstration=demonstration)
    _page(page, looks, lists, today)
    page.activate()
    book.close()
    return target.getvalue()


def _lists(page: Worksheet, indicators: Sequence[Indicator], places: Sequence[Place]) -> dict[str, str]:
    page.very_hidden()
    offered = {
        "indicator": [f"{each.code} {each.title}" for each in indicators],
        "knooppunt": [each.title for each in places],
        "audience": [str(label(audience)) for audience in Audience],
    }
    found = {}
    for place, (key, words) in enumerate(offered.items()):
        for number, text in enumerate(words):
            page.write_string(number, place, text)
        letter = xl_col_to_name(place)
        found[key] = f"={_LISTS}!${letter}$1:${letter}${max(len(words), 1)}"
    return found


def _page(page: Worksheet, looks: Looks, lists: dict[str, str], today: date) -> None:
    page.write_string(0, 0, str(columns.SHEET), looks.title)
    page.write_string(1, 0, _("Een rij per waarde. Zet hier geen persoonsgegevens."), looks.warning)
    last = HEAD + MOST_ROWS - 1
    for place, (key, title) in enumerate(columns.TITLES.items()):
        page.write_string(HEAD - 1, place, str(title), looks.head)
        look = looks.value(_KINDS.get(key, Kind.TEXT), open_for_writing=True)
        page.set_column(place, place, _WIDTHS.get(key, 14), look if key in _KINDS else None)
        rule = _rule(key, lists, today)
        if rule is not None:
            page.data_validation(HEAD, place, last, place, rule)
    page.freeze_panes(HEAD, 0)
    for_paper(page, HEAD)


def _rule(key: str, lists: dict[str, str], today: date) -> dict[str, object] | None:
    """Return what a spreadsheet lets somebody type in a column."""
    wrong = {"error_title": _("Dit past hier niet"), "ignore_blank": True}
    if key in lists:
        return wrong | {
            "validate": "list",
            "source": lists[key],
            "error_message": _("Kies een van de antwoorden uit de lijst."),
        }
    if _KINDS.get(key) is Kind.DAY:
        return wrong | {
            "validate": "date",
            "criteria": "between",
            "minimum": date(2000, 1, 1),
            "maximum": today,
            "error_message": _("Vul een datum in die voorbij is, bijvoorbeeld 30-6-2024."),
        }
    if key in columns.NUMBERS:
        return wrong | {
            "validate": "decimal",
            "criteria": "between",
            "minimum": -int(LARGEST),
            "maximum": int(LARGEST),
            "error_message": _("Vul een getal in, bijvoorbeeld 2,5."),
        }
    return None


def _guide(
    page: Worksheet, looks: Looks, indicators: Sequence[Indicator], today: date, *, demonstration: bool
) -> None:
    page.set_column(0, 0, 26)
    page.set_column(1, 1, 90)
    lines = [(_("DEMONSTRATIE"), _("De indicatoren in dit bestand zijn verzonnen."))] if demonstration else []
    lines += [
        (
            _("Waarvoor"),
            _("Met dit bestand vult u waarden van indicatoren in. Gemaakt op %(day)s.", day=day(today)),
        ),
        (str(columns.SHEET), _("Vul op dat blad een rij in per waarde. Hoogstens 1.000 rijen.")),
        (str(columns.TITLES["indicator"]), _("Kies uit de lijst. Alleen de code telt, bijvoorbeeld ind-01.")),
        (str(columns.TITLES["knooppunt"]), _("Kies uit de lijst: de knooppunten die u mag invullen.")),
        (
            str(columns.TITLES["observed_from"]),
            _("De eerste dag waarover de waarde gaat, bijvoorbeeld 1-1-2024."),
        ),
        (str(columns.TITLES["observed_until"]), _("De laatste dag. Die dag telt mee en is voorbij.")),
        (str(columns.TITLES["value"]), _("Een getal met hoogstens twee cijfers achter de komma.")),
        (
            str(columns.TITLES["exposure"]),
            _("Waardoor u de waarde deelt, bij indicatoren die dat vragen. Leeg als het niet bekend is."),
        ),
        (
            str(columns.TITLES["source"]),
            _("Waar de waarde vandaan komt. Twee bronnen mogen elkaar tegenspreken: vul dan twee rijen in."),
        ),
        (
            f"{columns.TITLES['lower']}, {columns.TITLES['upper']}",
            _("Tussen welke waarden de werkelijkheid ligt, als de bron dat zegt. Mag leeg."),
        ),
        (str(columns.TITLES["uncertainty"]), _("Hoe zeker de waarde is, in woorden. Mag leeg.")),
        (
            str(columns.TITLES["audience"]),
            _("Wie de waarde mag lezen. Leeg is: %(all)s.", all=label(Audience.ALL_NETWORKS)),
        ),
        (
            _("Inlezen"),
            _("Bied het bestand aan bij Indicatoren, Waarnemingen inlezen. U ziet eerst wat er verandert."),
        ),
    ]
    page.write_string(0, 0, _("Waarnemingen invullen"), looks.title)
    for number, (name, text) in enumerate(lines, start=2):
        page.write_string(number, 0, name, looks.strong)
        page.write_string(number, 1, text, looks.text)
    start = len(lines) + 3
    for place, title in enumerate((_("Indicator"), _("Wat meetelt"))):
        page.write_string(start, place, title, looks.head)
    for number, each in enumerate(indicators, start=start + 1):
        page.write_string(number, 0, f"{each.code} {each.title}", looks.text)
        page.write_string(number, 1, each.definitions[-1].text, looks.text)
    for_paper(page, 1)
