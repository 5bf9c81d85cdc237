"""All that reports say of all maatregelen, row by row, for who takes it along."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.models import Maatregel, MaatregelProgress, Network, Period, Report
from portal.queries.audience import Column
from portal.queries.visibility import Visibility

_AT_ONCE = 1_000
"""Rows that are in memory together."""


class ExportedProgress(NamedTuple):
    """What one report says of one maatregel; states and choices are the values of their enums."""

    period: str
    observes_until: date
    network: str
    code: str
    title: str
    status: str | None
    trend: str | None
    done: str
    result: str
    next_step: str
    delay_reason: str | None
    recovery: str
    proactivity: str | None
    hundredths_planned: int | None
    hundredths_filled: int | None
    decision_question: str
    audience: str
    state: str


def count_progress(session: Session, visibility: Visibility, network_id: int | None = None) -> int:
    """Return how many rows there are."""
    return session.scalar(_of(sa.select(sa.func.count()), visibility, network_id)) or 0


def exported_progress(
    session: Session, visibility: Visibility, network_id: int | None = None
) -> Iterator[ExportedProgress]:
    """Return each counted row that may be read, newest period first, straight from a cursor of the database.

    Words that are not for this reader never leave the database.
    """
    readable = visibility.words.clause(MaatregelProgress.audience.expression, Report.network_id.expression)

    def words(column: Column) -> sa.ColumnElement[str]:
        return sa.case((readable, column), else_="")

    query = _of(
        sa.select(
            Period.title,
            Period.observes_until,
            Network.title,
            Maatregel.code,
            MaatregelProgress.title,
            _plain(MaatregelProgress.status),
            _plain(MaatregelProgress.trend),
            words(MaatregelProgress.done),
            words(MaatregelProgress.result),
            words(MaatregelProgress.next_step),
            _plain(MaatregelProgress.delay_reason),
            words(MaatregelProgress.recovery),
            _plain(MaatregelProgress.proactivity),
            sa.type_coerce(MaatregelProgress.fte_planned, sa.Integer),
            sa.type_coerce(MaatregelProgress.fte_filled, sa.Integer),
            words(MaatregelProgress.decision_question),
            _plain(MaatregelProgress.audience),
            _plain(Report.state),
        ),
        visibility,
        network_id,
    ).order_by(Period.observes_from.desc(), Period.id.desc(), Network.position, Maatregel.position)
    for row in session.execute(query, execution_options={"yield_per": _AT_ONCE}):
        yield ExportedProgress(*row)


def _of(query: Any, visibility: Visibility, network_id: int | None) -> Any:
    query = (
        query.select_from(MaatregelProgress)
        .join(Report, Report.id == MaatregelProgress.report_id)
        .join(Period, Period.id == Report.period_id)
        .join(Network, Network.id == Report.network_id)
        .join(Maatregel, Maatregel.id == MaatregelProgress.maatregel_id)
        .where(visibility.counted())
    )
    return query if network_id is None else query.where(Report.network_id == network_id)


def _plain(column: Column) -> sa.ColumnElement[str]:
    """Return an enum as the text that is kept: its words are looked up once, not for every row."""
    return sa.type_coerce(column, sa.String)
