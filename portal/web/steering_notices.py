"""What notices about signals, actions and meetings say, and where they lead; no word of what people wrote."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from portal.domain.notices import NoticeKind
from portal.models import Notice
from portal.web.formats import day
from portal.web.told import Told

KINDS = frozenset(
    {
        NoticeKind.SIGNAL_FILED,
        NoticeKind.SIGNAL_MOVED,
        NoticeKind.ACTION_GIVEN,
        NoticeKind.ACTION_OVERDUE,
        NoticeKind.MEETING_CONVENED,
    }
)


def words_of(notice: Notice) -> Told:
    """Return the words of a notice of one of these kinds."""
    if notice.kind is NoticeKind.SIGNAL_FILED:
        return Told(_("Er is een signaal gemeld"), _("Lees het signaal en begin met duiden."))
    if notice.kind is NoticeKind.SIGNAL_MOVED:
        return Told(
            _("Uw signaal is geduid of beantwoord"), _("U leest bij het signaal wat ermee is gedaan.")
        )
    if notice.kind is NoticeKind.MEETING_CONVENED and notice.meeting is not None:
        held = day(notice.meeting.held_on)
        return Told(
            _("De agenda van de stuurgroep van %(day)s is gedeeld", day=held),
            _("U kunt de stukken lezen en vooraf opmerkingen maken."),
        )
    due = day(notice.action.due_on) if notice.action is not None else ""
    if notice.kind is NoticeKind.ACTION_OVERDUE:
        title = _("Uw actiepunt is te laat")
        return Told(title, _("Het moest klaar zijn op %(day)s. Vertel hoe het ermee staat.", day=due))
    return Told(_("U krijgt een actiepunt van de stuurgroep"), _("Het moet klaar zijn op %(day)s.", day=due))


def place_of(notice: Notice) -> tuple[str, Mapping[str, Any]] | None:
    """Return endpoint and values of the page it is about; None where it is about none of these."""
    if notice.signal_id is not None:
        return "signals.show", {"signal_id": notice.signal_id}
    if notice.action_id is not None:
        return "actions.show", {"action_id": notice.action_id}
    if notice.meeting_id is not None:
        return "meetings.show", {"meeting_id": notice.meeting_id}
    return None
