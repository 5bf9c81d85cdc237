"""Explaining what is remarkable in a report; the explanation travels with the value."""

from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.checks import Level
from portal.domain.errors import (
    NotEditableError,
    ReasonRequiredError,
    StaleVersionError,
    UnexplainedFindingsError,
)
from portal.models import Explanation, Report
from portal.queries.checks import CheckFinding, explanations_of, findings_of
from portal.services import audit
from portal.services.locks import hold_still


def explain(
    session: Session, actor: Actor, report: Report, key: tuple[str, str, str], value: str, text: str
) -> Explanation:
    """Say why a remarkable value is right; `value` is the one that was on the page.

    Raises ReasonRequiredError without words, StaleVersionError when the value is another one by now, and
    NotEditableError when its part cannot be written or asks for no explanation.
    """
    # Two people who explain the same value at once would both add a row.
    hold_still(session, report)
    if not text.strip():
        raise ReasonRequiredError
    found = next((each for each in findings_of(session, report) if each.key == key), None)
    if found is None or found.finding.value != value:
        raise StaleVersionError
    if not found.place.editable or found.level is not Level.EXPLAIN:
        raise NotEditableError
    explanation = _row(session, report, found)
    if (explanation.value, explanation.text) == (value, text.strip()):
        return explanation
    explanation.value, explanation.text = value, text.strip()
    explanation.explained_at, explanation.explained_by_id = clock.now(), actor.account_id
    session.add(explanation)
    session.flush()
    audit.record(
        session,
        actor,
        AuditAction.FINDING_EXPLAINED,
        SubjectKind.REPORT,
        report.id,
        f"{report.network.title}, {report.period.title}",
        network_id=report.network_id,
        details={"part": found.place.title, "check": found.finding.code.value},
    )
    return explanation


def settle(session: Session, report: Report) -> None:
    """Let only explanations of what stands in the report go along with a submission.

    Raises UnexplainedFindingsError while something must be corrected or explained.
    """
    findings = findings_of(session, report)
    if any(each.stands for each in findings):
        raise UnexplainedFindingsError
    kept = {each.explanation.id for each in findings if each.explanation}
    for explanation in explanations_of(session, report.id):
        if explanation.id not in kept:
            session.delete(explanation)
    session.flush()


def _row(session: Session, report: Report, found: CheckFinding) -> Explanation:
    """Return the explanation of a former value of this finding, or a new one."""
    for each in explanations_of(session, report.id):
        if (each.part, each.field, each.code) == found.key:
            return each
    part, name, code = found.key
    return Explanation(report_id=report.id, part=part, field=name, code=code)
