"""Looking at what a workbook would change in a report, and then writing it or throwing it away."""

from collections.abc import Collection, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.access.workbook import writable_parts
from portal.database import db
from portal.domain.errors import DomainError, StaleVersionError
from portal.domain.rationing import PREVIEW
from portal.domain.workbook_changes import Filled, changes, fingerprint
from portal.forms.workbook import ProcessForm, WorkbookForm
from portal.models import Report, WorkbookUpload
from portal.queries.workbook import pending_upload
from portal.services import workbooks as service
from portal.views.loading import load_report
from portal.views.reports import REPORT
from portal.views.workbooks import contents_here, workbook_page
from portal.web.doors import requires
from portal.web.rationing import costly
from portal.web.refusals import sentence_for
from portal.web.sign_in import current_principal
from portal.web.workbook_preview import preview

blueprint = Blueprint("workbook_changes", __name__)
STALE = _l(
    "Er is intussen iets gewijzigd in het portaal. Er is nog niets verwerkt. Bekijk de verschillen opnieuw."
)


@blueprint.get(f"{REPORT}/werkmap/verschillen")
@costly(PREVIEW)
@requires(Permission.WRITE_REPORT)
def differences(period_code: str, network_code: str) -> str | Response:
    """Show what the workbook would change; nothing of it stands in the report yet."""
    report = load_report(period_code, network_code, Permission.WRITE_REPORT)
    kept = pending_upload(db.session, report.id, current_principal().account_id)
    if kept is None:
        flash(_("Er is geen werkmap om te verwerken."), "info")
        return _to(report)
    return _preview(report, kept)


@blueprint.post(f"{REPORT}/werkmap/verwerken")
@requires(Permission.WRITE_REPORT)
def process(period_code: str, network_code: str) -> Response | tuple[str, int]:
    """Write what was previewed, all of it or nothing."""
    report = load_report(period_code, network_code, Permission.WRITE_REPORT)
    principal = current_principal()
    form = ProcessForm()
    service.hold_for_processing(db.session, report)
    kept = pending_upload(db.session, report.id, principal.account_id)
    if kept is None:
        flash(_("Deze werkmap is al verwerkt of weggegooid."), "info")
        return _to(report)
    chosen = request.form.getlist("overnemen")
    if not form.validate():
        return _preview(report, kept, chosen=chosen), 422
    contents, writable = contents_here(report), writable_parts(principal, report)
    try:
        written = service.process(
            db.session, principal.actor, report, kept, contents, writable, form.seen.data or "", chosen
        )
    except StaleVersionError:
        return _again(period_code, network_code, chosen, str(STALE))
    except DomainError as error:
        return _again(period_code, network_code, chosen, str(sentence_for(error)))
    db.session.commit()
    if written:
        flash(_("De werkmap is verwerkt. De rapportage is bijgewerkt."), "good")
    else:
        flash(_("De werkmap is weggelegd. Er is niets gewijzigd."), "info")
    return _to(report)


@blueprint.post(f"{REPORT}/werkmap/weggooien")
@requires(Permission.WRITE_REPORT)
def discard(period_code: str, network_code: str) -> Response:
    """Throw the uploaded workbook away."""
    report = load_report(period_code, network_code, Permission.WRITE_REPORT)
    service.drop_uploads(db.session, current_principal().actor, report)
    db.session.commit()
    flash(_("De werkmap is weggegooid. De rapportage is niet gewijzigd."), "info")
    return redirect(
        url_for("workbooks.show", period_code=report.period.code, network_code=report.network.code)
    )


def _again(period_code: str, network_code: str, chosen: Collection[str], message: str) -> tuple[str, int]:
    """Take back what was written and show the preview as it is now."""
    db.session.rollback()
    report = load_report(period_code, network_code, Permission.WRITE_REPORT)
    kept = pending_upload(db.session, report.id, current_principal().account_id)
    if kept is None:
        return workbook_page(report, WorkbookForm(formdata=None), [message]), 409
    return _preview(report, kept, [message], chosen), 409


def _preview(
    report: Report, kept: WorkbookUpload, messages: Sequence[str] = (), chosen: Collection[str] = ()
) -> str:
    contents = contents_here(report)
    found = changes(contents, Filled.from_json(kept.content), writable_parts(current_principal(), report))
    return render_template(
        "workbooks/preview.html",
        report=report,
        kept=kept,
        parts=preview(contents, found),
        seen=fingerprint(found),
        messages=messages,
        chosen=chosen,
    )


def _to(report: Report) -> Response:
    return redirect(url_for("reports.show", period_code=report.period.code, network_code=report.network.code))
