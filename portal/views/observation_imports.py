"""Sending in a file with values of indicators: the template, the preview, and then writing it at once."""

from collections.abc import Sequence
from typing import BinaryIO, cast

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from portal.access.observing import recordable
from portal.access.policy import Permission
from portal.database import db
from portal.documents.guard import WorkbookRefusedError
from portal.documents.observation_reading import read_observations
from portal.documents.observation_template import template_csv, template_workbook
from portal.domain import clock
from portal.domain.errors import DomainError, ReasonRequiredError, StaleVersionError
from portal.domain.observation_import import ImportRow, RowOutcome, fingerprint
from portal.domain.observations import InvalidObservationError
from portal.domain.rationing import EXPORT, PREVIEW, UPLOAD
from portal.domain.uploads import FileKind, UploadRefusedError
from portal.domain.uploads.kinds import MEDIA_TYPES
from portal.forms.base import text_of
from portal.forms.observation import ImportForm, ProcessImportForm
from portal.models import ObservationUpload
from portal.queries.indicators import active_indicators, all_indicators
from portal.queries.observations import pending_upload, places
from portal.services import observation_imports as service
from portal.web.doors import requires
from portal.web.files import as_attachment
from portal.web.intent import takes_file
from portal.web.labels import label
from portal.web.personal_data import warn_about
from portal.web.rationing import costly
from portal.web.refusals import sentence_for
from portal.web.sign_in import current_principal

blueprint = Blueprint("observation_imports", __name__)
IMPORT = "/indicatoren/inlezen"
STALE = _l("Er is intussen iets gewijzigd. Er is nog niets verwerkt. Bekijk opnieuw wat er verandert.")


@blueprint.get(IMPORT)
@requires(Permission.RECORD_OBSERVATIONS)
def show() -> str:
    """Show how values come in by file."""
    return _page(ImportForm(formdata=None))


@blueprint.get(f"{IMPORT}/sjabloon.xlsx")
@costly(EXPORT)
@requires(Permission.RECORD_OBSERVATIONS)
def xlsx_template() -> Response:
    """Hand out the empty workbook."""
    content = template_workbook(
        active_indicators(db.session),
        recordable(current_principal(), places(db.session)),
        clock.today(),
        demonstration=current_app.config["DEMONSTRATION"],
    )
    return as_attachment(content, "waarnemingen-sjabloon.xlsx", MEDIA_TYPES[FileKind.XLSX])


@blueprint.get(f"{IMPORT}/sjabloon.csv")
@costly(EXPORT)
@requires(Permission.RECORD_OBSERVATIONS)
def csv_template() -> Response:
    """Hand out the empty CSV."""
    return as_attachment(template_csv(), "waarnemingen-sjabloon.csv", "text/csv")


@blueprint.post(IMPORT)
@takes_file
@costly(UPLOAD)
@requires(Permission.RECORD_OBSERVATIONS)
def upload() -> Response | tuple[str, int]:
    """Read a file and keep it for the preview; any mistake refuses it as a whole."""
    form = ImportForm()
    if not form.validate():
        return _page(form), 422
    try:
        name, rows = _read(form.file.data)
    except WorkbookRefusedError as error:
        return _page(form, error.messages), 422
    except UploadRefusedError as error:
        return _page(form, [str(label(error.problem))]), 422
    service.keep_upload(db.session, current_principal().actor, name, rows)
    db.session.commit()
    return redirect(url_for("observation_imports.preview"))


@blueprint.get(f"{IMPORT}/voorbeeld")
@costly(PREVIEW)
@requires(Permission.RECORD_OBSERVATIONS)
def preview() -> str | Response:
    """Show what the file would do; nothing of it is written yet."""
    kept = _kept()
    if kept is None:
        flash(_("Er is geen bestand om te verwerken."), "info")
        return redirect(url_for("observation_imports.show"))
    return _preview(kept, ProcessImportForm(formdata=None))


@blueprint.post(f"{IMPORT}/verwerken")
@requires(Permission.RECORD_OBSERVATIONS)
def process() -> Response | tuple[str, int]:
    """Write what was previewed, all of it or nothing."""
    kept = _kept()
    if kept is None:
        flash(_("Dit bestand is al verwerkt of weggegooid."), "info")
        return redirect(url_for("observation_imports.show"))
    form = ProcessImportForm()
    if not form.validate():
        return _preview(kept, form), 422
    actor = current_principal().actor
    try:
        written = service.process(
            db.session, actor, kept, _allowed(), form.seen.data or "", text_of(form.reason)
        )
    except ReasonRequiredError:
        return _again(form, _("Vul in waarom u waarden vervangt."), 422)
    except DomainError as error:
        return _again(form, _refusal(error), 409)
    db.session.commit()
    warn_about(form)
    told = ngettext("%(num)s waarneming is vastgelegd.", "%(num)s waarnemingen zijn vastgelegd.", written)
    flash(told, "good")
    return redirect(url_for("indicators.index"))


@blueprint.post(f"{IMPORT}/weggooien")
@requires(Permission.RECORD_OBSERVATIONS)
def discard() -> Response:
    """Throw the file away."""
    service.drop_uploads(db.session, current_principal().actor)
    db.session.commit()
    flash(_("Het bestand is weggegooid. Er is niets vastgelegd."), "info")
    return redirect(url_for("observation_imports.show"))


def _read(sent: FileStorage) -> tuple[str, list[ImportRow]]:
    """Return name and rows of a file; raises UploadRefusedError or WorkbookRefusedError."""
    stream = cast("BinaryIO", sent.stream)
    return read_observations(stream, sent.filename or "", all_indicators(db.session), places(db.session))


def _kept() -> ObservationUpload | None:
    return pending_upload(db.session, current_principal().account_id)


def _allowed() -> frozenset[int]:
    return frozenset(place.id for place in recordable(current_principal(), places(db.session)))


def _refusal(error: DomainError) -> str:
    if isinstance(error, StaleVersionError):
        return str(STALE)
    return str(label(error.fault) if isinstance(error, InvalidObservationError) else sentence_for(error))


def _again(form: ProcessImportForm, message: str, status: int) -> tuple[str, int]:
    """Take back what was written and show the preview as it is now."""
    db.session.rollback()
    kept = _kept()
    if kept is None:
        return _page(ImportForm(formdata=None), [message]), status
    return _preview(kept, form, [message]), status


def _page(form: ImportForm, messages: Sequence[str] = ()) -> str:
    return render_template("observations/import.html", form=form, messages=messages, kept=_kept())


def _preview(kept: ObservationUpload, form: ProcessImportForm, messages: Sequence[str] = ()) -> str:
    found = service.preview(db.session, kept, _allowed())
    titles = {each.id: each for each in all_indicators(db.session)}
    return render_template(
        "observations/preview.html",
        kept=kept,
        form=form,
        messages=messages,
        found=found,
        outcomes=[(outcome, sum(each.outcome is outcome for each in found)) for outcome in RowOutcome],
        seen=fingerprint(found),
        indicators=titles,
        places={each.id: each for each in places(db.session)},
        blocked=any(each.outcome is RowOutcome.NOT_ALLOWED for each in found),
        replaces=any(each.outcome is RowOutcome.DIFFERS for each in found),
    )
