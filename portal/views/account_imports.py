"""Asking in many at once, by file: the template, the preview, and then writing what is right."""

import json
from collections.abc import Sequence
from typing import BinaryIO, cast

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.documents.account_reading import read_guests
from portal.documents.account_template import template_csv, template_workbook
from portal.documents.guard import WorkbookRefusedError
from portal.domain.account_import import KEPT_FOR, GuestRow, ReadRow
from portal.domain.rationing import EXPORT, UPLOAD
from portal.domain.roles import InvalidAppointmentError
from portal.domain.uploads import FileKind, UploadRefusedError
from portal.domain.uploads.kinds import MEDIA_TYPES
from portal.forms.account_changes import AccountImportForm, ProcessAccountsForm
from portal.queries.networks import all_networks
from portal.services import account_imports as service
from portal.services.sealing import UnreadableSecretError, seal, unseal
from portal.web.doors import dangerous, requires
from portal.web.files import as_attachment
from portal.web.intent import takes_file
from portal.web.labels import label
from portal.web.rationing import costly
from portal.web.sign_in import current_principal

blueprint = Blueprint("account_imports", __name__)
IMPORT = "/accounts/inlezen"
SEALED = "inhoud"
"""The field with what was previewed."""


@blueprint.get(IMPORT)
@dangerous
@requires(Permission.MANAGE_ACCOUNTS)
def show() -> str:
    """Show how people come in by file."""
    return _page(AccountImportForm(formdata=None))


@blueprint.get(f"{IMPORT}/sjabloon.xlsx")
@requires(Permission.MANAGE_ACCOUNTS)
@costly(EXPORT)
def xlsx_template() -> Response:
    """Hand out the empty workbook."""
    content = template_workbook(all_networks(db.session))
    return as_attachment(content, "accounts-sjabloon.xlsx", MEDIA_TYPES[FileKind.XLSX])


@blueprint.get(f"{IMPORT}/sjabloon.csv")
@requires(Permission.MANAGE_ACCOUNTS)
@costly(EXPORT)
def csv_template() -> Response:
    """Hand out the empty CSV."""
    return as_attachment(template_csv(), "accounts-sjabloon.csv", "text/csv")


@blueprint.post(IMPORT)
@takes_file
@dangerous
@requires(Permission.MANAGE_ACCOUNTS)
@costly(UPLOAD)
def take_in() -> Response | str | tuple[str, int]:
    """Preview a file, or write what was previewed; one address, so that asking who one is leads back here."""
    return _process() if SEALED in request.form else _preview()


def _preview() -> str | tuple[str, int]:
    """Show what the file would do; nothing of it is kept here, it travels sealed with the page."""
    form = AccountImportForm()
    if not form.validate():
        return _page(form), 422
    try:
        name, rows = _read(form.file.data)
    except WorkbookRefusedError as error:
        return _page(form, error.messages), 422
    except UploadRefusedError as error:
        return _page(form, [str(label(error.problem))]), 422
    good = [row.guest for row in rows if row.guest is not None]
    kept = json.dumps({"name": name, "rows": [guest.as_json() for guest in good]})
    return render_template(
        "accounts/preview.html",
        name=name,
        rows=rows,
        good=len(good),
        networks={each.code: each.short_title for each in all_networks(db.session)},
        sealed=seal(current_app.config["SECRET_KEY"], _purpose(), kept),
    )


def _process() -> Response:
    form = ProcessAccountsForm()
    if not form.validate():
        return _again()
    try:
        text = unseal(current_app.config["SECRET_KEY"], _purpose(), form.sealed.data or "", within=KEPT_FOR)
    except (UnreadableSecretError, ValueError):
        return _again()
    kept = json.loads(text)
    rows = [GuestRow.from_json(row) for row in kept["rows"]]
    networks = {network.code: network for network in all_networks(db.session)}
    try:
        invited = service.invite_all(db.session, current_principal().actor, kept["name"], rows, networks)
    except InvalidAppointmentError:
        db.session.rollback()
        return _again()
    db.session.commit()
    flash(ngettext("%(num)s persoon is uitgenodigd.", "%(num)s personen zijn uitgenodigd.", invited), "good")
    if invited < len(rows):
        flash(_("Wie intussen al een account had, is overgeslagen."), "info")
    return redirect(url_for("accounts.index", status="invited"))


def _again() -> Response:
    flash(
        _("Dit voorbeeld is verlopen. Er is niemand uitgenodigd. Bied het bestand opnieuw aan."), "attention"
    )
    return redirect(url_for("account_imports.show"))


def _purpose() -> str:
    """Return for whom a preview is sealed: nobody confirms that of somebody else."""
    return f"account-import:{current_principal().account_id}"


def _read(sent: FileStorage) -> tuple[str, list[ReadRow]]:
    stream = cast("BinaryIO", sent.stream)
    known = service.known_addresses(db.session)
    return read_guests(stream, sent.filename or "", all_networks(db.session), known)


def _page(form: AccountImportForm, messages: Sequence[str] = ()) -> str:
    return render_template("accounts/import.html", form=form, messages=messages)
