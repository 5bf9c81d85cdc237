"""Accepting an invitation: seeing what it is for, and choosing a password."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.database import db
from portal.domain import clock
from portal.domain.accounts import TokenPurpose
from portal.forms.password import NewPasswordForm
from portal.models import AccountToken
from portal.services import tokens
from portal.web.choosing import keep_password
from portal.web.doors import Door, requires

blueprint = Blueprint("invitations", __name__)


@blueprint.get("/uitnodiging/<geheim>")
@requires(Door.PUBLIC)
def accept(geheim: str) -> str | tuple[str, int]:
    """Show who is invited for what, and ask for a password."""
    token = _found(geheim)
    return _page(token, NewPasswordForm(formdata=None)) if token is not None else _worthless()


@blueprint.post("/uitnodiging/<geheim>")
@requires(Door.PUBLIC)
def confirm(geheim: str) -> str | Response | tuple[str, int]:
    """Keep the password that was chosen; the invitation has done its work."""
    token = _found(geheim)
    if token is None:
        return _worthless()
    form = NewPasswordForm()
    if not keep_password(token, form):
        return _page(token, form), 422
    db.session.commit()
    flash(_("U hebt de uitnodiging aangenomen. Log nu in met uw e-mailadres en wachtwoord."), "good")
    return redirect(url_for("session.sign_in"))


def _found(secret: str) -> AccountToken | None:
    return tokens.find(db.session, current_app.config["SECRET_KEY"], secret, TokenPurpose.INVITATION)


def _page(token: AccountToken, form: NewPasswordForm) -> str:
    today = clock.today()
    appointments = [one for one in token.account.appointments if not one.is_over(today)]
    return render_template(
        "invitations/accept.html", form=form, account=token.account, appointments=appointments, today=today
    )


def _worthless() -> tuple[str, int]:
    return render_template("invitations/worthless.html"), 410
