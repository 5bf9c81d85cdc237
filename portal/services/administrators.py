"""That somebody is always left who administers the accounts."""

from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.errors import LastAdministratorError
from portal.models import Appointment
from portal.queries.administrators import administrators, none_lasts
from portal.services.locks import hold_table


def keep_an_administrator(
    session: Session, *, account_id: int | None = None, appointment_id: int | None = None
) -> None:
    """Refuse to lose the last administrator, or the last without a last day, by account or by appointment.

    Whoever takes an administrator away holds the appointments first: two who do so at the same moment do it
    one after the other, and the second sees what the first left. Raises LastAdministratorError.
    """
    hold_table(session, Appointment)
    found = administrators(session, clock.today())
    left = [each for each in found if each.account_id != account_id and each.appointment_id != appointment_id]
    # Who stays must stay: else a day comes on which nobody administers, without anybody deciding so.
    loses_lasting = none_lasts(left) and not none_lasts(found)
    if (found and not left) or loses_lasting:
        raise LastAdministratorError
