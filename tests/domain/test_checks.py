"""Checks in three levels: what is found, how much it matters, and that an explanation is for one value."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from portal.domain.checks import LEVELS, CheckCode, Finding, Level, facts_in, personal_data
from portal.domain.details import MilestoneContent
from portal.domain.money import MoneyContent
from portal.domain.money_checks import money_findings
from portal.domain.programme import PartnerSector
from portal.domain.progress import ProgressStatus, Trend
from portal.domain.progress_checks import Situation, progress_findings
from portal.domain.reports import ProgressContent
from portal.web.check_words import SENTENCES

FROM, UNTIL, TODAY = date(2025, 7, 1), date(2025, 12, 31), date(2026, 1, 20)
LONG = "In deze periode is met alle partners gewerkt aan de toegang tot het terrein."
PLAIN = ProgressContent(
    ProgressStatus.ON_SCHEDULE, Trend.SAME, f"{LONG} Gedaan.", f"{LONG} Resultaat.", f"{LONG} Daarna."
)
SITUATION = Situation(FROM, UNTIL, TODAY)
PLANNED = MilestoneContent("Hek staat", date(2026, 6, 1), key="hek")
BOTH = {PartnerSector.PUBLIC, PartnerSector.PRIVATE}


def found(
    content: ProgressContent = PLAIN,
    milestones: Sequence[MilestoneContent] = (),
    situation: Situation = SITUATION,
    sectors: set[PartnerSector] = BOTH,
) -> list[tuple[str, CheckCode]]:
    return [(each.field, each.code) for each in progress_findings(content, milestones, sectors, situation)]


def test_every_check_has_a_level_and_a_sentence() -> None:
    assert set(LEVELS) == set(SENTENCES) == set(CheckCode)
    assert set(LEVELS.values()) == set(Level)


def test_a_plain_report_raises_nothing() -> None:
    assert found(milestones=[PLANNED]) == []


@pytest.mark.parametrize(
    ("content", "field", "code"),
    [
        (replace(PLAIN, fte_filled=Decimal(20_000)), "fte_filled", CheckCode.FTE_IMPOSSIBLE),
        (
            replace(PLAIN, fte_planned=Decimal("2.5"), fte_filled=Decimal("2.6")),
            "fte_filled",
            CheckCode.FTE_OVER_PLANNED,
        ),
        (replace(PLAIN, done="Overleg gevoerd."), "done", CheckCode.SHORT_TEXT),
        (replace(PLAIN, recovery="Bel 06-12345678."), "recovery", CheckCode.PERSONAL_DATA),
        (replace(PLAIN, decision_question="Mag a@b.example?"), "decision_question", CheckCode.PERSONAL_DATA),
    ],
)
def test_words_and_people(content: ProgressContent, field: str, code: CheckCode) -> None:
    assert found(content) == [(field, code)]


@pytest.mark.parametrize(
    ("status", "milestone", "code"),
    [
        (ProgressStatus.ON_SCHEDULE, replace(PLANNED, actual_on=TODAY), None),
        (
            ProgressStatus.ON_SCHEDULE,
            replace(PLANNED, actual_on=TODAY + timedelta(1)),
            CheckCode.ACTUAL_IN_FUTURE,
        ),
        (
            ProgressStatus.ON_SCHEDULE,
            replace(PLANNED, actual_on=FROM - timedelta(1)),
            CheckCode.ACTUAL_BEFORE_PERIOD,
        ),
        (
            ProgressStatus.ON_SCHEDULE,
            replace(PLANNED, actual_on=date(2020, 12, 31)),
            CheckCode.ACTUAL_BEFORE_PLAN,
        ),
        (ProgressStatus.COMPLETED, PLANNED, CheckCode.COMPLETED_WITH_OPEN_MILESTONE),
        (ProgressStatus.STOPPED, replace(PLANNED, expected_on=UNTIL), None),
        (ProgressStatus.BEHIND, replace(PLANNED, expected_on=UNTIL), CheckCode.EXPECTED_PASSED),
        (ProgressStatus.BEHIND, replace(PLANNED, planned_on=UNTIL), CheckCode.EXPECTED_PASSED),
        (ProgressStatus.BEHIND, replace(PLANNED, expected_on=UNTIL + timedelta(1)), None),
        (ProgressStatus.ON_SCHEDULE, replace(PLANNED, expected_on=date(2026, 7, 1)), None),
        (
            ProgressStatus.ON_SCHEDULE,
            replace(PLANNED, expected_on=date(2026, 7, 2)),
            CheckCode.ON_SCHEDULE_BUT_LATER,
        ),
        (ProgressStatus.BEHIND, replace(PLANNED, expected_on=date(2026, 7, 2)), None),
    ],
)
def test_milestones(status: ProgressStatus, milestone: MilestoneContent, code: CheckCode | None) -> None:
    content = replace(PLAIN, status=status)
    assert found(content, [milestone]) == ([("milestone:hek", code)] if code else [])


def test_a_day_that_stood_in_an_adopted_report_is_not_asked_about_again() -> None:
    reached = replace(PLANNED, actual_on=date(2024, 5, 1))
    known = replace(SITUATION, former_milestones={"hek": reached})
    assert found(milestones=[reached], situation=known) == []
    moved = replace(SITUATION, former_milestones={"hek": replace(reached, actual_on=date(2024, 6, 1))})
    assert found(milestones=[reached], situation=moved) == [("milestone:hek", CheckCode.ACTUAL_BEFORE_PERIOD)]


def test_against_the_former_report() -> None:
    over = replace(PLAIN, status=ProgressStatus.COMPLETED, done="Anders", result="Anders", next_step="")
    assert found(situation=replace(SITUATION, former=over)) == [("status", CheckCode.REOPENED)]
    good = replace(over, status=ProgressStatus.ON_SCHEDULE)
    worse = replace(PLAIN, status=ProgressStatus.BEHIND, trend=Trend.BETTER)
    assert found(worse, situation=replace(SITUATION, former=good)) == [("trend", CheckCode.TREND_CONTRADICTS)]
    same = replace(SITUATION, former=PLAIN)
    fields = ["done", "result", "next_step"]
    assert found(situation=same) == [(name, CheckCode.SAME_TEXT) for name in fields]
    assert found(situation=replace(same, unchanged=True)) == []


def test_one_sector_is_a_hint_and_nobody_is_none() -> None:
    assert found(sectors={PartnerSector.PUBLIC}) == [("partners", CheckCode.ONE_SECTOR)]
    assert found(sectors=set()) == []


MONEY = MoneyContent(committed=80, realised=50, forecast=90)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (MONEY, []),
        (replace(MONEY, committed=101), [("committed", CheckCode.COMMITTED_OVER_BUDGET)]),
        (replace(MONEY, forecast=101), [("forecast", CheckCode.FORECAST_OVER_BUDGET)]),
        (replace(MONEY, forecast=49), [("forecast", CheckCode.FORECAST_UNDER_REALISED)]),
        (
            replace(MONEY, realised=-1),
            [("realised", CheckCode.NEGATIVE_AMOUNT), ("realised", CheckCode.REALISED_FELL)],
        ),
        (replace(MONEY, realised=39), [("realised", CheckCode.REALISED_FELL)]),
        (
            replace(MONEY, realised=101, forecast=100),
            [("realised", CheckCode.REALISED_OVER_BUDGET), ("forecast", CheckCode.FORECAST_UNDER_REALISED)],
        ),
        (replace(MONEY, explanation="Zie GZ-123-K"), [("explanation", CheckCode.PERSONAL_DATA)]),
        (MoneyContent(), []),
    ],
)
def test_money(content: MoneyContent, found: list[tuple[str, CheckCode]]) -> None:
    former = replace(MONEY, realised=40)
    assert [(each.field, each.code) for each in money_findings(content, 100, former)] == found


def test_another_value_is_another_question() -> None:
    first, second = (money_findings(replace(MONEY, committed=amount), 100)[0] for amount in (101, 102))
    assert first.value != second.value
    assert first.value == money_findings(replace(MONEY, committed=101, realised=60), 100)[0].value
    assert facts_in(first.value) == {"amount": 101, "budget": 100}


def test_personal_data_is_not_kept_twice() -> None:
    (finding,) = personal_data({"done": "Bel 06-12345678 over GZ-123-K."})
    assert finding.level is Level.EXPLAIN
    assert finding.shown == ("06-12345678", "GZ-123-K")
    assert "12345678" not in finding.value
    assert "GZ" not in finding.value
    (moved,) = personal_data({"done": "Heel andere zin met 06-12345678 en GZ-123-K erin."})
    assert moved.value == finding.value
    (other,) = personal_data({"done": "Bel 06-12345679 over GZ-123-K."})
    assert other.value != finding.value


def test_errors_are_what_cannot_be_true() -> None:
    errors = {code for code, level in LEVELS.items() if level is Level.ERROR}
    assert errors == {CheckCode.FTE_IMPOSSIBLE, CheckCode.ACTUAL_IN_FUTURE}
    assert Finding("fte_filled", CheckCode.FTE_IMPOSSIBLE).level is Level.ERROR
