"""Adding a passkey: the browser makes it, so this takes a script."""

from flask import Blueprint, current_app, render_template

from portal.database import db
from portal.domain.accounts import PasskeyUse
from portal.domain.errors import PasskeyRefusedError, TooManyFactorsError
from portal.forms.base import text_of
from portal.forms.factors import NameForm
from portal.services import own_factors, passkey_making, passkeys
from portal.views.factors import FACTORS, owner
from portal.views.recovery_codes import after_adding, first_codes
from portal.web.doors import Door, dangerous, requires
from portal.web.passkeys import ask, asked, posted, site
from portal.web.refusals import sentence_for

blueprint = Blueprint("passkeys", __name__)
Answer = tuple[dict[str, object], int]


@blueprint.get(f"{FACTORS}/passkey")
@dangerous
@requires(Door.SIGNED_IN)
def new() -> str:
    """Explain what a passkey is, and let the browser make one."""
    return render_template(
        "factors/passkey.html", form=NameForm(formdata=None), passkeys_work=site() is not None
    )


@blueprint.post(f"{FACTORS}/passkey/opties")
@dangerous
@requires(Door.SIGNED_IN)
def options() -> Answer:
    """Say what a browser needs to make a passkey."""
    here = site()
    if here is None:
        return _refused(PasskeyRefusedError())
    challenge = ask(PasskeyUse.REGISTER)
    key = current_app.config["SECRET_KEY"]
    return passkey_making.registration_options(db.session, here, key, owner().account, challenge), 200


@blueprint.post(f"{FACTORS}/passkey")
@dangerous
@requires(Door.SIGNED_IN)
def add() -> Answer:
    """Add the passkey that the browser made."""
    sent, who = posted(), owner()
    form = NameForm(formdata=None, data={"name": str(sent.get("name") or "")}, meta={"csrf": False})
    if not form.validate():
        return {"message": " ".join(map(str, form.name.errors))}, 422
    try:
        here, challenge = asked(PasskeyUse.REGISTER)
        passkeys.use_up(db.session, challenge)
        made = passkey_making.read_registration(here, challenge, sent.get("answer"))
        own_factors.add_passkey(db.session, who, made, text_of(form.name))
    except (PasskeyRefusedError, TooManyFactorsError) as error:
        db.session.commit()
        return _refused(error)
    codes = first_codes(who)
    db.session.commit()
    return {"url": after_adding(codes)}, 200


def _refused(error: Exception) -> Answer:
    return {"message": str(sentence_for(error))}, 422
