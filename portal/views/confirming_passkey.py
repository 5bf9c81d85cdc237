"""Showing again who one is with a passkey; the script of the page asks for both."""

from datetime import timedelta

from flask import Blueprint, current_app, request
from flask_babel import gettext as _

from portal.database import db
from portal.domain.accounts import PasskeyUse
from portal.domain.errors import PasskeyRefusedError
from portal.services import passkeys
from portal.services.confirming import prove_with_passkey
from portal.services.kept_input import keep
from portal.web.doors import Door, requires
from portal.web.kept_input import opened
from portal.web.own import own_account
from portal.web.passkeys import ask, asked, posted, site
from portal.web.redirects import own_path
from portal.web.sign_in import confirm_session, current_principal
from portal.web.waiting import tried_too_often

blueprint = Blueprint("confirming_passkey", __name__)
Answer = tuple[dict[str, object], int]


@blueprint.post("/bevestigen/passkey/opties")
@requires(Door.SIGNED_IN)
def options() -> Answer:
    """Say what a browser needs to use a passkey of this person."""
    here = site()
    if here is None:
        return _refused()
    challenge = ask(PasskeyUse.CONFIRM)
    account = own_account()
    must_verify = not account.password_hash
    return passkeys.authentication_options(db.session, here, challenge, account, must_verify=must_verify), 200


@blueprint.post("/bevestigen/passkey")
@requires(Door.SIGNED_IN)
def confirm() -> Answer:
    """Go on when it is a passkey of this person; the session gets a new identifier."""
    sent, account = posted(), own_account()
    actor, key = current_principal().actor, current_app.config["SECRET_KEY"]
    try:
        here, challenge = asked(PasskeyUse.CONFIRM)
    except PasskeyRefusedError:
        return _refused()
    proof = prove_with_passkey(db.session, actor, account, key, here, challenge, sent.get("answer"))
    entry = confirm_session() if proof.fits else None
    if entry is None:
        db.session.commit()
        return _refused(proof.wait)
    kept = opened(str(sent.get("kept") or ""))
    if kept is not None:
        keep(db.session, account.id, *kept)
    db.session.commit()
    entry.hold()
    return {"url": kept[0] if kept is not None else own_path(request.args.get("volgende"))}, 200


def _refused(wait: timedelta | None = None) -> Answer:
    if wait is not None:
        return {"message": tried_too_often(wait)}, 429
    return {
        "message": _("Deze passkey is niet geaccepteerd. Probeer het opnieuw, of kies een andere manier.")
    }, 422
