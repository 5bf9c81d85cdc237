"""Showing again who one is, before something that can do harm (security R10)."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.database import db
from portal.domain.accounts import SessionEnd
from portal.forms.base import text_of
from portal.forms.confirming import ConfirmForm
from portal.services import sessions
from portal.services.confirming import Answer, prove
from portal.services.kept_input import keep
from portal.web.confirming import confirm_page
from portal.web.doors import Door, requires
from portal.web.kept_input import opened, opened_text
from portal.web.own import own_account
from portal.web.redirects import own_path
from portal.web.sign_in import confirm_session, current_principal, current_session, forget_session
from portal.web.single_sign_on import provider
from portal.web.waiting import too_many, tried_too_often

blueprint = Blueprint("confirming", __name__)


@blueprint.get("/bevestigen")
@requires(Door.SIGNED_IN)
def ask() -> str:
    """Ask for the password, or for a code."""
    return confirm_page(ConfirmForm(formdata=None), own_path(request.args.get("volgende")))


@blueprint.post("/bevestigen")
@requires(Door.SIGNED_IN)
def confirm() -> str | Response | tuple[str, int]:
    """Go on when it fits, with what was being sent; the session gets a new identifier."""
    form = ConfirmForm()
    goes_on = own_path(request.args.get("volgende"))
    if not form.validate():
        return confirm_page(form, goes_on), 422
    if not (form.wachtwoord.data or form.code.data):
        form.wachtwoord.errors = [_("Vul uw wachtwoord in, of de code.")]
        return confirm_page(form, goes_on), 422
    answer = prove(
        db.session,
        current_principal().actor,
        own_account(),
        current_app.config["SECRET_KEY"],
        password=text_of(form.wachtwoord),
        code=text_of(form.code),
    )
    if not answer.fits:
        db.session.commit()
        return _refused(form, answer, goes_on)
    entry = confirm_session() or abort(401)
    target = _keep(form) or goes_on
    db.session.commit()
    entry.hold()
    typed = opened_text(text_of(form.typed))
    if typed:
        return render_template("confirming/typed.html", typed=typed, goes_on=goes_on)
    if form.pressed.data and target == goes_on:
        flash(_("Er is nog niets gewijzigd. Druk nog één keer op de knop."), "attention")
    return redirect(target)


@blueprint.post("/bevestigen/opnieuw-inloggen")
@requires(Door.SIGNED_IN)
def sign_in_again() -> str | Response:
    """Sign out and in: for who has no password here, the organisation shows who they are.

    Text that no form puts back is shown first: what signs in after this knows nothing of it.
    """
    form = ConfirmForm()
    typed = opened_text(text_of(form.typed))
    goes_on = _keep(form) or own_path(request.args.get("volgende"))
    held = current_session()
    sessions.end(db.session, held.session_id if held else 0, SessionEnd.REPLACED)
    db.session.commit()
    forget_session()
    there = url_for("session.sign_in", volgende=goes_on)
    if provider() is not None:
        there = url_for("single_sign_on.start", volgende=goes_on, opnieuw=1)
    if typed:
        return render_template("confirming/leaving.html", typed=typed, goes_on=there)
    return redirect(there)


def _refused(form: ConfirmForm, answer: Answer, goes_on: str) -> Response | tuple[str, int]:
    if answer.wait is not None:
        form.form_errors.append(tried_too_often(answer.wait))
        return too_many(confirm_page(form, goes_on), answer.wait)
    if form.wachtwoord.data:
        form.wachtwoord.errors = [_("Dit wachtwoord klopt niet. Probeer het opnieuw.")]
    else:
        form.code.errors = [_("Deze code klopt niet of is al gebruikt. Wacht op een nieuwe code.")]
    return confirm_page(form, goes_on), 422


def _keep(form: ConfirmForm) -> str | None:
    """Keep what was being sent for its own form; return where that is, None when no form puts it back."""
    kept = opened(text_of(form.kept))
    if kept is None:
        return None
    keep(db.session, current_principal().account_id or 0, *kept)
    return kept[0]
