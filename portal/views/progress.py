"""Filling in a report: one form per maatregel, one for summary and judgements."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain.errors import StaleVersionError
from portal.forms.base import VersionForm, text_of
from portal.forms.report import ProgressForm, SectionForm
from portal.models import MaatregelProgress, Report
from portal.queries.reports import previous_adopted
from portal.queries.worklist import worklist
from portal.services import progress as service
from portal.views.loading import load_progress, load_report
from portal.views.reports import REPORT
from portal.web.doors import requires
from portal.web.sign_in import current_principal
from portal.web.stale import Conflict, progress_conflicts, section_conflicts

blueprint = Blueprint("progress", __name__)
ONE = f"{REPORT}/maatregelen/<code>"


@blueprint.get(ONE)
@requires(Permission.WRITE_REPORT)
def edit(period_code: str, network_code: str, code: str) -> str | Response:
    """Show the form of one maatregel with the previous text beside it."""
    report = load_report(period_code, network_code, Permission.WRITE_REPORT)
    progress = load_progress(report, code)
    if not service.progress_is_editable(progress):
        return _locked(report)
    form = ProgressForm(formdata=None)
    form.show(progress)
    return _progress_page(report, progress, form)


@blueprint.post(ONE)
@requires(Permission.WRITE_REPORT)
def save(period_code: str, network_code: str, code: str) -> Response | tuple[str, int]:
    """Save one maatregel; a stale save shows both texts and loses neither."""
    report = load_report(period_code, network_code, Permission.WRITE_REPORT)
    progress = load_progress(report, code)
    form = ProgressForm()
    if not form.validate():
        return _progress_page(report, progress, form), 422
    try:
        service.write_progress(db.session, current_principal().actor, progress, form.seen, form.content())
    except StaleVersionError:
        conflicts = progress_conflicts(form, progress)
        form.version.data = progress.version
        form.version.raw_data = None
        return _progress_page(report, progress, form, conflicts), 409
    db.session.commit()
    flash(_("‘%(title)s’ is opgeslagen.", title=progress.title), "good")
    return _onwards(report, code)


@blueprint.post(f"{ONE}/ongewijzigd")
@requires(Permission.WRITE_REPORT)
def unchanged(period_code: str, network_code: str, code: str) -> Response:
    """Take over the previous adopted text in one click."""
    report = load_report(period_code, network_code, Permission.WRITE_REPORT)
    progress = load_progress(report, code)
    _before, former = _former(report, progress)
    form = VersionForm()
    if former is None or not form.validate():
        abort(400)
    service.write_unchanged(db.session, current_principal().actor, progress, form.seen, former)
    db.session.commit()
    flash(_("‘%(title)s’ is ongewijzigd overgenomen.", title=progress.title), "good")
    return _to_report(report)


@blueprint.get(f"{REPORT}/samenvatting")
@requires(Permission.WRITE_REPORT)
def edit_section(period_code: str, network_code: str) -> str | Response:
    """Show the form of summary and judgements."""
    report = load_report(period_code, network_code, Permission.WRITE_REPORT)
    if not service.section_is_editable(report):
        return _locked(report)
    form = SectionForm(formdata=None)
    form.show(report)
    return _section_page(report, form)


@blueprint.post(f"{REPORT}/samenvatting")
@requires(Permission.WRITE_REPORT)
def save_section(period_code: str, network_code: str) -> Response | tuple[str, int]:
    """Save summary and judgements; a stale save shows both texts and loses neither."""
    report = load_report(period_code, network_code, Permission.WRITE_REPORT)
    form = SectionForm()
    if not form.validate():
        return _section_page(report, form), 422
    try:
        service.write_section(
            db.session,
            current_principal().actor,
            report,
            form.seen,
            text_of(form.summary),
            form.judgements(),
        )
    except StaleVersionError:
        conflicts = section_conflicts(form, report)
        form.version.data = report.version
        form.version.raw_data = None
        return _section_page(report, form, conflicts), 409
    db.session.commit()
    flash(_("Samenvatting en oordelen zijn opgeslagen."), "good")
    return _to_report(report)


def _onwards(report: Report, code: str) -> Response:
    """Go on to what is still missing when that button was pressed, else back to the list."""
    if "volgende" not in request.form:
        return _to_report(report)
    period_code, network_code, work = report.period.code, report.network.code, worklist(report)
    following = work.next_code(code)
    if following:
        return redirect(
            url_for("progress.edit", period_code=period_code, network_code=network_code, code=following)
        )
    if work.section_editable and not work.section_complete:
        return redirect(url_for("progress.edit_section", period_code=period_code, network_code=network_code))
    return _to_report(report)


def _to_report(report: Report) -> Response:
    return redirect(url_for("reports.show", period_code=report.period.code, network_code=report.network.code))


def _locked(report: Report) -> Response:
    """Say that this part is not to be written now; who may write it is not forbidden anything."""
    flash(_("Dit onderdeel kunt u nu niet wijzigen."), "info")
    return _to_report(report)


def _former(report: Report, progress: MaatregelProgress) -> tuple[Report | None, MaatregelProgress | None]:
    """Return the last adopted report, and what it said of this maatregel."""
    before = previous_adopted(db.session, current_principal().visibility(), report)
    rows = before.progress if before else []
    return before, next((row for row in rows if row.maatregel_id == progress.maatregel_id), None)


def _progress_page(
    report: Report, progress: MaatregelProgress, form: ProgressForm, conflicts: Sequence[Conflict] = ()
) -> str:
    before, former = _former(report, progress)
    return render_template(
        "reports/progress.html",
        report=report,
        progress=progress,
        form=form,
        before=before,
        former=former,
        work=worklist(report),
        conflicts=conflicts,
    )


def _section_page(report: Report, form: SectionForm, conflicts: Sequence[Conflict] = ()) -> str:
    before = previous_adopted(db.session, current_principal().visibility(), report)
    former = {judgement.aspect: judgement for judgement in before.judgements} if before else {}
    return render_template(
        "reports/section.html",
        report=report,
        form=form,
        before=before,
        former=former,
        work=worklist(report),
        conflicts=conflicts,
    )
