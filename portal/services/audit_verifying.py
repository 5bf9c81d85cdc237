"""Verifying the audit trail: along the whole chain, against its head and against the anchor outside."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

import structlog
from sqlalchemy.orm import Session

from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.audit_chain import MOST_TOLD, Fault, Finding, Place, Released, Walk
from portal.queries.audit_chain import Told, explanations, head_and_last, links, seals_at, unsealed
from portal.services import audit
from portal.services.audit_anchor import AnchorLine
from portal.services.audit_chain import current_key

_log = structlog.get_logger()
_ANCHORS = 500
Progress = Callable[[int, int], None]
"""Is told how many places were seen, and how many there are."""


@dataclass(frozen=True)
class Verified:
    """What a walk along the whole chain found."""

    positions: int
    lines: int
    released: int
    """Places whose line expired by the rule."""
    anchors: int
    first_at: datetime | None
    last_at: datetime | None
    seconds: float
    count: int
    """How many faults there are."""
    findings: list[Finding] = field(default_factory=list)
    """The first of them."""

    @property
    def lacks_anchor(self) -> bool:
        """Return whether there was nothing to compare with: a chain that was cut off can look sound then."""
        return self.positions > 0 and self.anchors == 0

    @property
    def is_sound(self) -> bool:
        """Return whether nothing is wrong."""
        return self.count == 0


def verify(
    session: Session, anchors: Iterable[AnchorLine], progress: Progress = lambda _seen, _all: None
) -> Verified:
    """Walk along the chain, in batches and without keeping others from writing."""
    began = time.monotonic()
    key = current_key()
    head, last = head_and_last(session)
    whole = max(place.position if place else 0 for place in (head, last))
    told = explanations(session, key)
    walk = Walk(key, Released(run for each in told for run in each.runs))
    for batch in links(session):
        for link in batch:
            walk.see(link)
        progress(walk.position, max(whole, walk.position))
    walk.end(*head_and_last(session))
    anchored = _compare(session, anchors, told, walk)
    outside, first = unsealed(session, MOST_TOLD)
    for finding in first:
        walk.blame(finding)
    return Verified(
        walk.position,
        walk.lines,
        walk.released,
        anchored,
        walk.first_at,
        walk.last_at,
        time.monotonic() - began,
        walk.count + outside - len(first),
        walk.findings,
    )


def record_verified(session: Session, actor: Actor, found: Verified) -> None:
    """Write down that somebody verified the trail, and what came of it."""
    audit.record(
        session,
        actor,
        AuditAction.AUDIT_VERIFIED,
        SubjectKind.AUDIT,
        None,
        "",
        details={"result": "sound" if found.is_sound else "broken"}
        | {"lines": found.lines, "positions": found.positions, "findings": found.count}
        | {"anchors": found.anchors},
    )
    for finding in found.findings:
        _log.error("audit_fault", fault=finding.fault.value, position=finding.position, line=finding.event_id)


def _compare(session: Session, anchors: Iterable[AnchorLine], told: list[Told], walk: Walk) -> int:
    """Compare the anchor with the chain: what the one knows, the other must have."""
    compared = 0
    restored = [each for each in told if each.action is AuditAction.BACKUP_RESTORED]
    left = iter(anchors)
    while some := list(islice(left, _ANCHORS)):
        seals = seals_at(session, {line.place.position for line in some if line.place})
        for line in some:
            compared += 1
            if line.place is None:
                walk.blame(Finding(Fault.ANCHOR_UNREADABLE))
            elif seals.get(line.place.position) != line.place.seal and not _lost(line, line.place, restored):
                walk.blame(Finding(Fault.ANCHOR_DIFFERS, line.place.position, at=line.at))
    # The anchor only grows: one that was thrown away and begun anew is shorter than the chain remembers.
    # A database that was put back may stand on another machine, with an anchor of its own.
    since = max((each.position for each in restored), default=0)
    if compared < max((each.anchors for each in told if each.position > since), default=0):
        walk.blame(Finding(Fault.ANCHOR_SHORTENED))
    return compared


def _lost(line: AnchorLine, place: Place, restored: list[Told]) -> bool:
    """Return whether a database that was put back explains why the chain lacks what the anchor knows."""
    return any(
        each.at >= line.at and each.position <= place.position for each in restored if line.at is not None
    )
