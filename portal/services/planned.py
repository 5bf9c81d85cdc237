"""Opening and closing periods on the day that was planned, by the system itself."""

from contextlib import suppress

from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import SYSTEM
from portal.domain.errors import NotReadyError, OtherPeriodOpenError, StaleVersionError
from portal.domain.workflow import PeriodState
from portal.models import Period
from portal.queries.reminders import last_extension, period_to_move
from portal.services.periods import close_period, open_period
from portal.services.telling import tell_not_opened


def close_planned(session: Session) -> list[Period]:
    """Close what was to close today or before, once nobody has a later day to submit."""
    today = clock.today()
    found = period_to_move(session, (Period.state == PeriodState.OPEN) & (Period.closes_on <= today))
    closed = []
    for period in found:
        awaited = last_extension(session, period.id)
        if period.submit_until < today and (awaited is None or awaited.due_on < today):
            # Another worker may have done it a moment ago: then it is done.
            with suppress(StaleVersionError):
                close_period(session, SYSTEM, period, period.version)
                closed.append(period)
    return closed


def open_planned(session: Session) -> list[Period]:
    """Open what was to open today or before; what is not ready is told, and tried at the next run."""
    opened = []
    planned = (Period.state == PeriodState.PLANNED) & (Period.opens_on <= clock.today())
    for period in period_to_move(session, planned):
        try:
            open_period(session, SYSTEM, period, period.version)
        except (NotReadyError, OtherPeriodOpenError):
            tell_not_opened(session, period)
        except StaleVersionError:
            continue
        else:
            opened.append(period)
    return opened
