"""Asks, letters and proposals to close for tests, made with the real services."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.audit import Actor
from portal.domain.parliament import AskKind, AskState, ClosingState, Origin
from portal.domain.roles import Role
from portal.domain.terms import Recurrence
from portal.models import Ask, AskClosing, AskOccurrence, Letter, Motie, Passage
from portal.services.closing_rules import ClosingContent
from portal.services.closings import approve_closing, propose_closing
from portal.services.letters import LetterContent, register_letter
from portal.services.passages import PassageContent, add_passages
from tests.builders import person

SENT = date(2026, 2, 3)
NUMBERS = iter(range(1, 10_000))


@dataclass(frozen=True)
class Office:
    """Two people of the programme office."""

    one: Actor
    other: Actor


def office(session: Session) -> Office:
    """Make two people of the programme office: een@toets.example and twee@toets.example."""
    people = [person(session, name, Role.PROGRAMME_OFFICER) for name in ("een", "twee")]
    return Office(*(Actor(each.id, each.name, (Role.PROGRAMME_OFFICER,)) for each in people))


def asks_of_motie(session: Session, count: int = 1, kind: AskKind = AskKind.ONCE) -> list[Ask]:
    """Make a motie that asks so many things."""
    number = next(NUMBERS)
    asks = [
        Ask(
            code=f"mot-t{number}-{place}",
            position=place,
            origin=Origin.OFFICE,
            text=f"Verzoek {place} van motie {number}.",
            kind=kind,
            recurrence=Recurrence.YEARLY if kind is AskKind.RECURRING else None,
        )
        for place in range(1, count + 1)
    ]
    title = f"Motie {number} van de toets"
    session.add(Motie(code=f"mot-t{number}", origin=Origin.OFFICE, title=title, submitters=["A"], asks=asks))
    session.flush()
    return asks


def times_of(session: Session, ask: Ask, count: int = 2) -> list[AskOccurrence]:
    """Let a recurring ask be due so many times."""
    times = [AskOccurrence(ask=ask, number=n, due_on=date(2025 + n, 1, 1)) for n in range(1, count + 1)]
    session.add_all(times)
    session.flush()
    return times


def sent(session: Session, actor: Actor, title: str = "Halfjaarbrief") -> Letter:
    """Register a letter."""
    content = LetterContent(title, SENT, "1234567", "29911 nr. 400", "https://www.kamer.example/brief")
    return register_letter(session, actor, content)


def said(
    session: Session, actor: Actor, letter: Letter, asks: Sequence[Ask], text: str = "Het is gedaan."
) -> Passage:
    """Copy a passage of a letter that speaks of these asks."""
    return add_passages(session, actor, letter, [PassageContent(text, "Paragraaf 2", asks)])[0]


def proposed(
    session: Session,
    actor: Actor,
    ask: Ask,
    passage: Passage | None,
    outcome: AskState = AskState.FULFILLED,
    occurrence: AskOccurrence | None = None,
) -> AskClosing:
    """Propose to close an ask."""
    content = ClosingContent(outcome, "De brief zegt het.", passage, occurrence)
    return propose_closing(session, actor, ask, ask.version, content)


def closed(session: Session, people: Office, ask: Ask, passage: Passage) -> AskClosing:
    """Close an ask as fulfilled, by two people."""
    closing = proposed(session, people.one, ask, passage)
    approve_closing(session, people.other, closing, closing.version, "Nagelezen.")
    return closing


def state_of(session: Session, closing: AskClosing) -> ClosingState:
    """Return what the database says of a proposal."""
    return session.scalars(sa.select(AskClosing.state).where(AskClosing.id == closing.id)).one()
