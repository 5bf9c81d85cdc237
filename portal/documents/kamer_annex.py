"""The annex "Overzicht moties en toezeggingen": every ask with how far it is and what the Kamer was told."""

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.documents.drafting import Columns, Draft
from portal.documents.kamer_annex_sources import of_ask, of_item, of_lines
from portal.documents.kamer_annex_words import asked_by, done, outcome, reported, term
from portal.documents.kamer_words import in_a_row, lower
from portal.domain.audience import Audience
from portal.domain.issued import Document
from portal.domain.parliament import AskOutcome, IssuedKind, RegisterKind
from portal.models import Motie, Toezegging
from portal.queries.annex import ItemLines, Register
from portal.web.formats import day
from portal.web.labels import label

_HEADS: dict[RegisterKind, tuple[LazyString, LazyString]] = {
    RegisterKind.TOEZEGGING: (_l("Toezeggingen"), _l("Toezegging")),
    RegisterKind.COALITION_PASSAGE: (_l("Coalitieakkoord"), _l("Passage")),
    RegisterKind.RECOMMENDATION: (_l("Aanbevelingen"), _l("Aanbeveling")),
}
"""Heading of each table, and of its first column."""


def annex(register: Register, audience: Audience, period: str) -> Document:
    """Return the annex as the register is on a day, for some readers."""
    draft = Draft(audience)
    _overview(draft, register)
    moties = [each for each in register.inside if isinstance(each.item, Motie)]
    if moties:
        draft.heading("moties", 2, _("Moties"))
    for each in moties:
        _motie(draft, register, each)
    for kind, heads in _HEADS.items():
        _table(draft, register, kind, *map(str, heads))
    _outside(draft, register)
    title = _("Overzicht moties en toezeggingen")
    return draft.finish(IssuedKind.ANNEX, title, register.on, period)


def _overview(draft: Draft, register: Register) -> None:
    """Add how many asks have each outcome, by what they are part of."""
    draft.heading("stand", 2, _("De stand in één tabel"))
    rows = []
    for kind in RegisterKind:
        items = [each for each in register.inside if each.item.item_kind is kind]
        asks = [line for each in items for line in each.asks]
        if asks:
            counts = [
                f"{number} {lower(member)}"
                for member in AskOutcome
                if (number := sum(line.outcome is member for line in asks))
            ]
            rows.append(
                draft.row(
                    f"stand/{kind.value}",
                    [str(label(kind)), str(len(items)), str(len(asks)), in_a_row(counts)],
                    [of_ask(register, each.item, line) for each in items for line in each.asks],
                )
            )
    columns = Columns((_("Soort"), _("Aantal"), _("Verzoeken"), _("Stand")), (4, 2, 3, 9), (1, 2))
    draft.table("stand/tabel", _("Verzoeken op %(day)s", day=day(register.on)), columns, rows)


def _motie(draft: Draft, register: Register, each: ItemLines) -> None:
    key = f"moties/{each.item.code}"
    draft.heading(key, 3, each.item.title)
    told = _("%(words)s Stand: %(state)s.", words=asked_by(each.item), state=lower(each.state))
    draft.paragraph(f"{key}/over", told, [of_item(register, each.item)])
    rows = [
        draft.row(
            f"{key}/{line.ask.code}",
            [
                line.ask.text,
                outcome(line),
                done(draft, register, each.item, line),
                reported(line),
            ],
            of_lines(register, each.item, line),
        )
        for line in each.asks
    ]
    columns = Columns(
        (_("Verzoek"), _("Stand"), _("Wat er is gedaan"), _("Wat de Kamer is gemeld")), (5, 3, 5, 5)
    )
    draft.table(
        f"{key}/verzoeken", _("Verzoeken in de motie ‘%(title)s’", title=each.item.title), columns, rows
    )


def _table(draft: Draft, register: Register, kind: RegisterKind, title: str, head: str) -> None:
    items = [each for each in register.inside if each.item.item_kind is kind]
    rows = [
        draft.row(
            f"{kind.value}/{line.ask.code}",
            [
                _named(each, line.ask.text),
                term(line),
                outcome(line),
                done(draft, register, each.item, line),
                reported(line),
            ],
            of_lines(register, each.item, line),
        )
        for each in items
        for line in each.asks
    ]
    if rows:
        draft.heading(kind.value, 2, title)
    columns = Columns(
        (head, _("Termijn"), _("Stand"), _("Wat er is gedaan"), _("Wat de Kamer is gemeld")), (5, 3, 3, 4, 4)
    )
    draft.table(f"{kind.value}/tabel", title, columns, rows)


def _named(each: ItemLines, text: str) -> str:
    """Return what was asked, with where it stands."""
    where = ""
    if isinstance(each.item, Toezegging) and each.item.document is not None:
        where = each.item.document.title
    title = each.item.title if text == each.item.title else f"{each.item.title}: {text}"
    return f"{title} ({where})" if where else title


def _outside(draft: Draft, register: Register) -> None:
    if register.outside:
        draft.heading("buiten", 2, _("Buiten dit programma"))
        told = ngettext(
            "De stukken noemen nog %(num)s motie of toezegging waar dit programma niet over gaat.",
            "De stukken noemen nog %(num)s moties en toezeggingen waar dit programma niet over gaat.",
            len(register.outside),
        )
        draft.paragraph("buiten/aantal", told, [of_item(register, item) for item in register.outside])
