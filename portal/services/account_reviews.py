"""The yearly question whether an appointment is still right: answers are only ever added."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.accounts import ReviewOutcome
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import NotReviewableError, OwnAppointmentError
from portal.models import Appointment, AppointmentReview
from portal.services import audit
from portal.services.accounts import end_appointment


def confirm_appointments(
    session: Session, actor: Actor, appointments: Iterable[Appointment], note: str = ""
) -> int:
    """Note that appointments are still right; return how many.

    Raises NotReviewableError or, for one's own, OwnAppointmentError: then nothing of it may be kept.
    """
    reviewed = [_review(session, actor, each, ReviewOutcome.CONFIRMED, note) for each in appointments]
    return len(reviewed)


def end_after_review(session: Session, actor: Actor, appointment: Appointment, reason: str) -> None:
    """Note that an appointment is no longer right, and end it; raises as both do."""
    _review(session, actor, appointment, ReviewOutcome.ENDED, reason)
    end_appointment(session, actor, appointment, reason)


def _review(
    session: Session, actor: Actor, appointment: Appointment, outcome: ReviewOutcome, note: str
) -> AppointmentReview:
    if actor.account_id is None or appointment.account_id == actor.account_id:
        raise OwnAppointmentError
    if not appointment.is_current(clock.today()):
        raise NotReviewableError
    review = AppointmentReview(
        appointment=appointment, at=clock.now(), by_id=actor.account_id, outcome=outcome, note=note.strip()
    )
    session.add(review)
    session.flush()
    audit.record(
        session,
        actor,
        AuditAction.APPOINTMENT_REVIEWED,
        SubjectKind.ACCOUNT,
        appointment.account_id,
        appointment.account.name,
        network_id=appointment.network_id,
        reason=note.strip(),
        details={
            "role": appointment.role.value,
            "network": appointment.network.code if appointment.network else "",
            "outcome": outcome.value,
        },
    )
    return review
