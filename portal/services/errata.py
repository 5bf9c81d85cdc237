"""Placing a correction beside an adopted report, which itself never changes."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import NotAdoptedError, ReasonRequiredError
from portal.domain.review import ErratumContent
from portal.domain.workflow import ReportState
from portal.models import Erratum, Report
from portal.services import audit


def add_erratum(session: Session, actor: Actor, report: Report, content: ErratumContent) -> Erratum:
    """Place an erratum; the same one again is the one that is already there.

    Raises NotAdoptedError, or ReasonRequiredError when a passage, a correction or a reason is missing.
    """
    session.refresh(report, ["state", "version"], with_for_update=True)
    if report.state is not ReportState.ADOPTED or actor.account_id is None:
        raise NotAdoptedError
    if not all(text.strip() for text in (content.passage, content.correction, content.reason)):
        raise ReasonRequiredError
    about = next((row for row in report.progress if row.id == content.progress_id), None)
    if content.progress_id is not None and about is None:
        raise LookupError(content.progress_id)
    present = _same(session, report, content)
    if present is not None:
        return present
    erratum = Erratum(
        report_id=report.id,
        progress_id=content.progress_id,
        passage=content.passage,
        correction=content.correction,
        reason=content.reason,
        audience=content.audience,
        added_at=clock.now(),
        added_by_id=actor.account_id,
    )
    session.add(erratum)
    session.flush()
    audit.record(
        session,
        actor,
        AuditAction.ERRATUM_ADDED,
        SubjectKind.REPORT,
        report.id,
        f"{report.network.title}, {report.period.title}",
        network_id=report.network_id,
        # The reason stands in the erratum itself, which not everybody who reads the trail may read.
        details={"part": about.title if about else ""},
    )
    return erratum


def _same(session: Session, report: Report, content: ErratumContent) -> Erratum | None:
    """Return the erratum that says this already: pressing twice is placing once."""
    return session.scalars(
        sa.select(Erratum).where(
            Erratum.report_id == report.id,
            Erratum.progress_id.is_(None)
            if content.progress_id is None
            else Erratum.progress_id == content.progress_id,
            Erratum.passage == content.passage,
            Erratum.correction == content.correction,
            Erratum.audience == content.audience,
        )
    ).first()
