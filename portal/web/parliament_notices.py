"""What notices about asks and the open data say, and where they lead; no word of what people wrote."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from portal.domain.notices import NoticeKind
from portal.domain.parliament import AskKind
from portal.models import Notice
from portal.web.formats import day
from portal.web.told import Told

KINDS = frozenset(
    {
        NoticeKind.ASK_ALMOST_DUE,
        NoticeKind.ASK_OVERDUE,
        NoticeKind.CLOSING_PROPOSED,
        NoticeKind.CLOSING_DECIDED,
        NoticeKind.KAMER_NEWS,
    }
)


def words_of(notice: Notice) -> Told:
    """Return the words of a notice of one of these kinds."""
    if notice.kind is NoticeKind.KAMER_NEWS:
        return Told(
            _("Er is nieuws in de open data van de Tweede Kamer"),
            _("Bekijk de verschillen en beslis wat u overneemt."),
        )
    title = notice.ask.item.title if notice.ask is not None else ""
    # Of a duty the day moves on with each time that is settled; its page says which one is meant.
    once = notice.ask is not None and notice.ask.kind is AskKind.ONCE
    due = day(notice.ask.due_on) if once and notice.ask is not None else ""
    return {
        NoticeKind.ASK_ALMOST_DUE: Told(
            _("De termijn komt dichtbij: %(title)s", title=title),
            _("De laatste dag is %(day)s.", day=due) if due else _("Bekijk de termijn van het verzoek."),
        ),
        NoticeKind.ASK_OVERDUE: Told(
            _("De termijn is voorbij: %(title)s", title=title),
            _("Sluit het verzoek af, of leg uitstel vast met een reden."),
        ),
        NoticeKind.CLOSING_PROPOSED: Told(
            _("Uw akkoord is gevraagd: %(title)s", title=title),
            _("Een collega stelt voor een verzoek af te sluiten. Controleer het bewijs en beslis."),
        ),
        NoticeKind.CLOSING_DECIDED: Told(
            _("Over uw voorstel is beslist: %(title)s", title=title),
            _("U leest bij het verzoek of uw collega akkoord is en waarom."),
        ),
    }[notice.kind]


def place_of(notice: Notice) -> tuple[str, Mapping[str, Any]] | None:
    """Return endpoint and values of the page it is about; None where it is about none of these."""
    if notice.ask is not None:
        return "asks.show", {"code": notice.ask.code}
    if notice.kind is NoticeKind.KAMER_NEWS:
        return "opendata.index", {}
    return None
