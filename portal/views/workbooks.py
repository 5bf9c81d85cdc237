"""A report as a workbook: taking it along, and bringing it back to be looked at."""

from collections.abc import Sequence
from typing import BinaryIO, cast

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.access.workbook import reads_money, writable_parts
from portal.database import db
from portal.documents.cover import Cover
from portal.documents.guard import LIMITS, WorkbookRefusedError
from portal.documents.reading import read_workbook
from portal.documents.workbook import workbook
from portal.domain import clock
from portal.domain.rationing import EXPORT, UPLOAD
from portal.domain.uploads import FileKind, UploadRefusedError, check_upload
from portal.domain.uploads.kinds import MEDIA_TYPES
from portal.domain.workbook import Contents
from portal.domain.workbook_changes import Filled
from portal.forms.workbook import WorkbookForm
from portal.models import Report
from portal.queries.reports import previous_adopted
from portal.queries.workbook import contents_of, pending_upload
from portal.services import workbooks as service
from portal.views.loading import load_report
from portal.views.reports import REPORT
from portal.web.doors import requires
from portal.web.files import as_attachment
from portal.web.intent import records_reading, takes_file
from portal.web.labels import label
from portal.web.rationing import costly
from portal.web.sign_in import current_principal

blueprint = Blueprint("workbooks", __name__)


@blueprint.get(f"{REPORT}/werkmap")
@requires(Permission.WRITE_REPORT)
def show(period_code: str, network_code: str) -> str:
    """Show how a report travels by workbook, with the buttons to take it and to bring it back."""
    report = load_report(period_code, network_code, Permission.WRITE_REPORT)
    return workbook_page(report, WorkbookForm(formdata=None))


@blueprint.get(f"{REPORT}/werkmap.xlsx")
@records_reading
@costly(EXPORT)
@requires(Permission.WRITE_REPORT)
def download(period_code: str, network_code: str) -> Response:
    """Hand out the prefilled workbook."""
    report = load_report(period_code, network_code, Permission.WRITE_REPORT)
    principal = current_principal()
    writable = writable_parts(principal, report)
    if not writable:
        flash(_("U kunt nu niets invullen in deze rapportage."), "info")
        return redirect(url_for("reports.show", period_code=period_code, network_code=network_code))
    before = previous_adopted(db.session, principal.visibility(), report)
    cover = Cover(
        report.id,
        report.network.title,
        report.period.title,
        report.due_on,
        clock.now(),
        current_app.config["DEMONSTRATION"],
        before.period.title if before else "",
    )
    former = contents_of(db.session, before, money=False) if before else None
    content = workbook(cover, contents_here(report), former, writable)
    service.record_export(db.session, principal.actor, report, "werkmap")
    name = f"werkmap-{report.network.code}-{report.period.code}.xlsx"
    answer = as_attachment(content, name, MEDIA_TYPES[FileKind.XLSX])
    db.session.commit()
    return answer


@blueprint.post(f"{REPORT}/werkmap")
@takes_file
@costly(UPLOAD)
@requires(Permission.WRITE_REPORT)
def upload(period_code: str, network_code: str) -> Response | tuple[str, int]:
    """Read a filled workbook and keep it for the preview; any mistake refuses it as a whole."""
    report = load_report(period_code, network_code, Permission.WRITE_REPORT)
    form = WorkbookForm()
    if not form.validate():
        return workbook_page(report, form), 422
    try:
        name, filled = _read(report, form.workbook.data)
    except WorkbookRefusedError as error:
        return workbook_page(report, form, error.messages), 422
    except UploadRefusedError as error:
        return workbook_page(report, form, [str(label(error.problem))]), 422
    service.keep_upload(db.session, current_principal().actor, report, name, filled)
    answer = redirect(
        url_for(
            "workbook_changes.differences", period_code=report.period.code, network_code=report.network.code
        )
    )
    db.session.commit()
    return answer


def _read(report: Report, sent: FileStorage) -> tuple[str, Filled]:
    """Return name and content of a workbook; raises UploadRefusedError or WorkbookRefusedError."""
    checked = check_upload(cast("BinaryIO", sent.stream), sent.filename or "", {FileKind.XLSX}, LIMITS)
    return checked.name, read_workbook(checked.content, report.id, contents_here(report))


def contents_here(report: Report) -> Contents:
    """Return what of the report goes in a workbook of who is signed in."""
    return contents_of(db.session, report, money=reads_money(current_principal(), report))


def workbook_page(report: Report, form: WorkbookForm, messages: Sequence[str] = ()) -> str:
    """Show the page on which workbooks go and come."""
    principal = current_principal()
    return render_template(
        "workbooks/show.html",
        report=report,
        form=form,
        messages=messages,
        writable=bool(writable_parts(principal, report)),
        kept=pending_upload(db.session, report.id, principal.account_id),
    )
