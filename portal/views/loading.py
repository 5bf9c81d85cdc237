"""Fetching and authorising at once: absent or unreadable is 404, readable but not yours to change is 403."""

from collections.abc import Callable

from flask import abort
from sqlalchemy.orm import Session

from portal.access.policy import Permission
from portal.access.writing import may_write_progress
from portal.database import db
from portal.models import MaatregelProgress, Period, Report
from portal.queries.details import readable_row
from portal.queries.periods import period_by_code
from portal.queries.reports import readable_report
from portal.queries.visibility import Visibility
from portal.queries.writing import answers_to_write, questionnaire_to_write, report_to_write, row_to_write
from portal.web.sign_in import current_principal

Find = Callable[[Session, Visibility, str, str], Report | None]


def load_period(code: str) -> Period:
    """Return the period, or 404."""
    return period_by_code(db.session, code) or abort(404)


def load_report(period_code: str, network_code: str, to: Permission | None = None) -> Report:
    """Return the report when it may be read (else 404) and, when asked, changed (else 403)."""
    principal = current_principal()
    report = readable_report(db.session, principal.visibility(), period_code, network_code)
    if report is None:
        abort(404)
    if to is not None and not principal.allows(to, report.network_id):
        abort(403)
    return report


def load_part(period_code: str, network_code: str, code: str, *, given: bool = True) -> MaatregelProgress:
    """Return one maatregel in a report that is written in the own network (else 404 or 403), in one query.

    `given` asks besides that this person fills it in (else 403).
    """
    principal = current_principal()
    row = row_to_write(db.session, principal.visibility(), period_code, network_code, code) or abort(404)
    if not principal.allows(Permission.WRITE_REPORT, row.report.network_id):
        abort(403)
    if given and not may_write_progress(principal, row.report, row.maatregel):
        abort(403)
    return row


def load_summary(period_code: str, network_code: str) -> Report:
    """Return a report (else 404) of which this person writes the summary (else 403), in one query."""
    principal = current_principal()
    report = report_to_write(db.session, principal.visibility(), period_code, network_code) or abort(404)
    if not principal.allows(Permission.COORDINATE_REPORT, report.network_id):
        abort(403)
    return report


def load_questionnaire(period_code: str, network_code: str) -> Report:
    """Return a report (else 404) of which this person writes the questionnaires (else 403)."""
    return _written(questionnaire_to_write, period_code, network_code)


def load_answers(period_code: str, network_code: str) -> Report:
    """Return the same with the answers alone, in one query: for saving while somebody types."""
    return _written(answers_to_write, period_code, network_code)


def _written(find: Find, period_code: str, network_code: str) -> Report:
    principal = current_principal()
    report = find(db.session, principal.visibility(), period_code, network_code) or abort(404)
    if not principal.allows(Permission.WRITE_REPORT, report.network_id):
        abort(403)
    return report


def load_row(period_code: str, network_code: str, code: str, to: Permission) -> MaatregelProgress:
    """Return one maatregel in a report with its details: unreadable is 404, not yours to change is 403."""
    principal = current_principal()
    row = readable_row(db.session, principal.visibility(), period_code, network_code, code)
    if row is None:
        abort(404)
    if not principal.allows(to, row.report.network_id):
        abort(403)
    if to is Permission.WRITE_REPORT and not may_write_progress(principal, row.report, row.maatregel):
        abort(403)
    return row


def may_write(report: Report) -> bool:
    """Return whether who is signed in writes this report."""
    return current_principal().allows(Permission.WRITE_REPORT, report.network_id)
