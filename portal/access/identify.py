"""From an account to the person who acts."""

from sqlalchemy.orm import Session

from portal.access.principal import Principal
from portal.domain import clock
from portal.queries.accounts import Identity, identity_of


def identify(session: Session, account_id: int) -> Principal | None:
    """Return the principal of an active account as of today, None otherwise."""
    identity = identity_of(session, account_id, clock.today())
    return principal_of(identity) if identity is not None else None


def principal_of(identity: Identity) -> Principal:
    """Return the person who acts under this identity."""
    return Principal(identity.account_id, identity.name, identity.duties, identity.demonstration)
