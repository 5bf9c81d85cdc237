"""Remarkable values in a report: seeing them, and explaining them."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.explaining import may_explain
from portal.access.policy import Permission
from portal.database import db
from portal.domain.errors import StaleVersionError
from portal.forms.base import text_of
from portal.forms.explanation import ExplanationForm
from portal.models import Report
from portal.queries.checks import findings_of
from portal.services import explanations as service
from portal.views.checked import checks_of
from portal.views.loading import load_report
from portal.views.reports import REPORT
from portal.web.doors import requires
from portal.web.sign_in import current_principal

blueprint = Blueprint("explanations", __name__)
ALL = f"{REPORT}/opvallend"


@blueprint.get(ALL)
@requires(Permission.WRITE_REPORT)
def index(period_code: str, network_code: str) -> str:
    """Show everything remarkable in a report, with a form for what may be explained."""
    report = load_report(period_code, network_code, Permission.WRITE_REPORT)
    return _page(report)


@blueprint.post(ALL)
@requires(Permission.WRITE_REPORT)
def save(period_code: str, network_code: str) -> Response | tuple[str, int]:
    """Save why one value is right; a value that changed meanwhile asks again and keeps the words."""
    report = load_report(period_code, network_code, Permission.WRITE_REPORT)
    form = ExplanationForm()
    _check_part(report, form)
    if not form.validate():
        return _page(report, form), 422
    try:
        service.explain(
            db.session,
            current_principal().actor,
            report,
            form.key,
            text_of(form.value),
            text_of(form.text),
        )
    except StaleVersionError:
        return _page(report, form, changed=True), 409
    db.session.commit()
    flash(_("De toelichting is opgeslagen."), "good")
    return redirect(url_for(".index", period_code=period_code, network_code=network_code))


def _check_part(report: Report, form: ExplanationForm) -> None:
    """Answer 403 for a value in a part that somebody else writes."""
    found = next((each for each in findings_of(db.session, report) if each.key == form.key), None)
    if found is not None and not may_explain(current_principal(), report, found.part, found.place):
        abort(403)


def _page(report: Report, typed: ExplanationForm | None = None, *, changed: bool = False) -> str:
    checks = checks_of(report, typed)
    return render_template(
        "checks/index.html",
        report=report,
        checks=checks,
        typed=typed,
        changed=changed,
        gone=typed is not None and not any(row.form is typed for row in checks.rows),
    )
