"""A new password for who forgot the old one: asking for a link, and using it."""

from datetime import timedelta

from flask import Blueprint, Response, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from portal.database import db
from portal.domain.accounts import TokenPurpose
from portal.forms.base import text_of
from portal.forms.password import ForgottenForm, NewPasswordForm
from portal.models import AccountToken
from portal.services import password_links, tokens
from portal.web.choosing import keep_password
from portal.web.doors import Door, requires
from portal.web.visitors import origin
from portal.web.waiting import too_many

blueprint = Blueprint("passwords", __name__)


@blueprint.get("/wachtwoord/vergeten")
@requires(Door.PUBLIC)
def forgot() -> str:
    """Ask for the address to which a link may go."""
    return _asking(ForgottenForm(formdata=None))


@blueprint.post("/wachtwoord/vergeten")
@requires(Door.PUBLIC)
def ask() -> str | Response | tuple[str, int]:
    """Mail a link where that address is known; the answer is the same where it is not."""
    form = ForgottenForm()
    if not form.validate():
        return _asking(form), 422
    key, demonstration = current_app.config["SECRET_KEY"], current_app.config["DEMONSTRATION"]
    asked = password_links.ask(
        db.session, text_of(form.email), origin(), key=key, demonstration=demonstration
    )
    if asked.pause is not None:
        db.session.commit()
        return too_many(_asking(form, asked.pause), asked.pause)
    link = _shown_link(asked.token)
    db.session.commit()
    return render_template("passwords/asked.html", link=link)


@blueprint.get("/wachtwoord/nieuw/<geheim>")
@requires(Door.PUBLIC)
def choose(geheim: str) -> str | tuple[str, int]:
    """Show the field for a new password to who has a link that works."""
    return _choosing(NewPasswordForm(formdata=None)) if _found(geheim) is not None else _worthless()


@blueprint.post("/wachtwoord/nieuw/<geheim>")
@requires(Door.PUBLIC)
def save(geheim: str) -> str | Redirect | tuple[str, int]:
    """Keep the new password; signing in with it is the next step, second factor included."""
    token = _found(geheim)
    if token is None:
        return _worthless()
    form = NewPasswordForm()
    if not keep_password(token, form):
        return _choosing(form), 422
    db.session.commit()
    flash(_("Uw nieuwe wachtwoord is opgeslagen. Log ermee in."), "good")
    return redirect(url_for("session.sign_in"))


def _found(secret: str) -> AccountToken | None:
    return tokens.find(db.session, current_app.config["SECRET_KEY"], secret, TokenPurpose.PASSWORD_RESET)


def _shown_link(token: AccountToken | None) -> str:
    """Return the link of an invented person, for no mail leaves a demonstration; else nothing."""
    if token is None or not token.account.demonstration:
        return ""
    secret = tokens.secret_of(token, current_app.config["SECRET_KEY"])
    return url_for("passwords.choose", geheim=secret)


def _asking(form: ForgottenForm, pause: timedelta | None = None) -> str:
    return render_template("passwords/forgot.html", form=form, pause=pause)


def _choosing(form: NewPasswordForm) -> str:
    return render_template("passwords/choose.html", form=form)


def _worthless() -> tuple[str, int]:
    return render_template("passwords/worthless.html"), 410
