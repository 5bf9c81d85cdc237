"""What adding evidence has in common, wherever it stands."""

from collections.abc import Callable

from flask import current_app

from portal.database import db
from portal.domain.errors import TooMuchEvidenceError
from portal.domain.uploads import EVIDENCE_KINDS, CheckedFile, UploadRefusedError, check_upload
from portal.domain.uploads.kinds import UploadLimits
from portal.forms.base import text_of
from portal.forms.evidence import DescriptionForm, FileForm, LinkForm, UploadForm
from portal.services import evidence as service
from portal.web.files import file_store
from portal.web.labels import label
from portal.web.refusals import sentence_for
from portal.web.scanning import scanned
from portal.web.sign_in import current_principal

LINK = "link-"
"""Stands before the names of the fields of a link, for both forms stand on one page."""


def attach_file(form: FileForm, subject: service.Subject) -> bool:
    """Add the file in a form, or let the form say why not."""
    valid = form.validate()
    checked = checked_file(form)
    if not valid or checked is None:
        return False
    actor = current_principal().actor
    return _done(
        form,
        lambda: service.add_file(db.session, actor, subject, form.said(), checked, file_store()),
    )


def attach_link(form: LinkForm, subject: service.Subject) -> bool:
    """Add the link in a form, or let the form say why not."""
    if not form.validate():
        return False
    actor = current_principal().actor
    return _done(form, lambda: service.add_link(db.session, actor, subject, form.said(), text_of(form.url)))


def checked_file(form: UploadForm) -> CheckedFile | None:
    """Return the file when it may come in, else say at the field why not."""
    sent = form.upload()
    if sent is None:
        form.ask_for_file()
        return None
    limits = UploadLimits(size=current_app.config["MAX_FILE_SIZE"])
    try:
        return scanned(check_upload(*sent, EVIDENCE_KINDS, limits))
    except UploadRefusedError as error:
        form.refuse(label(error.problem))
        return None


def _done(form: DescriptionForm, add: Callable[[], object]) -> bool:
    try:
        add()
    except TooMuchEvidenceError as error:
        form.form_errors.append(str(sentence_for(error)))
        return False
    return True
