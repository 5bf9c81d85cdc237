"""Signals: the list and its file, filing one in two minutes, and reading one."""

from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.access.signals import (
    files_for,
    files_for_office,
    may_change_signal,
    may_link_signal,
    may_merge_signal,
    signal_scope,
)
from portal.database import db
from portal.documents.signals import TakenSignals, signal_figures
from portal.domain import clock
from portal.domain.audit import SubjectKind
from portal.domain.rationing import EXPORT
from portal.domain.signals import SignalState, possible_signal_states
from portal.forms.signal import Offered, SignalForm, new_signal_form
from portal.models import Signal
from portal.queries.audit import events_of
from portal.queries.networks import all_networks, all_places
from portal.queries.signal_links import (
    actions_of_signal,
    decisions_of_signal,
    maatregelen_of_signal,
    observations_of_signal,
)
from portal.queries.signals import COLUMNS, doubles_of, merged_into, signal_by_id
from portal.queries.vocabulary import offered_terms
from portal.services import signals as service
from portal.views.handing_out import asked_kind, hand_out
from portal.views.keeping import forget_kept, kept_here
from portal.views.paging import ListAddress, page_of
from portal.views.signal_list import asked_signals
from portal.web import listing
from portal.web.doors import requires
from portal.web.kept_input import restores_input
from portal.web.personal_data import warn_about
from portal.web.rationing import costly
from portal.web.sign_in import current_principal
from portal.web.signal_history import WRITTEN, history
from portal.web.signal_words import READERS

blueprint = Blueprint("signals", __name__)
LIST = "/signalen"
ONE = f"{LIST}/<int(max=2147483647):signal_id>"


@blueprint.get(LIST)
@requires(Permission.READ_SIGNALS)
def index() -> str:
    """List the signals one may read, the newest first."""
    asked = asked_signals()
    sort = listing.sort_by(COLUMNS, "-gemeld")
    page = page_of(
        asked.found.total(),
        lambda limit, offset: asked.found.rows(
            sort.column, descending=sort.descending, limit=limit, offset=offset
        ),
    )
    return render_template(
        "signals/index.html",
        page=page,
        asked=asked,
        address=ListAddress("signals.index", asked.chosen, sort),
        today=clock.today(),
    )


@blueprint.post(f"{LIST}/exporteren")
@costly(EXPORT)
@requires(Permission.READ_SIGNALS)
def export() -> Response:
    """Give the same list as a file, and remember who took it."""
    kind, principal = asked_kind("bestand"), current_principal()
    asked = asked_signals()
    rows = asked.found.rows("gemeld", descending=True)
    taken = TakenSignals(
        rows,
        asked.words(),
        signal_scope(principal).partly_hidden(),
        clock.now(),
        bool(current_app.config["DEMONSTRATION"]),
    )
    return hand_out(signal_figures(taken), "signalen", kind, SubjectKind.SIGNAL, count=len(rows))


@blueprint.get(f"{LIST}/nieuw")
@restores_input
@requires(Permission.FILE_SIGNAL)
def new() -> str:
    """Ask what was noticed, with what is most often right filled in."""
    kept = kept_here()
    return _new_page(_new_form(formdata=kept), restored=kept is not None)


@blueprint.post(f"{LIST}/nieuw")
@requires(Permission.FILE_SIGNAL)
def file() -> Response | tuple[str, int]:
    """File it; sending the same form twice is filing once."""
    form = _new_form()
    if not form.validate():
        return _new_page(form), 422
    principal = current_principal()
    networks = {str(each.id): each for each in files_for(principal, all_networks(db.session))}
    made = service.file_signal(
        db.session, principal.actor, form.content(), networks.get(form.network.data or "")
    )
    forget_kept(request.path)
    db.session.commit()
    warn_about(form)
    flash(_("Het signaal is gemeld bij het programmabureau. U krijgt een melding als het is geduid."), "good")
    return to_signal(made)


@blueprint.get(ONE)
@requires(Permission.READ_SIGNALS)
def show(signal_id: int) -> str:
    """Show one signal: what was noticed, what was made of it, and what it is linked to."""
    return _page(load_signal(signal_id))


def load_signal(signal_id: int) -> Signal:
    """Return the signal when it may be read, else 404."""
    return signal_by_id(db.session, signal_scope(current_principal()), signal_id) or abort(404)


def to_signal(signal: Signal) -> Response:
    """Go on to the page of a signal."""
    return redirect(url_for("signals.show", signal_id=signal.id))


def _page(signal: Signal) -> str:
    principal = current_principal()
    scope = signal_scope(principal)
    meetings = principal.allows(Permission.READ_MEETINGS)
    interprets = principal.allows(Permission.TRIAGE_SIGNALS)
    return render_template(
        "signals/show.html",
        signal=signal,
        readers=READERS[signal.audience],
        target=merged_into(db.session, scope, signal) if signal.state is SignalState.MERGED else None,
        doubles=doubles_of(db.session, scope, signal),
        happened=history(signal, events_of(db.session, SubjectKind.SIGNAL, signal.id, only=WRITTEN)),
        maatregelen=maatregelen_of_signal(db.session, signal),
        observations=observations_of_signal(db.session, principal.words(), signal),
        decisions=decisions_of_signal(db.session, signal) if meetings else [],
        actions=actions_of_signal(db.session, signal) if meetings else [],
        reads_meetings=meetings,
        may_move=interprets and bool(possible_signal_states(signal.state)),
        may_merge=may_merge_signal(principal, signal),
        may_change=may_change_signal(principal, signal),
        may_link=may_link_signal(principal, signal),
    )


def _new_form(**options: Any) -> SignalForm:
    principal = current_principal()
    offered = Offered(
        all_places(db.session),
        offered_terms(db.session, clock.today()),
        files_for(principal, all_networks(db.session)),
        files_for_office(principal),
    )
    return new_signal_form(offered, clock.today(), **options)


def _new_page(form: SignalForm, *, restored: bool = False) -> str:
    return render_template("signals/new.html", form=form, restored=restored)
