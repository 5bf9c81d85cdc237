"""What is proved, claimed and due of all that the Kamer asked, as tables to take along."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from flask_babel import gettext as _

from portal.documents.figures import Cell, Figures, Sheet
from portal.domain.dates import local_date
from portal.domain.proof import Concern, Proof, concerns_of, proof_of
from portal.queries.ask_files import ItemFile
from portal.queries.documents import DocumentName
from portal.web.ask_file_words import AskLine, ask_line
from portal.web.labels import label


def ask_file_figures(
    files: Sequence[ItemFile],
    names: Mapping[str, DocumentName],
    made_at: datetime,
    *,
    demonstration: bool,
) -> Figures:
    """Return every ask with its proof and its term, and the counts for each motie and promise.

    Who answers for it at the office is no part of a file that leaves the portal: only whether somebody does.
    """
    today = local_date(made_at)
    lines = [(file, ask_line(each, names, today)) for file in files for each in file.asks]
    facts = [
        (
            _("Bron"),
            _("Het register, de brieven aan de Kamer en de geaccepteerde rapportages in dit portaal"),
        ),
        (_("Telt mee"), _("Moties, toezeggingen, passages en aanbevelingen binnen dit programma")),
        (_("Bewezen"), _("Een brief aan de Kamer zegt het en een tweede persoon gaf akkoord")),
        (
            _("Weggelaten"),
            _("Rapportages die niet geaccepteerd zijn of die u niet mag lezen; namen van mensen"),
        ),
    ]
    sheets = [_asks(lines), _items(files, today)]
    return Figures(_("Dossier Kamer"), made_at, facts, sheets, demonstration)


def _asks(lines: Sequence[tuple[ItemFile, AskLine]]) -> Sheet:
    return Sheet(
        _("Verzoeken"),
        [
            _("Soort"),
            _("Motie of toezegging"),
            _("Code"),
            _("Verzoek"),
            _("Bewijs"),
            _("Waarop dat berust"),
            _("Laatste dag die op tijd is"),
            _("Dagen te laat"),
            _("Heeft een eigenaar"),
            _("Maatregelen"),
        ],
        [_ask_row(file, line) for file, line in lines],
    )


def _ask_row(file: ItemFile, line: AskLine) -> list[Cell]:
    grounds = (f"{each.words} ({each.place.words})" if each.place else each.words for each in line.grounds)
    return [
        str(label(file.item.item_kind)),
        file.item.title,
        line.file.ask.code,
        line.file.ask.text,
        str(label(line.proof)),
        "; ".join(grounds) or None,
        line.due_on,
        line.days_late or None,
        _("Ja") if file.item.owner_id is not None else _("Nee"),
        ", ".join(link.code for link in line.file.links) or None,
    ]


def _items(files: Sequence[ItemFile], today: date) -> Sheet:
    rows: list[list[Cell]] = []
    for file in files:
        proofs = [proof_of(each.facts) for each in file.asks]
        late = [each for each in file.asks if Concern.LATE in concerns_of(each.facts, today)]
        rows.append(
            [
                str(label(file.item.item_kind)),
                file.item.code,
                file.item.title,
                str(label(file.state(today))),
                *(proofs.count(proof) for proof in Proof),
                len(late),
                len(proofs),
            ]
        )
    heads = [_("Soort"), _("Code"), _("Motie of toezegging"), _("Stand")]
    heads += [*(str(label(proof)) for proof in Proof), str(label(Concern.LATE)), _("Verzoeken")]
    return Sheet(_("Moties en toezeggingen"), heads, rows)
