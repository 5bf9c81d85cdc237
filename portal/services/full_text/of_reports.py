"""What can be found of reports: from the moment that they count, never before."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy.orm import object_session

from portal.domain.audience import Audience
from portal.domain.full_text import FoundKind, Guard
from portal.domain.money import StatementState
from portal.domain.workflow import COUNTED
from portal.models import Evidence, MaatregelProgress, Report, Statement
from portal.queries.evidence import ask_of, standing_evidence
from portal.queries.review import errata_of
from portal.services.full_text.text import Text, Titled


@dataclass(frozen=True)
class _Page:
    """The page of a report, on which its texts stand."""

    report: Report

    def text(self, title: str, *said: str | None, audience: Audience | None = None, anchor: str = "") -> Text:
        report = self.report
        address = {"period_code": report.period.code, "network_code": report.network.code}
        return Text(
            FoundKind.REPORT,
            title,
            said,
            {**address, "_anchor": anchor} if anchor else address,
            Guard.REPORT,
            guarded_id=report.id,
            audience=audience,
            network_id=report.network_id,
            period_id=report.period_id,
            as_of=report.period.observes_until,
            titled=Titled.SHOWN,
        )


def of_report(report: Report) -> Iterator[Text]:
    """Yield the texts of a report that counts: each apart where it is for readers of its own."""
    if report.state not in COUNTED:
        return
    page, network = _Page(report), report.network.title
    answers = [answer.explanation for answer in report.answers]
    summary = page.text(network, report.summary, report.covenant, *answers, anchor="samenvatting")
    yield replace(summary, titled=Titled.COUNTS)
    yield page.text(
        network, report.developments, audience=report.developments_audience, anchor="samenvatting"
    )
    own = [each.explanation for each in report.judgements]
    of_office = [each.explanation for each in report.office_judgements]
    yield page.text(network, *own, *of_office, anchor="oordelen")
    for contribution in report.contributions:
        yield page.text(network, contribution.description, audience=contribution.audience, anchor="geld")
    # What is said of amounts is for fewer people than the report: it is not found by words.
    for row in report.progress:
        yield from _of_progress(page, row)
    session = object_session(report)
    if session is None:
        return
    for erratum in errata_of(session, [report.id], list(Audience)):
        said = (erratum.passage, erratum.correction, erratum.reason)
        yield page.text(network, *said, audience=erratum.audience, anchor="errata")
    for evidence, row in standing_evidence(session, report.id):
        yield page.text(
            row.title,
            evidence.title,
            evidence.file_name,
            audience=evidence.audience,
            anchor=f"m-{row.maatregel.code}",
        )


def _of_progress(page: _Page, row: MaatregelProgress) -> Iterator[Text]:
    anchor = f"m-{row.maatregel.code}"
    needs = [each.explanation for each in row.requirements]
    words = (row.done, row.result, row.next_step, row.recovery, row.decision_question, *needs)
    text = page.text(row.title, *words, audience=row.audience, anchor=anchor)
    yield replace(text, titled=Titled.COUNTS, names=row.maatregel.code)
    if row.milestones:
        yield page.text(row.title, *(each.title for each in row.milestones), anchor=anchor)


def of_evidence(evidence: Evidence) -> Iterator[Text]:
    """Yield what shows that an ask was carried out; what stands with a report is found with the report."""
    session = object_session(evidence)
    if session is None or evidence.ask_id is None or evidence.removed_at is not None:
        return
    yield Text(
        FoundKind.EVIDENCE,
        evidence.title,
        (evidence.file_name,),
        {"code": ask_of(session, evidence).code},
        Guard.EVIDENCE,
        audience=evidence.audience,
        as_of=evidence.added_at.date(),
    )


def of_statement(statement: Statement) -> Iterator[Text]:
    """Yield how a network accounts for a year, once that was accepted."""
    if statement.state is not StatementState.ACCEPTED or statement.accepted_at is None:
        return
    yield Text(
        FoundKind.STATEMENT,
        f"{statement.network.title} {statement.year}",
        (statement.explanation,),
        {"year": str(statement.year), "network_code": statement.network.code},
        Guard.STATEMENT,
        network_id=statement.network_id,
        as_of=statement.accepted_at.date(),
        titled=Titled.COUNTS,
    )
