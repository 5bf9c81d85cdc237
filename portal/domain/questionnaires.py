"""The short questionnaires in a report: how the network itself is doing, and how data are shared.

Sources: nota 4.2-1 (public-private co-operation as condition), letter 2022, Gegevensdeling (does the
handelingskader lead to more and correct sharing); functions F04, F54 and F55.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.domain.progress import Rating
from portal.domain.reports import Gap


class Section(StrEnum):
    """Parts of a report beside the maatregelen and the summary; each is written and returned by itself."""

    NETWORK = "network"
    DATA_SHARING = "data_sharing"
    MONEY = "money"


class Question(StrEnum):
    """Every question; once asked, a value never changes its meaning."""

    PARTNERS_TAKE_PART = "partners_take_part"
    AGREEMENTS_KEPT = "agreements_kept"
    PUBLIC_AND_PRIVATE = "public_and_private"
    MANDATE = "mandate"
    FRAMEWORK_KNOWN = "framework_known"
    FRAMEWORK_USED = "framework_used"
    MORE_SHARING = "more_sharing"
    CORRECT_SHARING = "correct_sharing"
    PUBLIC_BOTTLENECK = "public_bottleneck"
    PRIVATE_BOTTLENECK = "private_bottleneck"


class Answer(StrEnum):
    """The answer to one question."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNKNOWN = "unknown"


QUESTIONS: Mapping[Section, tuple[Question, ...]] = {
    Section.NETWORK: (
        Question.PARTNERS_TAKE_PART,
        Question.AGREEMENTS_KEPT,
        Question.PUBLIC_AND_PRIVATE,
        Question.MANDATE,
    ),
    Section.DATA_SHARING: (
        Question.FRAMEWORK_KNOWN,
        Question.FRAMEWORK_USED,
        Question.MORE_SHARING,
        Question.CORRECT_SHARING,
        Question.PUBLIC_BOTTLENECK,
        Question.PRIVATE_BOTTLENECK,
    ),
}
"""What is asked in each section, in the order of the form."""


@dataclass(frozen=True)
class AnswerContent:
    """The answer to one question, with words where there is something to say."""

    answer: Answer | None = None
    explanation: str = ""


BOTTLENECKS = frozenset({Question.PUBLIC_BOTTLENECK, Question.PRIVATE_BOTTLENECK})
"""Questions where "yes" is the bad news."""

TELLING: Mapping[bool, frozenset[Answer]] = {
    False: frozenset({Answer.PARTLY, Answer.NO}),
    True: frozenset({Answer.YES, Answer.PARTLY}),
}
"""Answers that mean nothing without words, for bottlenecks (True) and for the other questions.

Whoever answers "yes, there are bottlenecks" must say which; whoever says that the partners do not take
part must say why. "I do not know" stands by itself: it is honest, and the stuurgroep sees it.
"""


def needs_words(question: Question, answer: Answer | None) -> bool:
    """Return whether this answer asks for an explanation."""
    return answer in TELLING[question in BOTTLENECKS]


def answer_gaps(question: Question, content: AnswerContent) -> list[Gap]:
    """Return what is missing in the answer to one question."""
    if content.answer is None:
        return [Gap.ANSWER]
    if needs_words(question, content.answer) and not content.explanation.strip():
        return [Gap.EXPLANATION]
    return []


def meaning(question: Question, answer: Answer | None) -> Rating | None:
    """Return how an answer sounds: a bottleneck turns the scale around; not knowing says nothing."""
    scale = [Rating.GOOD, Rating.ATTENTION, Rating.CRITICAL]
    if question in BOTTLENECKS:
        scale.reverse()
    return dict(zip((Answer.YES, Answer.PARTLY, Answer.NO), scale, strict=True)).get(answer or Answer.UNKNOWN)


@dataclass(frozen=True)
class NetworkFacts:
    """What a report says of the network itself besides answers."""

    covenant: str = ""
    covenant_ends_on: date | None = None
    partner_ids: frozenset[int] = frozenset()


class CovenantTerm(StrEnum):
    """Whether the agreement between the partners needs attention."""

    RUNS = "runs"
    ENDS_SOON = "ends_soon"
    ENDED = "ended"


_SOON = timedelta(days=183)


def covenant_term(ends_on: date | None, on: date) -> CovenantTerm:
    """Return how an agreement stands on a day; its last day still counts, and half a year ahead is soon."""
    if ends_on is None or ends_on > on + _SOON:
        return CovenantTerm.RUNS
    return CovenantTerm.ENDED if ends_on < on else CovenantTerm.ENDS_SOON
