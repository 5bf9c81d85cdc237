"""Signing in and out."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.database import db
from portal.forms.base import text_of
from portal.forms.session import SignInForm
from portal.queries.accounts import demonstration_accounts
from portal.services import sign_in as service
from portal.web.doors import Door, requires
from portal.web.redirects import own_path
from portal.web.sign_in import current_principal, end_session, start_session

blueprint = Blueprint("session", __name__)


@blueprint.get("/inloggen")
@requires(Door.PUBLIC)
def sign_in() -> str | Response:
    """Show the sign-in page; who is signed in goes on to the page that was asked for."""
    if current_principal().account_id is not None:
        return redirect(own_path(request.args.get("volgende")))
    return _page(SignInForm())


@blueprint.post("/inloggen")
@requires(Door.PUBLIC)
def start() -> str | Response | tuple[str, int]:
    """Sign in; the answer never tells whether the address is known."""
    form = SignInForm()
    if not form.validate():
        return _page(form), 422
    account = service.sign_in(
        db.session,
        text_of(form.email),
        text_of(form.wachtwoord),
        demonstration=current_app.config["DEMONSTRATION"],
    )
    account_id = account.id if account else None
    db.session.commit()
    if account_id is None:
        form.email.errors = [_("Dit e-mailadres en wachtwoord horen niet bij elkaar. Probeer het opnieuw.")]
        return _page(form), 422
    start_session(account_id)
    return redirect(own_path(request.args.get("volgende")))


@blueprint.post("/uitloggen")
@requires(Door.SIGNED_IN)
def sign_out() -> Response:
    """Sign out."""
    service.sign_out(db.session, current_principal().actor)
    db.session.commit()
    end_session()
    flash(_("U bent uitgelogd."), "good")
    return redirect(url_for("session.sign_in"))


def _page(form: SignInForm) -> str:
    password = current_app.config["DEMONSTRATION_PASSWORD"]
    personas = demonstration_accounts(db.session) if password else []
    return render_template("session/sign_in.html", form=form, personas=personas, password=password)
