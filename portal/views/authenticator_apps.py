"""Adding an app that makes codes: nothing is kept until the app has shown a right code."""

from flask import Blueprint, current_app, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.database import db
from portal.forms.base import text_of
from portal.forms.factors import AppForm
from portal.queries.accounts import account_by_id
from portal.services import app_codes
from portal.services import own_factors as service
from portal.services.sealing import UnreadableSecretError
from portal.views.factors import FACTORS, owner
from portal.views.recovery_codes import after_adding, first_codes
from portal.web.doors import Door, dangerous, requires
from portal.web.qr import qr_code
from portal.web.sign_in import current_principal

blueprint = Blueprint("authenticator_apps", __name__)


@blueprint.get(f"{FACTORS}/app")
@dangerous
@requires(Door.SIGNED_IN)
def new() -> str:
    """Show a new secret, as a picture and to type over."""
    return _page(AppForm(formdata=None), app_codes.new_secret())


@blueprint.post(f"{FACTORS}/app")
@dangerous
@requires(Door.SIGNED_IN)
def add() -> Response | tuple[str, int]:
    """Add the app once it shows the right code."""
    form, key = AppForm(), current_app.config["SECRET_KEY"]
    try:
        secret = app_codes.offer_of(key, current_principal().account_id or 0, text_of(form.offer))
    except UnreadableSecretError:
        form.form_errors.append(_("Deze QR-code is verlopen. Scan de nieuwe code hieronder met uw app."))
        return _page(form, app_codes.new_secret()), 422
    if not form.validate():
        return _page(form, secret), 422
    who = owner()
    if not service.add_app(db.session, who, key, secret, text_of(form.code), text_of(form.name)):
        form.code.errors = [_("Deze code klopt niet. Wacht op de volgende code en vul die in.")]
        return _page(form, secret), 422
    codes = first_codes(who)
    db.session.commit()
    return redirect(after_adding(codes))


def _page(form: AppForm, secret: str) -> str:
    account_id = current_principal().account_id or 0
    account = account_by_id(db.session, account_id)
    form.offer.data = app_codes.offered(current_app.config["SECRET_KEY"], account_id, secret)
    address = app_codes.address_of(secret, account.email if account else "")
    return render_template(
        "factors/app.html",
        form=form,
        picture=qr_code(address, _("QR-code voor uw app")),
        groups=[secret[start : start + 4] for start in range(0, len(secret), 4)],
    )
