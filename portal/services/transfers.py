"""Handing over what is in somebody's name, with the rules of each kind of thing."""

from collections.abc import Callable, Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import UnfitReceiverError
from portal.domain.held_tasks import HeldTask, TaskKind
from portal.models import Account, ActionItem, Maatregel, Network, RegisterItem
from portal.queries.division import divided, division_version
from portal.queries.held_tasks import receivers, tasks_of
from portal.services import audit
from portal.services.actions import pass_on
from portal.services.division import assign_contributors
from portal.services.maatregelen import assign_owner
from portal.services.register import assign_item_owner

NAMES = {
    TaskKind.MAATREGEL: "maatregelen",
    TaskKind.CONTRIBUTION: "contributions",
    TaskKind.ACTION: "actions",
    TaskKind.REGISTER_ITEM: "register_items",
}
"""How the audit trail names the kinds."""


def hand_over(session: Session, actor: Actor, giver: Account, wanted: Mapping[HeldTask, Account]) -> int:
    """Put tasks in the name of others and return how many; raises UnfitReceiverError.

    What is meanwhile in the name of somebody else is left as it is.
    """
    today = clock.today()
    held = set(tasks_of(session, giver.id, today))
    fit = receivers(session, list(held), giver.id, today)
    moved = {task: taker for task, taker in wanted.items() if task in held}
    for task, taker in moved.items():
        if taker not in fit[task.group]:
            raise UnfitReceiverError
    for task, taker in moved.items():
        _HANDS[task.kind](session, actor, giver, task, taker)
    if moved:
        _record(session, actor, giver, moved)
    return len(moved)


def _maatregel(session: Session, actor: Actor, _giver: Account, task: HeldTask, taker: Account) -> None:
    assign_owner(session, actor, session.get_one(Maatregel, task.id), taker)


def _contribution(session: Session, actor: Actor, giver: Account, task: HeldTask, taker: Account) -> None:
    network = session.scalars(sa.select(Network).where(Network.id == task.network_id)).one()
    maatregelen = divided(session, network.id)
    people = {person.id for each in maatregelen if each.id == task.id for person in each.contributors}
    wanted = {task.id: people - {giver.id} | {taker.id}}
    assign_contributors(session, actor, network, division_version(maatregelen), wanted)


def _action(session: Session, actor: Actor, _giver: Account, task: HeldTask, taker: Account) -> None:
    pass_on(session, actor, session.get_one(ActionItem, task.id), taker)


def _item(session: Session, actor: Actor, _giver: Account, task: HeldTask, taker: Account) -> None:
    assign_item_owner(session, actor, session.get_one(RegisterItem, task.id), taker)


_HANDS: Mapping[TaskKind, Callable[[Session, Actor, Account, HeldTask, Account], None]] = {
    TaskKind.MAATREGEL: _maatregel,
    TaskKind.CONTRIBUTION: _contribution,
    TaskKind.ACTION: _action,
    TaskKind.REGISTER_ITEM: _item,
}


def _record(session: Session, actor: Actor, giver: Account, moved: Mapping[HeldTask, Account]) -> None:
    """Say on the account what went to whom, by code."""
    told: dict[str, dict[str, str]] = {}
    for task, taker in moved.items():
        told.setdefault(NAMES[task.kind], {})[task.code] = taker.name
    audit.record(
        session,
        actor,
        AuditAction.DUTIES_TRANSFERRED,
        SubjectKind.ACCOUNT,
        giver.id,
        giver.name,
        details=told,
    )
