"""What is missing in the sections of a report beside the maatregelen and the summary."""

from collections.abc import Mapping

from sqlalchemy.orm import object_session

from portal.domain.money import MoneyContent, money_gaps
from portal.domain.questionnaires import QUESTIONS, AnswerContent, Question, Section, answer_gaps
from portal.domain.reports import Gap
from portal.models import MoneyLine, Report
from portal.queries.money import known_budgets

Budgets = Mapping[tuple[int, int, int], int]
"""Whole euros by network, year and funding source."""


def section_gaps(report: Report, section: Section, budgets: Budgets | None = None) -> list[Gap]:
    """Return what is missing in a section of a report that was read as a whole."""
    if section is Section.MONEY:
        return _money_gaps(report, budgets)
    given = answers_of(report)
    return [
        gap
        for question in QUESTIONS[section]
        for gap in answer_gaps(question, given.get(question, AnswerContent()))
    ]


def answers_of(report: Report) -> dict[Question, AnswerContent]:
    """Return what a report answers, by question."""
    return {row.question: AnswerContent(row.answer, row.explanation) for row in report.answers}


def _money_gaps(report: Report, budgets: Budgets | None) -> list[Gap]:
    if not report.money:
        return []
    if budgets is None:
        budgets = _budgets(report)
    return [
        gap
        for line in report.money
        for gap in money_gaps(
            _said(line), budgets.get((report.network_id, line.year, line.funding_source_id), 0)
        )
    ]


def _said(line: MoneyLine) -> MoneyContent:
    return MoneyContent(
        line.committed, line.realised, line.forecast, line.underspend_reason, line.explanation
    )


def _budgets(report: Report) -> Budgets:
    session = object_session(report)
    if session is None:
        raise LookupError(report.id)
    return known_budgets(session, frozenset(line.year for line in report.money)).now
