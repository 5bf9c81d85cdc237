"""What the sweeps over all doors share: people of every combination of roles, and impossible addresses."""

from collections.abc import Iterator
from uuid import UUID

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException

from portal.access.identify import identify
from portal.access.policy import Permission
from portal.access.principal import NOBODY
from portal.demo.personas import PERSONAS
from portal.domain.audit import SYSTEM
from portal.domain.roles import NETWORK_ROLES, Role
from portal.models import Account, Appointment, Network
from portal.queries.accounts import account_by_email
from portal.services.accounts import add_account
from portal.web.doors import Door, lock_of
from tests.builders import BEGINNING
from tests.catalogue import NONE_SUCH, Visit, visits

EVERYTHING = "alles@toets.example"
ONE_OF_EACH = sorted(
    {
        tuple(sorted(post.role.value for post in persona.posts if post.is_current())): persona.email
        for persona in reversed(PERSONAS)
        if persona.active
    }.values()
)
"""A persona for each combination of roles."""
IMPOSSIBLE = {int: NONE_SUCH, str: "bestaat-niet", UUID: UUID(int=2**127)}


def somebody_with_every_role(session: Session) -> Account:
    """Make somebody who may do whatever any role may, so that no door refuses before what is tested."""
    account = add_account(session, SYSTEM, email=EVERYTHING, name="Alles", password_hash="")
    network = session.scalars(sa.select(Network).where(Network.code == "rotterdam")).one()
    session.add_all(
        Appointment(
            account=account,
            role=role,
            network=network if role in NETWORK_ROLES else None,
            starts_on=BEGINNING,
        )
        for role in Role
    )
    session.commit()
    return account


def one_of_each_door(app: Flask, session: Session) -> list[Visit]:
    """Return one visit for each door and method."""
    return list({(visit.endpoint, visit.method): visit for visit in visits(app, session)}.values())


def doors_of(app: Flask, session: Session, email: str) -> list[Visit]:
    """Return a visit to each door that is open to somebody and not to everybody."""
    account = account_by_email(session, email)
    assert account is not None
    principal = identify(session, account.id) or NOBODY
    locks = [(visit, lock_of(app, visit.endpoint)) for visit in one_of_each_door(app, session)]
    return [
        visit
        for visit, lock in locks
        if lock is Door.SIGNED_IN or (isinstance(lock, Permission) and principal.allows(lock))
    ]


def with_one_impossible(app: Flask, visit: Visit) -> Iterator[str]:
    """Return the addresses of a visit with each argument in turn, and with all of them, of nothing."""
    adapter = app.url_map.bind("localhost")
    path = visit.url.partition("?")[0]
    endpoint, values = adapter.match(path, visit.method)
    changes = [{name} for name in values] + ([set(values)] if len(values) > 1 else [])
    for names in changes:
        changed = {
            name: IMPOSSIBLE[type(value)] if name in names else value for name, value in values.items()
        }
        try:
            address = adapter.build(endpoint, changed)
            if adapter.match(address, visit.method)[0] == endpoint:
                yield address
        except (HTTPException, ValueError):
            # One of a few words that the address itself knows: nothing else leads to this door.
            continue
