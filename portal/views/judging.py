"""Judging reports: the programme office's own judgement, and accepting several reports at once."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain.errors import FourEyesError, NotEditableError, StaleVersionError
from portal.domain.progress import Aspect
from portal.domain.workflow import RATEABLE
from portal.forms.review import JudgementForm
from portal.models import OfficeJudgement, Report
from portal.queries.audit import took_part
from portal.queries.review import office_judgements, office_version
from portal.services import review
from portal.views.loading import load_period, load_report
from portal.views.reports import REPORT
from portal.web.doors import requires
from portal.web.refusals import sentence_for
from portal.web.sign_in import current_principal

blueprint = Blueprint("judging", __name__)
LARGEST = 2**31 - 1
"""Ids above it exist in no table, and PostgreSQL refuses to compare with them."""


@blueprint.get(f"{REPORT}/oordeel")
@requires(Permission.GIVE_RATING)
def edit_judgement(period_code: str, network_code: str) -> str:
    """Ask for the programme office's own judgement, beside that of the network."""
    report = load_report(period_code, network_code, Permission.GIVE_RATING)
    _check_may_judge(report)
    form = JudgementForm(formdata=None)
    form.show(_present(report))
    return _judgement_page(report, form, [])


@blueprint.post(f"{REPORT}/oordeel")
@requires(Permission.GIVE_RATING)
def save_judgement(period_code: str, network_code: str) -> Response | tuple[str, int]:
    """Save it; a stale save shows both versions and loses neither."""
    report = load_report(period_code, network_code, Permission.GIVE_RATING)
    _check_may_judge(report)
    form, present = JudgementForm(), _present(report)
    if not form.validate() or not form.fits(report, present):
        return _judgement_page(report, form, []), 422
    try:
        review.judge(db.session, current_principal().actor, report, form.seen, form.judgements())
    except StaleVersionError:
        present = _present(report)
        form.version.data = office_version(present.values())
        form.version.raw_data = None
        return _judgement_page(report, form, list(present.values())), 409
    db.session.commit()
    flash(_("Het oordeel van het programmabureau is opgeslagen."), "good")
    return _to(report)


@blueprint.post("/rapportages/<code>/accepteren")
@requires(Permission.ACCEPT_REPORT)
def accept_many(code: str) -> Response:
    """Accept the chosen reports of a period and say which were skipped, and why."""
    period = load_period(code)
    outcomes = review.accept_many(db.session, current_principal().actor, period.id, _versions())
    db.session.commit()
    accepted = [outcome.report.network.title for outcome in outcomes if outcome.accepted]
    if accepted:
        flash(_("Geaccepteerd: %(names)s.", names=", ".join(accepted)), "good")
    for outcome in outcomes:
        if outcome.refusal is not None:
            reason = sentence_for(outcome.refusal)
            flash(
                _("Overgeslagen: %(name)s. %(reason)s", name=outcome.report.network.title, reason=reason),
                "attention",
            )
    if not outcomes:
        flash(_("Kies eerst een of meer rapportages om te accepteren."), "attention")
    return redirect(url_for("periods.show", code=code))


def _versions() -> dict[int, int]:
    """Return by the id of each chosen report the version that was on the page; odd input chooses nothing."""
    found = {}
    for report_id in request.form.getlist("rapportage", type=int):
        version = request.form.get(f"versie-{report_id}", type=int)
        if version is not None and 0 < report_id <= LARGEST:
            found[report_id] = version
    return found


def _check_may_judge(report: Report) -> None:
    principal = current_principal()
    if report.state not in RATEABLE:
        raise NotEditableError
    if principal.account_id is None or took_part(db.session, report.id, principal.account_id):
        raise FourEyesError


def _present(report: Report) -> dict[Aspect, OfficeJudgement]:
    return {row.aspect: row for row in office_judgements(db.session, report.id)}


def _judgement_page(report: Report, form: JudgementForm, conflicts: Sequence[OfficeJudgement]) -> str:
    return render_template(
        "review/judgement.html",
        report=report,
        form=form,
        network={judgement.aspect: judgement for judgement in report.judgements},
        conflicts=conflicts,
    )


def _to(report: Report) -> Response:
    return redirect(url_for("reports.show", period_code=report.period.code, network_code=report.network.code))
