"""Reading the chain over the audit trail."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from portal.domain.audit import AuditAction
from portal.domain.audit_chain import FIELDS, Fault, Finding, Link, Place, digest_of, read_runs, seal_of
from portal.models import AuditEvent, AuditHead, AuditSeal

_BATCH = 2_000
_LINE = [getattr(AuditEvent, name) for name in FIELDS]
_SEAL = [
    AuditSeal.position,
    AuditSeal.event_id.label("sealed_event"),
    AuditSeal.digest,
    AuditSeal.seal,
]


def links(session: Session) -> Iterator[Sequence[Link]]:
    """Walk along the chain in batches, each place with what its line says now."""
    position: int | None = None
    query = sa.select(*_SEAL, *_LINE).outerjoin(AuditEvent, AuditEvent.id == AuditSeal.event_id)
    while True:
        # A place below 1 cannot be: it must come up all the same.
        behind = query if position is None else query.where(AuditSeal.position > position)
        rows = session.execute(behind.order_by(AuditSeal.position).limit(_BATCH)).all()
        if not rows:
            return
        yield [_link(row) for row in rows]
        position = rows[-1].position


def link_of(session: Session, event_id: int) -> tuple[Link, str | None] | None:
    """Return the place of one line with the seal before it, None for a line without seal."""
    before = aliased(AuditSeal)
    row = session.execute(
        sa.select(*_SEAL, *_LINE, before.seal.label("before"))
        .outerjoin(AuditEvent, AuditEvent.id == AuditSeal.event_id)
        .outerjoin(before, before.position == AuditSeal.position - 1)
        .where(AuditSeal.event_id == event_id)
    ).one_or_none()
    if row is None:
        return None
    return _link(row), "" if row.position == 1 else row.before


def is_sound(key: bytes, found: tuple[Link, str | None]) -> bool:
    """Return whether a line says what was sealed, in the place where it was sealed."""
    link, before = found
    if before is None or link.found != link.digest:
        return False
    return link.seal == seal_of(key, link.position, link.event_id, link.digest, before)


def _link(row: Any) -> Link:
    said: dict[str, Any] = row._asdict()
    if said["id"] is None:
        return Link(said["position"], said["sealed_event"], said["digest"], said["seal"], None)
    return Link(
        said["position"],
        said["sealed_event"],
        said["digest"],
        said["seal"],
        digest_of(said),
        said["at"],
        said["action"].value,
    )


def head_and_last(session: Session) -> tuple[Place | None, Place | None]:
    """Return the head and the last place of the chain, as they are at one moment."""
    last = (
        sa.select(AuditSeal.position, AuditSeal.seal).order_by(AuditSeal.position.desc()).limit(1).subquery()
    )
    one = sa.select(sa.literal(1).label("one")).subquery()
    row = session.execute(
        sa.select(AuditHead.position, AuditHead.seal, last.c.position, last.c.seal)
        .select_from(one)
        .outerjoin(AuditHead, AuditHead.id == one.c.one)
        .outerjoin(last, sa.true())
    ).one()
    head = None if row[0] is None else Place(row[0], row[1])
    return head, None if row[2] is None else Place(row[2], row[3])


def unsealed(session: Session, most: int) -> tuple[int, list[Finding]]:
    """Return how many lines stand outside the chain, and the first of them."""
    outside = ~sa.exists().where(AuditSeal.event_id == AuditEvent.id)
    count = session.scalar(sa.select(sa.func.count(AuditEvent.id)).where(outside)) or 0
    if not count:
        return 0, []
    rows = session.execute(
        sa.select(AuditEvent.id, AuditEvent.at, AuditEvent.action)
        .where(outside)
        .order_by(AuditEvent.id)
        .limit(most)
    )
    return count, [
        Finding(Fault.INSERTED, event_id=row.id, at=row.at, action=row.action.value) for row in rows
    ]


def seals_at(session: Session, positions: Collection[int]) -> dict[int, str]:
    """Return the seals of these places, as far as they exist."""
    rows = session.execute(
        sa.select(AuditSeal.position, AuditSeal.seal).where(AuditSeal.position.in_(sorted(positions)))
    )
    return {row.position: row.seal for row in rows}


@dataclass(frozen=True)
class Told:
    """A sound line of the chain that tells what a walk may meet elsewhere."""

    position: int
    at: datetime
    action: AuditAction
    runs: list[tuple[int, int]]
    anchors: int = 0
    """How many lines the anchor had when the trail was verified."""


def explanations(session: Session, key: bytes) -> list[Told]:
    """Return what the chain itself says of lines that expired, databases put back, and the anchor it met.

    Only lines that are sealed soundly count: nobody without the key can explain anything away.
    """
    wanted = (AuditAction.AUDIT_TRIMMED, AuditAction.BACKUP_RESTORED, AuditAction.AUDIT_VERIFIED)
    before = aliased(AuditSeal)
    rows = session.execute(
        sa.select(*_SEAL, *_LINE, before.seal.label("before"))
        .join(AuditEvent, AuditEvent.id == AuditSeal.event_id)
        .outerjoin(before, before.position == AuditSeal.position - 1)
        .where(AuditEvent.action.in_(wanted))
        .order_by(AuditSeal.position)
    )
    told = []
    for row in rows:
        link = _link(row)
        if is_sound(key, (link, "" if link.position == 1 else row.before)):
            runs = read_runs(row.details["positions"]) if row.action is AuditAction.AUDIT_TRIMMED else []
            anchors = row.details.get("anchors", 0) if row.action is AuditAction.AUDIT_VERIFIED else 0
            told.append(Told(link.position, row.at, row.action, runs, anchors))
    return told


def expired(
    session: Session, actions: Collection[AuditAction], before: datetime, most: int
) -> list[tuple[int, int]]:
    """Return the place and number of the first sealed lines that have had their time.

    A line that does not say what was sealed stays, however old it claims to be: it is evidence. Many of those
    must not keep the others from going, so the search goes on behind them.
    """
    found: list[tuple[int, int]] = []
    query = (
        sa.select(*_SEAL, *_LINE)
        .join(AuditEvent, AuditEvent.id == AuditSeal.event_id)
        .where(AuditEvent.action.in_(sorted(actions)), AuditEvent.at < before)
        .order_by(AuditSeal.position)
        .limit(most)
    )
    position = 0
    while rows := session.execute(query.where(AuditSeal.position > position)).all():
        sound = (link for link in map(_link, rows) if link.found == link.digest)
        found += [(link.position, link.event_id) for link in sound]
        if len(found) >= most:
            break
        position = rows[-1].position
    return found[:most]
