"""Meetings of the stuurgroep for tests, made with the real services."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.audience import Audience
from portal.domain.audit import Actor
from portal.domain.meetings import AgendaKind
from portal.domain.signals import Confidence, SignalKind, SignalState, SourceType
from portal.models import Account, AgendaItem, Meeting, Network, Signal
from portal.services import agenda, meetings
from portal.services.agenda import NewItem
from portal.services.meetings import MeetingContent


def persona(session: Session, local_part: str) -> Actor:
    """Return somebody of the demonstration as an actor."""
    account = account_of(session, local_part)
    return Actor(account.id, account.name)


def account_of(session: Session, local_part: str) -> Account:
    """Return the account of somebody of the demonstration."""
    return session.scalars(sa.select(Account).where(Account.email.startswith(f"{local_part}@"))).one()


def prepared(session: Session, actor: Actor, on: date, title: str = "Stuurgroep") -> Meeting:
    """Plan a meeting with one free item on its agenda."""
    meeting = meetings.plan_meeting(session, actor, MeetingContent(title, on))
    agenda.add_items(session, actor, meeting, [NewItem(AgendaKind.FREE, "Opening")])
    return meeting


def convened(session: Session, actor: Actor, on: date, title: str = "Stuurgroep") -> Meeting:
    """Plan a meeting with one free item and share its agenda."""
    meeting = prepared(session, actor, on, title)
    meetings.convene(session, actor, meeting, meeting.version)
    return meeting


def item(meeting: Meeting) -> AgendaItem:
    """Return the first item of an agenda."""
    return meeting.items[0]


def signal(
    session: Session,
    title: str,
    audience: Audience = Audience.STEERING,
    state: SignalState = SignalState.NEW,
    network: str = "rotterdam",
) -> Signal:
    """Put a signal of a network in the database."""
    filer = account_of(session, f"coordinator.{network}")
    made = Signal(
        kind=SignalKind.DEVELOPMENT,
        title=title,
        description=f"{title}: wat er is opgevallen.",
        noticed_on=date(2026, 3, 1),
        network_id=session.scalar(sa.select(Network.id).where(Network.code == network)),
        source_type=SourceType.OWN_OBSERVATION,
        confidence=Confidence.MEDIUM,
        audience=audience,
        state=state,
        filed_at=sa.func.now(),
        filed_by_id=filer.id,
    )
    session.add(made)
    session.flush()
    return made
