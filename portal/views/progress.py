"""Filling in a report: one form per maatregel, one for summary and judgements."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.access.writing import own_rows
from portal.database import db
from portal.domain.errors import StaleVersionError
from portal.domain.reports import judgement_gaps, nothing_said, progress_gaps
from portal.forms.base import VersionForm, text_of
from portal.forms.report import ProgressForm, SectionForm, progress_values, section_values
from portal.models import MaatregelProgress, Report
from portal.queries.presence import busy
from portal.queries.reports import previous_adopted, previous_row
from portal.queries.worklist import worklist
from portal.services import progress as service
from portal.services.presence import leave
from portal.views.keeping import forget_kept, is_put_back, kept_here, locked
from portal.views.loading import load_part, load_report, load_summary
from portal.views.merging import asked_to_merge, merge_page, merged
from portal.views.reports import REPORT
from portal.views.reviewed import thread_of
from portal.web.doors import requires
from portal.web.kept_input import restores_input
from portal.web.sign_in import current_principal

blueprint = Blueprint("progress", __name__)
ONE = f"{REPORT}/maatregelen/<code>"
SUMMARY = f"{REPORT}/samenvatting"
SUMMARY_PART = "summary"


def part_of(progress: MaatregelProgress) -> str:
    """Return how presence and returns call a maatregel in a report."""
    return f"progress:{progress.id}"


@blueprint.get(ONE)
@restores_input
@requires(Permission.WRITE_REPORT)
def edit(period_code: str, network_code: str, code: str) -> str | Response:
    """Show the form of one maatregel with the previous text beside it."""
    progress = load_part(period_code, network_code, code)
    report = progress.report
    kept = kept_here()
    if not service.progress_is_editable(progress):
        return locked(report, progress.title, kept)
    form = ProgressForm(formdata=kept)
    if kept is None:
        form.show(progress)
    return _progress_page(report, progress, form, restored=kept is not None)


@blueprint.post(ONE)
@requires(Permission.WRITE_REPORT)
def save(period_code: str, network_code: str, code: str) -> Response | str | tuple[str, int]:
    """Save one maatregel; a stale save shows both texts, offers to put them together and loses neither."""
    progress = load_part(period_code, network_code, code)
    report = progress.report
    form = ProgressForm()
    if not form.validate():
        return _progress_page(report, progress, form), 422
    if asked_to_merge(form, progress.version) and not merged(form, progress_values(progress)):
        return _progress_page(report, progress, form), 422 if form.errors else 200
    try:
        service.write_progress(db.session, current_principal().actor, progress, form.seen, form.content())
    except StaleVersionError:
        db.session.expire(progress, ["updated_by"])
        saved = progress_values(progress)
        return merge_page(report, progress.title, form, saved, progress.version, progress), 409
    _finish(report, part_of(progress))
    db.session.commit()
    flash(_("‘%(title)s’ is opgeslagen.", title=progress.title), "good")
    return _onwards(period_code, network_code, code)


@blueprint.post(f"{ONE}/ongewijzigd")
@requires(Permission.WRITE_REPORT)
def unchanged(period_code: str, network_code: str, code: str) -> Response:
    """Take over the previous adopted text in one click."""
    progress = load_part(period_code, network_code, code)
    report = progress.report
    _before, former = _former(report, progress)
    form = VersionForm()
    if former is None or not form.validate():
        abort(400)
    service.write_unchanged(db.session, current_principal().actor, progress, form.seen, former)
    db.session.commit()
    flash(_("‘%(title)s’ is ongewijzigd overgenomen.", title=progress.title), "good")
    return _to_report(report, f"rij-{code}")


@blueprint.get(SUMMARY)
@restores_input
@requires(Permission.COORDINATE_REPORT)
def edit_section(period_code: str, network_code: str) -> str | Response:
    """Show the form of summary and judgements."""
    report = load_summary(period_code, network_code)
    kept = kept_here()
    if not service.section_is_editable(report):
        return locked(report, _("Samenvatting en oordelen"), kept)
    form = SectionForm(formdata=kept)
    if kept is None:
        form.show(report)
    return _section_page(report, form, restored=kept is not None)


@blueprint.post(SUMMARY)
@requires(Permission.COORDINATE_REPORT)
def save_section(period_code: str, network_code: str) -> Response | str | tuple[str, int]:
    """Save summary and judgements; a stale save shows both texts as with a maatregel."""
    report = load_summary(period_code, network_code)
    form = SectionForm()
    if not form.validate():
        return _section_page(report, form), 422
    if asked_to_merge(form, report.version) and not merged(form, section_values(report)):
        return _section_page(report, form), 422 if form.errors else 200
    try:
        service.write_section(
            db.session,
            current_principal().actor,
            report,
            form.seen,
            text_of(form.summary),
            form.judgements(),
            form.told(),
        )
    except StaleVersionError:
        saved = section_values(report)
        return merge_page(report, _("Samenvatting en oordelen"), form, saved, report.version), 409
    _finish(report, SUMMARY_PART)
    db.session.commit()
    flash(_("Samenvatting en oordelen zijn opgeslagen."), "good")
    return _to_report(report)


def _finish(report: Report, part: str) -> None:
    """Forget what belonged to typing: what was kept of the form, and that somebody was busy."""
    forget_kept(request.path)
    leave(db.session, report, part, current_principal().account_id)


def _onwards(period_code: str, network_code: str, code: str) -> Response:
    """Go on to what is still missing when that button was pressed, else back to the list."""
    back = redirect(url_for("reports.show", period_code=period_code, network_code=network_code))
    if "volgende" not in request.form:
        return back
    report = load_report(period_code, network_code, Permission.WRITE_REPORT)
    principal, work = current_principal(), worklist(report)
    following = work.next_code(code, own_rows(principal, report))
    if following:
        return redirect(
            url_for("progress.edit", period_code=period_code, network_code=network_code, code=following)
        )
    coordinates = principal.allows(Permission.COORDINATE_REPORT, report.network_id)
    if coordinates and work.section_editable and not work.section_complete:
        return redirect(url_for("progress.edit_section", period_code=period_code, network_code=network_code))
    return back


def _to_report(report: Report, anchor: str | None = None) -> Response:
    period_code, network_code = report.period.code, report.network.code
    url = url_for("reports.show", period_code=period_code, network_code=network_code, _anchor=anchor)
    return redirect(url)


def _former(report: Report, progress: MaatregelProgress) -> tuple[Report | None, MaatregelProgress | None]:
    """Return the last adopted report, and what it said of this maatregel."""
    return previous_row(db.session, current_principal().visibility(), report, progress.maatregel_id)


def _others(report: Report, part: str) -> list[str]:
    return list(busy(db.session, report.id, current_principal().account_id).get(part, ()))


def _progress_page(
    report: Report, progress: MaatregelProgress, form: ProgressForm, *, restored: bool = False
) -> str:
    before, former = _former(report, progress)
    return render_template(
        "reports/progress.html",
        report=report,
        progress=progress,
        form=form,
        before=before,
        former=former,
        gaps=progress_gaps(progress.content),
        begun=not nothing_said(progress.content),
        returns=thread_of(report, part_of(progress)),
        others=_others(report, part_of(progress)),
        restored=restored or is_put_back(),
    )


def _section_page(report: Report, form: SectionForm, *, restored: bool = False) -> str:
    before = previous_adopted(db.session, current_principal().visibility(), report)
    gaps = {each.aspect: judgement_gaps(each.content) for each in report.judgements}
    former = {judgement.aspect: judgement for judgement in before.judgements} if before else {}
    return render_template(
        "reports/section.html",
        report=report,
        form=form,
        before=before,
        former=former,
        summary_missing=not report.summary.strip(),
        judgement_gaps=gaps,
        complete=bool(report.summary.strip()) and not any(gaps.values()),
        returns=thread_of(report, SUMMARY_PART),
        others=_others(report, SUMMARY_PART),
        restored=restored or is_put_back(),
    )
