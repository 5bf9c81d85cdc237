"""Rapportageperiodes: their dates, and whether a report came in on time."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from portal.domain.dates import local_date
from portal.domain.workflow import ReportState


class Timeliness(StrEnum):
    """Whether a report came in on time: derived, never stored."""

    NOT_DUE = "not_due"
    OVERDUE = "overdue"
    ON_TIME = "on_time"
    LATE = "late"
    NOT_RECEIVED = "not_received"


class InvalidPeriodError(ValueError):
    """Raised when the dates of a period cannot be true; the message is a key."""


@dataclass(frozen=True)
class PeriodDates:
    """What a period looks at, and when reports are due; all dates inclusive."""

    observes_from: date
    observes_until: date
    submit_from: date
    submit_until: date
    opens_on: date | None = None
    """Day on which it opens by itself, at its beginning."""
    closes_on: date | None = None
    """Day on which it closes by itself, at its beginning: the day before is the last."""


def check_period_dates(dates: PeriodDates) -> None:
    """Raise InvalidPeriodError unless the observation and submission dates follow each other."""
    if dates.observes_until < dates.observes_from:
        raise InvalidPeriodError("observation_ends_before_start")
    if dates.submit_until < dates.submit_from:
        raise InvalidPeriodError("submission_ends_before_start")
    if dates.submit_until <= dates.observes_until:
        raise InvalidPeriodError("submission_before_observation_end")
    if dates.opens_on is not None and dates.opens_on > dates.submit_until:
        raise InvalidPeriodError("opens_after_submission")
    if dates.closes_on is not None and dates.closes_on <= dates.submit_until:
        raise InvalidPeriodError("closes_before_submission_end")


def timeliness(
    state: ReportState, first_submitted_at: datetime | None, submit_until: date, today: date
) -> Timeliness:
    """Return whether the first submission was in time; the due date itself still counts."""
    if state is ReportState.NOT_RECEIVED:
        return Timeliness.NOT_RECEIVED
    if first_submitted_at is None:
        return Timeliness.OVERDUE if today > submit_until else Timeliness.NOT_DUE
    return Timeliness.LATE if local_date(first_submitted_at) > submit_until else Timeliness.ON_TIME
