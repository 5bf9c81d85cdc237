"""What stands in a report, in the shape of a workbook, and what somebody uploaded."""

from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.details import MOST_MILESTONES
from portal.domain.money import EXPLANATION_LIMIT
from portal.domain.progress import Aspect
from portal.domain.questionnaires import QUESTIONS, AnswerContent, Question, Section
from portal.domain.workbook import KEPT_FOR, NEW_ROWS, Contents, Row, Sheet, plain
from portal.domain.workflow import ReportState
from portal.models import Maatregel, MaatregelProgress, ProgressMilestone, Report, WorkbookUpload
from portal.queries.completeness import answers_of
from portal.queries.details import read_details
from portal.queries.report_money import ReportedLine, reported_lines

SUMMARY, MONEY = "summary", "money"
COVENANT_LIMIT, ANSWER_LIMIT = 300, 2_000


def contents_of(session: Session, report: Report, *, money: bool) -> Contents:
    """Return everything in a report that a workbook carries; amounts of money only when asked for."""
    # Held on to while the rows are made: a former report was read without its maatregelen.
    known = session.scalars(
        sa.select(Maatregel).where(Maatregel.id.in_({row.maatregel_id for row in report.progress}))
    ).all()
    progress = sorted(report.progress, key=lambda row: row.maatregel.position)
    read_details(session, report)
    fixed = _fixed_keys(session, [maatregel.id for maatregel in known])
    rows = {
        Sheet.MAATREGELEN: tuple(_maatregel(row) for row in progress),
        Sheet.SUMMARY: _summary(report),
        Sheet.QUESTIONS: tuple(_questions(report)),
        Sheet.MILESTONES: tuple(line for row in progress for line in _milestones(row, fixed)),
    }
    if money:
        rows[Sheet.MONEY] = tuple(_money(line) for line in reported_lines(session, report))
    return Contents(rows, _versions(report, progress))


def _versions(report: Report, progress: Collection[MaatregelProgress]) -> dict[str, int]:
    sections = {row.section: row.version for row in report.sections}
    return (
        {f"progress:{row.id}": row.version for row in progress}
        | {f"details:{row.id}": row.version for row in progress}
        | {f"section:{section.value}": sections.get(section, 0) for section in QUESTIONS}
        | {SUMMARY: report.version, MONEY: sections.get(Section.MONEY, 0)}
    )


def pending_upload(session: Session, report_id: int, account_id: int | None) -> WorkbookUpload | None:
    """Return the workbook this very person uploaded for the report and did not process yet."""
    return session.scalar(
        sa.select(WorkbookUpload)
        .where(
            WorkbookUpload.report_id == report_id,
            WorkbookUpload.account_id == account_id,
            WorkbookUpload.processed_at.is_(None),
            WorkbookUpload.uploaded_at >= clock.now() - KEPT_FOR,
        )
        .order_by(WorkbookUpload.id.desc())
        .limit(1)
    )


def _maatregel(progress: MaatregelProgress) -> Row:
    said = progress.content
    return Row(
        progress.maatregel.code,
        f"progress:{progress.id}",
        (progress.maatregel.code, progress.title),
        {
            "status": said.status or "",
            "trend": said.trend or "",
            "done": plain(said.done),
            "result": plain(said.result),
            "next_step": plain(said.next_step),
            "delay_reason": said.delay_reason or "",
            "recovery": plain(said.recovery),
            "proactivity": said.proactivity or "",
            "fte_planned": _number(said.fte_planned),
            "fte_filled": _number(said.fte_filled),
            "decision_question": plain(said.decision_question),
            "audience": said.audience,
        },
    )


def _summary(report: Report) -> tuple[Row, ...]:
    given = {judgement.aspect: judgement for judgement in report.judgements}
    return (
        Row(SUMMARY, SUMMARY, (SUMMARY,), {"text": plain(report.summary)}),
        Row(
            "developments",
            SUMMARY,
            ("developments",),
            {"text": plain(report.developments), "audience": report.developments_audience},
        ),
        *(
            Row(
                aspect.value,
                SUMMARY,
                (aspect.value,),
                {"rating": given[aspect].rating or "", "text": plain(given[aspect].explanation)},
            )
            for aspect in Aspect
        ),
    )


def _number(value: Decimal | None) -> str:
    return "" if value is None else format(value.normalize(), "f")


def _questions(report: Report) -> Iterator[Row]:
    given = answers_of(report)
    part = f"section:{Section.NETWORK.value}"
    yield Row(
        "covenant",
        part,
        (Section.NETWORK.value,),
        {"explanation": plain(report.covenant)},
        limits={"explanation": COVENANT_LIMIT},
    )
    yield Row("covenant_ends_on", part, (Section.NETWORK.value,), {"day": _day(report.covenant_ends_on)})
    for section, questions in QUESTIONS.items():
        for question in questions:
            yield _question(section, question, given.get(question, AnswerContent()))


def _question(section: Section, question: Question, said: AnswerContent) -> Row:
    return Row(
        question.value,
        f"section:{section.value}",
        (section.value,),
        {"answer": said.answer or "", "explanation": plain(said.explanation)},
        limits={"explanation": ANSWER_LIMIT},
    )


def _milestones(progress: MaatregelProgress, fixed: set[tuple[int, str]]) -> Iterator[Row]:
    """Return the milestones of a maatregel, and empty rows for new ones."""
    part, who = f"details:{progress.id}", (progress.maatregel.code, progress.title)
    for each in progress.milestones:
        yield Row(
            f"{progress.maatregel.code}/{each.key}",
            part,
            who,
            {
                "title": plain(each.title),
                "planned_on": _day(each.planned_on),
                "expected_on": _day(each.expected_on),
                "actual_on": _day(each.actual_on),
            },
            locked=frozenset({"planned_on"}) if (progress.maatregel_id, each.key) in fixed else frozenset(),
        )
    for number in range(1, min(NEW_ROWS, MOST_MILESTONES - len(progress.milestones)) + 1):
        empty = dict.fromkeys(("title", "planned_on", "expected_on", "actual_on"), "")
        yield Row(f"{progress.maatregel.code}/nieuw-{number}", part, who, empty, new=True)


def _fixed_keys(session: Session, maatregel_ids: Collection[int]) -> set[tuple[int, str]]:
    """Return the milestones whose first agreed day stood in an adopted report."""
    rows = session.execute(
        sa.select(MaatregelProgress.maatregel_id, ProgressMilestone.key)
        .join(MaatregelProgress, MaatregelProgress.id == ProgressMilestone.progress_id)
        .join(MaatregelProgress.report)
        .where(MaatregelProgress.maatregel_id.in_(sorted(maatregel_ids)), Report.state == ReportState.ADOPTED)
    )
    return {(maatregel_id, key) for maatregel_id, key in rows}


def _money(reported: ReportedLine) -> Row:
    line = reported.line
    return Row(
        str(line.id),
        MONEY,
        (str(line.year), line.funding_source.title, str(reported.figures.budget)),
        {
            "committed": _amount(line.committed),
            "realised": _amount(line.realised),
            "forecast": _amount(line.forecast),
            "underspend_reason": line.underspend_reason or "",
            "explanation": plain(line.explanation),
        },
        limits={"explanation": EXPLANATION_LIMIT},
    )


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _amount(value: int | None) -> str:
    return "" if value is None else str(value)
