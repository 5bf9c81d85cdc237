"""Decisions of the stuurgroep: the list, one decision, and recording one at a meeting."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import POLICY, Permission
from portal.database import db
from portal.domain import clock
from portal.domain.audit import SubjectKind
from portal.domain.errors import DecisionRevisedError, NotInSessionError
from portal.domain.meetings import takes_decisions
from portal.forms.decision import ActionForm, DecisionForm, offer_owners, offer_subjects
from portal.models import Account, Decision, Meeting
from portal.queries.actions import people_who_act
from portal.queries.agenda import open_signals, readable_signals
from portal.queries.audit import events_of
from portal.queries.decisions import (
    IN_FORCE,
    REVISED,
    DecisionFilter,
    count_decisions,
    decision_by_id,
    decision_years,
    decisions,
    decisions_in_force,
    revisions_of,
)
from portal.queries.maatregelen import maatregelen_now
from portal.queries.networks import all_networks
from portal.services import decisions as service
from portal.views.meetings import ONE, load_meeting
from portal.views.paging import ListAddress, page_of
from portal.web import listing
from portal.web.agenda_words import decision_name, meeting_name
from portal.web.doors import requires
from portal.web.personal_data import warn_about
from portal.web.refusals import sentence_for
from portal.web.sign_in import current_principal

blueprint = Blueprint("decisions", __name__)
DECISION = "/besluiten/<int(max=2147483647):decision_id>"


@blueprint.get("/besluiten")
@requires(Permission.READ_MEETINGS)
def index() -> str:
    """List the decisions, newest first, with those that were revised marked."""
    years = [("", _("Alle")), *((str(year), str(year)) for year in decision_years(db.session))]
    states = [("", _("Alle")), (IN_FORCE, _("Geldend")), (REVISED, _("Herzien"))]
    chosen = {
        "q": listing.search_words(),
        "jaar": listing.chosen("jaar", [value for value, _words in years]),
        "stand": listing.chosen("stand", [value for value, _words in states]),
    }
    wanted = DecisionFilter(chosen["q"], int(chosen["jaar"]) if chosen["jaar"] else None, chosen["stand"])
    page = page_of(
        count_decisions(db.session, wanted),
        lambda limit, offset: decisions(db.session, wanted, limit, offset),
    )
    return render_template(
        "decisions/index.html",
        page=page,
        years=years,
        states=states,
        revisions=revisions_of(db.session, [each.id for each in page.rows]),
        address=ListAddress("decisions.index", chosen, listing.Sort("nieuwste", descending=True)),
    )


@blueprint.get(DECISION)
@requires(Permission.READ_MEETINGS)
def show(decision_id: int) -> str:
    """Show one decision with why, about what, and the actions that follow from it."""
    return _page(_load(decision_id))


@blueprint.post(f"{DECISION}/actiepunten")
@requires(Permission.GIVE_ACTIONS)
def give_action(decision_id: int) -> Response | tuple[str, int]:
    """Give an action that follows from a decision."""
    decision, form = _load(decision_id), ActionForm()
    owners = _owners()
    offer_owners(form, owners, all_networks(db.session))
    if not form.validate():
        return _page(decision, form), 422
    service.add_action(db.session, current_principal().actor, decision, form.content(owners))
    warn_about(form)
    db.session.commit()
    flash(_("Het actiepunt is gegeven."), "good")
    return _to(decision)


@blueprint.get(f"{ONE}/besluiten/nieuw")
@requires(Permission.RECORD_DECISIONS)
def new(meeting_id: int) -> str:
    """Ask what was decided and why."""
    meeting = load_meeting(meeting_id)
    _check_session(meeting)
    form = DecisionForm(formdata=None)
    form.item.data = request.args.get("onderwerp", "")
    form.revises.data = request.args.get("herziet", "")
    _about_item(form, meeting)
    return _form_page(meeting, form)


@blueprint.post(f"{ONE}/besluiten/nieuw")
@requires(Permission.RECORD_DECISIONS)
def record(meeting_id: int) -> Response | tuple[str, int]:
    """Record a decision, with an action when one was filled in."""
    meeting, form = load_meeting(meeting_id), DecisionForm()
    in_force = decisions_in_force(db.session)
    owners = _owners()
    _offer(form, meeting)
    if not form.validate() or not form.action_is_whole():
        return _form_page(meeting, form), 422
    actor = current_principal().actor
    try:
        decision = service.record_decision(db.session, actor, meeting, form.content(meeting.items, in_force))
    except DecisionRevisedError as refusal:
        form.revises.errors = [str(sentence_for(refusal))]
        return _form_page(meeting, form), 422
    action = form.action(owners)
    if action is not None:
        service.add_action(db.session, actor, decision, action)
    warn_about(form)
    db.session.commit()
    flash(_("Besluit %(number)s is vastgelegd.", number=decision_name(decision)), "good")
    return _to(decision)


def _owners() -> Sequence[Account]:
    """Return everybody who reads actions, so that who gets one can do it."""
    roles = [grant.role for grant in POLICY[Permission.READ_ACTIONS]]
    return people_who_act(db.session, roles, clock.today())


def _load(decision_id: int) -> Decision:
    return decision_by_id(db.session, decision_id) or abort(404)


def _check_session(meeting: Meeting) -> None:
    if not takes_decisions(meeting.state, meeting.held_on, clock.today()):
        raise NotInSessionError


def _offer(form: DecisionForm, meeting: Meeting) -> None:
    offer_owners(form, _owners(), all_networks(db.session))
    offer_subjects(
        form,
        meeting.items,
        decisions_in_force(db.session),
        maatregelen_now(db.session, clock.today()),
        open_signals(db.session, current_principal().visibility()),
    )


def _about_item(form: DecisionForm, meeting: Meeting) -> None:
    """Tick the maatregel or the signal that the chosen item is about."""
    item = next((each for each in meeting.items if str(each.id) == form.item.data), None)
    if item is None:
        return
    if item.signal_id is not None:
        form.signals.data = [str(item.signal_id)]
    if item.progress is not None:
        form.maatregelen.data = [str(item.progress.maatregel_id)]
    if item.change_request is not None:
        form.maatregelen.data = [str(item.change_request.maatregel_id)]


def _form_page(meeting: Meeting, form: DecisionForm) -> str:
    _offer(form, meeting)
    return render_template("decisions/new.html", meeting=meeting, form=form, name=meeting_name(meeting))


def _page(decision: Decision, form: ActionForm | None = None) -> str:
    principal = current_principal()
    gives = principal.allows(Permission.GIVE_ACTIONS)
    form = form or ActionForm(formdata=None)
    if gives:
        offer_owners(form, _owners(), all_networks(db.session))
    return render_template(
        "decisions/show.html",
        decision=decision,
        number=decision_name(decision),
        revised_by=revisions_of(db.session, [decision.id]).get(decision.id),
        signals=readable_signals(db.session, principal.visibility(), [each.id for each in decision.signals]),
        form=form if gives else None,
        events=events_of(db.session, SubjectKind.DECISION, decision.id),
        meeting_name=meeting_name(decision.meeting),
        today=clock.today(),
    )


def _to(decision: Decision) -> Response:
    return redirect(url_for("decisions.show", decision_id=decision.id))
