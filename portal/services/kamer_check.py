"""Looking again at everything in the register that is linked with the open data."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.dates import local_date
from portal.domain.kamer.records import KamerRecord
from portal.domain.notices import NoticeKind
from portal.domain.parliament import OpenDataKind
from portal.models import KamerProposal
from portal.opendata import TweedeKamer
from portal.queries.kamer import last_check
from portal.queries.recipients import officers
from portal.services import audit
from portal.services.kamer import propose
from portal.services.notices import tell

LABEL = "Open data van de Tweede Kamer"


@dataclass
class Checked:
    """What came of looking."""

    looked_at: int = 0
    proposed: int = 0
    absent: int = 0
    """What the source no longer knows at all."""


def ask_again(kamer: TweedeKamer, known: Sequence[tuple[OpenDataKind, str]]) -> list[KamerRecord]:
    """Ask the source for all of these; touches no database. Raises an OpenDataError."""
    numbers = {
        kind: [UUID(number) for each, number in known if each is kind and _is_identifier(number)]
        for kind in OpenDataKind
    }
    return [
        *kamer.moties(numbers[OpenDataKind.MOTIE]).records,
        *kamer.toezeggingen(numbers[OpenDataKind.TOEZEGGING]).records,
    ]


def note_answer(session: Session, actor: Actor, record: KamerRecord, dialect: str) -> KamerProposal | None:
    """Make a proposal where something is new since the last one; tell the programme office."""
    made = propose(session, actor, record, dialect, again=False)
    if made is not None:
        people = [each for each in officers(session) if each.id != actor.account_id]
        key = f"kamer_news:{clock.today().isoformat()}"
        tell(session, NoticeKind.KAMER_NEWS, people, key=key)
    return made


def note_check(session: Session, actor: Actor, done: Checked) -> None:
    """Keep in the audit trail that everything was looked at."""
    details = {"looked_at": done.looked_at, "proposed": done.proposed, "absent": done.absent}
    audit.record(
        session, actor, AuditAction.OPEN_DATA_FETCHED, SubjectKind.OPEN_DATA, None, LABEL, details=details
    )


def is_due(session: Session) -> bool:
    """Return whether nobody looked today."""
    last = last_check(session)
    return last is None or local_date(last) < clock.today()


def _is_identifier(number: str) -> bool:
    try:
        UUID(number)
    except ValueError:
        return False
    return True
