"""Every rule that refuses an action says so in its own words."""

import pytest
from flask import Flask

from portal.domain import errors
from portal.domain.errors import DomainError
from portal.domain.workflow import IllegalTransitionError, PeriodAction, PeriodState
from portal.web.errors import show_refusal
from portal.web.refusals import SENTENCES, sentence_for

RULES = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, DomainError) and kind is not DomainError
]


def test_every_rule_has_a_sentence_of_its_own(world_app: Flask) -> None:
    assert set(SENTENCES) == {*RULES, IllegalTransitionError}
    with world_app.test_request_context():
        assert len({str(sentence) for sentence in SENTENCES.values()}) == len(SENTENCES)


def test_a_rule_without_words_gets_those_of_its_kind_or_general_ones(world_app: Flask) -> None:
    class NewError(DomainError):
        """A rule nobody wrote words for."""

    class HarderError(errors.FourEyesError):
        """A kind of a known rule."""

    with world_app.test_request_context():
        assert "Deze stap kan nu niet" in str(sentence_for(NewError()))
        assert sentence_for(HarderError()) == SENTENCES[errors.FourEyesError]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (errors.FourEyesError(), "mag die niet zelf accepteren"),
        (errors.OtherPeriodOpenError(), "Sluit die eerst."),
        (IllegalTransitionError(PeriodAction.CLOSE, PeriodState.ADOPTED), "de status is intussen veranderd"),
    ],
)
@pytest.mark.usefixtures("world")
def test_the_page_tells_the_rule_and_not_that_somebody_else_saved(
    world_app: Flask, error: Exception, words: str
) -> None:
    with world_app.test_request_context("/", method="POST", data={"reden": "Lang nagedacht"}):
        page, status = show_refusal(error)
    assert status == 409
    assert words in page
    assert "Lang nagedacht" in page
    assert "Iemand anders" not in page
