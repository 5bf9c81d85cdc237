"""What the demonstration tells of the underpinning: complete where it should be, with gaps that show."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.demo.facts import story_day
from portal.demo.moments import rounds
from portal.demo.underpinning import read_assessments, read_underpinnings
from portal.domain import clock
from portal.domain.goals import check_assessment
from portal.domain.underpinning import SHORT
from portal.models import Goal, GoalAssessment, Maatregel, Period, Underpinning
from tests.conftest import NOW
from tests.demo.test_texts import MONTHS_AND_SEASONS

TOLD = read_underpinnings()
SAID = read_assessments()
TEXTS = [
    *(each.mechanism for each in TOLD.values() if each.mechanism),
    *(each.words for said in SAID.values() for each in said if each),
]


def test_every_code_is_in_the_plan(db_session: Session) -> None:
    assert set(TOLD) <= set(db_session.scalars(sa.select(Maatregel.code)))
    kinds = {goal.code: goal.kind for goal in db_session.scalars(sa.select(Goal))}
    for code, said in SAID.items():
        for content in filter(None, said):
            check_assessment(kinds[code], content)


def test_everything_that_was_told_happened(db_session: Session) -> None:
    assert db_session.scalar(sa.select(sa.func.count(Underpinning.id))) == len(TOLD)
    number = sum(content is not None for said in SAID.values() for content in said)
    assert db_session.scalar(sa.select(sa.func.count(GoalAssessment.id))) == number
    # Nothing was written after the stuurgroep had adopted the period.
    late = sa.select(GoalAssessment.id).join(GoalAssessment.period)
    assert db_session.scalars(late.where(GoalAssessment.written_at > Period.adopted_at)).all() == []


def test_every_process_goal_is_judged_in_every_adopted_round() -> None:
    process = {code: said for code, said in SAID.items() if code.startswith("p")}
    assert len(process) == 5
    assert all(all(said[:3]) for said in process.values())


def test_there_are_gaps_and_maatregelen_that_began_apart(db_session: Session) -> None:
    rows = db_session.scalars(sa.select(Underpinning)).all()
    assert any(not row.mechanism for row in rows)
    assert any(row.mechanism and row.evaluation_on is None for row in rows)
    begun = {row.maatregel.code: row.operational_on for row in rows if row.operational_on}
    assert min(begun, key=lambda code: begun[code]) == "rtm-01"
    assert len(begun) >= 8
    assert max(begun.values()) - min(begun.values()) > timedelta(days=365)


@pytest.mark.parametrize("days", range(0, 366, 61))
def test_nothing_is_filled_in_before_it_is_true(days: int) -> None:
    """The demonstration moves along with today."""
    with clock.at(NOW + timedelta(days=days)):
        the_rounds = rounds(clock.today())
    for code, told in TOLD.items():
        this_round = the_rounds[told.written]
        if told.since is not None:
            # Written five days after submitting begins, or on the working day before.
            assert story_day(this_round, told.since) <= this_round.dates.submit_from, code


@pytest.mark.parametrize("word", MONTHS_AND_SEASONS.split())
def test_no_text_names_a_month_or_a_season(word: str) -> None:
    assert not [words for words in TEXTS if re.search(rf"\b{word}\b", words, re.IGNORECASE)]


def test_texts_are_sentences_of_a_readable_length() -> None:
    assert len(TEXTS) == len(set(TEXTS))
    for words in TEXTS:
        assert words.endswith("."), words
        assert SHORT <= len(words) < 500, words
        assert "  " not in words
