"""Milestones, requirements and partners: what cannot be true, what shifted, and who needs whom."""

from dataclasses import replace
from datetime import date

import pytest

from portal.domain.details import (
    MOST_MILESTONES,
    DetailContent,
    MilestoneContent,
    RequirementContent,
    check_details,
    in_a_circle,
    merged,
    only_sector,
)
from portal.domain.errors import (
    DomainError,
    FutureDayError,
    MilestoneFixedError,
    RequirementError,
    TooManyMilestonesError,
)
from portal.domain.programme import PartnerSector

TODAY = date(2026, 3, 20)
FIRST = MilestoneContent("Poorten geplaatst", date(2026, 6, 1), key="a")


@pytest.mark.parametrize(
    ("expected", "actual", "days"),
    [
        (None, None, None),
        (date(2026, 6, 15), None, 14),
        (date(2026, 5, 30), None, -2),
        (date(2026, 8, 1), date(2026, 6, 1), 0),
    ],
)
def test_a_shift_is_counted_from_what_was_first_agreed(
    expected: date | None, actual: date | None, days: int | None
) -> None:
    assert replace(FIRST, expected_on=expected, actual_on=actual).shift == days


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (DetailContent((replace(FIRST, actual_on=date(2026, 3, 21)),)), FutureDayError),
        (DetailContent((replace(FIRST, planned_on=date(2026, 7, 1)),)), MilestoneFixedError),
        (DetailContent((FIRST,) * (MOST_MILESTONES + 1)), TooManyMilestonesError),
        (DetailContent(requirements=(RequirementContent(7),)), RequirementError),
        (DetailContent(requirements=(RequirementContent(8), RequirementContent(8))), RequirementError),
    ],
)
def test_what_cannot_be_true_is_refused(content: DetailContent, refusal: type[DomainError]) -> None:
    with pytest.raises(refusal):
        check_details(content, {"a": FIRST.planned_on}, 7, TODAY)


def test_what_can_be_true_is_not() -> None:
    moved = replace(FIRST, expected_on=date(2026, 9, 1))
    new = MilestoneContent("Nieuw", date(2020, 1, 1), actual_on=TODAY)
    check_details(DetailContent((moved, new), (RequirementContent(8),)), {"a": FIRST.planned_on}, 7, TODAY)


def test_merging_keeps_what_either_side_added() -> None:
    own = DetailContent(
        (FIRST, MilestoneContent("Eigen", TODAY)), (RequirementContent(8, "mij"),), frozenset({1})
    )
    saved = DetailContent(
        (replace(FIRST, title="Anders"), MilestoneContent("Van de ander", TODAY, key="b")),
        (RequirementContent(8, "de ander"), RequirementContent(9)),
        frozenset({2}),
    )
    both = merged(own, saved)
    assert [each.title for each in both.milestones] == ["Poorten geplaatst", "Eigen", "Van de ander"]
    assert both.requirements == (RequirementContent(8, "mij"), RequirementContent(9))
    assert both.partner_ids == {1, 2}


@pytest.mark.parametrize(
    ("sectors", "alone"),
    [
        ([], None),
        ([PartnerSector.PUBLIC, PartnerSector.PUBLIC], PartnerSector.PUBLIC),
        ([PartnerSector.PUBLIC, PartnerSector.PRIVATE], None),
        ([PartnerSector.MIXED], None),
    ],
)
def test_one_sector_alone_is_noticed(sectors: list[PartnerSector], alone: PartnerSector | None) -> None:
    assert only_sector(sectors) == alone


def test_a_circle_may_be_long() -> None:
    needs = {1: [2, 5], 2: [3], 3: [1], 5: [6]}
    assert in_a_circle(needs, 1) == {2}
    assert in_a_circle(needs, 5) == set()
    assert in_a_circle({}, 1) == set()
