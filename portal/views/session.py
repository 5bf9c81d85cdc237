"""Signing in and out."""

from datetime import timedelta

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask import Response as Answer
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.database import db
from portal.domain.accounts import SignInMethod
from portal.forms.base import text_of
from portal.forms.factors import SecondStepForm
from portal.forms.session import SignInForm
from portal.queries.accounts import personas
from portal.services import sign_in as service
from portal.services.kept_input import keep
from portal.views.second_step import second_step_page
from portal.web.doors import Door, requires
from portal.web.entering import enter, goes_on
from portal.web.kept_input import opened
from portal.web.passkeys import site
from portal.web.redirects import own_path
from portal.web.sign_in import current_principal, current_session, forget_session
from portal.web.visitors import origin
from portal.web.waiting import too_many

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
def start() -> str | Response | Answer | tuple[str, int]:
    """Sign in; the answer never tells whether the address is known. What was typed goes along."""
    form = SignInForm()
    if not form.validate():
        return _page(form), 422
    outcome = service.sign_in(
        db.session,
        text_of(form.email),
        text_of(form.wachtwoord),
        origin(),
        key=current_app.config["SECRET_KEY"],
        demonstration=current_app.config["DEMONSTRATION"],
    )
    account = outcome.account
    if account is None:
        db.session.commit()
        return _refused(form, outcome.pause)
    kept = opened(text_of(form.kept))
    target = kept[0] if kept else own_path(request.args.get("volgende"))
    entry = enter(account, SignInMethod.PASSWORD)
    if kept and entry.complete:
        keep(db.session, account.id, *kept)
    db.session.commit()
    entry.hold()
    if kept and not entry.complete:
        # Nothing is kept for an account before the second step: the page of that step carries it.
        return second_step_page(account, SecondStepForm(formdata=None, kept=text_of(form.kept)), target)
    return redirect(goes_on(entry, target))


@blueprint.post("/uitloggen")
@requires(Door.SIGNED_IN)
def sign_out() -> Response:
    """Sign out."""
    held = current_session()
    service.sign_out(db.session, current_principal().actor, held.session_id if held else 0)
    db.session.commit()
    forget_session()
    flash(_("U bent uitgelogd."), "good")
    return redirect(url_for("session.sign_in"))


def _refused(form: SignInForm, pause: timedelta | None) -> Answer | tuple[str, int]:
    """Answer the same whether the address is known or not."""
    if pause is not None:
        return too_many(_page(form, pause), pause)
    form.email.errors = [_("Dit e-mailadres en wachtwoord horen niet bij elkaar. Probeer het opnieuw.")]
    return _page(form), 422


def _page(form: SignInForm, pause: timedelta | None = None) -> str:
    password = current_app.config["DEMONSTRATION_PASSWORD"]
    return render_template(
        "session/sign_in.html",
        form=form,
        personas=personas(db.session) if password else [],
        password=password,
        target=own_path(request.args.get("volgende")),
        passkeys_work=site() is not None,
        pause=pause,
    )
