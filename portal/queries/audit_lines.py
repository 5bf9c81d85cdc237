"""Reading the lines of the audit trail, for who may read it: newest first, page by page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.audit_groups import DECIDED_BY_VERB, ActionGroup, actions_in, subjects_in
from portal.models import (
    AuditEvent,
    AuditHead,
    AuditSeal,
    Goal,
    Indicator,
    LegislationTrack,
    Maatregel,
    Network,
)
from portal.queries.search import contains_words

NAMED_BY_CONTENT = frozenset(
    {SubjectKind.SIGNAL, SubjectKind.ACTION, SubjectKind.FLAG, SubjectKind.OBSERVATION}
)
"""What is called by its own words in the trail: the name is as confidential as the thing."""


_AT_ONCE = 500
"""Lines of an export that are in memory together."""


@dataclass(frozen=True)
class AuditReader:
    """Of which things somebody may read the words in the trail: everywhere, or in some networks."""

    everywhere: frozenset[SubjectKind] = frozenset()
    in_networks: Mapping[SubjectKind, frozenset[int]] = field(default_factory=dict)

    def reads(self, kind: SubjectKind, network_id: int | None) -> bool:
        """Return whether reasons, texts and old and new values of a line are for this person."""
        return kind in self.everywhere or network_id in self.in_networks.get(kind, frozenset())

    def names(self, kind: SubjectKind, network_id: int | None) -> bool:
        """Return whether this person may know what the thing is called."""
        return kind not in NAMED_BY_CONTENT or self.reads(kind, network_id)

    def named(self) -> sa.ColumnElement[bool]:
        """Return the condition that the name of the thing may be known: searching must not give it away."""
        return sa.or_(
            AuditEvent.subject_kind.not_in(sorted(NAMED_BY_CONTENT - self.everywhere)),
            *(
                sa.and_(AuditEvent.subject_kind == kind, AuditEvent.network_id.in_(sorted(networks)))
                for kind, networks in sorted(self.in_networks.items())
            ),
        )


@dataclass(frozen=True)
class AuditFilter:
    """Which lines are wanted; what is empty or None means any."""

    since: datetime | None = None
    before: datetime | None = None
    group: ActionGroup | None = None
    action: AuditAction | None = None
    person: str = ""
    network: str = ""
    kind: SubjectKind | None = None
    words: str = ""
    address: str = ""

    def clause(self, reader: AuditReader) -> sa.ColumnElement[bool]:
        """Return the condition on lines, joined with their network."""
        conditions: list[sa.ColumnElement[bool]] = []
        if self.since is not None:
            conditions.append(AuditEvent.at >= self.since)
        if self.before is not None:
            conditions.append(AuditEvent.at < self.before)
        if self.group is not None:
            conditions.append(_in_group(self.group))
        if self.action is not None:
            conditions.append(AuditEvent.action == self.action)
        if self.kind is not None:
            conditions.append(AuditEvent.subject_kind == self.kind)
        if self.network:
            conditions.append(Network.code == self.network)
        if self.person:
            conditions.append(contains_words(self.person, AuditEvent.actor_name))
        if self.words:
            conditions += [contains_words(self.words, AuditEvent.subject_label), reader.named()]
        if self.address:
            conditions.append(AuditEvent.address.icontains(self.address, autoescape=True))
        return sa.and_(sa.true(), *conditions)


def _in_group(group: ActionGroup) -> sa.ColumnElement[bool]:
    by_verb = AuditEvent.action.in_(sorted(actions_in(group)))
    by_subject = sa.and_(
        AuditEvent.subject_kind.in_(sorted(subjects_in(group))),
        AuditEvent.action.not_in(sorted(DECIDED_BY_VERB)),
    )
    return sa.or_(by_verb, by_subject)


@dataclass(frozen=True)
class AuditLine:
    """A line of the trail with its network and its place in the chain."""

    event: AuditEvent
    network: str
    position: int | None
    digest: str = ""
    seal: str = ""


def count_lines(session: Session, reader: AuditReader, wanted: AuditFilter) -> int:
    """Return how many lines there are."""
    query = sa.select(sa.func.count(AuditEvent.id)).outerjoin(Network, Network.id == AuditEvent.network_id)
    return session.scalar(query.where(wanted.clause(reader))) or 0


def lines(
    session: Session, reader: AuditReader, wanted: AuditFilter, limit: int, offset: int = 0
) -> Sequence[AuditLine]:
    """Return lines, newest first."""
    query = _lines().where(wanted.clause(reader)).order_by(AuditEvent.id.desc()).limit(limit).offset(offset)
    return [_line(row) for row in session.execute(query)]


def newest_line(session: Session) -> int:
    """Return the number of the line that was written last."""
    return session.scalar(sa.select(sa.func.max(AuditEvent.id))) or 0


def lines_up_to(
    session: Session, reader: AuditReader, wanted: AuditFilter, newest: int, limit: int
) -> Iterator[AuditLine]:
    """Return lines up to this one, newest first, straight from a cursor of the database."""
    query = _lines().where(wanted.clause(reader), AuditEvent.id <= newest)
    query = query.order_by(AuditEvent.id.desc()).limit(limit)
    for row in session.execute(query, execution_options={"yield_per": _AT_ONCE}):
        yield _line(row)


def line_by_id(session: Session, event_id: int) -> AuditLine | None:
    """Return one line."""
    row = session.execute(_lines().where(AuditEvent.id == event_id)).one_or_none()
    return None if row is None else _line(row)


def chain_length(session: Session) -> int:
    """Return how many places the chain has."""
    return session.scalar(sa.select(AuditHead.position)) or 0


_CODED: Mapping[SubjectKind, Any] = {
    SubjectKind.MAATREGEL: Maatregel,
    SubjectKind.INDICATOR: Indicator,
    SubjectKind.GOAL: Goal,
    SubjectKind.LEGISLATION: LegislationTrack,
}


def code_of(session: Session, kind: SubjectKind, subject_id: int | None) -> str | None:
    """Return the code of a thing that has one in its address."""
    model = _CODED.get(kind)
    if model is None or subject_id is None:
        return None
    code: str | None = session.scalar(sa.select(model.code).where(model.id == subject_id))
    return code


def _lines() -> Any:
    return (
        sa.select(AuditEvent, Network.short_title, AuditSeal.position, AuditSeal.digest, AuditSeal.seal)
        .outerjoin(Network, Network.id == AuditEvent.network_id)
        .outerjoin(AuditSeal, AuditSeal.event_id == AuditEvent.id)
    )


def _line(row: Any) -> AuditLine:
    event, network, position, digest, seal = row
    return AuditLine(event, network or "", position, digest or "", seal or "")
