"""What happens by itself in the demonstration: mails leave, and who is late is reminded."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.access.identify import identify
from portal.access.notices import notice_scope
from portal.demo.agenda import Agenda
from portal.demo.moments import Round
from portal.domain.dates import AMSTERDAM
from portal.jobs.delivering import compose
from portal.models import Account
from portal.services import outbox
from portal.services.notices import mark_read
from portal.services.reminders import remind

_WORKER = "demonstratie"
_STALE = timedelta(minutes=5)
_ROUNDS = (time(8, 5), time(17, 45))
_REMINDING = time(8, 2)
_REMINDED = (-7, -2, 1, 8)
"""Days after the due date on which there can be reminders."""
_SATURDAY = 5


class Mailroom:
    """Sends the mails of the demonstration to nobody, at the moments at which they would have left."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def plan(self, agenda: Agenda, this_round: Round, last: datetime) -> None:
        """Write the moments of a round in the agenda; when it is over, everybody has read everything."""
        for day in _working_days(this_round.opening.date(), last.date() + timedelta(days=1)):
            for clock_time in _ROUNDS:
                agenda.note(datetime.combine(day, clock_time, AMSTERDAM), self.deliver)
        for offset in _REMINDED:
            moment = datetime.combine(this_round.day(offset), _REMINDING, AMSTERDAM)
            agenda.note(moment, lambda: remind(self._session))
        if not this_round.is_open:
            agenda.note(last + timedelta(days=2), self.read_everything)

    def deliver(self) -> None:
        """Send everything that is due."""
        while (taken := outbox.claim(self._session, _WORKER, _STALE)) is not None:
            letter = compose(self._session, taken)
            if letter is None:
                outbox.settle_skipped(self._session, taken)
            else:
                outbox.settle_sent(self._session, taken, letter)

    def read_everything(self) -> None:
        """Let everybody have read what they were told."""
        for account_id in self._session.scalars(sa.select(Account.id)).all():
            principal = identify(self._session, account_id)
            if principal is not None:
                mark_read(self._session, notice_scope(principal))


def _working_days(first: date, last: date) -> Iterator[date]:
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return (day for day in days if day.weekday() < _SATURDAY)
