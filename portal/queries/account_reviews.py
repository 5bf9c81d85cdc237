"""Reading which appointments were checked in the last year, and which wait for it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal.domain.accounts import REVIEW_EVERY
from portal.domain.areas import Area
from portal.domain.dates import day_begins
from portal.models import Account, Appointment, AppointmentReview
from portal.queries.accounts import holds_on
from portal.queries.remembered import remembered


@dataclass(frozen=True)
class Progress:
    """How many of the running appointments were checked in the last year or began in it."""

    checked: int
    total: int

    @property
    def waiting(self) -> int:
        """How many still wait."""
        return self.total - self.checked


@remembered(Area.PEOPLE)
def review_progress(session: Session, today: date) -> Progress:
    """Return how far the yearly check is."""
    waits = sa.func.coalesce(sa.func.sum(sa.case((_is_due(today), 1), else_=0)), 0)
    total, waiting = session.execute(
        sa.select(sa.func.count(Appointment.id), waits).join(Appointment.account).where(_runs(today))
    ).one()
    return Progress(total - int(waiting), total)


def due_appointments(session: Session, today: date, network_code: str = "") -> Sequence[Appointment]:
    """Return the running appointments that wait for the check, by network and name."""
    query = _with_people().where(_runs(today), _is_due(today))
    if network_code:
        query = query.where(Appointment.network.has(code=network_code))
    return session.scalars(query).all()


def running_appointments(session: Session, ids: Collection[int], today: date) -> Sequence[Appointment]:
    """Return those of these appointments that run and wait for the check."""
    return session.scalars(
        _with_people().where(Appointment.id.in_(sorted(ids)), _runs(today), _is_due(today))
    ).all()


def last_reviews(session: Session, appointment_ids: Collection[int]) -> dict[int, AppointmentReview]:
    """Return the last answer about each of these appointments, with who gave it."""
    newest = (
        sa.select(sa.func.max(AppointmentReview.id))
        .where(AppointmentReview.appointment_id.in_(sorted(appointment_ids)))
        .group_by(AppointmentReview.appointment_id)
    )
    found = session.scalars(
        sa.select(AppointmentReview)
        .where(AppointmentReview.id.in_(newest))
        .options(joinedload(AppointmentReview.by))
    )
    return {review.appointment_id: review for review in found}


def reviews_of_year(session: Session, today: date) -> Sequence[AppointmentReview]:
    """Return every answer that still counts today, the newest first."""
    return session.scalars(
        sa.select(AppointmentReview)
        .where(AppointmentReview.at >= _year_begins(today))
        .options(
            joinedload(AppointmentReview.by),
            joinedload(AppointmentReview.appointment).options(
                joinedload(Appointment.account), joinedload(Appointment.network)
            ),
        )
        .order_by(AppointmentReview.at.desc(), AppointmentReview.id.desc())
    ).all()


def _with_people() -> sa.Select[Appointment]:
    return (
        sa.select(Appointment)
        .join(Appointment.account)
        .options(joinedload(Appointment.account), joinedload(Appointment.network))
        .order_by(sa.func.coalesce(Appointment.network_id, 0), Account.name, Appointment.id)
    )


def _runs(today: date) -> sa.ColumnElement[bool]:
    return sa.and_(holds_on(today), Account.active.is_(True))


def _is_due(today: date) -> sa.ColumnElement[bool]:
    """Return the condition that nobody looked at an appointment for a year, in days; its first day counts."""
    looked_at = sa.exists().where(
        AppointmentReview.appointment_id == Appointment.id, AppointmentReview.at >= _year_begins(today)
    )
    return sa.and_(Appointment.starts_on <= today - REVIEW_EVERY, ~looked_at)


def _year_begins(today: date) -> datetime:
    """Return the first moment from which an answer still counts."""
    return day_begins(today - REVIEW_EVERY + timedelta(days=1))
