"""Onderbouwing: which ingredients the maatregelen of the programme and of each network have."""

from typing import Any

from flask import Blueprint, abort, current_app, render_template
from werkzeug.wrappers import Response

from portal.access.observations import reads_observations
from portal.access.policy import Permission
from portal.database import db
from portal.documents.underpinning import underpinning_figures
from portal.domain import clock
from portal.domain.areas import Area
from portal.domain.audit import SubjectKind
from portal.domain.rationing import EXPORT
from portal.domain.underpinning import settled, tallies
from portal.queries.networks import all_networks, network_by_code
from portal.queries.underpinning import network_underpinnings, underpinnings
from portal.views.handing_out import asked_kind, hand_out
from portal.views.network_page import network_page
from portal.web.doors import requires
from portal.web.fragments import fragment
from portal.web.rationing import costly
from portal.web.sign_in import current_principal
from portal.web.underpinning_figures import standing_names, tally_figure, tally_rows

blueprint = Blueprint("underpinning_overview", __name__)


@blueprint.get("/onderbouwing")
@requires(Permission.READ_PROGRAMME)
def index() -> str:
    """Show by network and for the programme how many maatregelen have each ingredient."""
    principal, today = current_principal(), clock.today()
    reads_all = reads_observations(principal)
    found = network_underpinnings(db.session, principal.words(), today)
    part = network_page(found.networks, lambda: found.by_attention, lambda row: row[0])

    def context() -> dict[str, Any]:
        names = standing_names(reads_all=reads_all)
        return {
            "part": part,
            "total": found.total,
            "whole": found.whole,
            "count": found.count,
            "names": names,
            "figure_svg": tally_figure(found.total, names),
            "figure_rows": tally_rows(found.total),
            "reads_all": reads_all,
            "today": today,
        }

    key = (principal.words(), reads_all, today, part.key)
    return render_template(
        "underpinning/index.html",
        count=found.count,
        reads_all=reads_all,
        content=fragment("underpinning/_content.html", (Area.PLAN, Area.INDICATORS), key, context),
    )


@blueprint.get("/onderbouwing/<network_code>")
@requires(Permission.READ_PROGRAMME)
def show(network_code: str) -> str:
    """Show of each maatregel of a network which ingredients are there."""
    network = network_by_code(db.session, network_code) or abort(404)
    principal = current_principal()
    lines = underpinnings(db.session, principal.words(), clock.today(), network_id=network.id)
    return render_template(
        "underpinning/show.html",
        network=network,
        lines=[(line, settled(line.ingredients)) for line in lines],
        total=tallies([line.ingredients for line in lines]),
        may_write=principal.allows(Permission.WRITE_UNDERPINNING, network.id),
        reads_all=reads_observations(principal),
        today=clock.today(),
    )


@blueprint.post("/onderbouwing/exporteren")
@costly(EXPORT)
@requires(Permission.READ_PROGRAMME)
def export() -> Response:
    """Give the whole table as a file, and remember who took it."""
    kind, principal = asked_kind(), current_principal()
    figures = underpinning_figures(
        all_networks(db.session),
        underpinnings(db.session, principal.words(), clock.today()),
        clock.now(),
        reads_all=reads_observations(principal),
        demonstration=bool(current_app.config["DEMONSTRATION"]),
    )
    return hand_out(figures, "onderbouwing", kind, SubjectKind.PLAN)
