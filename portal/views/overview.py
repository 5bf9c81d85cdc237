"""The stuurgroep's overview: network by judgement, for one rapportageperiode."""

from typing import Any

from flask import Blueprint, abort, render_template, request
from markupsafe import Markup

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.areas import Area
from portal.domain.progress import Aspect, ProgressStatus, Rating
from portal.queries.overview import NetworkIds, PeriodChoice, period_choice, read_overview
from portal.queries.periods import PeriodLine
from portal.views.network_page import network_page
from portal.web.doors import requires
from portal.web.fragments import fragment
from portal.web.sign_in import current_principal

blueprint = Blueprint("overview", __name__)
MOST_NAMED = 20
"""With more networks than stand on one page, so many lines and names; what is more is counted."""


@blueprint.get("/overzicht")
@requires(Permission.READ_ADOPTED)
def index() -> str:
    """Show the judgements of every network in the chosen period, or in the newest with something to read."""
    principal = current_principal()
    visibility = principal.visibility()
    every_period = principal.allows(Permission.READ_PERIODS)
    choice = period_choice(db.session, visibility, every_period=every_period)
    code = request.args.get("periode", "")
    period = choice.find(code) if code else choice.default
    if period is None:
        return abort(404) if code else render_template("overview/empty.html")
    other = request.args.get("met", "")
    compared = (choice.find(other) or abort(404)) if other and other != period.code else None
    return render_template(
        "overview/index.html",
        period=period,
        content=_content(choice, period, compared, every_period=every_period),
    )


def _content(
    choice: PeriodChoice, period: PeriodLine, compared: PeriodLine | None, *, every_period: bool
) -> Markup:
    """Return everything below the title, the same for all who may read the same."""
    visibility, today = current_principal().visibility(), clock.today()
    networks, receipts = _reach(Permission.READ_ADOPTED), _reach(Permission.READ_RECEIPT)
    overview = read_overview(
        db.session,
        visibility,
        choice,
        period,
        today,
        networks=networks,
        receipt_networks=receipts,
        compared=compared,
    )
    part = network_page(overview.rows, lambda: overview.by_attention, lambda row: row.network)
    scope = (visibility, networks, receipts, every_period)

    def context() -> dict[str, Any]:
        return {
            "overview": overview,
            "period": period,
            "part": part,
            "choice": choice,
            "chosen": compared.code if compared else "",
            "limited": networks is not None,
            "aspects": list(Aspect),
            "BEHIND": ProgressStatus.BEHIND,
            "CRITICAL": Rating.CRITICAL,
            "PROGRESS": Aspect.PROGRESS,
            "MOST_NAMED": MOST_NAMED,
        }

    asked = (period, compared, today, part.key)
    return fragment("overview/_content.html", (Area.PLAN, Area.REPORTING), (scope, asked), context)


def _reach(permission: Permission) -> NetworkIds:
    reach = current_principal().reach(permission)
    return None if reach.everywhere else reach.networks
