"""The second factors of who is signed in: what there is, how it is called, and removing one."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.database import db
from portal.forms.base import text_of
from portal.forms.factors import NameForm
from portal.models import SecondFactor
from portal.queries.accounts import account_by_id
from portal.queries.factors import factor_of, factors_of, recovery_codes_left
from portal.services import own_factors as service
from portal.services.own_factors import Owner
from portal.web.doors import Door, dangerous, requires
from portal.web.factors import is_obliged, owes_factor
from portal.web.passkeys import site
from portal.web.sign_in import current_principal, current_session

blueprint = Blueprint("factors", __name__)
FACTORS = "/mijn/factoren"
ONE = f"{FACTORS}/<int(max=2147483647):factor_id>"


def owner() -> Owner:
    """Return who changes the own factors, and in which session."""
    principal, held = current_principal(), current_session()
    account = account_by_id(db.session, principal.account_id or 0)
    if account is None or held is None:
        abort(401)
    return Owner(account, principal.actor, held.session_id)


@blueprint.get(FACTORS)
@requires(Door.SIGNED_IN)
def index() -> str:
    """Show the factors; for who owes one, this is where the portal begins."""
    account_id = current_principal().account_id or 0
    return render_template(
        "factors/index.html",
        factors=factors_of(db.session, account_id),
        codes_left=recovery_codes_left(db.session, account_id),
        obliged=is_obliged(),
        owes=owes_factor(),
        passkeys_work=site() is not None,
    )


@blueprint.get(f"{ONE}/naam")
@dangerous
@requires(Door.SIGNED_IN)
def edit(factor_id: int) -> str:
    """Ask for another name."""
    factor = _load(factor_id)
    return render_template("factors/name.html", factor=factor, form=NameForm(formdata=None, obj=factor))


@blueprint.post(f"{ONE}/naam")
@dangerous
@requires(Door.SIGNED_IN)
def rename(factor_id: int) -> str | Response | tuple[str, int]:
    """Give a factor another name."""
    factor, form = _load(factor_id), NameForm()
    if not form.validate():
        return render_template("factors/name.html", factor=factor, form=form), 422
    service.rename(db.session, owner(), factor, text_of(form.name))
    db.session.commit()
    flash(_("De naam is gewijzigd."), "good")
    return redirect(url_for("factors.index"))


@blueprint.get(f"{ONE}/weghalen")
@dangerous
@requires(Door.SIGNED_IN)
def confirm_removal(factor_id: int) -> str:
    """Ask whether the factor may go, and say what follows."""
    factor = _load(factor_id)
    last = len(factors_of(db.session, factor.account_id)) == 1
    return render_template("factors/remove.html", factor=factor, last=last, obliged=is_obliged())


@blueprint.post(f"{ONE}/weghalen")
@dangerous
@requires(Door.SIGNED_IN)
def remove(factor_id: int) -> Response:
    """Remove a factor; not the last one when a role asks for one."""
    service.remove(db.session, owner(), _load(factor_id), obliged=is_obliged())
    db.session.commit()
    flash(_("De tweede factor is weggehaald. Op andere apparaten bent u uitgelogd."), "good")
    return redirect(url_for("factors.index"))


def _load(factor_id: int) -> SecondFactor:
    """Return one of the own factors; of somebody else there are none."""
    return factor_of(db.session, current_principal().account_id or 0, factor_id) or abort(404)
