"""Keeping others out while a rule is checked and applied; on SQLite a writing transaction is alone anyhow."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.errors import StaleVersionError
from portal.models import Judgement, MaatregelProgress, Period, Report


def hold_open(session: Session, report: Report) -> None:
    """Let the report and its period not move until this transaction ends; others may write beside us."""
    session.refresh(report.period, ["state", "version"], with_for_update={"read": True})
    session.refresh(report, ["state", "version"], with_for_update={"read": True})


def hold_still(session: Session, report: Report) -> None:
    """Let nobody write in the report until this transaction ends, and read again what is in it."""
    session.refresh(report.period, ["state", "version"], with_for_update={"read": True})
    session.refresh(report, with_for_update=True)
    for kind in (MaatregelProgress, Judgement):
        rows = sa.select(kind).where(kind.report_id == report.id).execution_options(populate_existing=True)
        session.scalars(rows).all()


def hold_period(session: Session, period: Period, version: int) -> None:
    """Let no report of the period move until this transaction ends; raises StaleVersionError."""
    session.refresh(period, with_for_update=True)
    if period.version != version:
        raise StaleVersionError
