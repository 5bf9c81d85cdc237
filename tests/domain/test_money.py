"""What is left of money, what moves it, and that sources never mix: rules without a database."""

import pytest

from portal.domain.budget_events import Move, budgets_after, overdrawn, reconcile
from portal.domain.money import BudgetEventKind, MoneyContent, UnderspendReason, money_gaps
from portal.domain.money_totals import Figures, MixedSourcesError, percentage, total, totals_by
from portal.domain.reports import Gap

CARRY, RELEASE, GIVE = BudgetEventKind.CARRY_OVER, BudgetEventKind.RELEASE, BudgetEventKind.REALLOCATION
SOURCE = 7
PLAN = {(1, 2025, SOURCE): 1000, (2, 2025, SOURCE): 500, (1, 2026, SOURCE): 1000}


def move(kind: BudgetEventKind, amount: int, **rest: int) -> Move:
    return Move(
        kind,
        rest.get("network", 1),
        rest.get("year", 2025),
        SOURCE,
        amount,
        rest.get("to_year"),
        rest.get("to_network"),
        reverses=bool(rest.get("reverses")),
    )


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ([], {}),
        ([move(CARRY, 300, to_year=2026)], {(1, 2025): 700, (1, 2026): 1300}),
        ([move(CARRY, 300, to_year=2027)], {(1, 2025): 700, (1, 2027): 300}),
        ([move(RELEASE, 400)], {(1, 2025): 600}),
        ([move(GIVE, 250, to_network=2)], {(1, 2025): 750, (2, 2025): 750}),
        ([move(GIVE, 250, to_network=3)], {(1, 2025): 750, (3, 2025): 250}),
        ([move(RELEASE, 400), move(RELEASE, 400, reverses=1)], {}),
        ([move(CARRY, 300, to_year=2026), move(CARRY, 300, to_year=2026, reverses=1)], {}),
    ],
)
def test_moves_change_the_pots_they_name(moves: list[Move], expected: dict[tuple[int, int], int]) -> None:
    wanted = PLAN | {(network, year, SOURCE): amount for (network, year), amount in expected.items()}
    found = budgets_after(PLAN, moves)
    assert {key: amount for key, amount in found.items() if amount or key in PLAN} == wanted


@pytest.mark.parametrize(
    ("one", "poor"),
    [
        (move(RELEASE, 1000), []),
        (move(RELEASE, 1001), [(1, 2025, SOURCE)]),
        (move(CARRY, 1001, to_year=2026), [(1, 2025, SOURCE)]),
        (move(GIVE, 1, network=3, to_network=1), [(3, 2025, SOURCE)]),
        # Taking back what the other has not any more.
        (move(GIVE, 501, to_network=2, reverses=1), [(2, 2025, SOURCE)]),
    ],
)
def test_no_pot_gets_below_nothing(one: Move, poor: list[tuple[int, int, int]]) -> None:
    assert overdrawn(PLAN, one) == poor


@pytest.mark.parametrize(
    ("one", "fits"),
    [
        (move(CARRY, 1, to_year=2026), True),
        (move(CARRY, 1, to_year=2025), False),
        (move(CARRY, 1), False),
        (move(CARRY, 1, to_year=2026, to_network=2), False),
        (move(RELEASE, 1), True),
        (move(RELEASE, 0), False),
        (move(RELEASE, 1, to_year=2026), False),
        (move(GIVE, 1, to_network=2), True),
        (move(GIVE, 1, to_network=1), False),
        (move(GIVE, 1), False),
    ],
)
def test_the_target_belongs_to_the_kind(one: Move, *, fits: bool) -> None:
    assert one.fits is fits


def test_a_year_is_found_back_from_what_is_there_now() -> None:
    moves = [
        move(CARRY, 300, to_year=2026),
        move(RELEASE, 100, network=2),
        move(GIVE, 50, to_network=2),
        move(RELEASE, 20),
        move(RELEASE, 20, reverses=1),
    ]
    first = reconcile(SOURCE, 2025, PLAN, 40, moves)
    assert (first.planned, first.networks, first.released, first.carried_out) == (1540, 1100, 100, 300)
    assert first.agrees
    later = reconcile(SOURCE, 2026, PLAN, 0, moves)
    assert (later.planned, later.networks, later.carried_in) == (1000, 1300, 300)
    assert later.agrees


def figures(source: str = "a", budget: int = 100, **said: int) -> Figures:
    return Figures(source, budget, said.get("committed"), said.get("realised"), said.get("forecast"))


def test_money_of_two_sources_has_no_total() -> None:
    with pytest.raises(MixedSourcesError):
        total([figures("a"), figures("b")])
    by_year = totals_by([(2025, figures("a")), (2025, figures("b")), (2025, figures("a", 50))])
    assert {key: each.budget for key, each in by_year.items()} == {(2025, "a"): 150, (2025, "b"): 100}


def test_nothing_has_no_total_either() -> None:
    with pytest.raises(MixedSourcesError):
        total([])


def test_what_is_left_counts_only_what_was_reported() -> None:
    rows = [figures(budget=200, committed=90, realised=80, forecast=150), figures(budget=1000)]
    both = total(rows)
    assert (both.budget, both.realised, both.left_now, both.left_at_end) == (1200, 80, 120, 50)
    assert (both.share_now, both.share_at_end, both.reported) == (60.0, 25.0, 1)
    silent = total(rows[1:])
    assert (silent.realised, silent.left_now, silent.share_now) == (None, None, None)


def test_more_spent_than_there_was_is_a_shortage() -> None:
    row = figures(budget=100, realised=130, forecast=150)
    assert (row.left_now, row.left_at_end) == (-30, -50)


def test_there_is_no_percentage_of_nothing() -> None:
    assert percentage(0, 0) is None
    assert percentage(1, 3) == 33.3


@pytest.mark.parametrize(
    ("content", "gaps"),
    [
        (MoneyContent(), [Gap.COMMITTED, Gap.REALISED, Gap.FORECAST]),
        (MoneyContent(0, 0, 100), []),
        (MoneyContent(0, 0, 99), [Gap.UNDERSPEND_REASON]),
        (MoneyContent(0, 0, 99, UnderspendReason.LABOUR_MARKET), []),
        (MoneyContent(0, 0, 101), []),
    ],
)
def test_money_that_will_be_left_asks_why(content: MoneyContent, gaps: list[Gap]) -> None:
    assert money_gaps(content, 100) == gaps
