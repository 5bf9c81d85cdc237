"""What people are told of, in the portal and by mail (design: product, sections 3 and 7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from portal.domain.dates import AMSTERDAM


class NoticeKind(StrEnum):
    """Reasons to tell somebody something."""

    OPENED = "opened"
    ALMOST_DUE = "almost_due"
    OVERDUE = "overdue"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    ADOPTED = "adopted"
    MENTIONED = "mentioned"
    ASSIGNED = "assigned"
    NOT_OPENED = "not_opened"
    SIGNAL_FILED = "signal_filed"
    SIGNAL_MOVED = "signal_moved"
    ACTION_GIVEN = "action_given"
    ACTION_OVERDUE = "action_overdue"
    MEETING_CONVENED = "meeting_convened"
    ASK_ALMOST_DUE = "ask_almost_due"
    ASK_OVERDUE = "ask_overdue"
    CLOSING_PROPOSED = "closing_proposed"
    CLOSING_DECIDED = "closing_decided"
    KAMER_NEWS = "kamer_news"
    PASSWORD_CHANGED = "password_changed"
    EMAIL_CHANGED = "email_changed"
    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    SIGN_IN_BLOCKED = "sign_in_blocked"
    NEW_SIGN_IN = "new_sign_in"
    APPOINTMENT_CHANGED = "appointment_changed"
    REVIEW_DUE = "review_due"


class Delivery(StrEnum):
    """How somebody wants a kind of notice by mail; in the portal it always stands."""

    IMMEDIATE = "immediate"
    DAILY = "daily"
    NONE = "none"


class MailState(StrEnum):
    """Where a mail in the outbox stands."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"


DEFAULT_DELIVERY: Mapping[NoticeKind, Delivery] = {
    NoticeKind.OPENED: Delivery.IMMEDIATE,
    NoticeKind.ALMOST_DUE: Delivery.IMMEDIATE,
    NoticeKind.OVERDUE: Delivery.IMMEDIATE,
    NoticeKind.SUBMITTED: Delivery.DAILY,
    NoticeKind.RETURNED: Delivery.IMMEDIATE,
    NoticeKind.ACCEPTED: Delivery.IMMEDIATE,
    NoticeKind.ADOPTED: Delivery.DAILY,
    NoticeKind.MENTIONED: Delivery.IMMEDIATE,
    NoticeKind.ASSIGNED: Delivery.DAILY,
    NoticeKind.NOT_OPENED: Delivery.IMMEDIATE,
    NoticeKind.SIGNAL_FILED: Delivery.DAILY,
    NoticeKind.SIGNAL_MOVED: Delivery.DAILY,
    NoticeKind.ACTION_GIVEN: Delivery.IMMEDIATE,
    NoticeKind.ACTION_OVERDUE: Delivery.IMMEDIATE,
    NoticeKind.MEETING_CONVENED: Delivery.IMMEDIATE,
    NoticeKind.ASK_ALMOST_DUE: Delivery.IMMEDIATE,
    NoticeKind.ASK_OVERDUE: Delivery.IMMEDIATE,
    NoticeKind.CLOSING_PROPOSED: Delivery.IMMEDIATE,
    NoticeKind.CLOSING_DECIDED: Delivery.DAILY,
    NoticeKind.KAMER_NEWS: Delivery.DAILY,
    NoticeKind.PASSWORD_CHANGED: Delivery.IMMEDIATE,
    NoticeKind.EMAIL_CHANGED: Delivery.IMMEDIATE,
    NoticeKind.FACTOR_ADDED: Delivery.IMMEDIATE,
    NoticeKind.FACTOR_REMOVED: Delivery.IMMEDIATE,
    NoticeKind.SIGN_IN_BLOCKED: Delivery.IMMEDIATE,
    NoticeKind.NEW_SIGN_IN: Delivery.IMMEDIATE,
    NoticeKind.APPOINTMENT_CHANGED: Delivery.IMMEDIATE,
    NoticeKind.REVIEW_DUE: Delivery.IMMEDIATE,
}
"""How a kind comes by mail to whoever did not choose."""

ABOUT_ACCOUNT = frozenset(
    {
        NoticeKind.PASSWORD_CHANGED,
        NoticeKind.EMAIL_CHANGED,
        NoticeKind.FACTOR_ADDED,
        NoticeKind.FACTOR_REMOVED,
        NoticeKind.SIGN_IN_BLOCKED,
        NoticeKind.NEW_SIGN_IN,
        NoticeKind.APPOINTMENT_CHANGED,
    }
)
"""Kinds about the own account: for everybody, and never to be switched off (design: security, ASVS 6.3.7)."""

MORNING = time(8, 0)
"""When the daily mail leaves, and from when reminders are made, on the clock of Amsterdam."""
_SATURDAY = 5

ALMOST_DUE_DAYS = (2, 7)
"""So many days before the due date there is a reminder; a run that was missed is made up for."""
_OVERDUE_EVERY = 7
_WEEKLY = 4
"""So many weeks an ask is asked for every week."""
_WEEKS_IN_QUARTER = 13
ASK_ALMOST_DUE_DAYS = (7, 30)
"""So many days before an ask must be done there is a reminder."""

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
"""How long to wait after each attempt that failed."""
MOST_ATTEMPTS = len(PAUSES) + 1


@dataclass(frozen=True)
class Reminder:
    """That a report or an ask is to be worked on; the same step is told once."""

    kind: NoticeKind
    step: int


def daily_moment(now: datetime) -> datetime:
    """Return the next moment at which daily mails leave: eight o'clock on a working day in Amsterdam."""
    day = now.astimezone(AMSTERDAM).date()
    while day.weekday() >= _SATURDAY or _morning(day) <= now:
        day += timedelta(days=1)
    return _morning(day)


def is_morning(now: datetime) -> bool:
    """Return whether the day has come so far that people can be reminded."""
    return now.astimezone(AMSTERDAM).time() >= MORNING


def reminder(due_on: date, today: date, *, ever_submitted: bool) -> Reminder | None:
    """Return the reminder for a report that is still to be written; what once came in is not overdue."""
    left = (due_on - today).days
    if left < 0:
        return None if ever_submitted else Reminder(NoticeKind.OVERDUE, (-left - 1) // _OVERDUE_EVERY)
    step = next((days for days in ALMOST_DUE_DAYS if left <= days), None)
    return None if step is None else Reminder(NoticeKind.ALMOST_DUE, step)


def ask_reminder(due_on: date, today: date) -> Reminder | None:
    """Return the reminder for an ask that is still to be done: before its last day, then ever less often.

    In the first weeks it comes every week; what has been late for long is a choice, and asked each quarter.
    """
    left = (due_on - today).days
    if left < 0:
        weeks = (-left - 1) // _OVERDUE_EVERY
        quarters = max(weeks - _WEEKLY, 0) // _WEEKS_IN_QUARTER
        return Reminder(NoticeKind.ASK_OVERDUE, min(weeks, _WEEKLY) + quarters)
    step = next((days for days in ASK_ALMOST_DUE_DAYS if left <= days), None)
    return None if step is None else Reminder(NoticeKind.ASK_ALMOST_DUE, step)


def next_attempt(now: datetime, attempts: int) -> datetime | None:
    """Return when to try again after so many attempts, None when that was the last."""
    return now + PAUSES[attempts - 1] if attempts < MOST_ATTEMPTS else None


def _morning(day: date) -> datetime:
    return datetime.combine(day, MORNING, AMSTERDAM).astimezone(UTC)
