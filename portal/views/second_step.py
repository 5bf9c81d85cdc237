"""The second step of signing in: a code from an app, a recovery code or a passkey."""

from datetime import timedelta

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.database import db
from portal.domain.accounts import PasskeyUse, SignInMethod
from portal.domain.errors import PasskeyRefusedError, TooManyTriesError
from portal.forms.base import text_of
from portal.forms.factors import SecondStepForm
from portal.models import Account
from portal.queries.factors import has_passkey
from portal.services import passkeys, second_step
from portal.services.kept_input import keep
from portal.web.doors import Door, requires
from portal.web.entering import enter
from portal.web.kept_input import opened
from portal.web.passkeys import ask, asked, posted, site
from portal.web.redirects import own_path
from portal.web.sign_in import current_principal, waiting_session
from portal.web.waiting import too_many, tried_too_often

blueprint = Blueprint("second_step", __name__)
STEP = "/inloggen/tweede-stap"
Answer = tuple[dict[str, object], int]


@blueprint.get(STEP)
@requires(Door.PUBLIC)
def show() -> str | Response:
    """Ask for the second factor; only who showed the first comes here."""
    if current_principal().account_id is not None:
        return redirect(_target())
    waiting = waiting_session()
    return second_step_page(waiting.account, SecondStepForm(formdata=None)) if waiting else _begin_again()


@blueprint.post(STEP)
@requires(Door.PUBLIC)
def check() -> str | Response | tuple[str, int]:
    """Let somebody in with the right code; what was typed before goes along."""
    waiting = waiting_session()
    if waiting is None:
        return _begin_again()
    form = SecondStepForm()
    if not form.validate():
        return second_step_page(waiting.account, form), 422
    try:
        method = second_step.by_code(
            db.session, current_app.config["SECRET_KEY"], waiting, text_of(form.code)
        )
    except TooManyTriesError as error:
        return too_many(second_step_page(waiting.account, form, pause=error.pause), error.pause)
    if method is None:
        db.session.commit()
        if waiting_session() is None:
            return _begin_again()
        form.code.errors = [_("Deze code klopt niet of is al gebruikt. Wacht op de volgende code.")]
        return second_step_page(waiting.account, form), 422
    return redirect(_enter(waiting.account, method, text_of(form.kept)))


@blueprint.post(f"{STEP}/passkey/opties")
@requires(Door.PUBLIC)
def passkey_options() -> Answer:
    """Say what a browser needs to use a passkey of who waits."""
    waiting, here = waiting_session(), site()
    if waiting is None or here is None:
        return _refused()
    challenge = ask(PasskeyUse.SECOND_STEP)
    return passkeys.authentication_options(db.session, here, challenge, waiting.account), 200


@blueprint.post(f"{STEP}/passkey")
@requires(Door.PUBLIC)
def check_passkey() -> Answer:
    """Let somebody in with a passkey."""
    waiting, sent = waiting_session(), posted()
    try:
        here, challenge = asked(PasskeyUse.SECOND_STEP)
    except PasskeyRefusedError:
        return _refused()
    if waiting is None:
        return _refused()
    key = current_app.config["SECRET_KEY"]
    try:
        fits = second_step.by_passkey(db.session, here, key, waiting, challenge, sent.get("answer"))
    except TooManyTriesError as error:
        return {"message": tried_too_often(error.pause)}, 429
    if not fits:
        db.session.commit()
        return _refused()
    kept = str(sent.get("kept") or "")
    return {"url": _enter(waiting.account, SignInMethod.PASSWORD_PASSKEY, kept)}, 200


def second_step_page(
    account: Account, form: SecondStepForm, target: str = "", *, pause: timedelta | None = None
) -> str:
    """Return the page of the second step, which carries what somebody had typed."""
    return render_template(
        "session/second_step.html",
        form=form,
        target=target or _target(),
        passkey=has_passkey(db.session, account.id),
        passkeys_work=site() is not None,
        pause=pause,
    )


def _enter(account: Account, method: SignInMethod, sealed: str) -> str:
    """Begin the session and return where it goes on."""
    kept = opened(sealed)
    if kept:
        keep(db.session, account.id, *kept)
    entry = enter(account, method)
    db.session.commit()
    entry.hold()
    return kept[0] if kept else _target()


def _target() -> str:
    return own_path(request.args.get("volgende"))


def _begin_again() -> Response:
    flash(_("Log opnieuw in: het inloggen duurde te lang, of u was al uitgelogd."), "attention")
    return redirect(url_for("session.sign_in", volgende=request.args.get("volgende")))


def _refused() -> Answer:
    return {"message": _("Deze passkey is niet geaccepteerd. Probeer het opnieuw, of gebruik een code.")}, 422
