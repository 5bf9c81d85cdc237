"""Evidence with one ask, of whatever that is part of, kept by the programme office."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain.rationing import UPLOAD
from portal.forms.evidence import FileForm, LinkForm
from portal.models import Ask, Evidence
from portal.queries.evidence import all_with_ask
from portal.services import evidence as service
from portal.views.asks import load_ask
from portal.views.attaching import LINK, attach_file, attach_link
from portal.web.doors import requires
from portal.web.files import file_store
from portal.web.intent import takes_file
from portal.web.rationing import costly
from portal.web.sign_in import current_principal

blueprint = Blueprint("ask_evidence", __name__)
EVIDENCE = "/verzoeken/<code>/bewijs"
FORMER = "/moties/<code>/verzoeken/<ask_code>/bewijs"
REMOVAL = f"{EVIDENCE}/<int(max=2147483647):evidence_id>/verwijderen"


@blueprint.get(FORMER)
@requires(Permission.KEEP_ASKS)
def moved(code: str, ask_code: str) -> Response:
    """Send an address that somebody kept on to where the page is now."""
    ask = load_ask(ask_code)
    return redirect(url_for("ask_evidence.index", code=ask.code)) if ask.item.code == code else abort(404)


@blueprint.get(EVIDENCE)
@requires(Permission.KEEP_ASKS)
def index(code: str) -> str:
    """Show what stands with the ask and what was taken away, with the forms to add."""
    return _page(load_ask(code))


@blueprint.post(f"{EVIDENCE}/bestand")
@takes_file
@costly(UPLOAD)
@requires(Permission.KEEP_ASKS)
def add_file(code: str) -> Response | tuple[str, int]:
    """Take in a file after it was checked."""
    ask, form = load_ask(code), FileForm()
    form.for_ask()
    if not attach_file(form, ask):
        return _page(ask, file=form), 422
    db.session.commit()
    flash(_("Het bestand is toegevoegd."), "good")
    return _to(ask)


@blueprint.post(f"{EVIDENCE}/link")
@requires(Permission.KEEP_ASKS)
def add_link(code: str) -> Response | tuple[str, int]:
    """Name an address elsewhere."""
    ask, form = load_ask(code), LinkForm(prefix=LINK)
    form.for_ask()
    if not attach_link(form, ask):
        return _page(ask, link=form), 422
    db.session.commit()
    flash(_("De link is toegevoegd."), "good")
    return _to(ask)


@blueprint.get(REMOVAL)
@requires(Permission.KEEP_ASKS)
def confirm_removal(code: str, evidence_id: int) -> str:
    """Ask whether this may really go."""
    ask = load_ask(code)
    found = _present(ask, evidence_id)
    place: dict[str, Any] = {"code": code}
    return render_template(
        "evidence/remove.html",
        found=found,
        overline=ask.item.title,
        action=url_for("ask_evidence.remove", evidence_id=found.id, **place),
        back=url_for("ask_evidence.index", **place),
    )


@blueprint.post(REMOVAL)
@requires(Permission.KEEP_ASKS)
def remove(code: str, evidence_id: int) -> Response:
    """Take it away; the line stays, the file itself is destroyed once that is certain."""
    ask = load_ask(code)
    found = _present(ask, evidence_id)
    key = found.file_key
    service.remove(db.session, current_principal().actor, found)
    flash(_("‘%(title)s’ is verwijderd.", title=found.title), "good")
    db.session.commit()
    service.discard(key, file_store())
    return _to(ask)


def _present(ask: Ask, evidence_id: int) -> Evidence:
    """Return evidence that stands with the ask now, or 404."""
    present = (each for each in all_with_ask(db.session, ask.id) if each.removed_at is None)
    return next((each for each in present if each.id == evidence_id), None) or abort(404)


def _page(ask: Ask, file: FileForm | None = None, link: LinkForm | None = None) -> str:
    wrong = file or link
    file = file or FileForm(formdata=None)
    link = link or LinkForm(formdata=None, prefix=LINK)
    file.for_ask()
    link.for_ask()
    return render_template(
        "evidence/ask.html",
        ask=ask,
        every=all_with_ask(db.session, ask.id),
        file=file,
        link=link,
        wrong=wrong,
    )


def _to(ask: Ask) -> Response:
    return redirect(url_for("ask_evidence.index", code=ask.code))
