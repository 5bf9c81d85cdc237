"""Reading what is in somebody's name, and who may take it over."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.actions import PENDING
from portal.domain.held_tasks import HeldTask, TaskKind
from portal.domain.roles import NETWORK_ROLES, Role
from portal.models import Account, ActionItem, Appointment, Maatregel, Network, RegisterItem
from portal.queries.accounts import holds_on
from portal.queries.maatregelen import is_active

Receivers = Mapping[tuple[TaskKind, int | None], Sequence[Account]]
"""Who may take over what: by kind and network."""


def tasks_of(session: Session, account_id: int, today: date) -> list[HeldTask]:
    """Return what is in somebody's name today, by kind, in the order of the plan."""
    return [
        *_maatregelen(session, TaskKind.MAATREGEL, Maatregel.owner_id == account_id, today),
        *_maatregelen(
            session, TaskKind.CONTRIBUTION, Maatregel.contributors.any(Account.id == account_id), today
        ),
        *_actions(session, account_id),
        *_register(session, account_id),
    ]


def networks_left_alone(session: Session, account_id: int, today: date) -> Sequence[str]:
    """Return the titles of the networks that have no other coordinator than this account."""
    coordinates = sa.and_(
        Appointment.network_id == Network.id, Appointment.role == Role.COORDINATOR, holds_on(today)
    )
    other = sa.exists().where(
        coordinates,
        Account.id == Appointment.account_id,
        Account.active.is_(True),
        Account.id != account_id,
    )
    own = sa.exists().where(coordinates, Appointment.account_id == account_id)
    return session.scalars(
        sa.select(Network.title)
        .where(Network.retired_on.is_(None), own.correlate(Network), ~other.correlate(Network))
        .order_by(Network.position)
    ).all()


def receivers(session: Session, tasks: Sequence[HeldTask], but: int, today: date) -> Receivers:
    """Return for each group of tasks who may take it over, by name; never who has it now."""
    rows = session.execute(
        sa.select(Account, Appointment.role, Appointment.network_id)
        .join(Appointment, Appointment.account_id == Account.id)
        .where(
            Account.active.is_(True),
            Account.id != but,
            Appointment.role.in_(sorted(NETWORK_ROLES | {Role.PROGRAMME_OFFICER})),
            holds_on(today),
        )
        .order_by(Account.name, Account.id)
    ).all()
    found: dict[tuple[TaskKind, int | None], list[Account]] = {}
    for group in {task.group for task in tasks}:
        people = {
            account.id: account for account, role, network_id in rows if _may_hold(*group, role, network_id)
        }
        found[group] = list(people.values())
    return found


def _may_hold(kind: TaskKind, network_id: int | None, role: Role, held_for: int | None) -> bool:
    """Return whether a role, held for a network, allows to have such a task in one's name."""
    here = role in NETWORK_ROLES and network_id is not None and held_for == network_id
    if kind is TaskKind.MAATREGEL:
        return here
    if kind is TaskKind.CONTRIBUTION:
        return here and role is Role.CONTRIBUTOR
    if kind is TaskKind.ACTION:
        return here or role is Role.PROGRAMME_OFFICER
    return role is Role.PROGRAMME_OFFICER


def _maatregelen(
    session: Session, kind: TaskKind, condition: sa.ColumnElement[bool], today: date
) -> Iterator[HeldTask]:
    rows = session.execute(
        sa.select(Maatregel.id, Maatregel.code, Maatregel.title, Network.id, Network.short_title)
        .join(Network, Network.id == Maatregel.network_id)
        .where(condition, is_active(today))
        .order_by(Network.position, Maatregel.position)
    )
    for row in rows:
        yield HeldTask(kind, *row)


def _actions(session: Session, account_id: int) -> Iterator[HeldTask]:
    rows = session.execute(
        sa.select(ActionItem.id, ActionItem.due_on, ActionItem.network_id, Network.short_title)
        .outerjoin(Network, Network.id == ActionItem.network_id)
        .where(ActionItem.owner_id == account_id, ActionItem.state.in_(sorted(PENDING)))
        .order_by(ActionItem.due_on, ActionItem.id)
    )
    for number, due_on, network_id, title in rows:
        yield HeldTask(TaskKind.ACTION, number, str(number), "", network_id, title or "", due_on)


def _register(session: Session, account_id: int) -> Iterator[HeldTask]:
    rows = session.execute(
        sa.select(RegisterItem.id, RegisterItem.code, RegisterItem.title)
        .where(RegisterItem.owner_id == account_id)
        .order_by(RegisterItem.position, RegisterItem.id)
    )
    for row in rows:
        yield HeldTask(TaskKind.REGISTER_ITEM, *row)
