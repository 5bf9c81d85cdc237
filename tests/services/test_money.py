"""Writing money, moving it and accounting for it: what is kept, and what is refused."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.budget_events import EventContent, Move, reconcile
from portal.domain.errors import (
    FourEyesError,
    InvalidMoveError,
    NotEditableError,
    NotReversibleError,
    OverdrawnError,
    ReasonRequiredError,
    StaleVersionError,
    StatementIncompleteError,
    StatementLockedError,
)
from portal.domain.money import (
    BudgetEventKind,
    ContributionContent,
    ContributionKind,
    MoneyContent,
    StatementState,
)
from portal.domain.workflow import ReportState
from portal.models import (
    Account,
    AuditEvent,
    BudgetEntry,
    BudgetEvent,
    FundingSource,
    Network,
    PrintedTotal,
    Report,
    Statement,
)
from portal.queries.money import budgets, current_budgets
from portal.queries.report_money import content_of, reported_lines
from portal.services import budget_events, statements
from portal.services.money import money_section, write_money

CARRY, RELEASE, GIVE = BudgetEventKind.CARRY_OVER, BudgetEventKind.RELEASE, BudgetEventKind.REALLOCATION
YEAR = 2025
"""The year before the day of the tests."""


def actor(session: Session, local_part: str) -> Actor:
    account = session.scalars(sa.select(Account).where(Account.email.startswith(f"{local_part}@"))).one()
    return Actor(account.id, account.name)


def network(session: Session, code: str) -> Network:
    return session.scalars(sa.select(Network).where(Network.code == code)).one()


def source(session: Session) -> int:
    return session.scalars(
        sa.select(FundingSource.id).where(FundingSource.in_programme_budget.is_(True))
    ).one()


def report_in(session: Session, state: ReportState, code: str) -> Report:
    query = sa.select(Report).join(Report.network).where(Report.state == state, Network.code == code)
    return session.scalars(query.order_by(Report.id.desc())).first() or pytest.fail(f"none is {state}")


def event(session: Session, kind: BudgetEventKind, code: str, amount: int, **target: int) -> EventContent:
    to_year, to_network = target.get("to_year"), target.get("to_network_id")
    move = Move(kind, network(session, code).id, YEAR, source(session), amount, to_year, to_network)
    return EventContent(move, date(2026, 3, 19), "Daarom.", "Stuurgroep van 12 maart 2026")


def pot(session: Session, code: str, year: int = YEAR) -> int:
    return current_budgets(session, {year})[network(session, code).id, year, source(session)]


def audited(session: Session, kind: SubjectKind, subject_id: int) -> list[AuditAction]:
    query = sa.select(AuditEvent.action).where(
        AuditEvent.subject_kind == kind, AuditEvent.subject_id == subject_id
    )
    return list(session.scalars(query.order_by(AuditEvent.id)))


# --- the money of a report


def test_money_is_saved_once_and_told_in_the_audit_trail_without_amounts(db_session: Session) -> None:
    report = report_in(db_session, ReportState.DRAFT, "rotterdam")
    who, section = actor(db_session, "coordinator.rotterdam"), money_section(report)
    assert section is not None
    before, seen = report.content_version, section.version
    lines = {line.id: MoneyContent(3, 2, 1, None, "Geheim bedrag") for line in report.money}
    gifts = [ContributionContent(ContributionKind.IN_KIND, None, "Twee mensen")]
    write_money(db_session, who, report, seen, lines, gifts)
    assert report.content_version > before
    assert all(content_of(line) == lines[line.id] for line in report.money)
    assert [row.description for row in report.contributions] == ["Twee mensen"]
    last = db_session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert last is not None
    assert (last.action, last.details, last.reason) == (AuditAction.MONEY_WRITTEN, {}, "")
    version = section.version
    write_money(db_session, who, report, version, lines)
    assert (section.version, len(report.contributions)) == (version, 1)
    with pytest.raises(StaleVersionError):
        write_money(db_session, who, report, seen, {})
    write_money(db_session, who, report, version, lines, [])
    assert report.contributions == []


def test_money_of_a_submitted_report_is_closed(db_session: Session) -> None:
    report = db_session.scalars(sa.select(Report).where(Report.state == ReportState.SUBMITTED)).first()
    assert report is not None
    section = money_section(report)
    assert section is not None
    with pytest.raises(NotEditableError):
        write_money(db_session, actor(db_session, "coordinator.rotterdam"), report, section.version, {})


def test_a_closed_report_keeps_the_budget_it_was_written_with(db_session: Session) -> None:
    report = report_in(db_session, ReportState.ADOPTED, "rotterdam")
    officer = actor(db_session, "medewerker1.programmabureau")
    before = [row.figures for row in reported_lines(db_session, report)]
    years = {line.year for line in report.money}
    content = event(db_session, RELEASE, "rotterdam", 1_000)
    move = replace(content.move, year=max(years))
    budget_events.record_event(db_session, officer, replace(content, move=move), "een")
    assert [row.figures for row in reported_lines(db_session, report)] == before


# --- what moves money


def test_the_plan_is_found_back_to_the_euro(db_session: Session) -> None:
    """Current budgets, what was released and what moved out of the year are again the printed totals."""
    printed = {row.year: row.amount for row in db_session.scalars(sa.select(PrintedTotal))}
    assert printed == {2023: 22_000_000, 2024: 33_000_000, 2025: 29_000_000}
    key = source(db_session)
    for year in (2023, 2024, 2025, 2026, 2027):
        free = sa.select(sa.func.coalesce(sa.func.sum(BudgetEntry.amount), 0)).where(
            BudgetEntry.network_id.is_(None),
            BudgetEntry.funding_source_id == key,
            BudgetEntry.year == year,
        )
        pots = budgets(db_session, {year})
        found = reconcile(key, year, pots.plan, int(db_session.scalar(free) or 0), pots.moves)
        assert found.agrees
        assert found.planned == printed[min(year, 2025)]
    assert budgets(db_session, {2025}).moves


def test_an_event_moves_money_and_is_told(db_session: Session) -> None:
    officer = actor(db_session, "medewerker1.programmabureau")
    here, there, later = (
        pot(db_session, "rotterdam"),
        pot(db_session, "schiphol"),
        pot(db_session, "schiphol", 2026),
    )
    given = event(db_session, GIVE, "rotterdam", 200, to_network_id=network(db_session, "schiphol").id)
    made = budget_events.record_event(db_session, officer, given, "een")
    assert (pot(db_session, "rotterdam"), pot(db_session, "schiphol")) == (here - 200, there + 200)
    budget_events.record_event(
        db_session, officer, event(db_session, CARRY, "schiphol", 50, to_year=2026), "twee"
    )
    assert (pot(db_session, "schiphol"), pot(db_session, "schiphol", 2026)) == (there + 150, later + 50)
    assert audited(db_session, SubjectKind.BUDGET_EVENT, made.id) == [AuditAction.BUDGET_EVENT_RECORDED]


def test_the_same_form_twice_is_one_event(db_session: Session) -> None:
    officer = actor(db_session, "medewerker1.programmabureau")
    content = event(db_session, RELEASE, "rotterdam", 100)
    first = budget_events.record_event(db_session, officer, content, "een")
    assert budget_events.record_event(db_session, officer, content, "een") is first
    assert budget_events.record_event(db_session, officer, content, "twee") is not first


def test_no_budget_gets_below_nothing(db_session: Session) -> None:
    officer = actor(db_session, "medewerker1.programmabureau")
    here = pot(db_session, "bloemenveilingen")
    with pytest.raises(OverdrawnError):
        budget_events.record_event(
            db_session, officer, event(db_session, RELEASE, "bloemenveilingen", here + 1), "een"
        )
    budget_events.record_event(
        db_session, officer, event(db_session, RELEASE, "bloemenveilingen", here), "twee"
    )
    assert pot(db_session, "bloemenveilingen") == 0


def test_a_mistake_is_reversed_once_and_stays_visible(db_session: Session) -> None:
    officer = actor(db_session, "medewerker1.programmabureau")
    here = pot(db_session, "rotterdam")
    made = budget_events.record_event(
        db_session, officer, event(db_session, RELEASE, "rotterdam", 100), "een"
    )
    back = budget_events.reverse_event(db_session, officer, made, "Vergissing.")
    assert pot(db_session, "rotterdam") == here
    assert budget_events.reverse_event(db_session, officer, made, "Nog eens.") is back
    with pytest.raises(NotReversibleError):
        budget_events.reverse_event(db_session, officer, back, "Toch wel.")


def test_what_has_moved_on_cannot_be_taken_back(db_session: Session) -> None:
    officer = actor(db_session, "medewerker1.programmabureau")
    flowers = network(db_session, "bloemenveilingen").id
    given = event(db_session, GIVE, "rotterdam", 500, to_network_id=flowers)
    made = budget_events.record_event(db_session, officer, given, "een")
    everything = event(db_session, RELEASE, "bloemenveilingen", pot(db_session, "bloemenveilingen"))
    budget_events.record_event(db_session, officer, everything, "twee")
    with pytest.raises(OverdrawnError):
        budget_events.reverse_event(db_session, officer, made, "Toch niet.")


def test_an_event_needs_a_fitting_target_a_day_that_came_and_a_reason(db_session: Session) -> None:
    officer = actor(db_session, "medewerker1.programmabureau")
    fine = event(db_session, RELEASE, "rotterdam", 100)
    for wrong in (
        event(db_session, CARRY, "rotterdam", 100),
        event(db_session, GIVE, "rotterdam", 100, to_network_id=fine.move.network_id),
        replace(fine, happened_on=date(2026, 3, 21)),
    ):
        with pytest.raises(InvalidMoveError):
            budget_events.record_event(db_session, officer, wrong, "een")
    with pytest.raises(ReasonRequiredError):
        budget_events.record_event(db_session, officer, replace(fine, reason=" "), "een")


@pytest.mark.parametrize("statement", [sa.update(BudgetEvent).values(amount=1), sa.delete(BudgetEvent)])
def test_an_event_never_changes(db_session: Session, statement: sa.Update | sa.Delete) -> None:
    with pytest.raises(DBAPIError, match="frozen"):
        db_session.execute(statement)


# --- accounting for a year


def statement_of(session: Session, code: str) -> Statement:
    query = sa.select(Statement).join(Statement.network).where(Network.code == code, Statement.year == YEAR)
    return session.scalars(query).one()


def test_figures_are_kept_as_they_were_submitted(db_session: Session) -> None:
    officer = actor(db_session, "medewerker1.programmabureau")
    who, place = (
        actor(db_session, "coordinator.zeeland-west-brabant"),
        network(db_session, "zeeland-west-brabant"),
    )
    found = statement_of(db_session, place.code)
    statements.write_statement(db_session, who, place, YEAR, found.version, "Alles besteed.")
    statements.submit_statement(db_session, who, found, found.version)
    kept = found.figures[0]
    assert kept["budget"] == pot(db_session, place.code)
    budget_events.record_event(db_session, officer, event(db_session, RELEASE, place.code, 100), "een")
    assert statement_of(db_session, place.code).figures[0]["budget"] == kept["budget"]
    statements.accept_statement(db_session, officer, found, found.version)
    assert found.state is StatementState.ACCEPTED
    assert audited(db_session, SubjectKind.STATEMENT, found.id)[-2:] == [
        AuditAction.STATEMENT_SUBMITTED,
        AuditAction.STATEMENT_ACCEPTED,
    ]
    with pytest.raises(StatementLockedError):
        statements.write_statement(db_session, who, place, YEAR, found.version, "Toch anders.")
    found.explanation = "Vervalst"
    with pytest.raises(DBAPIError, match="frozen"):
        db_session.flush()


def test_who_wrote_a_statement_does_not_accept_it(db_session: Session) -> None:
    found = statement_of(db_session, "schiphol")
    assert found.state is StatementState.SUBMITTED
    who = actor(db_session, "coordinator.schiphol")
    with pytest.raises(FourEyesError):
        statements.accept_statement(db_session, who, found, found.version)
    with pytest.raises(ReasonRequiredError):
        statements.return_statement(db_session, who, found, found.version, " ")
    with pytest.raises(StaleVersionError):
        statements.accept_statement(db_session, who, found, found.version - 1)


def test_a_statement_needs_words_and_a_year_that_is_over(db_session: Session) -> None:
    who, place = actor(db_session, "coordinator.bloemenveilingen"), network(db_session, "bloemenveilingen")
    made = statements.write_statement(db_session, who, place, YEAR, 0, "")
    with pytest.raises(StatementIncompleteError):
        statements.submit_statement(db_session, who, made, made.version)
    with pytest.raises(StaleVersionError):
        statements.write_statement(db_session, who, place, YEAR, 0, "Van een ander")
    with pytest.raises(StatementLockedError):
        statements.write_statement(db_session, who, place, YEAR + 1, 0, "Te vroeg")
