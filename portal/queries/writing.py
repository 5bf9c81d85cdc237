"""One part of a report to write in, with no more than that takes."""

from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from portal.models import Maatregel, MaatregelProgress, Network, Period, Report, ReportSection
from portal.queries.reports import row_of_report
from portal.queries.visibility import Visibility

_MOST = 256
"""For so many kinds of reader the statements are kept."""


def row_to_write(
    session: Session, visibility: Visibility, period_code: str, network_code: str, code: str
) -> MaatregelProgress | None:
    """Return one maatregel in a report that may be read, in one query."""
    asked = {"period_code": period_code, "network_code": network_code, "code": code}
    return session.scalars(_row(visibility), asked).unique().one_or_none()


def report_to_write(
    session: Session, visibility: Visibility, period_code: str, network_code: str
) -> Report | None:
    """Return a report that may be read, with its judgements and nothing else, in one query."""
    asked = {"period_code": period_code, "network_code": network_code}
    return session.scalars(_report(visibility), asked).unique().one_or_none()


def questionnaire_to_write(
    session: Session, visibility: Visibility, period_code: str, network_code: str
) -> Report | None:
    """Return a report that may be read, with what it answers and says of its network, in three queries."""
    asked = {"period_code": period_code, "network_code": network_code}
    return session.scalars(_questionnaire(visibility), asked).unique().one_or_none()


def answers_to_write(
    session: Session, visibility: Visibility, period_code: str, network_code: str
) -> Report | None:
    """Return a report that may be read, with what it answers and nothing else, in one query."""
    asked = {"period_code": period_code, "network_code": network_code}
    return session.scalars(_answers(visibility), asked).unique().one_or_none()


@lru_cache(_MOST)
def _row(visibility: Visibility) -> sa.Select[MaatregelProgress]:
    return row_of_report(visibility).options(
        contains_eager(MaatregelProgress.maatregel).joinedload(Maatregel.contributors),
        joinedload(MaatregelProgress.updated_by),
    )


@lru_cache(_MOST)
def _report(visibility: Visibility) -> sa.Select[Report]:
    return _found(visibility).options(joinedload(Report.judgements))


@lru_cache(_MOST)
def _answers(visibility: Visibility) -> sa.Select[Report]:
    return _found(visibility).options(joinedload(Report.answers))


@lru_cache(_MOST)
def _questionnaire(visibility: Visibility) -> sa.Select[Report]:
    return _found(visibility).options(
        joinedload(Report.sections).joinedload(ReportSection.updated_by),
        selectinload(Report.answers),
        selectinload(Report.partners),
    )


def _found(visibility: Visibility) -> sa.Select[Report]:
    return (
        sa.select(Report)
        .join(Report.period)
        .join(Report.network)
        .where(
            Period.code == sa.bindparam("period_code"),
            Network.code == sa.bindparam("network_code"),
            visibility.clause(),
        )
        .options(contains_eager(Report.period), contains_eager(Report.network))
    )
