"""Asking in everybody of a file at once."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.account_import import GuestRow
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.models import Account, Network
from portal.services import audit
from portal.services.inviting import Guest, invite


def known_addresses(session: Session) -> frozenset[str]:
    """Return every address that has an account, in small letters."""
    return frozenset(session.scalars(sa.select(sa.func.lower(Account.email))))


def invite_all(
    session: Session,
    actor: Actor,
    file_name: str,
    rows: Sequence[GuestRow],
    networks: Mapping[str, Network],
) -> int:
    """Ask in whoever has no account yet, each with an own line in the audit trail; return how many.

    Raises InvalidAppointmentError where a network is gone since the preview.
    """
    known = known_addresses(session)
    fresh = [row for row in rows if row.email.lower() not in known]
    for row in fresh:
        network = networks.get(row.network_code)
        guest = Guest(row.name, row.email, row.organisation, row.role, network, row.starts_on, row.ends_on)
        invite(session, actor, guest)
    audit.record(
        session,
        actor,
        AuditAction.ACCOUNTS_IMPORTED,
        SubjectKind.ACCOUNT,
        None,
        file_name,
        details={"rows": len(rows), "invited": len(fresh)},
    )
    return len(fresh)
