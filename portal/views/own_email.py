"""Another e-mail address for the own account."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.database import db
from portal.domain.accounts import TokenPurpose
from portal.domain.errors import DuplicateError
from portal.forms.base import text_of
from portal.forms.own import EmailForm
from portal.models import Account, AccountToken
from portal.services import own_email as service
from portal.services import tokens
from portal.web.doors import Door, dangerous, requires
from portal.web.own import own_account
from portal.web.sign_in import current_principal, forget_session, may_act
from portal.web.waiting import too_many, words_of_wait

blueprint = Blueprint("own_email", __name__)
CONFIRM = "/mijn/email/bevestigen/<geheim>"


@blueprint.get("/mijn/email")
@dangerous
@requires(Door.SIGNED_IN)
def edit() -> str:
    """Ask for the new address."""
    return _asking(EmailForm(formdata=None), own_account())


@blueprint.post("/mijn/email")
@dangerous
@requires(Door.SIGNED_IN)
def ask() -> Response | tuple[str, int]:
    """Send a link there; the answer is the same whether or not the address belongs to somebody."""
    account = own_account()
    form = EmailForm()
    valid = form.validate()
    address = text_of(form.email)
    if valid and address.lower() == account.email.lower():
        form.email.errors = [_("Dit is uw e-mailadres al. Vul een ander adres in.")]
        valid = False
    if not valid:
        return _asking(form, account), 422
    pause = service.ask(
        db.session, current_principal().actor, account, address, current_app.config["SECRET_KEY"]
    )
    if pause is not None:
        form.form_errors.append(
            _("U vroeg vaak om een link. Probeer het %(wait)s opnieuw.", wait=words_of_wait(pause))
        )
        return too_many(_asking(form, account), pause)
    db.session.commit()
    flash(
        _(
            "Wij sturen een link naar %(address)s. Open die binnen 24 uur; tot dan verandert er niets.",
            address=address,
        ),
        "good",
    )
    return redirect(url_for("own.index"))


@blueprint.get(CONFIRM)
@requires(Door.PUBLIC)
def confirm(geheim: str) -> str | tuple[str, int]:
    """Ask to press the button: a mail program that only looks at the link must change nothing."""
    token = _token(geheim)
    if token is None:
        return _over()
    return render_template("own_email/confirm.html", token=token, geheim=geheim)


@blueprint.post(CONFIRM)
@requires(Door.PUBLIC)
def change(geheim: str) -> Response | tuple[str, int]:
    """Use the link: from now on this address signs in, and everywhere this person signs in again."""
    token = _token(geheim)
    if token is None:
        return _over()
    # Asked first: once everybody is signed out, this browser belongs to nobody.
    own = current_principal().account_id == token.account_id
    try:
        service.change(db.session, token)
    except DuplicateError:
        db.session.rollback()
        return render_template("own_email/taken.html"), 409
    db.session.commit()
    if own:
        forget_session()
    flash(_("Uw e-mailadres is gewijzigd. Log vanaf nu in met het nieuwe adres."), "good")
    return redirect(url_for("session.sign_in"))


def _asking(form: EmailForm, account: Account) -> str:
    return render_template("own_email/edit.html", form=form, account=account)


def _token(geheim: str) -> AccountToken | None:
    """Return the link, if it still works and its account may act here."""
    token = tokens.find(db.session, current_app.config["SECRET_KEY"], geheim, TokenPurpose.EMAIL_CHANGE)
    return token if token is not None and may_act(token.account.demonstration) else None


def _over() -> tuple[str, int]:
    return render_template("own_email/over.html"), 410
