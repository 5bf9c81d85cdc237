"""Signing in with a passkey and nothing else."""

from flask import Blueprint, current_app, request
from flask_babel import gettext as _

from portal.database import db
from portal.domain.accounts import PasskeyUse, SignInMethod
from portal.domain.errors import PasskeyRefusedError, TooManyTriesError
from portal.services import passkeys
from portal.services.kept_input import keep
from portal.services.second_step import by_passkey_alone
from portal.web.doors import Door, requires
from portal.web.entering import enter
from portal.web.kept_input import opened
from portal.web.passkeys import ask, asked, posted, site
from portal.web.redirects import own_path
from portal.web.visitors import origin
from portal.web.waiting import tried_too_often

blueprint = Blueprint("passkey_sign_in", __name__)
Answer = tuple[dict[str, object], int]


@blueprint.post("/inloggen/passkey/opties")
@requires(Door.PUBLIC)
def options() -> Answer:
    """Say what a browser needs; the same for everybody, for who comes is not known yet."""
    here = site()
    if here is None:
        return _refused()
    return passkeys.authentication_options(db.session, here, ask(PasskeyUse.SIGN_IN)), 200


@blueprint.post("/inloggen/passkey")
@requires(Door.PUBLIC)
def check() -> Answer:
    """Let in whose passkey it is; the answer never tells whether a passkey is known."""
    sent = posted()
    try:
        here, challenge = asked(PasskeyUse.SIGN_IN)
        account = by_passkey_alone(
            db.session,
            here,
            current_app.config["SECRET_KEY"],
            challenge,
            sent.get("answer"),
            place=origin().place,
            demonstration=current_app.config["DEMONSTRATION"],
        )
    except PasskeyRefusedError:
        return _refused()
    except TooManyTriesError as error:
        return {"message": tried_too_often(error.pause)}, 429
    if account is None:
        db.session.commit()
        return _refused()
    kept = opened(str(sent.get("kept") or ""))
    if kept:
        keep(db.session, account.id, *kept)
    entry = enter(account, SignInMethod.PASSKEY)
    db.session.commit()
    entry.hold()
    return {"url": kept[0] if kept else own_path(request.args.get("volgende"))}, 200


def _refused() -> Answer:
    return {
        "message": _("Inloggen met deze passkey lukt niet. Probeer het opnieuw, of gebruik uw wachtwoord.")
    }, 422
