"""Placing an erratum beside an adopted report."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain.errors import NotAdoptedError
from portal.domain.workflow import ReportState
from portal.forms.review import ErratumForm
from portal.models import Report
from portal.services.errata import add_erratum
from portal.views.loading import load_report
from portal.views.reports import REPORT
from portal.web.doors import requires
from portal.web.personal_data import warn_about
from portal.web.sign_in import current_principal

blueprint = Blueprint("errata", __name__)


@blueprint.get(f"{REPORT}/erratum")
@requires(Permission.ADD_ERRATUM)
def new(period_code: str, network_code: str) -> str:
    """Ask what is wrong in the adopted report, and what it should say."""
    report = _adopted(period_code, network_code)
    form = ErratumForm(formdata=None)
    form.offer(report)
    return render_template("errata/new.html", report=report, form=form)


@blueprint.post(f"{REPORT}/erratum")
@requires(Permission.ADD_ERRATUM)
def add(period_code: str, network_code: str) -> Response | tuple[str, int]:
    """Place the erratum; the report itself does not change."""
    report = _adopted(period_code, network_code)
    form = ErratumForm()
    form.offer(report)
    if not form.validate() or not form.fits():
        return render_template("errata/new.html", report=report, form=form), 422
    add_erratum(db.session, current_principal().actor, report, form.content(report))
    db.session.commit()
    flash(_("Het erratum staat bij de rapportage. De rapportage zelf is niet gewijzigd."), "good")
    warn_about(form)
    return redirect(
        url_for("reports.show", period_code=period_code, network_code=network_code, _anchor="errata")
    )


def _adopted(period_code: str, network_code: str) -> Report:
    report = load_report(period_code, network_code, Permission.ADD_ERRATUM)
    if report.state is not ReportState.ADOPTED:
        raise NotAdoptedError
    return report
