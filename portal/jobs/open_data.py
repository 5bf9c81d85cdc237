"""Looking once a day for news about what the register took from the Tweede Kamer."""

from sqlalchemy.orm import Session

from portal.domain.audit import SYSTEM
from portal.jobs.delivering import reading
from portal.opendata import TweedeKamer
from portal.queries.kamer import tracked
from portal.services.kamer_check import Checked, ask_again, is_due, note_answer, note_check


def check_when_due(session: Session, kamer: TweedeKamer) -> Checked | None:
    """Look, unless somebody looked today."""
    with reading(session):
        due = is_due(session)
    return check_known(session, kamer) if due else None


def check_known(session: Session, kamer: TweedeKamer) -> Checked:
    """Look at everything that is linked; commits after each, and asks while no transaction is open."""
    with reading(session):
        known = tracked(session)
    records = ask_again(kamer, known)
    done = Checked(looked_at=len(known), absent=len(known) - len(records))
    for record in records:
        if note_answer(session, SYSTEM, record, kamer.dialect) is not None:
            done.proposed += 1
        session.commit()
    note_check(session, SYSTEM, done)
    session.commit()
    return done
