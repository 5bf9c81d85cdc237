"""PPS-netwerken: what they are, what they do and what they report."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort

from portal.access.owners import owner_reach
from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.areas import Area
from portal.models import Appointment, Report
from portal.queries.accounts import people_of_network
from portal.queries.budget import budget_tables
from portal.queries.documents import document_names
from portal.queries.latest_progress import latest_by_maatregel, worst_of
from portal.queries.maatregelen import maatregelen_of_network
from portal.queries.networks import (
    active_ids_by_network,
    count_networks,
    networks_with_places,
    places_without_network,
    reports_of_network,
    whole_network,
)
from portal.queries.partners import by_sector
from portal.queries.report_money import latest_with_money, report_money
from portal.views.paging import page_of
from portal.web.doors import requires
from portal.web.kept_pages import asked, kept_page
from portal.web.sign_in import current_principal

blueprint = Blueprint("networks", __name__)
KEPT_UNTIL = (Area.PLAN, Area.REPORTING, Area.MONEY, Area.PEOPLE)


@blueprint.get("/netwerken")
@requires(Permission.READ_PROGRAMME)
def index() -> str:
    """List the networks, and the places that have none."""
    return kept_page("networks/index.html", KEPT_UNTIL, asked(), _index)


def _index() -> dict[str, Any]:
    page = page_of(
        count_networks(db.session),
        lambda limit, offset: networks_with_places(db.session, limit, offset),
    )
    active = active_ids_by_network(db.session, clock.today(), [network.id for network in page.rows])
    running = [each for ids in active.values() for each in ids]
    latest = latest_by_maatregel(db.session, current_principal().visibility(), running)
    return {
        "page": page,
        "rows": [
            (network, active.get(network.id, []), worst_of(latest, active.get(network.id, [])))
            for network in page.rows
        ],
        "latest": latest,
        "places": places_without_network(db.session),
        "names": document_names(db.session),
    }


@blueprint.get("/netwerken/<code>")
@requires(Permission.READ_PROGRAMME)
def show(code: str) -> str:
    """Show a network: its place, partners, maatregelen, budget and reports."""
    return kept_page("networks/show.html", KEPT_UNTIL, code, lambda: _show(code))


def _show(code: str) -> dict[str, Any]:
    network = whole_network(db.session, code) or abort(404)
    visibility = current_principal().visibility()
    maatregelen = maatregelen_of_network(db.session, network.id)
    report = _money_report(network.id)
    return {
        "network": network,
        "sectors": by_sector(network.partners),
        "maatregelen": maatregelen,
        "latest": latest_by_maatregel(db.session, visibility, [each.id for each in maatregelen]),
        "reports": reports_of_network(db.session, visibility, network.id),
        "budget": budget_tables(db.session, network.id),
        "names": document_names(db.session),
        "report": report,
        "money": report_money(db.session, report, current_principal().audiences(network.id), figures=True)
        if report
        else None,
        "people": _people(network.id),
        "today": clock.today(),
    }


def _people(network_id: int) -> Sequence[Appointment]:
    """Return who reports for the network, for whom the names are no secret."""
    if not owner_reach(current_principal()).covers(network_id):
        return ()
    return people_of_network(db.session, network_id, clock.today())


def _money_report(network_id: int) -> Report | None:
    """Return the report whose money may be shown here, if any."""
    principal = current_principal()
    if not principal.allows(Permission.READ_MONEY, network_id):
        return None
    return latest_with_money(db.session, principal.visibility(), network_id)
