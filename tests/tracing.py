"""Following the sources of a document back to the rows of the database, without the code that made it."""

from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.issued import SourceKind, SourceRef
from portal.domain.parliament import ClosingState
from portal.domain.progress import Aspect
from portal.domain.workflow import PeriodState, ReportState
from portal.models import (
    Ask,
    AskClosing,
    BudgetEntry,
    ChainStage,
    CoalitionPassage,
    Contribution,
    Erratum,
    FundingSource,
    Goal,
    GoalAssessment,
    Indicator,
    Judgement,
    Letter,
    Line,
    Maatregel,
    MaatregelProgress,
    MoneyLine,
    Motie,
    Network,
    OfficeJudgement,
    Passage,
    Period,
    PlanEntry,
    Programme,
    Recommendation,
    Report,
    Toezegging,
)

Found = object | None


def _adopted_report(session: Session, code: str) -> Report:
    """Return the report with this code; one that was not adopted is no source."""
    period, network = code.split("/")[:2]
    return session.scalars(
        sa.select(Report)
        .join(Report.period)
        .join(Report.network)
        .where(
            Period.code == period,
            Network.code == network,
            Period.state == PeriodState.ADOPTED,
            Report.state == ReportState.ADOPTED,
        )
    ).one()


def _entry(model: type[PlanEntry]) -> Callable[[Session, str], Found]:
    return lambda session, code: session.scalar(sa.select(model).where(model.code == code))


def _period(session: Session, code: str) -> Found:
    return session.scalar(sa.select(Period).where(Period.code == code, Period.state == PeriodState.ADOPTED))


def _progress(session: Session, code: str) -> Found:
    period, maatregel = code.split("/")
    return session.scalar(
        sa.select(MaatregelProgress)
        .join(MaatregelProgress.report)
        .join(Report.period)
        .join(MaatregelProgress.maatregel)
        .where(
            Period.code == period,
            Maatregel.code == maatregel,
            Period.state == PeriodState.ADOPTED,
            Report.state == ReportState.ADOPTED,
        )
    )


def _judgement(model: type[Judgement] | type[OfficeJudgement]) -> Callable[[Session, str], Found]:
    def found(session: Session, code: str) -> Found:
        report, aspect = _adopted_report(session, code), Aspect(code.split("/")[2])
        return session.scalar(sa.select(model).where(model.report_id == report.id, model.aspect == aspect))

    return found


def _money(session: Session, code: str) -> Found:
    year, funding = code.split("/")[2:]
    return session.scalar(
        sa.select(MoneyLine)
        .join(MoneyLine.funding_source)
        .where(
            MoneyLine.report_id == _adopted_report(session, code).id,
            MoneyLine.year == int(year),
            FundingSource.code == funding,
        )
    )


def _budget(session: Session, code: str) -> Found:
    network, year, funding = code.split("/")
    return session.scalar(
        sa.select(BudgetEntry)
        .join(BudgetEntry.network)
        .join(BudgetEntry.funding_source)
        .where(
            Network.code == network,
            FundingSource.code == funding,
            sa.or_(BudgetEntry.year == int(year), BudgetEntry.and_later),
        )
        .limit(1)
    )


def _numbered(model: type[Contribution] | type[Erratum]) -> Callable[[Session, str], Found]:
    def found(session: Session, code: str) -> Found:
        report, number = _adopted_report(session, code), int(code.split("/")[2])
        rows = session.scalars(sa.select(model).where(model.report_id == report.id).order_by(model.id)).all()
        return rows[number - 1]

    return found


def _goal_assessment(session: Session, code: str) -> Found:
    period, goal = code.split("/")
    return session.scalar(
        sa.select(GoalAssessment)
        .join(GoalAssessment.period)
        .join(GoalAssessment.goal)
        .where(Period.code == period, Goal.code == goal, Period.state == PeriodState.ADOPTED)
    )


def _letter(session: Session, code: str) -> Found:
    letter, number = code.rsplit("/", 1)
    return session.scalar(
        sa.select(Passage)
        .join(Passage.letter)
        .where(Letter.code == letter, Passage.number == int(number), Passage.retracted_at.is_(None))
    )


def _outcome(session: Session, code: str) -> Found:
    return session.scalar(
        sa.select(AskClosing)
        .join(AskClosing.ask)
        .where(Ask.code == code, AskClosing.state == ClosingState.APPROVED, AskClosing.outcome == Ask.state)
    )


_FOLLOW: dict[SourceKind, Callable[[Session, str], Found]] = {
    SourceKind.PROGRAMME: _entry(Programme),
    SourceKind.LINE: _entry(Line),
    SourceKind.GOAL: _entry(Goal),
    SourceKind.MAATREGEL: _entry(Maatregel),
    SourceKind.CHAIN_STAGE: _entry(ChainStage),
    SourceKind.FUNDING_SOURCE: _entry(FundingSource),
    SourceKind.BUDGET_SERIES: lambda session, code: session.scalar(
        sa.select(BudgetEntry).where(BudgetEntry.series == code).limit(1)
    ),
    SourceKind.BUDGET: _budget,
    SourceKind.PERIOD: _period,
    SourceKind.REPORT: _adopted_report,
    SourceKind.PROGRESS: _progress,
    SourceKind.JUDGEMENT: _judgement(Judgement),
    SourceKind.OFFICE_JUDGEMENT: _judgement(OfficeJudgement),
    SourceKind.MONEY: _money,
    SourceKind.CONTRIBUTION: _numbered(Contribution),
    SourceKind.ERRATUM: _numbered(Erratum),
    SourceKind.GOAL_ASSESSMENT: _goal_assessment,
    SourceKind.INDICATOR: lambda session, code: session.scalar(
        sa.select(Indicator).where(Indicator.code == code)
    ),
    SourceKind.UNDERPINNING: _entry(Maatregel),
    SourceKind.MOTIE: _entry(Motie),
    SourceKind.TOEZEGGING: _entry(Toezegging),
    SourceKind.COALITION_PASSAGE: _entry(CoalitionPassage),
    SourceKind.RECOMMENDATION: _entry(Recommendation),
    SourceKind.ASK: _entry(Ask),
    SourceKind.OUTCOME: _outcome,
    SourceKind.LETTER: _letter,
}


def follow(session: Session, ref: SourceRef) -> Found:
    """Return the row a source stands for, None where there is none that may be used."""
    return _FOLLOW[ref.kind](session, ref.code)
