"""The screening rule: what it points at, what it misses on purpose, and what it never does."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.displacement import Hit, Outcome, screen
from portal.domain.displacement_explanations import ALWAYS, Explanation
from portal.domain.displacement_parameters import BOUNDS, Parameters, plausible
from portal.domain.displacement_series import Insufficiency, NoChange, Point, Series, judge

HALVES = [
    (date(year, month, 1), last)
    for year in range(2020, 2030)
    for month, last in ((1, date(year, 6, 30)), (7, date(year, 12, 31)))
]
SOURCE = "Opgave"
LIMITS = Parameters()
Number = int | str | None


def series(
    place: str,
    values: Sequence[Number],
    *,
    exposure: Sequence[int | None] = (),
    definitions: Sequence[int] = (),
    source: str = SOURCE,
) -> Series:
    """Half-years from 2020 on; None is a half-year without a value."""
    points = [
        Point(
            *HALVES[index],
            Decimal(value),
            _number(exposure[index]) if exposure else None,
            definitions[index] if definitions else 1,
            observation_id=index,
        )
        for index, value in enumerate(values)
        if value is not None
    ]
    return Series(place, source, tuple(points))


def _number(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def pairs(outcome: Outcome) -> list[tuple[str, str, int]]:
    """From where towards where, and how many periods later."""
    return [
        (hit.giver.judged.series.place, hit.receiver.judged.series.place, hit.lag) for hit in outcome.hits
    ]


def only(outcome: Outcome) -> Hit:
    (hit,) = outcome.hits
    return hit


GIVER = series("rotterdam", [100, 100, 65, 65])
RECEIVER = series("zeeland", [20, 20, 20, 39])
FLAT = series("schiphol", [30, 31, 30, 31])


def test_the_published_shape_comes_out_and_a_flat_series_does_not() -> None:
    outcome = screen([GIVER, RECEIVER, FLAT], LIMITS)
    assert pairs(outcome) == [("rotterdam", "zeeland", 1)]
    hit = only(outcome)
    assert hit.giver.change.size == Decimal("-0.43")
    assert hit.receiver.change.size == Decimal("0.67")
    assert outcome.conclusive


def test_a_rule_on_shares_would_have_missed_it() -> None:
    """The receiver is so small that no share of the total moves by five points when it doubles."""
    large = series("antwerpen", [300, 300, 300, 300])
    all_ = [GIVER, RECEIVER, FLAT, large]
    totals = [sum(each.points[index].value for each in all_) for index in range(4)]
    shares = [each.points[2].value / totals[2] - each.points[3].value / totals[3] for each in all_]
    assert max(abs(share) for share in shares) < Decimal("0.05")
    assert pairs(screen(all_, LIMITS)) == [("rotterdam", "zeeland", 1)]


@pytest.mark.parametrize(
    ("rises_at", "expected"),
    [(1, []), (2, [0]), (3, [1]), (4, [2]), (5, [])],
    ids=["before", "same period", "one later", "two later", "three later"],
)
def test_a_receiver_comes_in_the_same_period_or_at_most_two_later(rises_at: int, expected: list[int]) -> None:
    giver = series("rotterdam", [100, 100, 65, 65, 65, 65])
    receiver = series("zeeland", [20] * rises_at + [39] * (6 - rises_at))
    assert [lag for _giver, _receiver, lag in pairs(screen([giver, receiver], LIMITS))] == expected


@pytest.mark.parametrize(
    ("after", "giver_after", "hits"),
    [("29.68", 65, 0), ("29.70", 65, 1), (39, 87, 0), (39, 86, 1)],
    ids=["+0,39", "+0,40", "-0,14", "-0,15"],
)
def test_the_limits_themselves_count(after: str | int, giver_after: int, hits: int) -> None:
    """What is compared is what is shown: two decimals."""
    giver = series("rotterdam", [100, 100, giver_after, giver_after])
    receiver = series("zeeland", [20, 20, 20, after])
    assert len(screen([giver, receiver], LIMITS).hits) == hits


@pytest.mark.parametrize(("floor", "hits"), [(39, 1), (40, 0), (0, 1)])
def test_a_receiver_reaches_the_floor(floor: int, hits: int) -> None:
    outcome = screen([GIVER, RECEIVER], replace(LIMITS, floor=Decimal(floor)))
    assert len(outcome.hits) == hits


def test_of_two_falls_the_nearest_counts() -> None:
    giver = series("rotterdam", [100, 80, 60, 60])
    receiver = series("zeeland", [20, 20, 20, 39])
    assert pairs(screen([giver, receiver], LIMITS)) == [("rotterdam", "zeeland", 1)]


def test_the_newest_rise_comes_first() -> None:
    giver = series("rotterdam", [100, 65, 65, 40, 40])
    receiver = series("zeeland", [20, 39, 39, 70, 70])
    found = screen([giver, receiver], LIMITS).hits
    assert [hit.receiver.change.after.first for hit in found] == [HALVES[3][0], HALVES[1][0]]


def test_exposure_takes_away_what_only_more_checks_brought() -> None:
    giver = series("rotterdam", [80, 80, 52, 52], exposure=[2000] * 4)
    receiver = series("zeeland", [20, 20, 20, 40], exposure=[1000, 1000, 1000, 2000])
    assert screen([giver, receiver], LIMITS).hits == ()
    unknown = series("zeeland", [20, 20, 20, 40], exposure=[1000, 1000, 1000, None])
    hit = only(screen([giver, unknown], LIMITS))
    assert not hit.receiver.change.normalised
    assert Explanation.EXPOSURE_UNKNOWN in hit.likely


@pytest.mark.parametrize(
    ("receiver", "reason"),
    [
        (series("z", [20, 20, None, 39]), NoChange.MISSING),
        (series("z", [20, 20, 0, 39]), NoChange.ZERO),
        (series("z", [20, 20, -1, 39]), NoChange.ZERO),
        (series("z", [20, 20, 20, 39], definitions=[1, 1, 1, 2]), NoChange.BREAK),
    ],
    ids=["missing", "zero", "below zero", "break"],
)
def test_no_change_is_computed_over_what_cannot_be_compared(receiver: Series, reason: NoChange) -> None:
    judged = judge(receiver, 3)
    assert judged.silences[-1].reason is reason
    assert judged.silences[-1].after.value == 39
    assert screen([GIVER, receiver], LIMITS).hits == ()


def test_periods_that_overlap_are_not_compared() -> None:
    days = [(date(2024, 1, 1), date(2024, 6, 30)), (date(2024, 2, 1), date(2024, 7, 31))]
    found = judge(Series("z", SOURCE, tuple(Point(*each, Decimal(9)) for each in days)), 2)
    assert [each.reason for each in found.silences] == [NoChange.OVERLAP]


@pytest.mark.parametrize(
    ("values", "definitions", "expected"),
    [
        ([20, 39], [1, 1], Insufficiency.TOO_FEW),
        ([20, 20, 39, 40], [1, 1, 2, 2], Insufficiency.BROKEN),
        ([20, None, 20, None, 39], [1] * 5, Insufficiency.NO_CHANGE),
        ([20, 20, 39], [1, 1, 1], None),
        ([20, 20, 20, 40], [1, 1, 1, 2], None),
    ],
)
def test_too_little_to_go_by_is_said(
    values: list[Number], definitions: list[int], expected: Insufficiency | None
) -> None:
    receiver = series("zeeland", values, definitions=definitions)
    outcome = screen([GIVER, receiver], LIMITS)
    assert outcome.series[1].insufficient is expected
    assert outcome.conclusive is (expected is None)
    if expected is not None:
        assert outcome.hits == ()


def test_a_giver_with_too_few_observations_gives_nothing() -> None:
    short = series("rotterdam", [None, 100, 65, None])
    assert screen([short, RECEIVER], LIMITS).hits == ()


def test_series_of_another_rhythm_are_not_compared() -> None:
    years = [
        Point(date(year, 1, 1), date(year, 12, 31), Decimal(value))
        for year, value in ((2019, 20), (2020, 20), (2021, 39))
    ]
    assert screen([GIVER, Series("zeeland", SOURCE, tuple(years))], LIMITS).hits == ()


def test_with_a_source_in_common_only_that_source_is_compared() -> None:
    other = series("zeeland", [20, 20, 20, 39], source="Andere telling")
    same_but_flat = series("zeeland", [20, 20, 20, 21])
    assert screen([GIVER, same_but_flat, other], LIMITS).hits == ()
    hit = only(screen([GIVER, other], LIMITS))
    assert Explanation.OTHER_SOURCE in hit.likely


@pytest.mark.parametrize(
    ("giver", "receiver", "extra", "expected"),
    [
        (GIVER, series("z", [20, 20, 20, 39], exposure=[10, 10, 10, 11]), (), Explanation.MORE_CHECKS),
        (series("r", [100, 100, 65, 65], exposure=[20, 20, 18, 18]), RECEIVER, (), Explanation.FEWER_CHECKS),
        (GIVER, RECEIVER, (), Explanation.EXPOSURE_UNKNOWN),
        (series("r", [100, 100, 65, 65, 65]), series("z", [20, 20, 20, 39, 20]), (), Explanation.LARGE_FIND),
        (series("r", [90, 100, 65, 65], definitions=[1, 2, 2, 2]), series("z", [20, 20, 20, 39]), (),
         Explanation.DEFINITION_CHANGED),
        (series("r", [100, 100, 65]), series("z", [20, 20, 39]), (), Explanation.FEW_OBSERVATIONS),
        (GIVER, series("z", [3, 3, 3, 6]), (), Explanation.SMALL_NUMBERS),
        (GIVER, RECEIVER, (series("zeeland", [20, 20, 20, 21], source="Andere telling"),),
         Explanation.SOURCES_DISAGREE),
        (GIVER, RECEIVER, (series("rotterdam", [99, 99, 99, 99], source="Andere telling"),),
         Explanation.SOURCES_DISAGREE),
        (GIVER, RECEIVER, (series("a", [20, 20, 20, 30]), series("b", [20, 20, 20, 30])),
         Explanation.RISES_ELSEWHERE),
    ],
)  # fmt: skip
def test_the_values_make_an_explanation_likely(
    giver: Series, receiver: Series, extra: tuple[Series, ...], expected: Explanation
) -> None:
    hits = [
        hit
        for hit in screen([giver, receiver, *extra], LIMITS).hits
        if (hit.giver.judged.series, hit.receiver.judged.series) == (giver, receiver)
    ]
    assert [expected in hit.likely for hit in hits] == [True]
    assert expected not in hits[0].possible


def test_a_value_within_the_bounds_of_the_other_is_uncertain() -> None:
    points = list(RECEIVER.points)
    points[2] = replace(points[2], upper=Decimal(30))
    points[3] = replace(points[3], lower=Decimal(30))
    hit = only(screen([GIVER, replace(RECEIVER, points=tuple(points))], LIMITS))
    assert Explanation.UNCERTAIN in hit.likely
    points[3] = replace(points[3], lower=Decimal(31))
    hit = only(screen([GIVER, replace(RECEIVER, points=tuple(points))], LIMITS))
    assert Explanation.UNCERTAIN not in hit.likely


def test_nothing_likely_leaves_what_can_never_be_excluded() -> None:
    giver = series("rotterdam", [80, 80, 52, 52], exposure=[2000] * 4)
    receiver = series("zeeland", [20, 20, 20, 39], exposure=[1000] * 4)
    hit = only(screen([giver, receiver], LIMITS))
    assert hit.likely == ()
    assert hit.possible == ALWAYS


def test_the_key_stays_when_limits_change_and_differs_by_outcome() -> None:
    key = only(screen([GIVER, RECEIVER], LIMITS)).key("ind-01")
    wider = Parameters(Decimal("-0.10"), Decimal("0.10"), Decimal(0), 2, 1)
    assert only(screen([GIVER, RECEIVER], wider)).key("ind-01") == key
    assert only(screen([GIVER, replace(RECEIVER, place="noord")], LIMITS)).key("ind-01") != key
    assert only(screen([GIVER, RECEIVER], LIMITS)).key("ind-02") != key
    assert len(key) <= 200


def test_nothing_to_screen_is_no_outcome() -> None:
    assert screen([], LIMITS) == Outcome((), (), LIMITS)


def with_limit(name: str, value: Decimal) -> Parameters:
    changed = Parameters(**{**vars(LIMITS), name: value})
    assert getattr(changed, name) == value
    return changed


@pytest.mark.parametrize("name", BOUNDS)
def test_limits_beyond_their_bounds_make_no_sense(name: str) -> None:
    assert plausible(LIMITS)
    lowest, highest = BOUNDS[name]
    assert plausible(with_limit(name, lowest))
    assert plausible(with_limit(name, highest))
    assert not plausible(with_limit(name, lowest - Decimal("0.01")))
    assert not plausible(with_limit(name, highest + 1))


values = st.one_of(st.none(), st.integers(min_value=-1, max_value=400))
worlds = st.lists(st.lists(values, min_size=1, max_size=7), min_size=2, max_size=4)


def world(rows: Sequence[Sequence[Number]]) -> list[Series]:
    made = [series(f"plaats-{number}", row) for number, row in enumerate(rows)]
    return [each for each in made if each.points]


def scaled(point: Point, factor: Decimal) -> Point:
    return replace(point, value=point.value * factor)


@given(worlds, st.decimals("0.01", "1000", places=2))
def test_scaling_all_values_and_the_floor_changes_nothing(
    rows: list[list[int | None]], factor: Decimal
) -> None:
    found = world(rows)
    larger = [replace(each, points=tuple(scaled(point, factor) for point in each.points)) for each in found]
    before = screen(found, LIMITS)
    after = screen(larger, replace(LIMITS, floor=LIMITS.floor * factor))
    assert pairs(after) == pairs(before)
    assert [(hit.likely, hit.possible) for hit in after.hits] == [
        (hit.likely, hit.possible) for hit in before.hits
    ]


@given(worlds, st.integers(min_value=2, max_value=6))
def test_too_few_observations_never_give_a_hit(rows: list[list[int | None]], fewest: int) -> None:
    outcome = screen(world(rows), replace(LIMITS, fewest_observations=fewest))
    for hit in outcome.hits:
        for side in (hit.giver, hit.receiver):
            assert len(side.judged.series.points) >= fewest
            assert side.judged.insufficient is None


@given(worlds)
def test_every_hit_keeps_to_the_rule_and_lists_explanations(rows: list[list[int | None]]) -> None:
    for hit in screen(world(rows), LIMITS).hits:
        assert hit.giver.judged.series.place != hit.receiver.judged.series.place
        assert hit.giver.change.size <= LIMITS.giver_change
        assert hit.receiver.change.size >= LIMITS.receiver_change
        assert hit.receiver.change.after.value >= LIMITS.floor
        apart = (hit.receiver.change.after.first - hit.giver.change.after.first) / timedelta(days=183)
        assert round(apart) == hit.lag <= LIMITS.most_lag
        assert hit.likely or hit.possible
        assert set(ALWAYS) <= {*hit.likely, *hit.possible}


@given(st.lists(values, min_size=1, max_size=8))
def test_between_two_values_is_a_change_or_a_reason(row: list[int | None]) -> None:
    for found in world([row]):
        judged = judge(found, 3)
        said = [(each.before.first, each.after.first) for each in judged.changes]
        said += [(each.before.first, each.after.first) for each in judged.silences]
        assert sorted(said) == [(before.first, after.first) for before, after in pairwise(found.points)]
