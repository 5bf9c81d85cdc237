"""The list of signals as a table to take along."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from portal.documents.figures import Cell, Figures, Sheet
from portal.domain.audience import Audience
from portal.domain.dates import local_date
from portal.domain.signals import VocabularyKind
from portal.models import Signal
from portal.web.labels import label
from portal.web.signal_words import READERS


@dataclass(frozen=True)
class TakenSignals:
    """The signals that somebody takes along, what was asked for, and what is not among them."""

    signals: Sequence[Signal]
    asked: str
    hidden: Sequence[Audience]
    """Audiences whose signals of others are not for this reader."""
    made_at: datetime
    demonstration: bool


def signal_figures(taken: TakenSignals) -> Figures:
    """Return the list as a table, with what a reader must know of it."""
    facts = [
        (_("Filter"), taken.asked or _("Alle signalen")),
        (_("Bron"), _("Signalen in Mainportaal. Een signaal is een vermoeden, geen vastgesteld feit.")),
        (_("Weggelaten"), _left_out(taken.hidden)),
    ]
    sheet = Sheet(_("Signalen"), _heads(), list(_rows(taken.signals)))
    return Figures(_("Signalen"), taken.made_at, facts, [sheet], taken.demonstration)


def _left_out(hidden: Sequence[Audience]) -> str:
    """Say which kinds of signals are not there; how many there are is no business of this reader."""
    if not hidden:
        return str(_("Niets."))
    audiences = "; ".join(f"‘{READERS[audience]}’" for audience in hidden)
    return str(
        _("Signalen van andere PPS-netwerken die zijn bedoeld voor: %(audiences)s.", audiences=audiences)
    )


def _heads() -> list[str]:
    return [
        _("Nummer"),
        _("Signaal"),
        _("Soort"),
        _("Status"),
        _("Van"),
        _("Naar"),
        _("Plaats in woorden"),
        _("Werkwijze"),
        _("Goederenstroom"),
        _("Toelichting"),
        _("Soort bron"),
        _("Zekerheid"),
        _("Opgemerkt op"),
        _("Gemeld op"),
        _("Gemeld door"),
        _("Voor wie"),
        _("Opgegaan in"),
        _("Laatste stap"),
        _("Reden van de laatste stap"),
    ]


def _rows(signals: Sequence[Signal]) -> Iterator[Sequence[Cell]]:
    numbers = {signal.id for signal in signals}
    for signal in signals:
        last = signal.steps[-1] if signal.steps else None
        yield [
            signal.id,
            signal.title,
            str(label(signal.kind)),
            str(label(signal.state)),
            signal.from_knooppunt.title if signal.from_knooppunt else None,
            signal.to_knooppunt.title if signal.to_knooppunt else None,
            signal.place_words,
            _terms(signal, VocabularyKind.MODUS_OPERANDI),
            _terms(signal, VocabularyKind.GOODS_FLOW),
            signal.description,
            str(label(signal.source_type)),
            str(label(signal.confidence)),
            signal.noticed_on,
            local_date(signal.filed_at),
            signal.network.title if signal.network else _("Programmabureau"),
            str(READERS[signal.audience]),
            # The number of a signal that is not in the file may be of one that is not for this reader.
            signal.merged_into_id if signal.merged_into_id in numbers else None,
            local_date(last.at) if last else None,
            last.reason if last else None,
        ]


def _terms(signal: Signal, kind: VocabularyKind) -> str:
    return ", ".join(term.title for term in signal.terms if term.kind is kind)
