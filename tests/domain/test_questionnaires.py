"""When an answer asks for words, how it sounds, and when an agreement needs attention."""

from datetime import date

import pytest

from portal.domain.progress import Rating
from portal.domain.questionnaires import (
    QUESTIONS,
    Answer,
    AnswerContent,
    CovenantTerm,
    Question,
    answer_gaps,
    covenant_term,
    meaning,
    needs_words,
)
from portal.domain.reports import Gap


def test_every_question_is_asked_once() -> None:
    asked = [question for questions in QUESTIONS.values() for question in questions]
    assert sorted(asked) == sorted(Question)


@pytest.mark.parametrize(
    ("question", "asking"),
    [
        (Question.MANDATE, {Answer.PARTLY, Answer.NO}),
        (Question.MORE_SHARING, {Answer.PARTLY, Answer.NO}),
        (Question.PUBLIC_BOTTLENECK, {Answer.YES, Answer.PARTLY}),
        (Question.PRIVATE_BOTTLENECK, {Answer.YES, Answer.PARTLY}),
    ],
)
def test_bad_news_asks_for_words(question: Question, asking: set[Answer]) -> None:
    assert {answer for answer in Answer if needs_words(question, answer)} == asking
    assert not needs_words(question, None)
    for answer in Answer:
        assert answer_gaps(question, AnswerContent(answer, " ")) == (
            [Gap.EXPLANATION] if answer in asking else []
        )
        assert answer_gaps(question, AnswerContent(answer, "Daarom.")) == []
    assert answer_gaps(question, AnswerContent()) == [Gap.ANSWER]


def test_a_bottleneck_turns_the_scale_around() -> None:
    assert meaning(Question.MANDATE, Answer.YES) is Rating.GOOD
    assert meaning(Question.MANDATE, Answer.NO) is Rating.CRITICAL
    assert meaning(Question.PUBLIC_BOTTLENECK, Answer.YES) is Rating.CRITICAL
    assert meaning(Question.PUBLIC_BOTTLENECK, Answer.PARTLY) is Rating.ATTENTION
    assert meaning(Question.PUBLIC_BOTTLENECK, Answer.NO) is Rating.GOOD
    assert meaning(Question.MANDATE, Answer.UNKNOWN) is None
    assert meaning(Question.MANDATE, None) is None


@pytest.mark.parametrize(
    ("ends_on", "term"),
    [
        (None, CovenantTerm.RUNS),
        (date(2026, 3, 19), CovenantTerm.ENDED),
        (date(2026, 3, 20), CovenantTerm.ENDS_SOON),
        (date(2026, 9, 19), CovenantTerm.ENDS_SOON),
        (date(2026, 9, 20), CovenantTerm.RUNS),
    ],
)
def test_an_agreement_that_ends_within_half_a_year_is_noticed(
    ends_on: date | None, term: CovenantTerm
) -> None:
    assert covenant_term(ends_on, date(2026, 3, 20)) is term
