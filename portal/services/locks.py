"""Keeping others out while a rule is checked and applied; on SQLite a writing transaction is alone anyhow."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from portal.database import Base
from portal.domain.errors import StaleVersionError
from portal.models import Judgement, MaatregelProgress, Period, Report, ReportSection
from portal.queries.submissions import CONTENT


def hold_open(session: Session, report: Report) -> None:
    """Let the report and its period not move until this transaction ends; others may write beside us."""
    session.refresh(report.period, ["state", "version"], with_for_update={"read": True})
    session.refresh(report, ["state", "version"], with_for_update={"read": True})


def hold_row(session: Session, progress: MaatregelProgress) -> None:
    """Let the report not move and nobody else write this maatregel, and read it again; in one query."""
    report = progress.report
    values = session.execute(_row_with_report(), {"report_id": report.id, "progress_id": progress.id}).one()
    _put_back(
        {report.period: STEP, report: STEP, progress: columns_of(MaatregelProgress)},
        values,
    )


def hold_summary(session: Session, report: Report) -> None:
    """Let the report not move and nobody else write summary and judgements, and read them again."""
    values = session.execute(_report_itself(), {"report_id": report.id}).one()
    _put_back({report.period: STEP, report: columns_of(Report)}, values)
    session.scalars(_judgements(), {"report_id": report.id}).all()


def hold_sections(session: Session, report: Report) -> None:
    """Let nobody write in the report until this transaction ends, and read its sections again, at once."""
    rows = session.execute(_report_with_sections(), {"report_id": report.id}).all()
    _put_back({report.period: STEP, report: columns_of(Report)}, rows[0])
    set_committed_value(report, "sections", [row[-1] for row in rows if row[-1] is not None])


def hold_still(session: Session, report: Report) -> None:
    """Let nobody write in the report until this transaction ends, and read again what is in it."""
    session.refresh(report.period, ["state", "version"], with_for_update={"read": True})
    # Only the row of the report: what was brought along with it comes by outer joins, which cannot be held.
    session.refresh(report, with_for_update={"of": Report})
    for kind in (MaatregelProgress, Judgement):
        rows = sa.select(kind).where(kind.report_id == report.id).execution_options(populate_existing=True)
        session.scalars(rows).all()


def hold_content(session: Session, report: Report) -> None:
    """Let nobody write in the report until this transaction ends, and read again all that belongs to it."""
    hold_still(session, report)
    whole = sa.select(Report).where(Report.id == report.id).options(*CONTENT)
    session.scalars(whole.execution_options(populate_existing=True)).all()


def hold_period(session: Session, period: Period, version: int) -> None:
    """Let no report of the period move until this transaction ends; raises StaleVersionError."""
    session.refresh(period, with_for_update={"of": Period, "key_share": True})
    if period.version != version:
        raise StaleVersionError


def hold_table(session: Session, kind: type[Base]) -> None:
    """Let nobody else add to a table until this transaction ends; reading goes on."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text(f"LOCK TABLE {kind.__tablename__} IN SHARE ROW EXCLUSIVE MODE"))


STEP = ("state", "version")
"""What says whether a report or a period has moved."""


# Saving while somebody types asks these every few seconds, so each is made once.
@cache
def _row_with_report() -> sa.Select[Any]:
    return _locked(
        {Period: STEP, Report: STEP, MaatregelProgress: columns_of(MaatregelProgress)},
        sa.and_(Report.id == sa.bindparam("report_id"), MaatregelProgress.id == sa.bindparam("progress_id")),
        share=[Period, Report],
        keep=MaatregelProgress,
    )


@cache
def _report_itself() -> sa.Select[Any]:
    return _locked(
        {Period: STEP, Report: columns_of(Report)},
        Report.id == sa.bindparam("report_id"),
        share=[Period],
        keep=Report,
    )


@cache
def _report_with_sections() -> sa.Select[Any]:
    return (
        _report_itself()
        .add_columns(ReportSection)
        .outerjoin(ReportSection, ReportSection.report_id == Report.id)
        .order_by(ReportSection.id)
        .execution_options(populate_existing=True)
    )


@cache
def _judgements() -> sa.Select[Judgement]:
    rows = sa.select(Judgement).where(Judgement.report_id == sa.bindparam("report_id"))
    return rows.execution_options(populate_existing=True)


@cache
def columns_of(kind: type[Base]) -> tuple[str, ...]:
    """Return the names of everything that stands in the row itself."""
    return tuple(sa.inspect(kind).column_attrs.keys())


def _locked(
    wanted: Mapping[type[Base], Sequence[str]],
    condition: sa.ColumnElement[bool],
    *,
    share: Sequence[type[Base]],
    keep: type[Base],
) -> sa.Select[Any]:
    """Return the question that locks rows that belong together, a period before its report, and reads them.

    `share` may not change until the transaction ends, `keep` is for this transaction alone.
    """
    columns = [getattr(kind, name) for kind, names in wanted.items() for name in names]
    query = sa.select(*columns).select_from(Period).join(Report, Report.period_id == Period.id)
    if keep is not Report:
        query = query.join(keep)
    return (
        query.where(condition)
        .with_for_update(read=True, of=list(share))
        .suffix_with(sa.text(f"FOR UPDATE OF {keep.__tablename__}"), dialect="postgresql")
    )


def _put_back(wanted: Mapping[Any, Sequence[str]], values: Sequence[Any]) -> None:
    """Give rows that are here already the values that were read again."""
    read = iter(values)
    for row, names in wanted.items():
        for name in names:
            set_committed_value(row, name, next(read))
