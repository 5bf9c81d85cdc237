"""Action items: one's own and those one may see, and saying how one is coming along."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.actions import action_moves, action_scope
from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.actions import ActionState
from portal.domain.audit import SubjectKind
from portal.domain.errors import ActionSettledError, StaleVersionError
from portal.forms.base import text_of
from portal.forms.decision import MoveForm, offer_states
from portal.models import ActionItem
from portal.queries.actions import (
    OVERDUE,
    PENDING_NOW,
    ActionFilter,
    action_by_id,
    actions,
    count_actions,
)
from portal.queries.agenda import readable_signals
from portal.queries.audit import events_of
from portal.queries.choices import network_choices
from portal.services import actions as service
from portal.views.paging import ListAddress, page_of
from portal.web import listing
from portal.web.doors import requires
from portal.web.labels import choices
from portal.web.personal_data import warn_about
from portal.web.sign_in import current_principal

blueprint = Blueprint("actions", __name__)
ONE = "/actiepunten/<int(max=2147483647):action_id>"
MINE = "mij"


@blueprint.get("/actiepunten")
@requires(Permission.READ_ACTIONS)
def index() -> str:
    """List the actions one may see, what is due first in front."""
    principal = current_principal()
    scope = action_scope(principal)
    states = [
        ("", _("Alle")),
        (PENDING_NOW, _("Nog te doen")),
        (OVERDUE, _("Te laat")),
        *choices(ActionState),
    ]
    networks = [("", _("Alle")), *network_choices(db.session)]
    owners = [("", _("Iedereen")), (MINE, _("Alleen ik"))]
    chosen = {
        "q": listing.search_words(),
        "status": listing.chosen("status", [value for value, _words in states]),
        "netwerk": listing.chosen("netwerk", [value for value, _words in networks]),
        "van": listing.chosen("van", [value for value, _words in owners]),
    }
    wanted = ActionFilter(
        clock.today(),
        chosen["status"],
        chosen["netwerk"],
        chosen["q"],
        principal.account_id if chosen["van"] == MINE else None,
    )
    page = page_of(
        count_actions(db.session, scope, wanted),
        lambda limit, offset: actions(db.session, scope, wanted, limit, offset),
    )
    return render_template(
        "actions/index.html",
        page=page,
        states=states,
        networks=networks,
        owners=owners,
        everything=scope.everything,
        address=ListAddress("actions.index", chosen, listing.Sort("datum", descending=False)),
        today=clock.today(),
    )


@blueprint.get(ONE)
@requires(Permission.READ_ACTIONS)
def show(action_id: int) -> str:
    """Show one action with what was said of it, and the form for who answers for it."""
    return _page(_load(action_id))


@blueprint.post(f"{ONE}/stand")
@requires(Permission.READ_ACTIONS)
def move(action_id: int) -> Response | tuple[str, int]:
    """Say how the action is coming along."""
    action, form = _load(action_id), MoveForm()
    principal = current_principal()
    if not action_moves(principal, action) and not _answers(action):
        abort(403)
    offer_states(form, list(ActionState))
    if not form.validate():
        return _page(action, form), 422
    target = ActionState(form.state.data)
    moves = action_moves(principal, action)
    if target is ActionState.LAPSED and moves and target not in moves:
        abort(403)
    try:
        service.move_action(db.session, principal.actor, action, form.seen, target, text_of(form.words))
    except (ActionSettledError, StaleVersionError):
        flash(
            _("Dit actiepunt is intussen door iemand anders bijgewerkt. Uw tekst staat er nog."), "attention"
        )
        form.version.data, form.version.raw_data = action.version, None
        return _page(action, form), 409
    warn_about(form)
    db.session.commit()
    flash(_("De stand van het actiepunt is opgeslagen."), "good")
    return redirect(url_for("actions.show", action_id=action.id))


def _load(action_id: int) -> ActionItem:
    return action_by_id(db.session, action_scope(current_principal()), action_id) or abort(404)


def _answers(action: ActionItem) -> bool:
    """Return whether this person answers for the action, also where it is settled."""
    principal = current_principal()
    return principal.account_id in {action.owner_id, action.given_by_id} or principal.allows(
        Permission.GIVE_ACTIONS
    )


def _page(action: ActionItem, form: MoveForm | None = None) -> str:
    principal = current_principal()
    moves = action_moves(principal, action)
    form = form or MoveForm(formdata=None, data={"version": action.version, "state": action.state.value})
    offer_states(form, [state for state in ActionState if state in moves])
    signals = readable_signals(
        db.session, principal.visibility(), [action.signal_id] if action.signal_id else []
    )
    return render_template(
        "actions/show.html",
        action=action,
        signal=next(iter(signals), None),
        form=form if moves or form.errors else None,
        may_let_lapse=ActionState.LAPSED in moves,
        reads_meetings=principal.allows(Permission.READ_MEETINGS),
        events=events_of(db.session, SubjectKind.ACTION, action.id),
        today=clock.today(),
    )
