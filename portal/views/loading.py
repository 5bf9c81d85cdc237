"""Fetching and authorising at once: absent or unreadable is 404, readable but not yours to change is 403."""

from flask import abort

from portal.access.policy import Permission
from portal.database import db
from portal.models import MaatregelProgress, Period, Report
from portal.queries.periods import period_by_code
from portal.queries.reports import readable_report
from portal.web.sign_in import current_principal


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


def load_progress(report: Report, code: str) -> MaatregelProgress:
    """Return what is said of this maatregel in the report, or 404."""
    return next((row for row in report.progress if row.maatregel.code == code), None) or abort(404)


def may_write(report: Report) -> bool:
    """Return whether who is signed in writes this report."""
    return current_principal().allows(Permission.WRITE_REPORT, report.network_id)
