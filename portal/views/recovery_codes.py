"""Recovery codes: shown once, on paper or in a file, and replaced by new ones."""

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from portal.database import db
from portal.domain.accounts import CODES_SHOWN
from portal.domain.rationing import EXPORT
from portal.queries.factors import has_factor, recovery_codes_left
from portal.services import recovery_codes as service
from portal.services.own_factors import Owner
from portal.services.sealing import UnreadableSecretError, seal, unseal
from portal.views.factors import FACTORS, owner
from portal.web.doors import Door, dangerous, requires
from portal.web.factors import onward
from portal.web.rationing import costly
from portal.web.sign_in import current_principal

blueprint = Blueprint("recovery_codes", __name__)
_NEW = "_herstelcodes"


def first_codes(who: Owner) -> list[str]:
    """Make codes for who has none; return them, none where there are codes that work."""
    return [] if recovery_codes_left(db.session, who.account.id) else _make(who)


def after_adding(codes: list[str]) -> str:
    """Say that a factor was added, once it is in the database, and return where to go: to new codes first."""
    if not codes:
        flash(_("De tweede factor is toegevoegd. Op andere apparaten bent u uitgelogd."), "good")
        return url_for("factors.index")
    _hold(codes)
    flash(_("De tweede factor is toegevoegd. Bewaar nu uw herstelcodes."), "good")
    return url_for("recovery_codes.show")


@blueprint.get(f"{FACTORS}/herstelcodes")
@requires(Door.SIGNED_IN)
def show() -> str:
    """Show codes that were just made, this once; else how many are left."""
    account_id = current_principal().account_id or 0
    sealed = str(session.pop(_NEW, ""))
    codes = _opened(sealed)
    return render_template(
        "factors/recovery_codes.html",
        codes=codes,
        sealed=sealed,
        left=recovery_codes_left(db.session, account_id),
        protected=has_factor(db.session, account_id),
        onward=onward() if codes else "",
    )


@blueprint.post(f"{FACTORS}/herstelcodes")
@dangerous
@requires(Door.SIGNED_IN)
def make() -> AnyResponse:
    """Make new codes; the former ones stop working."""
    who = owner()
    if has_factor(db.session, who.account.id):
        codes = _make(who)
        db.session.commit()
        _hold(codes)
    return redirect(url_for("recovery_codes.show"))


@blueprint.post(f"{FACTORS}/herstelcodes/bestand")
@costly(EXPORT)
@requires(Door.SIGNED_IN)
def download() -> AnyResponse:
    """Give the codes that stand on the page as a text file."""
    codes = _opened(request.form.get("codes", ""))
    if not codes:
        flash(_("Deze herstelcodes zijn niet meer op te halen. Maak nieuwe."), "attention")
        return redirect(url_for("recovery_codes.show"))
    lines = [_("Herstelcodes voor Mainportaal"), _("Elke code werkt één keer."), "", *codes, ""]
    answer = Response("\r\n".join(lines), mimetype="text/plain")
    answer.headers.set("Content-Disposition", "attachment", filename="herstelcodes-mainportaal.txt")
    return answer


def _make(who: Owner) -> list[str]:
    return [service.grouped(code) for code in service.make(db.session, who.actor, who.account)]


def _hold(codes: list[str]) -> None:
    """Let the browser hold the codes, sealed, until they are shown."""
    session[_NEW] = seal(current_app.config["SECRET_KEY"], _purpose(), " ".join(codes))


def _opened(sealed: str) -> list[str]:
    """Return the codes that were sealed for this person a moment ago, none for anything else."""
    try:
        return unseal(current_app.config["SECRET_KEY"], _purpose(), sealed, within=CODES_SHOWN).split()
    except UnreadableSecretError:
        return []


def _purpose() -> str:
    return f"recovery-codes:{current_principal().account_id}"
