"""Small worlds for tests, made with the real services: networks, maatregelen, people and rounds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.demo.personas import PASSWORD
from portal.domain import clock
from portal.domain.audit import SYSTEM, Actor
from portal.domain.money import MoneyContent
from portal.domain.periods import PeriodDates
from portal.domain.programme import Basis, GoalKind, MaatregelKind, MaatregelTerm, PartnerSector
from portal.domain.progress import OFF_SCHEDULE, Aspect, DelayReason, ProgressStatus, Rating, Trend
from portal.domain.questionnaires import QUESTIONS, Answer, AnswerContent, Section
from portal.domain.reports import JudgementContent, ProgressContent
from portal.domain.roles import Role
from portal.models import Account, ChainStage, Goal, Line, Maatregel, Network, Partner, Period, Report, Theme
from portal.queries.checks import findings_of
from portal.queries.money import current_budgets
from portal.services import accounts, explanations, money, passwords, periods, progress, reports, sections
from tests.meetings import convened

BEGINNING = date(2024, 1, 1)
FIRST = PeriodDates(date(2025, 1, 1), date(2025, 6, 30), date(2025, 7, 1), date(2025, 8, 15))
SECOND = PeriodDates(date(2025, 7, 1), date(2025, 12, 31), date(2026, 1, 5), date(2026, 3, 10))


@dataclass(frozen=True)
class House:
    """The networks and the people who report on them, judge the reports and adopt them."""

    networks: Sequence[Network]
    coordinators: Mapping[str, Actor]
    officer: Actor
    secretary: Actor


@cache
def password_hash() -> str:
    """Hash the common password once: that takes as long as it should."""
    return passwords.hash_of(PASSWORD)


def person(session: Session, name: str, role: Role, network: Network | None = None) -> Account:
    """Make somebody who can sign in as name@toets.example."""
    account = accounts.add_account(
        session, SYSTEM, email=f"{name}@toets.example", name=name.title(), password_hash=password_hash()
    )
    accounts.give_appointment(session, SYSTEM, account, role, network, BEGINNING)
    return account


def house(session: Session, networks: int, maatregelen: int = 2) -> House:
    """Make networks with maatregelen, coordinators and owners, ready for a round.

    The first maatregel of a network has the first theme, goal and stage, the second the second, and so on.
    """
    themes = [
        Theme(code=f"lijn-{n}", position=n, title=f"Lijn {n}", short_title=f"Lijn {n}", description="")
        for n in (1, 2)
    ]
    goals = [Goal(code=f"doel-{n}", position=n, title=f"Doel {n}", kind=GoalKind.SUBSTANTIVE) for n in (1, 2)]
    stages = [ChainStage(code=f"fase-{n}", position=n, title=f"Fase {n}", derived=n == 2) for n in (1, 2)]
    line = Line(code="lijn-a", title="Lijn A")
    session.add_all(
        [*themes, *goals, *stages, line, Partner(code="p", title="P", sector=PartnerSector.PUBLIC)]
    )
    session.flush()
    made = [
        Network(code=f"net-{n}", position=n, title=f"Netwerk {n}", short_title=f"Net {n}", line_id=line.id)
        for n in range(1, networks + 1)
    ]
    session.add_all(made)
    session.flush()
    coordinators = {}
    for network in made:
        account = person(session, f"coordinator.{network.code}", Role.COORDINATOR, network)
        coordinators[network.code] = Actor(account.id, account.name, (Role.COORDINATOR,))
        for n in range(maatregelen):
            session.add(
                Maatregel(
                    code=f"{network.code}-m{n + 1}",
                    position=n,
                    network_id=network.id,
                    title=f"Maatregel {n + 1} van {network.title}",
                    description="",
                    kind=MaatregelKind.CONCRETE,
                    term=MaatregelTerm.STRUCTURAL,
                    link_basis=Basis.DERIVED,
                    owner_id=account.id,
                    themes=themes[n : n + 1],
                    goals=goals[n : n + 1],
                    chain_stages=stages[n : n + 1],
                )
            )
    officer = person(session, "medewerker", Role.PROGRAMME_OFFICER)
    secretary = person(session, "secretaris", Role.STEERING_SECRETARY)
    session.flush()
    return House(
        made,
        coordinators,
        Actor(officer.id, officer.name, (Role.PROGRAMME_OFFICER,)),
        Actor(secretary.id, secretary.name, (Role.STEERING_SECRETARY,)),
    )


def open_round(session: Session, built: House, code: str, dates: PeriodDates) -> Period:
    """Open a period on its first day of submission."""
    with clock.at(datetime.combine(dates.submit_from, time(9), UTC)):
        period = periods.plan_period(session, built.officer, code, f"Periode {code}", dates)
        periods.open_period(session, built.officer, period, period.version)
    return period


def report_of(session: Session, period: Period, network: Network) -> Report:
    """Return the report of a network in a period."""
    found = sa.select(Report).where(Report.period_id == period.id, Report.network_id == network.id)
    return session.scalars(found).one()


def fill(
    session: Session,
    built: House,
    report: Report,
    *,
    statuses: Sequence[ProgressStatus] = (ProgressStatus.ON_SCHEDULE,),
    ratings: Mapping[Aspect, Rating] | None = None,
    words: str = "Tekst",
) -> None:
    """Write a whole report; statuses go round when there are more maatregelen."""
    actor = built.coordinators[report.network.code]
    for place, row in enumerate(report.progress):
        content = said(statuses[place % len(statuses)], words)
        progress.write_progress(session, actor, row, row.version, content)
    judgements = [
        JudgementContent(aspect, (ratings or {}).get(aspect, Rating.GOOD), f"{words}, oordeel {aspect.value}")
        for aspect in Aspect
    ]
    progress.write_section(session, actor, report, report.version, f"{words}, samenvatting", judgements)
    answer(session, actor, report, words)
    give_account(session, actor, report)
    explain_all(session, actor, report)


def answer(session: Session, actor: Actor, report: Report, words: str = "Tekst") -> None:
    """Answer the questions of both questionnaires, each with words."""
    for section, questions in QUESTIONS.items():
        if sections.report_section_is_editable(report, section):
            said = {question: AnswerContent(Answer.YES, f"{words}, {question}") for question in questions}
            version = sections.section_version(report, section)
            sections.write_answers(session, actor, report, section, version, said)


def give_account(session: Session, actor: Actor, report: Report) -> None:
    """Say that all money is and will be spent, where the plan gives the network any."""
    if not report.money or not sections.report_section_is_editable(report, Section.MONEY):
        return
    budgets = current_budgets(session, {line.year for line in report.money})
    lines = {}
    for line in report.money:
        amount = budgets.get((report.network_id, line.year, line.funding_source_id), 0)
        lines[line.id] = MoneyContent(amount, amount, amount)
    money.write_money(session, actor, report, sections.section_version(report, Section.MONEY), lines)


def explain_all(session: Session, actor: Actor, report: Report) -> None:
    """Say of everything remarkable that it is right."""
    for found in findings_of(session, report):
        if found.stands:
            explanations.explain(session, actor, report, found.key, found.finding.value, "Klopt, nagezien.")


def submit(session: Session, built: House, report: Report, on: date) -> None:
    """Let the coordinator submit at noon of a day."""
    with clock.at(datetime.combine(on, time(12), UTC)):
        reports.submit_report(
            session, built.coordinators[report.network.code], report, report.content_version
        )


def accept(session: Session, built: House, report: Report, on: date) -> None:
    """Let the programme office accept at noon of a day."""
    with clock.at(datetime.combine(on, time(12), UTC)):
        reports.accept_report(session, built.officer, report, report.version)


def accepted(session: Session, built: House, period: Period, network: Network, **said: object) -> Report:
    """Fill, submit and accept the report of a network on the first day of submission."""
    report = report_of(session, period, network)
    fill(session, built, report, **said)  # type: ignore[arg-type]
    submit(session, built, report, period.submit_from)
    accept(session, built, report, period.submit_from)
    return report


def give_back(session: Session, built: House, report: Report) -> None:
    """Let the programme office send the summary and the judgements back."""
    reports.return_report(
        session, built.officer, report, report.version, section_reason="Vul aan.", maatregel_reasons={}
    )


def maatregel(session: Session, code: str) -> Maatregel:
    """Return the maatregel with this code."""
    return session.scalars(sa.select(Maatregel).where(Maatregel.code == code)).one()


def end_maatregel(session: Session, maatregel_id: int, last_day: date) -> None:
    """Let a maatregel end on a day, which still counts."""
    session.get_one(Maatregel, maatregel_id).ends_on = last_day
    session.flush()


def adopt(session: Session, built: House, period: Period, on: date) -> None:
    """Close and adopt a period; what is not there is written off."""
    with clock.at(datetime.combine(on, time(12), UTC)):
        periods.close_period(session, built.officer, period, period.version)
        meeting = convened(session, built.secretary, on)
        periods.adopt_period(session, built.secretary, period, period.version, "Niet ontvangen.", meeting)


def said(status: ProgressStatus, words: str) -> ProgressContent:
    """Return words that are complete for a status."""
    late = status in OFF_SCHEDULE
    return ProgressContent(
        status,
        Trend.SAME,
        f"{words}, gedaan",
        f"{words}, resultaat",
        f"{words}, volgende stap",
        DelayReason.LABOUR_MARKET if late else None,
        f"{words}, herstel" if late else "",
    )
