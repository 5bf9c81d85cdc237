"""Reading action items, within those one may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.domain.actions import PENDING, ActionState
from portal.domain.roles import Role
from portal.models import Account, ActionItem, ActionStep, Appointment, Decision, Network
from portal.queries.accounts import holds_on
from portal.queries.search import contains_words

OVERDUE = "te-laat"
PENDING_NOW = "lopend"


@dataclass(frozen=True)
class ActionScope:
    """Which actions somebody may see: all, or the own ones and those of some networks."""

    everything: bool
    account_id: int | None
    networks: frozenset[int] = frozenset()

    def clause(self) -> sa.ColumnElement[bool]:
        """Return the condition on actions."""
        if self.everything:
            return sa.true()
        return sa.or_(
            ActionItem.owner_id == self.account_id, ActionItem.network_id.in_(sorted(self.networks))
        )


@dataclass(frozen=True)
class ActionFilter:
    """Which actions are wanted of those."""

    today: date
    state: str = ""
    """A state, or one of the words for all that is pending or overdue."""
    network_code: str = ""
    words: str = ""
    owner_id: int | None = None

    def clause(self) -> sa.ColumnElement[bool]:
        """Return the condition on actions joined with their network."""
        conditions: list[sa.ColumnElement[bool]] = []
        if self.state == OVERDUE:
            conditions.append(overdue(self.today))
        elif self.state == PENDING_NOW:
            conditions.append(ActionItem.state.in_(sorted(PENDING)))
        elif self.state:
            conditions.append(ActionItem.state == ActionState(self.state))
        if self.network_code:
            conditions.append(Network.code == self.network_code)
        if self.words:
            conditions.append(contains_words(self.words, ActionItem.what))
        if self.owner_id is not None:
            conditions.append(ActionItem.owner_id == self.owner_id)
        return sa.and_(sa.true(), *conditions)


def overdue(today: date) -> sa.ColumnElement[bool]:
    """Return the condition that an action should have been done before today."""
    return sa.and_(ActionItem.state.in_(sorted(PENDING)), ActionItem.due_on < today)


def count_actions(session: Session, scope: ActionScope, wanted: ActionFilter) -> int:
    """Return how many actions there are."""
    count = sa.select(sa.func.count(ActionItem.id)).outerjoin(ActionItem.network)
    return session.scalar(count.where(scope.clause(), wanted.clause())) or 0


def actions(
    session: Session, scope: ActionScope, wanted: ActionFilter, limit: int | None = None, offset: int = 0
) -> Sequence[ActionItem]:
    """Return actions, what is still to be done first, in the order in which it is due."""
    return session.scalars(
        _loaded(scope)
        .where(wanted.clause())
        .order_by(
            sa.case((ActionItem.state.in_(sorted(PENDING)), 0), else_=1), ActionItem.due_on, ActionItem.id
        )
        .limit(limit)
        .offset(offset)
    ).all()


def action_by_id(session: Session, scope: ActionScope, action_id: int) -> ActionItem | None:
    """Return one action with its steps, when it may be seen."""
    return session.scalar(
        _loaded(scope)
        .where(ActionItem.id == action_id)
        .options(selectinload(ActionItem.steps).joinedload(ActionStep.by), joinedload(ActionItem.signal))
    )


def own_pending(session: Session, account_id: int) -> Sequence[ActionItem]:
    """Return what somebody still has to do, what is due first in front."""
    return session.scalars(
        sa.select(ActionItem)
        .where(ActionItem.owner_id == account_id, ActionItem.state.in_(sorted(PENDING)))
        .order_by(ActionItem.due_on, ActionItem.id)
    ).all()


def overdue_actions(session: Session, today: date) -> Sequence[ActionItem]:
    """Return everything that should have been done, with its owner."""
    return session.scalars(
        sa.select(ActionItem)
        .where(overdue(today))
        .options(joinedload(ActionItem.owner))
        .order_by(ActionItem.due_on, ActionItem.id)
    ).all()


def people_who_act(session: Session, roles: Collection[Role], today: date) -> Sequence[Account]:
    """Return who can be given an action: who holds one of these roles today, by name."""
    return session.scalars(
        sa.select(Account)
        .where(
            Account.active.is_(True),
            sa.exists().where(
                Appointment.account_id == Account.id,
                Appointment.role.in_(sorted(roles)),
                holds_on(today),
            ),
        )
        .options(selectinload(Account.appointments).joinedload(Appointment.network))
        .order_by(Account.name, Account.id)
    ).all()


def _loaded(scope: ActionScope) -> sa.Select[ActionItem]:
    return (
        sa.select(ActionItem)
        .outerjoin(ActionItem.network)
        .where(scope.clause())
        .options(
            joinedload(ActionItem.owner),
            joinedload(ActionItem.network),
            joinedload(ActionItem.decision).joinedload(Decision.meeting),
        )
    )
