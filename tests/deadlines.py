"""Asks with terms, and letters that tell the Kamer of them, for tests."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor
from portal.domain.dates import DatePrecision
from portal.domain.parliament import AskKind, AskState, ClosingState, Origin
from portal.domain.programme import ToezeggingKind
from portal.domain.terms import Recurrence
from portal.models import (
    Account,
    Ask,
    AskClosing,
    AskOccurrence,
    Letter,
    Motie,
    Passage,
    RegisterItem,
    Toezegging,
)

DAY = DatePrecision.DAY


def office(session: Session) -> Actor:
    """Return somebody of the programme office as an actor."""
    account = session.scalars(sa.select(Account).order_by(Account.id).limit(1)).one()
    return Actor(account.id, account.name)


def motie(session: Session, code: str, *, inside: bool = True, owner: Account | None = None) -> Motie:
    """Register a motie that was adopted."""
    made = Motie(
        code=code,
        origin=Origin.OFFICE,
        title=f"Motie {code}",
        inside_programme=inside,
        owner=owner,
        source_words="Toets",
    )
    session.add(made)
    session.flush()
    return made


def promise(session: Session, code: str, latest: date | None = None) -> Toezegging:
    """Register a promise to the Kamer."""
    made = Toezegging(
        code=code,
        origin=Origin.OFFICE,
        title=f"Toezegging {code}",
        kind=ToezeggingKind.PROMISE,
        due_precision=DAY if latest else DatePrecision.UNDETERMINED,
        due_latest=latest,
        source_words="Toets",
    )
    session.add(made)
    session.flush()
    return made


def ask(
    session: Session,
    item: RegisterItem | str,
    latest: date | None = None,
    *,
    recurs: Recurrence | None = None,
    state: AskState = AskState.IN_PROGRESS,
    precision: DatePrecision = DAY,
    words: str = "",
) -> Ask:
    """Split an ask off a motie or promise; of a code alone it makes the motie."""
    item = motie(session, item) if isinstance(item, str) else item
    number = session.scalar(sa.select(sa.func.count(Ask.id)).where(Ask.item_id == item.id)) or 0
    made = Ask(
        code=f"{item.code}-{number + 1}",
        position=number,
        origin=Origin.OFFICE,
        item=item,
        text=f"Wat {item.code} vraagt, deel {number + 1}",
        kind=AskKind.RECURRING if recurs else AskKind.ONCE,
        recurrence=recurs,
        due_latest=latest,
        due_precision=precision if latest else DatePrecision.UNDETERMINED,
        due_words=words,
        state=state,
    )
    session.add(made)
    session.flush()
    return made


def passage(
    session: Session, asks: Sequence[Ask], code: str = "brief-1", sent_on: date | None = None
) -> Passage:
    """Register a letter to the Kamer with one passage about these asks."""
    letter = Letter(
        code=code,
        title=f"Kamerbrief {code}",
        sent_on=sent_on or clock.today(),
        registered_at=clock.now(),
    )
    said = Passage(
        letter=letter,
        number=1,
        text="Wat de brief hierover zegt.",
        added_at=clock.now(),
        added_by_id=session.scalar(sa.select(sa.func.min(Account.id))),
        asks=list(asks),
    )
    session.add_all([letter, said])
    session.flush()
    return said


def close(
    session: Session,
    ask: Ask,
    said: Passage,
    occurrence: AskOccurrence | None = None,
    outcome: AskState = AskState.FULFILLED,
) -> AskClosing:
    """Propose to close an ask, or one time of it, and let a second person approve."""
    one, two = session.scalars(sa.select(Account).order_by(Account.id).limit(2))
    closing = AskClosing(
        ask=ask,
        occurrence=occurrence,
        outcome=outcome,
        passage=said,
        reason="De brief zegt het.",
        proposed_at=clock.now(),
        proposed_by=one,
    )
    session.add(closing)
    session.flush()
    closing.state, closing.decided_at, closing.decided_by = ClosingState.APPROVED, clock.now(), two
    session.flush()
    if occurrence is not None:
        occurrence.settled_at = clock.now()
    else:
        ask.state = outcome
    session.flush()
    return closing
