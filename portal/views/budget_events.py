"""What moved money after the plan was fixed: reading it, and recording it for the programme office."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.errors import NotReversibleError, OverdrawnError
from portal.forms.base import text_of
from portal.forms.budget_event import BudgetEventForm, ReversalForm, budget_event_form
from portal.models import BudgetEvent
from portal.queries.budget_events import event_by_id, pots, priced_sources
from portal.queries.money import money_years
from portal.queries.networks import all_networks
from portal.services import budget_events as service
from portal.web.doors import requires
from portal.web.personal_data import warn_about
from portal.web.refusals import sentence_for
from portal.web.sign_in import current_principal

blueprint = Blueprint("budget_events", __name__)
LIST = "/geld/verschuivingen"
ONE = f"{LIST}/<int(max=2147483647):event_id>/terugdraaien"


@blueprint.get(LIST)
@requires(Permission.READ_MONEY)
def index() -> str:
    """List for each pot of a year what was in the plan, what moved, and what is there now."""
    years = money_years(db.session, clock.today().year)
    asked = request.args.get("jaar", "")
    year = next((each for each in years if str(each) == asked), min(years[-1], clock.today().year))
    principal = current_principal()
    reach = principal.reach(Permission.READ_MONEY)
    return render_template(
        "money/events.html",
        year=year,
        years=years,
        pots=pots(db.session, {year}, None if reach.everywhere else reach.networks),
        keeps=principal.allows(Permission.KEEP_MONEY),
    )


@blueprint.get(f"{LIST}/nieuw")
@requires(Permission.KEEP_MONEY)
def new() -> str:
    """Ask what moves, why and by which decision."""
    return _page(_form(formdata=None))


@blueprint.post(f"{LIST}/nieuw")
@requires(Permission.KEEP_MONEY)
def record() -> Response | tuple[str, int]:
    """Record it; sending the same form twice is once."""
    form = _form()
    if not form.validate():
        return _page(form), 422
    try:
        made = service.record_event(
            db.session, current_principal().actor, form.content(), text_of(form.token)
        )
    except OverdrawnError as refusal:
        return _page(form, str(sentence_for(refusal))), 422
    db.session.commit()
    warn_about(form)
    flash(_("De verschuiving is vastgelegd."), "good")
    return _to(made)


@blueprint.get(ONE)
@requires(Permission.KEEP_MONEY)
def choose_reverse(event_id: int) -> str:
    """Ask why an event is taken back."""
    return render_template("money/reverse.html", event=_load(event_id), form=ReversalForm(), messages=[])


@blueprint.post(ONE)
@requires(Permission.KEEP_MONEY)
def reverse(event_id: int) -> Response | tuple[str, int]:
    """Take an event back with another one."""
    event, form = _load(event_id), ReversalForm()
    if not form.validate():
        return render_template("money/reverse.html", event=event, form=form, messages=[]), 422
    try:
        service.reverse_event(db.session, current_principal().actor, event, text_of(form.reason))
    except (OverdrawnError, NotReversibleError) as refusal:
        messages = [str(sentence_for(refusal))]
        return render_template("money/reverse.html", event=event, form=form, messages=messages), 422
    db.session.commit()
    flash(_("De verschuiving is teruggedraaid."), "good")
    return _to(event)


def _load(event_id: int) -> BudgetEvent:
    return event_by_id(db.session, event_id) or abort(404)


def _form(**options: object) -> BudgetEventForm:
    return budget_event_form(all_networks(db.session), priced_sources(db.session), clock.today(), **options)


def _page(form: BudgetEventForm, *messages: str) -> str:
    return render_template("money/event.html", form=form, messages=messages)


def _to(event: BudgetEvent) -> Response:
    return redirect(url_for("budget_events.index", jaar=event.year))
