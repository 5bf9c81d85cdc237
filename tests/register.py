"""Things in the register for tests, made with the real services where these exist."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor
from portal.domain.dates import DatePrecision
from portal.domain.parliament import CLOSED_STATES, AskKind, AskState, ClosingState, RegisterKind
from portal.domain.terms import Recurrence
from portal.models import Ask, AskClosing, AskOccurrence, Letter, Motie, Passage, RegisterItem
from portal.services import asks, register
from portal.services.asks import AskContent, TermContent
from portal.services.register import ItemContent, OfficeFacts

SOURCE = "Verzonnen stuk, bladzijde 3"
LONG_AGO = date(2020, 1, 1)


def ask_of(session: Session, code: str) -> Ask:
    """Return an ask of the plan."""
    return session.scalars(sa.select(Ask).where(Ask.code == code)).one()


def motie(session: Session, actor: Actor, title: str = "Verzonnen motie") -> Motie:
    """Put a motie without asks in the register."""
    made = register.register_item(
        session, actor, RegisterKind.MOTIE, ItemContent(title), OfficeFacts(source_words=SOURCE)
    )
    assert isinstance(made, Motie)
    return made


def ask(
    session: Session, actor: Actor, item: RegisterItem, text: str, term: TermContent | None = None
) -> Ask:
    """Split an ask off."""
    return asks.add_ask(session, actor, item, AskContent(text, SOURCE, term=term or TermContent()))


def due(day: date, recurrence: Recurrence | None = None) -> TermContent:
    """Return a term on a day, of something that may come back."""
    kind = AskKind.RECURRING if recurrence else AskKind.ONCE
    return TermContent(kind, recurrence, DatePrecision.DAY, day)


def bring_to(session: Session, made: Ask, state: AskState, proposer: Actor, second: Actor) -> None:
    """Bring an ask to any state, as the database lets it: what is closed was approved by somebody else."""
    if state in CLOSED_STATES:
        _approve(session, made, state, proposer, second)
    made.state = state
    session.flush()


def settle(session: Session, occurrence: AskOccurrence, proposer: Actor, second: Actor) -> None:
    """Let somebody approve that one time was left out."""
    _approve(session, occurrence.ask, AskState.LAPSED, proposer, second, occurrence)
    occurrence.settled_at = clock.now()
    session.flush()


def _approve(
    session: Session,
    made: Ask,
    outcome: AskState,
    proposer: Actor,
    second: Actor,
    occurrence: AskOccurrence | None = None,
) -> None:
    passage = _passage(session, made) if outcome is not AskState.LAPSED else None
    closing = AskClosing(
        ask_id=made.id,
        occurrence_id=occurrence.id if occurrence else None,
        outcome=outcome,
        passage_id=passage.id if passage else None,
        reason="Verzonnen reden",
        proposed_at=clock.now(),
        proposed_by_id=proposer.account_id,
    )
    session.add(closing)
    session.flush()
    closing.state, closing.decided_at, closing.decided_by_id = (
        ClosingState.APPROVED,
        clock.now(),
        second.account_id,
    )
    session.flush()


def _passage(session: Session, made: Ask) -> Passage:
    letter = Letter(code=f"brief-{made.code}", title="Brief", sent_on=LONG_AGO, registered_at=clock.now())
    session.add(letter)
    session.flush()
    passage = Passage(letter_id=letter.id, number=1, text="Dit is gedaan.", added_at=clock.now(), asks=[made])
    session.add(passage)
    session.flush()
    return passage
