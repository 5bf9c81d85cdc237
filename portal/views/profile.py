"""What the last requests cost, for who builds the portal. Only in demo mode."""

from flask import Blueprint, abort, render_template

from portal.web.doors import Door, requires
from portal.web.profile import LOOP, MOST, profile_of_app
from portal.web.profile_averages import by_endpoint

blueprint = Blueprint("profile", __name__)
SHOWN = 50


@blueprint.get("/profiel")
@requires(Door.PUBLIC)
def index() -> str:
    """Show what each page costs, and the last requests."""
    costs = profile_of_app().requests()
    return render_template(
        "profile/index.html",
        endpoints=by_endpoint(costs),
        costs=costs[:SHOWN],
        known=len(costs),
        most=MOST,
    )


@blueprint.get("/profiel/<int(max=2147483647):number>")
@requires(Door.PUBLIC)
def show(number: int) -> str:
    """Show the statements of one request, the ones that were repeated first."""
    cost = profile_of_app().request(number) or abort(404)
    return render_template("profile/show.html", cost=cost, often=LOOP)
