"""Another password for the own account, for who knows the present one."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.database import db
from portal.domain.audit import AuditAction
from portal.domain.passwords import WeakPasswordError
from portal.forms.base import text_of
from portal.forms.own_password import OwnPasswordForm
from portal.models import Account
from portal.services.confirming import prove
from portal.services.passwords import set_password
from portal.web.doors import Door, requires
from portal.web.labels import label
from portal.web.own import own_account
from portal.web.sign_in import confirm_session, current_principal, current_session
from portal.web.waiting import too_many, tried_too_often

blueprint = Blueprint("own_password", __name__)


@blueprint.get("/mijn/wachtwoord")
@requires(Door.SIGNED_IN)
def edit() -> str:
    """Ask for the present password and a new one."""
    return _page(OwnPasswordForm(formdata=None), own_account())


@blueprint.post("/mijn/wachtwoord")
@requires(Door.SIGNED_IN)
def save() -> Response | tuple[str, int]:
    """Keep the new one: every other device is signed out, this one goes on under a new identifier."""
    account, form = own_account(), OwnPasswordForm()
    if not form.validate():
        return _page(form, account), 422
    actor, held = current_principal().actor, current_session()
    present = text_of(form.huidig_wachtwoord)
    answer = prove(db.session, actor, account, current_app.config["SECRET_KEY"], password=present)
    if answer.wait is not None:
        db.session.commit()
        form.form_errors.append(tried_too_often(answer.wait))
        return too_many(_page(form, account), answer.wait)
    if not answer.fits:
        db.session.commit()
        form.huidig_wachtwoord.errors = [_("Dit wachtwoord klopt niet. Probeer het opnieuw.")]
        return _page(form, account), 422
    try:
        set_password(
            db.session,
            actor,
            account,
            text_of(form.wachtwoord),
            AuditAction.PASSWORD_CHANGED,
            keep_session=held.session_id if held else None,
        )
    except WeakPasswordError as weak:
        db.session.rollback()
        form.wachtwoord.errors = [str(label(weak.fault))]
        return _page(form, own_account()), 422
    entry = confirm_session()
    db.session.commit()
    if entry is not None:
        entry.hold()
    flash(_("Uw wachtwoord is gewijzigd. Op uw andere apparaten bent u uitgelogd."), "good")
    return redirect(url_for("own.index"))


def _page(form: OwnPasswordForm, account: Account) -> str:
    return render_template("own_password/edit.html", form=form, account=account)
