"""Assessing a subdoel over a rapportageperiode: the narrative, and for a process goal the judgement."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.errors import StaleVersionError
from portal.domain.goals import check_assessable
from portal.domain.workflow import PeriodState
from portal.forms.goal_assessment import GoalAssessmentForm, JudgedGoalForm, form_for
from portal.models import Goal, GoalAssessment, Period
from portal.queries.audit import events_of
from portal.queries.goal_assessments import assessment_of, assessments_of_goal
from portal.queries.goal_states import states_of_goal
from portal.queries.goals import goal_by_code
from portal.services import goal_assessments as service
from portal.views.keeping import forget_kept, kept_here
from portal.views.loading import load_period
from portal.web.doors import requires
from portal.web.kept_input import restores_input
from portal.web.labels import label
from portal.web.personal_data import warn_about
from portal.web.sign_in import current_principal
from portal.web.stale import Conflict

blueprint = Blueprint("goal_assessments", __name__)
ADDRESS = "/subdoelen/<code>/beoordelen/<period_code>"


@blueprint.get(ADDRESS)
@restores_input
@requires(Permission.ASSESS_GOALS)
def edit(code: str, period_code: str) -> str:
    """Show the form, with what was said before and how the maatregelen stand beside it."""
    goal, period = _load(code, period_code)
    check_assessable(period.state)
    kept = kept_here()
    form = form_for(goal.kind)(formdata=kept)
    if kept is None:
        form.show(assessment_of(db.session, goal.id, period.id))
    return _page(goal, period, form, restored=kept is not None)


@blueprint.post(ADDRESS)
@requires(Permission.ASSESS_GOALS)
def save(code: str, period_code: str) -> Response | tuple[str, int]:
    """Save it; a stale save shows both versions and loses neither."""
    goal, period = _load(code, period_code)
    form = form_for(goal.kind)()
    if not form.validate():
        check_assessable(period.state)
        return _page(goal, period, form), 422
    try:
        service.assess_goal(db.session, current_principal().actor, goal, period, form.seen, form.content())
    except StaleVersionError:
        saved = assessment_of(db.session, goal.id, period.id)
        form.version.data, form.version.raw_data = saved.version if saved else 0, None
        return _page(goal, period, form, conflicts=_conflicts(form, saved)), 409
    forget_kept(request.path)
    db.session.commit()
    warn_about(form)
    flash(_("De beoordeling van het subdoel is opgeslagen."), "good")
    return redirect(url_for("goals.show", code=code, _anchor="beoordelingen"))


def _load(code: str, period_code: str) -> tuple[Goal, Period]:
    return goal_by_code(db.session, code) or abort(404), load_period(period_code)


def _conflicts(form: GoalAssessmentForm, saved: GoalAssessment | None) -> list[Conflict]:
    own = form.content()
    pairs = [(form.words.label.text, own.words, saved.words if saved else "")]
    if isinstance(form, JudgedGoalForm):
        current = saved.rating if saved else None
        pairs.insert(0, (form.rating.label.text, str(label(own.rating)), str(label(current))))
    return [
        {"label": str(name), "own": typed, "current": there} for name, typed, there in pairs if typed != there
    ]


def _page(
    goal: Goal,
    period: Period,
    form: GoalAssessmentForm,
    *,
    conflicts: list[Conflict] | None = None,
    restored: bool = False,
) -> str:
    states = states_of_goal(db.session, current_principal().visibility(), goal.id)
    said = assessments_of_goal(db.session, goal.id, tuple(PeriodState))
    return render_template(
        "goals/assess.html",
        goal=goal,
        period=period,
        form=form,
        state=next((each for each in states if each.period_code == period.code), None),
        earlier=next((each for each in said if each.period.observes_from < period.observes_from), None),
        events=events_of(db.session, SubjectKind.GOAL, goal.id, only={AuditAction.GOAL_ASSESSED}),
        conflicts=conflicts or [],
        restored=restored,
    )
