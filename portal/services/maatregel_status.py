"""Keeping the newest state of each maatregel beside the reports it follows from (ADR 47)."""

from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.workflow import COUNTED, ReportState
from portal.models import MaatregelProgress, MaatregelStatus, Report
from portal.queries.latest_progress import newest_first
from portal.services.locks import hold_table

_TABLE: Any = MaatregelStatus.__table__
_COLUMNS = tuple(column.name for column in _TABLE.columns)
_LOOKED_AT = {False: sorted(COUNTED), True: [ReportState.ADOPTED]}
"""The states of reports that count, by whether only adopted ones do."""

_Rows = dict[tuple[int, bool], tuple[Any, ...]]


def keep_statuses(session: Session, reports: Iterable[Report] | None = None) -> int:
    """Bring the kept states in line with the reports; return for how many maatregelen they were not.

    Without reports this is about every maatregel, otherwise about those in these reports. Whatever makes a
    report count, or count no longer, does this in the same transaction.
    """
    hold_table(session, MaatregelStatus)
    ids = None if reports is None else [report.id for report in reports]
    wanted, kept = _wanted(session, ids), _kept(session, ids)
    wrong = {key for key in wanted.keys() | kept.keys() if wanted.get(key) != kept.get(key)}
    _remove(session, wrong & kept.keys())
    if added := [dict(zip(_COLUMNS, wanted[key], strict=True)) for key in sorted(wrong & wanted.keys())]:
        session.execute(sa.insert(_TABLE), added)
    return len({maatregel_id for maatregel_id, _adopted_only in wrong})


def _wanted(session: Session, report_ids: Collection[int] | None) -> _Rows:
    found: _Rows = {}
    for adopted_only, states in _LOOKED_AT.items():
        conditions = [Report.state.in_(states), *_about(MaatregelProgress.maatregel_id, report_ids)]
        ranked = newest_first(*conditions)
        columns = [
            sa.literal(adopted_only) if name == "adopted_only" else ranked.c[name] for name in _COLUMNS
        ]
        rows = session.execute(sa.select(*columns).where(ranked.c.place == 1))
        found.update(((row[0], adopted_only), tuple(row)) for row in rows)
    return found


def _kept(session: Session, report_ids: Collection[int] | None) -> _Rows:
    query = sa.select(_TABLE).where(*_about(_TABLE.c.maatregel_id, report_ids))
    return {(row.maatregel_id, row.adopted_only): tuple(row) for row in session.execute(query)}


def _about(column: Any, report_ids: Collection[int] | None) -> list[sa.ColumnElement[bool]]:
    if report_ids is None:
        return []
    row = sa.orm.aliased(MaatregelProgress)
    return [column.in_(sa.select(row.maatregel_id).where(row.report_id.in_(report_ids)))]


def _remove(session: Session, keys: Collection[tuple[int, bool]]) -> None:
    where = (_TABLE.c.maatregel_id == sa.bindparam("of"), _TABLE.c.adopted_only == sa.bindparam("only"))
    if keys:
        # On the connection: the session would take each of many as an object of its own.
        session.connection().execute(
            sa.delete(_TABLE).where(*where), [{"of": of, "only": only} for of, only in sorted(keys)]
        )
