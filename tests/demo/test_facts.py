"""The facts of the demonstration: complete, plausible, and about things that exist."""

import re
from collections.abc import Iterator
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.demo.courses import COURSES
from portal.demo.facts import read_facts, story_day
from portal.demo.moments import HALF_YEAR, rounds
from portal.demo.story import OTHER, read_story
from portal.domain.questionnaires import Question, answer_gaps
from portal.models import Maatregel, Partner
from tests.demo.test_texts import MONTHS_AND_SEASONS, ROUNDS

FACTS = read_facts()
EXPLAINED = {"rtm-03", "sch-02"}
"""Where more people work than planned, and the network explains why."""


def _words() -> Iterator[str]:
    for planning in FACTS.plannings.values():
        yield from planning.requires.values()
        yield from (milestone.title for milestone in planning.milestones)
    for questionnaire in FACTS.questionnaires.values():
        for number in range(ROUNDS):
            yield from (said.explanation for said in questionnaire.in_round(number).values())


def test_everything_that_has_texts_has_facts() -> None:
    assert set(FACTS.plannings) == set(read_story().maatregelen)
    assert set(FACTS.questionnaires) == set(COURSES)
    assert all(set(each.answers) == set(Question) for each in FACTS.questionnaires.values())
    assert {len(planning.fte) for planning in FACTS.plannings.values()} == {ROUNDS}


def test_what_is_submitted_is_answered() -> None:
    for network, courses in COURSES.items():
        for number, course in enumerate(courses):
            if course.submitted is not None:
                said = FACTS.questionnaires[network].in_round(number)
                assert [q for q, content in said.items() if answer_gaps(q, content)] == [], (network, number)


def test_people_and_milestones_are_plausible() -> None:
    for code, planning in FACTS.plannings.items():
        over = [filled for planned, filled in planning.fte if filled > planned]
        assert bool(over) == (code in EXPLAINED), code
        for milestone in planning.milestones:
            assert len(milestone.expected) in {0, ROUNDS}, milestone
            assert milestone.done is None or milestone.done < HALF_YEAR * ROUNDS, milestone


def test_codes_are_those_of_the_plan(db_session: Session) -> None:
    partners = set(db_session.scalars(sa.select(Partner.code)))
    maatregelen = set(db_session.scalars(sa.select(Maatregel.code)))
    assert set(FACTS.plannings) - {OTHER} <= maatregelen
    for code, planning in FACTS.plannings.items():
        assert set(planning.partners) <= partners, code
        assert set(planning.requires) <= maatregelen - {code}, code


def test_no_words_name_a_month_or_a_season() -> None:
    pattern = rf"\b({'|'.join(MONTHS_AND_SEASONS.split())})\b"
    assert [words for words in _words() if re.search(pattern, words, re.IGNORECASE)] == []


def test_days_of_the_story_are_working_days_in_every_round_the_same() -> None:
    the_rounds = rounds(date(2026, 3, 20))
    for months in (0.5, 5.8, 11.4, 17.9, 23.9):
        days = {story_day(one, months) for one in the_rounds}
        assert len(days) == 1
        assert days.pop().weekday() < 5
