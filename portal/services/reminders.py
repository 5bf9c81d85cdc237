"""Asking for reports, actions and asks that are almost due or overdue; asked again of nobody who is done."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.actions import PENDING
from portal.domain.meetings import MeetingState
from portal.domain.notices import ASK_ALMOST_DUE_DAYS, NoticeKind, ask_reminder, is_morning, reminder
from portal.domain.signals import SignalState
from portal.domain.workflow import COUNTED, EDITABLE, PeriodState, ReportState
from portal.models import Account, Ask, Notice, Report
from portal.queries.account_reviews import review_progress
from portal.queries.actions import overdue_actions
from portal.queries.closings import waits_for
from portal.queries.due_asks import due_asks
from portal.queries.kamer import count_proposals
from portal.queries.recipients import account_administrators, officers
from portal.queries.reminders import people_with_work, reports_to_write
from portal.services.notices import tell

_STATES: Mapping[NoticeKind, frozenset[ReportState]] = {
    NoticeKind.SUBMITTED: frozenset({ReportState.SUBMITTED}),
    NoticeKind.RETURNED: frozenset({ReportState.RETURNED}),
    NoticeKind.ACCEPTED: COUNTED,
}
"""States of a report in which a step of it is still news."""
_OF_TERMS = frozenset({NoticeKind.ASK_ALMOST_DUE, NoticeKind.ASK_OVERDUE})
_OF_ACTIONS = frozenset({NoticeKind.ACTION_GIVEN, NoticeKind.ACTION_OVERDUE})


def remind(session: Session) -> int:
    """Remind whoever has work in the open round, once for each step; return how many were told."""
    if not is_morning(clock.now()):
        return 0
    told = 0
    for report in reports_to_write(session):
        due_on = report.due_on
        step = reminder(due_on, clock.today(), ever_submitted=report.first_submitted_at is not None)
        if step is not None:
            key = f"{step.kind.value}:{report.id}:{due_on}:{step.step}"
            people = people_with_work(session, report)
            told += len(tell(session, step.kind, people, key=key, report=report))
    return told + _remind_of_actions(session) + _remind_of_asks(session) + _remind_of_reviews(session)


def _remind_of_actions(session: Session) -> int:
    """Tell the owner once a week, from the first day on, that an action is overdue."""
    today, told = clock.today(), 0
    for action in overdue_actions(session, today):
        week = (today - action.due_on - timedelta(days=1)).days // 7
        key = f"action_overdue:{action.id}:{action.due_on}:{week}"
        told += len(tell(session, NoticeKind.ACTION_OVERDUE, [action.owner], key=key, action=action))
    return told


def _remind_of_asks(session: Session) -> int:
    """Tell who answers for it before the last day of an ask, and every week after it."""
    today, told = clock.today(), 0
    office = officers(session)
    for due in due_asks(session, today + timedelta(days=ASK_ALMOST_DUE_DAYS[-1])):
        step = ask_reminder(due.day, today)
        if step is not None:
            key = f"{step.kind.value}:{due.ask.id}:{due.day}:{step.step}"
            told += len(tell(session, step.kind, _answering(due.ask, office), key=key, ask=due.ask))
    return told


def _remind_of_reviews(session: Session) -> int:
    """Tell the administrators once a quarter that appointments wait for the yearly check."""
    today = clock.today()
    if not review_progress(session, today).waiting:
        return 0
    key = f"review_due:{today.year}-{(today.month - 1) // 3 + 1}"
    return len(tell(session, NoticeKind.REVIEW_DUE, account_administrators(session), key=key))


def _answering(ask: Ask, office: Sequence[Account]) -> Sequence[Account]:
    """Return who answers for an ask; where that is nobody of the office any more, all of the office do."""
    owner = [each for each in office if each.id == ask.item.owner_id]
    return owner or office


def still_matters(session: Session, notice: Notice) -> bool:
    """Return whether this is still news when the mail leaves; in the portal it stays as history."""
    report, maatregel = notice.report, notice.maatregel
    if report is not None and notice.kind in _STATES:
        return report.state in _STATES[notice.kind]
    if report is not None and notice.kind is not NoticeKind.MENTIONED:
        return _still_to_write(session, notice, report)
    if notice.kind is NoticeKind.ASSIGNED and maatregel is not None:
        held = {maatregel.owner_id, *(account.id for account in maatregel.contributors)}
        return notice.account_id in held
    if notice.kind is NoticeKind.NOT_OPENED and notice.period is not None:
        return notice.period.state is PeriodState.PLANNED
    if notice.ask is not None:
        return _still_of_an_ask(session, notice, notice.ask)
    return _still_of_the_stuurgroep(notice) and _still_waits_for_a_choice(session, notice)


def _still_of_an_ask(session: Session, notice: Notice, ask: Ask) -> bool:
    """Return whether a proposal still waits for this person, or a term still asks for haste."""
    if notice.kind is NoticeKind.CLOSING_PROPOSED:
        return waits_for(session, ask.id, notice.account_id)
    return notice.kind not in _OF_TERMS or _still_due(session, notice, ask)


def _still_due(session: Session, notice: Notice, ask: Ask) -> bool:
    """Return whether an ask is still open, with the same kind of haste, and this person answers for it."""
    today = clock.today()
    due = due_asks(session, today + timedelta(days=ASK_ALMOST_DUE_DAYS[-1]), ask.id)
    step = ask_reminder(due[0].day, today) if due else None
    if step is None or step.kind is not notice.kind:
        return False
    return notice.account_id in {account.id for account in _answering(ask, officers(session))}


def _still_of_the_stuurgroep(notice: Notice) -> bool:
    """Return whether a signal still waits, an action is still this person's to do, a meeting is to come."""
    if notice.kind is NoticeKind.SIGNAL_FILED and notice.signal is not None:
        return notice.signal.state is SignalState.NEW
    if notice.kind in _OF_ACTIONS and notice.action is not None:
        return notice.action.owner_id == notice.account_id and notice.action.state in PENDING
    if notice.kind is NoticeKind.MEETING_CONVENED and notice.meeting is not None:
        return notice.meeting.state is MeetingState.CONVENED
    return True


def _still_waits_for_a_choice(session: Session, notice: Notice) -> bool:
    """Return whether the Kamer still says what nobody decided about, or appointments still wait."""
    if notice.kind is NoticeKind.REVIEW_DUE:
        return review_progress(session, clock.today()).waiting > 0
    return notice.kind is not NoticeKind.KAMER_NEWS or count_proposals(session) > 0


def _still_to_write(session: Session, notice: Notice, report: Report) -> bool:
    if report.period.state is not PeriodState.OPEN or report.state not in EDITABLE:
        return False
    if notice.kind is NoticeKind.OPENED:
        return True
    step = reminder(report.due_on, clock.today(), ever_submitted=report.first_submitted_at is not None)
    if step is None or step.kind is not notice.kind:
        return False
    return notice.account_id in {account.id for account in people_with_work(session, report)}
