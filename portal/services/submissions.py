"""Keeping what a report said at the moment it was submitted, part by part and field by field."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.questionnaires import QUESTIONS, Section
from portal.models import MaatregelProgress, Report, Submission
from portal.queries.submissions import last_submission, section_key

SUMMARY = "summary"
Part = dict[str, Any]


def keep_submission(session: Session, report: Report, by: int | None, at: datetime) -> Submission:
    """Keep the whole content of a report under the next number."""
    taken = sa.select(sa.func.max(Submission.number)).where(Submission.report_id == report.id)
    submission = Submission(
        report_id=report.id,
        number=(session.scalar(taken) or 0) + 1,
        submitted_at=at,
        submitted_by_id=by,
        content=snapshot(report),
    )
    session.add(submission)
    session.flush()
    return submission


def kept_submission(session: Session, report: Report) -> Submission:
    """Return the last submission; one from before submissions were kept is kept now, it has not changed."""
    present = last_submission(session, report.id)
    if present is not None:
        return present
    if report.submitted_at is None:
        raise LookupError(report.id)
    return keep_submission(session, report, report.submitted_by_id, report.submitted_at)


def snapshot(report: Report) -> dict[str, Any]:
    """Return everything a report says, with the titles of its parts as they are now."""
    rows = sorted(report.progress, key=lambda row: row.maatregel.position)
    parts: dict[str, Part] = {SUMMARY: _summary(report)}
    parts |= {f"progress:{row.id}": _progress(row) for row in rows}
    parts |= {
        section_key(Section.NETWORK): _network(report) | _answers(report, Section.NETWORK),
        section_key(Section.DATA_SHARING): _answers(report, Section.DATA_SHARING),
        section_key(Section.MONEY): _money(report),
    }
    return {"parts": parts, "titles": {f"progress:{row.id}": row.title for row in rows}}


def _summary(report: Report) -> Part:
    part: Part = {
        "summary": report.summary,
        "developments": report.developments,
        "developments_audience": report.developments_audience.value,
    }
    for judgement in sorted(report.judgements, key=lambda each: each.id):
        part[f"rating:{judgement.aspect}"] = judgement.rating
        part[f"words:{judgement.aspect}"] = judgement.explanation
    return part


def _progress(row: MaatregelProgress) -> Part:
    return {
        "status": row.status,
        "trend": row.trend,
        "done": row.done,
        "result": row.result,
        "next_step": row.next_step,
        "delay_reason": row.delay_reason,
        "recovery": row.recovery,
        "proactivity": row.proactivity,
        "fte_planned": _number(row.fte_planned),
        "fte_filled": _number(row.fte_filled),
        "decision_question": row.decision_question,
        "audience": row.audience.value,
        "milestones": [
            {
                "title": each.title,
                "planned_on": _day(each.planned_on),
                "expected_on": _day(each.expected_on),
                "actual_on": _day(each.actual_on),
            }
            for each in row.milestones
        ],
        "requirements": [
            {"title": each.maatregel.title, "explanation": each.explanation}
            for each in sorted(row.requirements, key=lambda each: each.maatregel.code)
        ],
        "partners": sorted(partner.title for partner in row.partners),
    }


def _network(report: Report) -> Part:
    return {
        "covenant": report.covenant,
        "covenant_ends_on": _day(report.covenant_ends_on),
        "partners": sorted(partner.title for partner in report.partners),
    }


def _answers(report: Report, section: Section) -> Part:
    given = {row.question: row for row in report.answers}
    part: Part = {}
    for question in QUESTIONS[section]:
        if question in given:
            part[f"answer:{question}"] = given[question].answer
            part[f"words:{question}"] = given[question].explanation
    return part


def _money(report: Report) -> Part:
    part: Part = {
        f"line:{line.year}:{line.funding_source.title}": {
            "committed": line.committed,
            "realised": line.realised,
            "forecast": line.forecast,
            "underspend_reason": line.underspend_reason,
            "explanation": line.explanation,
        }
        for line in sorted(report.money, key=lambda line: (line.year, line.funding_source.position))
    }
    part["contributions"] = [
        {
            "partner": each.partner.title if each.partner else "",
            "kind": each.kind.value,
            "amount": each.amount,
            "description": each.description,
            "audience": each.audience.value,
        }
        for each in sorted(report.contributions, key=lambda each: each.id)
    ]
    return part


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _number(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:.2f}"
