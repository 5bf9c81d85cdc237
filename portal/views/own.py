"""The own page: who somebody is here, with which appointments, and what can be changed."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.database import db
from portal.domain import clock
from portal.forms.base import text_of
from portal.forms.own import NameForm
from portal.queries.sessions import signed_in_before
from portal.services import own as service
from portal.web.doors import Door, requires
from portal.web.own import own_account, own_pages
from portal.web.sign_in import current_principal, current_session

blueprint = Blueprint("own", __name__)


@blueprint.get("/mijn")
@requires(Door.SIGNED_IN)
def index() -> str:
    """Show what the portal knows of this person, and the way to every page about it."""
    account = own_account()
    held = current_session()
    return render_template(
        "own/index.html",
        account=account,
        today=clock.today(),
        before=signed_in_before(db.session, account.id, held.created_at) if held else None,
        session=held,
        pages=own_pages(),
    )


@blueprint.get("/mijn/gegevens")
@requires(Door.SIGNED_IN)
def details() -> str:
    """Ask for another name."""
    account = own_account()
    form = NameForm(formdata=None, obj=account)
    return render_template("own/details.html", form=form, account=account)


@blueprint.post("/mijn/gegevens")
@requires(Door.SIGNED_IN)
def save_details() -> Response | tuple[str, int]:
    """Keep it."""
    account = own_account()
    form = NameForm()
    if not form.validate():
        return render_template("own/details.html", form=form, account=account), 422
    changed = service.rename(db.session, current_principal().actor, account, text_of(form.name))
    db.session.commit()
    flash(_("Uw naam is gewijzigd.") if changed else _("Dit is uw naam al."), "good" if changed else "info")
    return redirect(url_for("own.index"))
