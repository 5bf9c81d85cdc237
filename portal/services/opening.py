"""Making the drafts of a period: facts are copied from the former report, judgements are asked anew."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from portal.domain.budget_events import BudgetKey
from portal.domain.progress import Aspect
from portal.domain.questionnaires import QUESTIONS, Section
from portal.domain.workflow import ReportState
from portal.models import (
    Judgement,
    Maatregel,
    MaatregelProgress,
    MoneyLine,
    Network,
    Period,
    ProgressMilestone,
    ProgressRequirement,
    QuestionnaireAnswer,
    Report,
    ReportSection,
)
from portal.queries.maatregelen import active_maatregelen
from portal.queries.money import current_budgets


def make_reports(session: Session, period: Period) -> list[Report]:
    """Make one draft per network, with a row for each maatregel that runs when the period begins."""
    networks = session.scalars(
        sa.select(Network)
        .where(Network.retired_on.is_(None))
        .order_by(Network.position)
        .options(selectinload(Network.partners))
    ).all()
    maatregelen: dict[int, list[Maatregel]] = {network.id: [] for network in networks}
    active = active_maatregelen(period.observes_from).options(selectinload(Maatregel.partners))
    for maatregel in session.scalars(active):
        maatregelen[maatregel.network_id].append(maatregel)
    former = _former_reports(session, period)
    years = range(period.observes_from.year, period.observes_until.year + 1)
    money = sorted(current_budgets(session, years))
    reports = [
        _report(period, network, maatregelen[network.id], former.get(network.id), money)
        for network in networks
    ]
    session.add_all(reports)
    return reports


def _former_reports(session: Session, period: Period) -> dict[int, Report]:
    """Return for each network its last adopted report before this period."""
    rows = session.scalars(
        sa.select(Report)
        .join(Report.period)
        .where(Report.state == ReportState.ADOPTED, Period.observes_from < period.observes_from)
        .order_by(Period.observes_from)
        .options(
            selectinload(Report.partners),
            selectinload(Report.progress).options(
                selectinload(MaatregelProgress.milestones),
                selectinload(MaatregelProgress.requirements),
                selectinload(MaatregelProgress.partners),
            ),
        )
    )
    return {row.network_id: row for row in rows}


def _report(
    period: Period,
    network: Network,
    maatregelen: Sequence[Maatregel],
    former: Report | None,
    money: Sequence[BudgetKey],
) -> Report:
    said = {row.maatregel_id: row for row in former.progress} if former else {}
    return Report(
        period=period,
        network=network,
        judgements=[Judgement(aspect=aspect) for aspect in Aspect],
        sections=[ReportSection(section=section) for section in Section],
        answers=[
            QuestionnaireAnswer(question=question)
            for questions in QUESTIONS.values()
            for question in questions
        ],
        partners=list(former.partners if former else network.partners),
        covenant=former.covenant if former else "",
        covenant_ends_on=former.covenant_ends_on if former else None,
        money=[
            MoneyLine(year=year, funding_source_id=source_id)
            for network_id, year, source_id in money
            if network_id == network.id
        ],
        progress=[_progress(maatregel, said.get(maatregel.id)) for maatregel in maatregelen],
    )


def _progress(maatregel: Maatregel, former: MaatregelProgress | None) -> MaatregelProgress:
    row = MaatregelProgress(maatregel=maatregel, title=maatregel.title)
    if former is None:
        row.partners = list({part.partner: None for part in maatregel.partners})
        return row
    row.proactivity = former.proactivity
    row.fte_planned = former.fte_planned
    row.audience = former.audience
    row.partners = list(former.partners)
    row.milestones = [
        ProgressMilestone(
            key=each.key,
            position=each.position,
            title=each.title,
            planned_on=each.planned_on,
            expected_on=each.expected_on,
        )
        for each in former.milestones
        if each.actual_on is None
    ]
    row.requirements = [
        ProgressRequirement(maatregel_id=each.maatregel_id, explanation=each.explanation)
        for each in former.requirements
    ]
    return row
