"""Signing in with the account of the own organisation, and linking it with one's account here."""

from typing import TYPE_CHECKING

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.database import db
from portal.domain.accounts import SignInMethod
from portal.domain.errors import TooManyTriesError
from portal.domain.single_sign_on import ExternalPerson
from portal.oidc import ProviderOddError
from portal.queries.identities import identity_of_account
from portal.services import returning
from portal.services import single_sign_on as service
from portal.web.doors import Door, dangerous, requires
from portal.web.entering import enter, goes_on
from portal.web.intent import records_reading
from portal.web.own import ORGANISATION as OWN
from portal.web.own import own_account
from portal.web.redirects import own_path
from portal.web.sign_in import current_principal, current_session
from portal.web.single_sign_on import (
    Found,
    Journey,
    arrive,
    depart,
    forget_found,
    found_by,
    keep_found,
    provider,
    return_address,
)
from portal.web.visitors import origin
from portal.web.waiting import too_many, words_of_wait

if TYPE_CHECKING:
    from portal.oidc.provider import Provider

blueprint = Blueprint("single_sign_on", __name__)


@blueprint.get("/inloggen/organisatie")
@requires(Door.PUBLIC)
def start() -> Response:
    """Send the browser to the provider, where who has to show again who they are signs in anew."""
    target, again = own_path(request.args.get("volgende")), "opnieuw" in request.args
    return redirect(depart(_provider(), target, again=again))


@blueprint.get("/inloggen/organisatie/terug")
@requires(Door.PUBLIC)
@records_reading
def finish() -> Response | tuple[str, int]:
    """Let somebody in who comes back from the provider; nothing is held open while that is asked."""
    chosen = _provider()
    journey = arrive()
    if journey is None:
        return render_template("single_sign_on/expired.html"), 400
    chosen.check_sender(request.args.get("iss"))
    code = request.args.get("code", "")
    if not code or "error" in request.args:
        return render_template("single_sign_on/broken_off.html"), 400
    try:
        counter = returning.accept(
            db.session, current_app.config["SECRET_KEY"], origin().place, journey.attempt.state
        )
    except TooManyTriesError as error:
        page = render_template("single_sign_on/too_often.html", wait=words_of_wait(error.pause))
        return too_many(page, error.pause)
    db.session.commit()
    if counter is None:
        return render_template("single_sign_on/expired.html"), 400
    try:
        person = chosen.person(code, journey.attempt, return_address())
    except ProviderOddError:
        service.refuse(db.session)
        db.session.commit()
        raise
    if journey.linking is not None:
        returning.succeed(db.session, counter)
        db.session.commit()
        return _offer(journey, Found(person.subject, person.email))
    return _enter(journey, person, counter)


def _enter(journey: Journey, person: ExternalPerson, counter: str) -> Response | tuple[str, int]:
    """Let in whoever this is here; nobody hears why they do not come in."""
    account = service.sign_in(
        db.session,
        _provider().registration.issuer,
        person,
        demonstration=current_app.config["DEMONSTRATION"],
    )
    if account is None:
        db.session.commit()
        return render_template("single_sign_on/unknown.html"), 403
    returning.succeed(db.session, counter)
    entry = enter(account, SignInMethod.SINGLE_SIGN_ON, person.shown_at)
    db.session.commit()
    entry.hold()
    return redirect(goes_on(entry, own_path(journey.target)))


@blueprint.get(OWN)
@requires(Door.SIGNED_IN)
def own() -> str:
    """Show whether the own account is linked."""
    account = own_account()
    identity = identity_of_account(db.session, _provider().registration.issuer, account.id)
    found = found_by(account.id) if identity is None else None
    return render_template("single_sign_on/own.html", account=account, identity=identity, found=found)


@blueprint.get(f"{OWN}/koppelen")
@requires(Door.SIGNED_IN)
@dangerous
def ask() -> Response:
    """Send the browser to the provider to show which account is meant; this links nothing yet."""
    return redirect(depart(_provider(), url_for("single_sign_on.own"), current_principal().account_id))


@blueprint.post(f"{OWN}/koppelen")
@requires(Door.SIGNED_IN)
@dangerous
def link() -> Response:
    """Link the account that the provider named."""
    account, issuer, held = own_account(), _provider().registration.issuer, current_session()
    found = found_by(account.id)
    if found is None:
        flash(_("Het koppelen duurde te lang. Begin opnieuw."), "attention")
        return redirect(url_for("single_sign_on.own"))
    session_id = held.session_id if held else 0
    service.link(db.session, current_principal().actor, account, issuer, found.subject, session_id)
    db.session.commit()
    forget_found()
    flash(
        _("Uw account is gekoppeld. U kunt voortaan zo inloggen. Op andere apparaten bent u uitgelogd."),
        "good",
    )
    return redirect(url_for("single_sign_on.own"))


@blueprint.post(f"{OWN}/ontkoppelen")
@requires(Door.SIGNED_IN)
@dangerous
def unlink() -> Response:
    """Undo the link."""
    account, issuer, held = own_account(), _provider().registration.issuer, current_session()
    service.unlink(db.session, current_principal().actor, account, issuer, held.session_id if held else 0)
    db.session.commit()
    flash(_("Uw account is ontkoppeld. U logt voortaan in met uw wachtwoord."), "good")
    return redirect(url_for("single_sign_on.own"))


def _offer(journey: Journey, found: Found) -> Response | tuple[str, int]:
    """Ask the owner to confirm, when it is still the same person in this browser."""
    if current_principal().account_id != journey.linking or journey.linking is None:
        return render_template("single_sign_on/expired.html"), 400
    keep_found(journey.linking, found)
    return redirect(url_for("single_sign_on.own"))


def _provider() -> "Provider":
    return provider() or abort(404)
