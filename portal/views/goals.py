"""Subdoelen: nine substantive and five process goals, with the maatregelen that serve them."""

from flask import Blueprint, abort, render_template

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.programme import GoalKind
from portal.queries.documents import document_names
from portal.queries.goals import all_goals, goal_by_code, maatregel_ids_by_goal
from portal.queries.latest_progress import latest_by_maatregel, worst_of
from portal.queries.maatregelen import maatregelen_of_goal
from portal.web.doors import requires
from portal.web.sign_in import current_principal

blueprint = Blueprint("goals", __name__)


@blueprint.get("/subdoelen")
@requires(Permission.READ_PROGRAMME)
def index() -> str:
    """List the goals with the number of maatregelen and the state that asks most attention."""
    latest = latest_by_maatregel(db.session, current_principal().visibility())
    serving = maatregel_ids_by_goal(db.session, clock.today())
    goals = all_goals(db.session)
    groups = [(kind, [goal for goal in goals if goal.kind is kind]) for kind in GoalKind]
    return render_template(
        "goals/index.html",
        groups=groups,
        serving=serving,
        reported={goal.id: sum(each in latest for each in serving.get(goal.id, [])) for goal in goals},
        worst={goal.id: worst_of(latest, serving.get(goal.id, [])) for goal in goals},
        latest=latest,
    )


@blueprint.get("/subdoelen/<code>")
@requires(Permission.READ_PROGRAMME)
def show(code: str) -> str:
    """Show a goal with its themes and the maatregelen that serve it."""
    goal = goal_by_code(db.session, code) or abort(404)
    maatregelen = maatregelen_of_goal(db.session, goal.id, clock.today())
    ids = [each.id for each in maatregelen]
    latest = latest_by_maatregel(db.session, current_principal().visibility(), ids)
    return render_template(
        "goals/show.html",
        goal=goal,
        maatregelen=maatregelen,
        latest=latest,
        worst=worst_of(latest, ids),
        names=document_names(db.session),
    )
