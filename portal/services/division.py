"""Giving the maatregelen of a network to the people who fill them in."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import StaleVersionError
from portal.models import Account, Maatregel, Network
from portal.queries.division import contributors_of, divided, division_version
from portal.services import audit
from portal.services.telling import tell_assigned


def assign_contributors(
    session: Session, actor: Actor, network: Network, version: int, wanted: Mapping[int, AbstractSet[int]]
) -> None:
    """Say who fills in each maatregel, by their ids; raises StaleVersionError.

    Only somebody who is a contributor of the network today can be given anything.
    """
    session.execute(sa.select(Network.id).where(Network.id == network.id).with_for_update(key_share=True))
    maatregelen = divided(session, network.id, again=True)
    if all(_same(maatregel, wanted) for maatregel in maatregelen):
        return
    if division_version(maatregelen) != version:
        raise StaleVersionError
    people = {account.id: account for account in contributors_of(session, network.id)}
    for maatregel in maatregelen:
        if not _same(maatregel, wanted):
            _give(
                session, actor, maatregel, [people[each] for each in wanted[maatregel.id] if each in people]
            )


def _same(maatregel: Maatregel, wanted: Mapping[int, AbstractSet[int]]) -> bool:
    now = {account.id for account in maatregel.contributors}
    return wanted.get(maatregel.id, now) == now


def _give(session: Session, actor: Actor, maatregel: Maatregel, people: list[Account]) -> None:
    before = list(maatregel.contributors)
    maatregel.contributors = sorted(people, key=lambda account: account.name)
    session.flush()
    event = audit.record(
        session,
        actor,
        AuditAction.CONTRIBUTORS_ASSIGNED,
        SubjectKind.MAATREGEL,
        maatregel.id,
        maatregel.title,
        network_id=maatregel.network_id,
        details={
            "old": [account.name for account in before],
            "new": [account.name for account in maatregel.contributors],
        },
    )
    tell_assigned(session, actor, maatregel, [each for each in people if each not in before], event)
