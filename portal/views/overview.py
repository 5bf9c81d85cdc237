"""The stuurgroep's overview: network by judgement, for one rapportageperiode."""

from flask import Blueprint, abort, render_template, request

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.progress import Aspect, ProgressStatus, Rating
from portal.queries.overview import NetworkIds, period_choice, read_overview
from portal.web.doors import requires
from portal.web.sign_in import current_principal

blueprint = Blueprint("overview", __name__)


@blueprint.get("/overzicht")
@requires(Permission.READ_ADOPTED)
def index() -> str:
    """Show the judgements of every network in the chosen period, or in the newest with something to read."""
    principal = current_principal()
    visibility = principal.visibility()
    choice = period_choice(db.session, visibility, every_period=principal.allows(Permission.READ_PERIODS))
    code = request.args.get("periode", "")
    period = choice.find(code) if code else choice.default
    if period is None:
        return abort(404) if code else render_template("overview/empty.html")
    networks = _reach(Permission.READ_ADOPTED)
    overview = read_overview(
        db.session,
        visibility,
        choice,
        period,
        clock.today(),
        networks=networks,
        receipt_networks=_reach(Permission.READ_RECEIPT),
    )
    return render_template(
        "overview/index.html",
        overview=overview,
        choice=choice,
        limited=networks is not None,
        aspects=list(Aspect),
        BEHIND=ProgressStatus.BEHIND,
        CRITICAL=Rating.CRITICAL,
        PROGRESS=Aspect.PROGRESS,
    )


def _reach(permission: Permission) -> NetworkIds:
    reach = current_principal().reach(permission)
    return None if reach.everywhere else reach.networks
