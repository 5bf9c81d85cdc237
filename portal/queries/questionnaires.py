"""What a network answered to the questionnaires, period after period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, selectinload

from portal.domain.areas import Area
from portal.domain.progress import Rating
from portal.domain.questionnaires import (
    QUESTIONS,
    Answer,
    AnswerContent,
    CovenantTerm,
    Question,
    Section,
    covenant_term,
    meaning,
)
from portal.domain.workflow import ReportState
from portal.models import Period, Report
from portal.queries.completeness import answers_of
from portal.queries.remembered import remembered
from portal.queries.visibility import Visibility

_MOST = 256
"""For so many kinds of reader the statement is kept."""
PERIODS = 6
"""How many periods a trend goes back: three years."""


@dataclass(frozen=True)
class Answered:
    """The answers of one report."""

    period_code: str
    period_title: str
    adopted: bool
    answers: dict[Question, AnswerContent]


def answers_before(session: Session, visibility: Visibility, report: Report) -> list[Answered]:
    """Return the answers of this network in counted, readable reports before this one, oldest first."""
    return _answered(session, visibility.of_counted(), report.network_id, report.period.observes_from)


@remembered(Area.REPORTING)
def _answered(session: Session, visibility: Visibility, network_id: int, before: date) -> list[Answered]:
    asked = {"network_id": network_id, "before": before}
    rows: Sequence[Report] = session.scalars(_before(visibility), asked).all()
    return [
        Answered(row.period.code, row.period.title, row.state is ReportState.ADOPTED, answers_of(row))
        for row in reversed(rows)
    ]


@lru_cache(_MOST)
def _before(visibility: Visibility) -> sa.Select[Report]:
    return (
        sa.select(Report)
        .join(Report.period)
        .where(
            Report.network_id == sa.bindparam("network_id"),
            Period.observes_from < sa.bindparam("before"),
            visibility.counted(),
        )
        .order_by(Period.observes_from.desc())
        .limit(PERIODS)
        .options(contains_eager(Report.period), selectinload(Report.answers))
    )


@dataclass(frozen=True)
class Reply:
    """One answer with how it sounds."""

    answer: Answer | None
    explanation: str
    rating: Rating | None


@dataclass(frozen=True)
class QuestionRow:
    """One question with the answer of this report and those of the ones before, oldest first."""

    question: Question
    current: Reply
    former: list[Reply]


def question_rows(
    section: Section, current: Mapping[Question, AnswerContent], history: Sequence[Answered]
) -> list[QuestionRow]:
    """Return the questions of a section in the order of the form, each with its answers through time."""
    return [
        QuestionRow(question, _reply(question, current), [_reply(question, each.answers) for each in history])
        for question in QUESTIONS[section]
    ]


@dataclass(frozen=True)
class ReadSections:
    """The questionnaires of a report as somebody reads them."""

    network: list[QuestionRow]
    data_sharing: list[QuestionRow]
    periods: list[str]
    """Titles of the periods before this one, oldest first."""
    term: CovenantTerm
    """How the agreement stood on the last day the report looks at."""


def read_sections(session: Session, visibility: Visibility, report: Report) -> ReadSections:
    """Return both questionnaires of a report with the answers before it, as far as they may be read."""
    history, given = answers_before(session, visibility, report), answers_of(report)
    return ReadSections(
        question_rows(Section.NETWORK, given, history),
        question_rows(Section.DATA_SHARING, given, history),
        [each.period_title for each in history],
        covenant_term(report.covenant_ends_on, report.period.observes_until),
    )


def _reply(question: Question, answers: Mapping[Question, AnswerContent]) -> Reply:
    said = answers.get(question, AnswerContent())
    return Reply(said.answer, said.explanation, meaning(question, said.answer))


def last_adopted(history: Sequence[Answered]) -> Answered | None:
    """Return the newest of these that is adopted and answers anything."""
    return next(
        (
            each
            for each in reversed(history)
            if each.adopted and any(said.answer for said in each.answers.values())
        ),
        None,
    )
