"""PPS-netwerken: what they are, what they do and what they report."""

from flask import Blueprint, abort, render_template

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.queries.budget import budget_tables
from portal.queries.documents import document_names
from portal.queries.latest_progress import latest_by_maatregel, worst_of
from portal.queries.maatregelen import maatregelen_of_network
from portal.queries.networks import (
    active_ids_by_network,
    networks_with_places,
    places_without_network,
    reports_of_network,
    whole_network,
)
from portal.queries.partners import by_sector
from portal.web.doors import requires
from portal.web.sign_in import current_principal

blueprint = Blueprint("networks", __name__)


@blueprint.get("/netwerken")
@requires(Permission.READ_PROGRAMME)
def index() -> str:
    """List the networks, and the places that have none."""
    latest = latest_by_maatregel(db.session, current_principal().visibility())
    active = active_ids_by_network(db.session, clock.today())
    rows = [
        (network, active.get(network.id, []), worst_of(latest, active.get(network.id, [])))
        for network in networks_with_places(db.session)
    ]
    return render_template(
        "networks/index.html",
        rows=rows,
        latest=latest,
        places=places_without_network(db.session),
        names=document_names(db.session),
    )


@blueprint.get("/netwerken/<code>")
@requires(Permission.READ_PROGRAMME)
def show(code: str) -> str:
    """Show a network: its place, partners, maatregelen, budget and reports."""
    network = whole_network(db.session, code) or abort(404)
    visibility = current_principal().visibility()
    maatregelen = maatregelen_of_network(db.session, network.id)
    return render_template(
        "networks/show.html",
        network=network,
        sectors=by_sector(network.partners),
        maatregelen=maatregelen,
        latest=latest_by_maatregel(db.session, visibility, [each.id for each in maatregelen]),
        reports=reports_of_network(db.session, visibility, network.id),
        budget=budget_tables(db.session, network.id),
        names=document_names(db.session),
        today=clock.today(),
    )
