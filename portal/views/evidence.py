"""Evidence with one maatregel in a report, and the door through which files go out."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain.evidence import EvidenceKind
from portal.domain.rationing import EXPORT, UPLOAD
from portal.forms.evidence import FileForm, LinkForm
from portal.models import Evidence, MaatregelProgress
from portal.queries.evidence import all_with_progress, readable_evidence
from portal.services import evidence as service
from portal.services.progress import progress_is_editable
from portal.views.attaching import LINK, attach_file, attach_link
from portal.views.loading import load_row
from portal.views.progress import ONE
from portal.web.doors import requires
from portal.web.files import as_attachment, file_store
from portal.web.intent import records_reading, takes_file
from portal.web.logs import log_failure
from portal.web.rationing import costly
from portal.web.sign_in import current_principal

blueprint = Blueprint("evidence", __name__)
EVIDENCE = f"{ONE}/bewijs"
REMOVAL = f"{EVIDENCE}/<int(max=2147483647):evidence_id>/verwijderen"


@blueprint.get(EVIDENCE)
@requires(Permission.WRITE_REPORT)
def index_progress(period_code: str, network_code: str, code: str) -> str:
    """Show what stands with the maatregel and what was taken away, with the forms to add."""
    return _page(load_row(period_code, network_code, code, Permission.WRITE_REPORT))


@blueprint.post(f"{EVIDENCE}/bestand")
@takes_file
@costly(UPLOAD)
@requires(Permission.WRITE_REPORT)
def add_file(period_code: str, network_code: str, code: str) -> Response | tuple[str, int]:
    """Take in a file after it was checked."""
    row = load_row(period_code, network_code, code, Permission.WRITE_REPORT)
    form = FileForm()
    if not attach_file(form, row):
        return _page(row, file=form), 422
    db.session.commit()
    flash(_("Het bestand is toegevoegd."), "good")
    return _to(period_code, network_code, code)


@blueprint.post(f"{EVIDENCE}/link")
@requires(Permission.WRITE_REPORT)
def add_link(period_code: str, network_code: str, code: str) -> Response | tuple[str, int]:
    """Name an address elsewhere."""
    row = load_row(period_code, network_code, code, Permission.WRITE_REPORT)
    form = LinkForm(prefix=LINK)
    if not attach_link(form, row):
        return _page(row, link=form), 422
    db.session.commit()
    flash(_("De link is toegevoegd."), "good")
    return _to(period_code, network_code, code)


@blueprint.get(REMOVAL)
@requires(Permission.WRITE_REPORT)
def confirm_removal(period_code: str, network_code: str, code: str, evidence_id: int) -> str | Response:
    """Ask whether this may really go."""
    row = load_row(period_code, network_code, code, Permission.WRITE_REPORT)
    if not progress_is_editable(row):
        flash(_("Dit onderdeel kunt u nu niet wijzigen."), "info")
        return _to(period_code, network_code, code)
    found = _present(row, evidence_id)
    place: dict[str, Any] = {"period_code": period_code, "network_code": network_code, "code": code}
    return render_template(
        "evidence/remove.html",
        found=found,
        overline=row.title,
        action=url_for("evidence.remove", evidence_id=found.id, **place),
        back=url_for("evidence.index_progress", **place),
    )


@blueprint.post(REMOVAL)
@requires(Permission.WRITE_REPORT)
def remove(period_code: str, network_code: str, code: str, evidence_id: int) -> Response:
    """Take it away; the line stays, the file itself is destroyed once that is certain."""
    row = load_row(period_code, network_code, code, Permission.WRITE_REPORT)
    found = _present(row, evidence_id)
    key = found.file_key
    service.remove(db.session, current_principal().actor, found)
    flash(_("‘%(title)s’ is verwijderd.", title=found.title), "good")
    db.session.commit()
    service.discard(key, file_store())
    return _to(period_code, network_code, code)


@blueprint.get("/bewijs/<int(max=2147483647):evidence_id>")
@records_reading
@costly(EXPORT)
@requires(Permission.READ_PROGRAMME)
def download(evidence_id: int) -> Response:
    """Hand out a file to keep; what is not exactly as it came in is not handed out at all."""
    principal = current_principal()
    found = readable_evidence(db.session, principal.visibility(), evidence_id)
    if found is None or found.kind is not EvidenceKind.FILE:
        abort(404)
    try:
        content = service.hand_out(db.session, principal.actor, found, file_store())
    except service.DamagedFileError as error:
        log_failure(error)
        abort(500)
    answer = as_attachment(content, found.file_name, found.media_type)
    db.session.commit()
    return answer


def _present(row: MaatregelProgress, evidence_id: int) -> Evidence:
    """Return evidence that stands with the maatregel now, or 404."""
    present = (each for each in all_with_progress(db.session, row.id) if each.removed_at is None)
    return next((each for each in present if each.id == evidence_id), None) or abort(404)


def _page(row: MaatregelProgress, file: FileForm | None = None, link: LinkForm | None = None) -> str:
    return render_template(
        "evidence/progress.html",
        report=row.report,
        progress=row,
        editable=progress_is_editable(row),
        every=all_with_progress(db.session, row.id),
        file=file or FileForm(formdata=None),
        link=link or LinkForm(formdata=None, prefix=LINK),
        wrong=file or link,
    )


def _to(period_code: str, network_code: str, code: str) -> Response:
    return redirect(
        url_for("evidence.index_progress", period_code=period_code, network_code=network_code, code=code)
    )
