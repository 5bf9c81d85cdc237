"""Sealing the audit trail: at the commit of a transaction its new lines are added to the chain (ADR 36)."""

import json

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.domain.audit_chain import FIELDS, digest_of, seal_of
from portal.models import AuditEvent, AuditHead, AuditSeal

_NOTED = "audit_chain"
_BATCH = 1_000


class ChainError(Exception):
    """Raised when nothing can be sealed: no key was given, or the head of the chain is gone."""


class _Key:
    """The key of this process; the application gives it once, when it is made."""

    value = b""


def use_key(key: str) -> None:
    """Seal with this key from now on."""
    _Key.value = key.encode()


def current_key() -> bytes:
    """Return the key to seal and to verify with; raises ChainError where none was given."""
    if not _Key.value:
        raise ChainError("no key")
    return _Key.value


def note(session: Session, line: AuditEvent) -> None:
    """Remember a line that was just written, to be sealed when the transaction commits."""
    # Taken now: what a line says can never change again, while the object may be expired by the commit.
    said = {name: getattr(line, name) for name in FIELDS}
    # As the database will give it back: keys that are text, lists for tuples.
    said["details"] = json.loads(json.dumps(line.details))
    digest = digest_of(said)
    session.info.setdefault(_NOTED, []).append((line, digest))


def seal_former(session: Session) -> int:
    """Seal the lines from before there was a chain, and return how many; a chain that began is left alone."""
    if session.scalars(sa.select(AuditHead.position)).one_or_none() != 0:
        return 0
    sealed = last = 0
    columns = [getattr(AuditEvent, name) for name in FIELDS]
    while rows := session.execute(
        sa.select(*columns).where(AuditEvent.id > last).order_by(AuditEvent.id).limit(_BATCH)
    ).all():
        _append(session, [(row.id, digest_of(row._asdict())) for row in rows])
        sealed += len(rows)
        last = rows[-1].id
    return sealed


@event.listens_for(Session, "before_commit")
def _seal(session: Session) -> None:
    """Seal what was noted, as the very last thing: the chain is locked short, and after every other row."""
    if _NOTED not in session.info or session.in_nested_transaction():
        return
    session.flush()
    noted: list[tuple[AuditEvent, str]] = session.info.pop(_NOTED)
    # Lines that a savepoint took back are no longer in the session.
    added = sorted((line.id, digest) for line, digest in noted if sa.inspect(line).persistent)
    if added:
        _append(session, added)


def _append(session: Session, lines: list[tuple[int, str]]) -> None:
    """Add lines to the chain, whose head nobody else can move until the transaction ends."""
    connection = session.connection()
    head = connection.execute(
        sa.select(AuditHead.position, AuditHead.seal).where(AuditHead.id == 1).with_for_update()
    ).one_or_none()
    if head is None:
        raise ChainError("no head")
    key, position, seal = current_key(), head.position, head.seal
    seals = []
    for event_id, digest in lines:
        position += 1
        seal = seal_of(key, position, event_id, digest, seal)
        seals.append({"position": position, "event_id": event_id, "digest": digest, "seal": seal})
    connection.execute(sa.insert(AuditSeal), seals)
    connection.execute(sa.update(AuditHead).where(AuditHead.id == 1).values(position=position, seal=seal))
