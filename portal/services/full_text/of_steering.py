"""What can be found of signals, and of what the stuurgroep does."""

from collections.abc import Iterator

from portal.domain.full_text import FoundKind, Guard
from portal.domain.meetings import MeetingState, decision_number
from portal.models import ActionItem, ChangeRequest, Decision, Meeting, Signal
from portal.services.full_text.text import Text, Titled


def of_signal(signal: Signal) -> Iterator[Text]:
    """Yield a signal with the reasons of its steps."""
    yield Text(
        FoundKind.SIGNAL,
        signal.title,
        (signal.description, signal.place_words, *(step.reason for step in signal.steps)),
        {"signal_id": str(signal.id)},
        Guard.SIGNAL,
        guarded_id=signal.id,
        network_id=signal.network_id,
        as_of=signal.noticed_on,
    )


def of_meeting(meeting: Meeting) -> Iterator[Text]:
    """Yield a meeting and what stands on its agenda, once that was shared."""
    if meeting.state is MeetingState.PREPARING:
        return
    address = {"meeting_id": str(meeting.id)}
    yield Text(
        FoundKind.MEETING,
        meeting.title,
        (meeting.place, meeting.notes),
        address,
        Guard.MEETING,
        as_of=meeting.held_on,
    )
    for item in meeting.items:
        said = (item.annotation, *(remark.text for remark in item.remarks))
        yield Text(
            FoundKind.AGENDA,
            item.title,
            said,
            {**address, "item_id": str(item.id)},
            Guard.MEETING,
            as_of=meeting.held_on,
        )


def of_decision(decision: Decision) -> Iterator[Text]:
    """Yield a decision of the stuurgroep."""
    yield Text(
        FoundKind.DECISION,
        decision.text,
        (decision.reason,),
        {"decision_id": str(decision.id)},
        Guard.MEETING,
        as_of=decision.meeting.held_on,
        names=decision_number(decision.year, decision.number),
    )


def of_action(action: ActionItem) -> Iterator[Text]:
    """Yield an action with what was said of it."""
    yield Text(
        FoundKind.ACTION,
        action.what,
        (step.words for step in action.steps),
        {"action_id": str(action.id)},
        Guard.ACTION,
        guarded_id=action.id,
        network_id=action.network_id,
        as_of=action.given_at.date(),
    )


def of_change(request: ChangeRequest) -> Iterator[Text]:
    """Yield a request to change a maatregel, with what was decided."""
    said = (request.what, request.why, request.money_words, request.time_words, request.decision_reason)
    yield Text(
        FoundKind.CHANGE,
        request.maatregel.title,
        said,
        {"request_id": str(request.id)},
        Guard.CHANGE,
        guarded_id=request.id,
        network_id=request.maatregel.network_id,
        as_of=request.requested_at.date(),
        titled=Titled.COUNTS,
        names=request.maatregel.code,
    )
