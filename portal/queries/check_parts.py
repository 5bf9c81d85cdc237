"""Walking through a report, part by part, to see what is remarkable in it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.checks import CheckCode, Finding, personal_data, told
from portal.domain.money_checks import money_findings
from portal.domain.progress_checks import Situation, progress_findings
from portal.domain.questionnaires import QUESTIONS, Section
from portal.domain.workflow import part_is_editable
from portal.models import Maatregel, MaatregelProgress, Report
from portal.queries.check_details import CheckDetails, check_details
from portal.queries.former import FormerReport, former_report
from portal.queries.report_money import content_of, reported_lines

SUMMARY = "summary"


@dataclass(frozen=True)
class Place:
    """Where findings stand: the title is that of the maatregel or of the line of money."""

    title: str
    section: Section | None
    """The section; empty for a maatregel and for the summary."""
    maatregel: Maatregel | None
    editable: bool
    """Whether the network can write there now."""


Part = tuple[str, Place, list[Finding]]


def checked_parts(session: Session, report: Report) -> Iterator[Part]:
    """Return every part of a report with what is remarkable in it, in the order of the form."""
    former = former_report(session, report)
    details = check_details(session, report.id)
    yield from _maatregelen(report, details, former)
    yield SUMMARY, _place(report, report.return_reason), _summary(report)
    yield from _questions(report)
    yield from _money(session, report, details, former)


def _place(
    report: Report,
    return_reason: str,
    title: str = "",
    section: Section | None = None,
    maatregel: Maatregel | None = None,
) -> Place:
    editable = part_is_editable(report.state, report.period.state, sent_back=bool(return_reason))
    return Place(title, section, maatregel, editable)


def _maatregelen(report: Report, details: CheckDetails, former: FormerReport | None) -> Iterator[Part]:
    for row in sorted(report.progress, key=lambda each: each.maatregel.position):
        findings = progress_findings(
            row.content,
            details.milestones.get(row.id, []),
            details.sectors.get(row.id, set()),
            _situation(report, row, former),
        )
        findings += personal_data(details.requirements.get(row.id, {}))
        yield (
            f"progress:{row.id}",
            _place(report, row.return_reason, row.title, None, row.maatregel),
            findings,
        )


def _situation(report: Report, row: MaatregelProgress, former: FormerReport | None) -> Situation:
    return Situation(
        report.period.observes_from,
        report.period.observes_until,
        clock.today(),
        former.progress.get(row.maatregel_id) if former else None,
        former.milestones.get(row.maatregel_id, {}) if former else {},
        unchanged=row.unchanged_since_id is not None,
    )


def _summary(report: Report) -> list[Finding]:
    texts = {"summary": report.summary, "developments": report.developments}
    texts |= {f"{each.aspect}_words": each.explanation for each in report.judgements}
    return personal_data(texts)


def _questions(report: Report) -> Iterator[Part]:
    reasons = {row.section: row.return_reason for row in report.sections}
    words = {row.question: row.explanation for row in report.answers}
    for section in (Section.NETWORK, Section.DATA_SHARING):
        texts = {f"words:{question}": words.get(question, "") for question in QUESTIONS[section]}
        findings = _covenant(report) if section is Section.NETWORK else []
        place = _place(report, reasons.get(section, ""), section=section)
        yield f"section:{section}", place, [*findings, *personal_data(texts)]


def _money(
    session: Session, report: Report, details: CheckDetails, former: FormerReport | None
) -> Iterator[Part]:
    reasons = {row.section: row.return_reason for row in report.sections}
    place = _place(report, reasons.get(Section.MONEY, ""), section=Section.MONEY)
    contributed = {f"contribution:{n}": words for n, words in enumerate(details.contributions)}
    yield f"section:{Section.MONEY}", place, personal_data(contributed)
    for each in reported_lines(session, report):
        line, budget = each.line, each.figures.budget
        before = former.money.get((line.year, line.funding_source_id)) if former else None
        findings = money_findings(content_of(line), budget, before)
        title = f"{line.funding_source.title}, {line.year}"
        yield f"money:{line.id}", replace(place, title=title), findings


def _covenant(report: Report) -> list[Finding]:
    findings = personal_data({"covenant": report.covenant})
    ends_on = report.covenant_ends_on
    if ends_on is not None and ends_on < report.period.observes_until:
        findings.append(Finding("covenant_ends_on", CheckCode.COVENANT_ENDED, {"day": told(ends_on)}))
    return findings
