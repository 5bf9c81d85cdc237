"""Reading everything the portal keeps of one person, for that person (AVG, articles 15 and 20)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.database import Base
from portal.models import AuditEvent
from portal.queries.own_audit import count_lines, lines
from portal.queries.own_data_register import SECTIONS, TRACES, Section, Trace, Via

MOST = 5_000
"""So many rows of a section go along, the newest; the export says where there are more."""
AUDIT = "audit"
TRACE = "traces"
_AUDIT_COLUMNS = ("at", "action", "subject_kind", "subject_label", "actor_name", "address")


@dataclass(frozen=True)
class Part:
    """The rows of one section; not complete where there were too many."""

    key: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
    complete: bool


def own_data(session: Session, account_id: int) -> list[Part]:
    """Return everything, section by section; no secret and no hash of one is among it."""
    parts = [_part(each.key, _names(each), _rows(session, each, account_id)) for each in SECTIONS]
    parts.append(_part(TRACE, (TRACE, "about", "at"), _traces(session, account_id)))
    parts.append(_part(AUDIT, _AUDIT_COLUMNS, _audit(session, account_id)))
    return parts


def own_data_counts(session: Session, account_id: int) -> Mapping[str, int]:
    """Return how many rows there are by section, in two questions."""
    counts = [
        sa.select(sa.literal(each.key), sa.func.count())
        .select_from(_table(each))
        .where(_whose(each, account_id))
        for each in SECTIONS
    ]
    traces = sa.union_all(*(_trace(each, account_id) for each in TRACES)).subquery()
    counts.append(sa.select(sa.literal(TRACE), sa.func.count()).select_from(traces))
    found = [(key, number) for key, number in session.execute(sa.union_all(*counts))]
    return dict([*found, (AUDIT, count_lines(session, account_id))])


def _part(key: str, columns: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> Part:
    return Part(key, columns, rows[:MOST], len(rows) <= MOST)


def _names(section: Section) -> tuple[str, ...]:
    return tuple(each.name if isinstance(each, Via) else each for each in section.told)


def _table(section: Section | Trace) -> sa.Table:
    return Base.metadata.tables[section.table]


def _whose(section: Section, account_id: int) -> sa.ColumnElement[bool]:
    table = _table(section)
    return sa.or_(*(table.c[column] == account_id for column in section.whose))


def _rows(session: Session, section: Section, account_id: int) -> Sequence[Sequence[Any]]:
    table = _table(section)
    query = (
        sa.select(*(_told(table, each) for each in section.told))
        .where(_whose(section, account_id))
        .order_by(table.c[section.newest].desc())
        .limit(MOST + 1)
    )
    return [tuple(row) for row in session.execute(query)]


def _told(table: sa.Table, each: str | Via) -> sa.ColumnElement[Any]:
    if isinstance(each, str):
        return table.c[each]
    other = Base.metadata.tables[each.table].alias()
    found = sa.select(other.c[each.target]).where(other.c.id == table.c[each.column])
    return found.correlate(table).scalar_subquery()


def _traces(session: Session, account_id: int) -> Sequence[Sequence[Any]]:
    every = sa.union_all(*(_trace(each, account_id) for each in TRACES)).subquery()
    query = sa.select(every).order_by(every.c.at.desc()).limit(MOST + 1)
    return [tuple(row) for row in session.execute(query)]


def _trace(trace: Trace, account_id: int) -> sa.Select[Any]:
    table = _table(trace)
    moment = AuditEvent.at.type
    what = sa.cast(table.c[trace.what], sa.String) if trace.what else sa.literal("")
    when = table.c[trace.when] if trace.when else sa.cast(sa.null(), moment)
    return sa.select(
        sa.literal(trace.key).label(TRACE), what.label("about"), sa.type_coerce(when, moment).label("at")
    ).where(table.c[trace.column] == account_id)


def _audit(session: Session, account_id: int) -> Sequence[Sequence[Any]]:
    """Return the lines; where somebody else came from is not for this reader."""
    return [
        (
            event.at,
            event.action,
            event.subject_kind,
            event.subject_label,
            event.actor_name,
            event.address if event.actor_id == account_id else "",
        )
        for event in lines(session, account_id, MOST + 1, 0)
    ]
