"""Subdoelen: nine substantive and five process goals, with the maatregelen that serve them."""

from typing import Any

from flask import Blueprint, abort

from portal.access.goals import assessments_of
from portal.access.observations import reads_observations
from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.areas import Area
from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.goals import is_judged
from portal.domain.indicators import NormKind
from portal.domain.programme import GoalKind
from portal.domain.workflow import PeriodState
from portal.queries.audit import events_of
from portal.queries.documents import document_names
from portal.queries.goal_assessments import assessable_periods, assessments_of_goal, last_assessments
from portal.queries.goal_states import states_of_goal
from portal.queries.goals import (
    all_goals,
    goal_by_code,
    indicators_by_goal,
    maatregel_ids_by_goal,
)
from portal.queries.indicators import indicators_of_goal
from portal.queries.latest_progress import latest_by_maatregel, worst_of
from portal.queries.maatregelen import maatregelen_of_goal
from portal.web.doors import requires
from portal.web.kept_pages import kept_page
from portal.web.sign_in import current_principal
from portal.web.underpinning_figures import part_names, parts_of, state_figure

blueprint = Blueprint("goals", __name__)
KEPT_UNTIL = (Area.PLAN, Area.REPORTING, Area.INDICATORS, Area.PEOPLE)


@blueprint.get("/subdoelen")
@requires(Permission.READ_PROGRAMME)
def index() -> str:
    """List the goals with their maatregelen, indicators, last assessment and worst state."""
    return kept_page("goals/index.html", KEPT_UNTIL, (), _index)


def _index() -> dict[str, Any]:
    principal = current_principal()
    readable = assessments_of(principal)
    latest = latest_by_maatregel(db.session, principal.visibility())
    serving = maatregel_ids_by_goal(db.session, clock.today())
    goals = all_goals(db.session)
    groups = [(kind, [goal for goal in goals if goal.kind is kind]) for kind in GoalKind]
    return {
        "groups": groups,
        "serving": serving,
        "reported": {goal.id: sum(each in latest for each in serving.get(goal.id, [])) for goal in goals},
        "worst": {goal.id: worst_of(latest, serving.get(goal.id, [])) for goal in goals},
        "latest": latest,
        "indicators": indicators_by_goal(db.session, principal.words(), clock.today()),
        "with_target": lambda found: sum(NormKind.TARGET in each.values for each in found),
        "assessed": last_assessments(db.session, readable),
        "reads_assessments": bool(readable),
    }


@blueprint.get("/subdoelen/<code>")
@requires(Permission.READ_PROGRAMME)
def show(code: str) -> str:
    """Show a goal: what was said of it, its maatregelen, its indicators and how it stood in each period."""
    return kept_page("goals/show.html", KEPT_UNTIL, code, lambda: _show(code))


def _show(code: str) -> dict[str, Any]:
    goal = goal_by_code(db.session, code) or abort(404)
    principal = current_principal()
    visibility, today = principal.visibility(), clock.today()
    maatregelen = maatregelen_of_goal(db.session, goal.id, today)
    ids = [each.id for each in maatregelen]
    latest = latest_by_maatregel(db.session, visibility, ids)
    states = states_of_goal(db.session, visibility, goal.id)
    readable = assessments_of(principal)
    # The history names periods that the stuurgroep has not adopted.
    follows = readable >= {PeriodState.OPEN, PeriodState.CLOSED, PeriodState.ADOPTED}
    return {
        "goal": goal,
        "maatregelen": maatregelen,
        "latest": latest,
        "worst": worst_of(latest, ids),
        "names": document_names(db.session),
        "judged": is_judged(goal.kind),
        "linked_indicators": indicators_of_goal(db.session, goal.id, principal.words()),
        "reads_observations": reads_observations(principal),
        "assessments": assessments_of_goal(db.session, goal.id, readable),
        "reads_assessments": bool(readable),
        "assessable": assessable_periods(db.session) if principal.allows(Permission.ASSESS_GOALS) else [],
        "events": events_of(db.session, SubjectKind.GOAL, goal.id, only={AuditAction.GOAL_ASSESSED})
        if follows
        else [],
        "states": list(reversed(states)),
        "state_svg": state_figure(states) if states else None,
        "part_names": part_names(),
        "parts_of": parts_of,
        "today": today,
    }
