"""Who of a network fills in which maatregel; the coordinator divides the work."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain.errors import StaleVersionError
from portal.forms.division import DivisionForm, division_form
from portal.models import Account, Maatregel, Network
from portal.queries.division import contributors_of, divided, division_version
from portal.queries.networks import network_by_code
from portal.services import division as service
from portal.web.doors import requires
from portal.web.sign_in import current_principal

blueprint = Blueprint("division", __name__)
DIVISION = "/netwerken/<code>/verdeling"


@blueprint.get(DIVISION)
@requires(Permission.COORDINATE_REPORT)
def edit(code: str) -> str:
    """Show who fills in each maatregel of the network."""
    network, maatregelen, people = _load(code)
    form = division_form(maatregelen, people, formdata=None)
    form.show(maatregelen, division_version(maatregelen))
    return _page(network, maatregelen, people, form)


@blueprint.post(DIVISION)
@requires(Permission.COORDINATE_REPORT)
def save(code: str) -> Response | tuple[str, int]:
    """Divide the maatregelen; what somebody else divided meanwhile is shown beside the own choice."""
    network, maatregelen, people = _load(code)
    form = division_form(maatregelen, people)
    if not form.validate():
        return _page(network, maatregelen, people, form), 422
    try:
        service.assign_contributors(
            db.session, current_principal().actor, network, form.seen, form.wanted(maatregelen)
        )
    except StaleVersionError:
        form.version.data, form.version.raw_data = division_version(maatregelen), None
        return _page(network, maatregelen, people, form, stale=True), 409
    db.session.commit()
    flash(_("De verdeling is opgeslagen."), "good")
    return redirect(url_for("division.edit", code=code))


def _load(code: str) -> tuple[Network, Sequence[Maatregel], Sequence[Account]]:
    network = network_by_code(db.session, code) or abort(404)
    if not current_principal().allows(Permission.COORDINATE_REPORT, network.id):
        abort(403)
    return network, divided(db.session, network.id), contributors_of(db.session, network.id)


def _page(
    network: Network,
    maatregelen: Sequence[Maatregel],
    people: Sequence[Account],
    form: DivisionForm,
    *,
    stale: bool = False,
) -> str:
    return render_template(
        "division/edit.html", network=network, maatregelen=maatregelen, people=people, form=form, stale=stale
    )
