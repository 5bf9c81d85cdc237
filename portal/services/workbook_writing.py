"""Writing one part of a report from a workbook, through the same services as the forms."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from portal.domain.audience import Audience
from portal.domain.audit import Actor
from portal.domain.details import MilestoneContent
from portal.domain.errors import NotEditableError
from portal.domain.money import MoneyContent, UnderspendReason
from portal.domain.progress import Aspect, DelayReason, Proactivity, ProgressStatus, Rating, Trend
from portal.domain.questionnaires import QUESTIONS, Answer, AnswerContent, Section
from portal.domain.reports import Developments, JudgementContent, ProgressContent
from portal.domain.workbook import Contents
from portal.domain.workbook_changes import PartChange, merged
from portal.models import MaatregelProgress, Report
from portal.queries.details import detail_content
from portal.queries.workbook import MONEY, SUMMARY
from portal.services.details import write_details
from portal.services.money import money_section, write_money
from portal.services.progress import write_progress, write_section
from portal.services.sections import network_facts, section_version, write_answers

Values = Mapping[str, str]
Rows = Mapping[str, Values]


def write_part(
    session: Session, actor: Actor, report: Report, contents: Contents, change: PartChange
) -> None:
    """Write one part; raises what its own service raises."""
    rows = merged(contents, change)
    kind, _colon, rest = change.part.partition(":")
    if kind == SUMMARY:
        _write_summary(session, actor, report, rows)
    elif kind == MONEY:
        _write_money(session, actor, report, rows)
    elif kind == "section":
        _write_answers(session, actor, report, Section(rest), rows)
    elif kind == "details":
        _write_milestones(session, actor, _row(report, int(rest)), rows)
    else:
        progress = _row(report, int(rest))
        values = rows[progress.maatregel.code]
        write_progress(session, actor, progress, progress.version, progress_content(values))


def progress_content(values: Values) -> ProgressContent:
    """Return what the values of one row say of a maatregel."""
    return ProgressContent(
        status=ProgressStatus(values["status"]) if values["status"] else None,
        trend=Trend(values["trend"]) if values["trend"] else None,
        done=values["done"],
        result=values["result"],
        next_step=values["next_step"],
        delay_reason=DelayReason(values["delay_reason"]) if values["delay_reason"] else None,
        recovery=values["recovery"],
        proactivity=Proactivity(values["proactivity"]) if values["proactivity"] else None,
        fte_planned=_decimal(values["fte_planned"]),
        fte_filled=_decimal(values["fte_filled"]),
        decision_question=values["decision_question"],
        audience=Audience(values["audience"]),
    )


def _write_summary(session: Session, actor: Actor, report: Report, rows: Rows) -> None:
    judgements = [
        JudgementContent(
            aspect, Rating(rows[aspect]["rating"]) if rows[aspect]["rating"] else None, rows[aspect]["text"]
        )
        for aspect in Aspect
    ]
    developments = Developments(rows["developments"]["text"], Audience(rows["developments"]["audience"]))
    write_section(session, actor, report, report.version, rows[SUMMARY]["text"], judgements, developments)


def _write_answers(session: Session, actor: Actor, report: Report, section: Section, rows: Rows) -> None:
    answers = {
        question: AnswerContent(
            Answer(rows[question]["answer"]) if rows[question]["answer"] else None,
            rows[question]["explanation"],
        )
        for question in QUESTIONS[section]
    }
    facts = None
    if section is Section.NETWORK:
        facts = replace(
            network_facts(report),
            covenant=rows["covenant"]["explanation"],
            covenant_ends_on=_day(rows["covenant_ends_on"]["day"]),
        )
    write_answers(session, actor, report, section, section_version(report, section), answers, facts)


def _write_milestones(session: Session, actor: Actor, progress: MaatregelProgress, rows: Rows) -> None:
    code = f"{progress.maatregel.code}/"
    milestones = tuple(
        _milestone("" if "nieuw-" in key else key.removeprefix(code), values)
        for key, values in rows.items()
        if values["title"] and values["planned_on"]
    )
    content = replace(detail_content(progress), milestones=milestones)
    write_details(session, actor, progress, progress.version, content)


def _milestone(key: str, values: Values) -> MilestoneContent:
    planned = date.fromisoformat(values["planned_on"])
    return MilestoneContent(
        values["title"], planned, _day(values["expected_on"]), _day(values["actual_on"]), key
    )


def _write_money(session: Session, actor: Actor, report: Report, rows: Rows) -> None:
    section = money_section(report)
    if section is None:
        raise NotEditableError
    lines = {int(key): _money(values) for key, values in rows.items()}
    write_money(session, actor, report, section.version, lines)


def _money(values: Values) -> MoneyContent:
    reason = values["underspend_reason"]
    return MoneyContent(
        _amount(values["committed"]),
        _amount(values["realised"]),
        _amount(values["forecast"]),
        UnderspendReason(reason) if reason else None,
        values["explanation"],
    )


def _row(report: Report, progress_id: int) -> MaatregelProgress:
    found = next((row for row in report.progress if row.id == progress_id), None)
    if found is None:
        raise NotEditableError
    return found


def _decimal(value: str) -> Decimal | None:
    return Decimal(value) if value else None


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


def _amount(value: str) -> int | None:
    return int(value) if value else None
