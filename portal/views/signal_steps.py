"""What happens to a signal after it was filed: changing, interpreting, merging and linking."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Blueprint, abort, flash, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.access.signals import (
    may_change_signal,
    may_link_signal,
    may_merge_signal,
    may_write_signal,
    signal_scope,
)
from portal.database import db
from portal.domain import clock
from portal.domain.errors import MergeTargetError, StaleVersionError
from portal.domain.signals import possible_signal_states
from portal.domain.workflow import IllegalTransitionError
from portal.forms.base import VersionForm, text_of
from portal.forms.signal import Offered, SignalChangeForm, differences, show_saved, signal_change_form
from portal.forms.signal_steps import LinkForm, MergeForm, MoveForm, link_form, merge_form, move_form
from portal.models import Maatregel, Observation, Signal
from portal.queries.networks import all_places
from portal.queries.signal_links import linkable_maatregelen, linkable_observations
from portal.queries.signals import merge_targets
from portal.queries.vocabulary import offered_terms
from portal.services import signals as service
from portal.views.keeping import forget_kept, kept_here
from portal.views.signals import ONE, load_signal, to_signal
from portal.web import listing
from portal.web.doors import requires
from portal.web.kept_input import restores_input
from portal.web.personal_data import warn_about
from portal.web.sign_in import current_principal

blueprint = Blueprint("signal_steps", __name__)
AnyForm = TypeVar("AnyForm", bound=VersionForm)
MOST_TARGETS = 20
"""So many signals to merge with are shown; searching finds the others."""


@dataclass(frozen=True)
class Linkable:
    """What somebody may link a signal to."""

    maatregelen: Sequence[Maatregel]
    observations: Sequence[Observation]

    def form(self, **options: Any) -> LinkForm:
        """Return the form with these."""
        return link_form(self.maatregelen, self.observations, **options)


@blueprint.get(f"{ONE}/wijzigen")
@restores_input
@requires(Permission.FILE_SIGNAL)
def edit(signal_id: int) -> str | Response:
    """Show the form with what the signal says now."""
    signal = _load_written(signal_id)
    if not may_change_signal(current_principal(), signal):
        flash(_("Het duiden is begonnen. De tekst van dit signaal kan niet meer veranderen."), "info")
        return to_signal(signal)
    kept = kept_here()
    form = _change_form(signal, formdata=kept)
    if kept is None:
        show_saved(form, service.content_of(signal))
        form.version.data = signal.version
    return _change_page(signal, form, restored=kept is not None)


@blueprint.post(f"{ONE}/wijzigen")
@requires(Permission.FILE_SIGNAL)
def save(signal_id: int) -> Response | tuple[str, int]:
    """Save what it says; a stale save shows both versions and loses neither."""
    signal = _load_written(signal_id)
    form = _change_form(signal)
    if not form.validate():
        return _change_page(signal, form), 422
    content = form.content(signal.screening_key)
    try:
        service.change_signal(db.session, current_principal().actor, signal, form.seen, content)
    except StaleVersionError:
        signal = _load_again(signal_id)
        saved = _change_form(signal, formdata=None)
        show_saved(saved, service.content_of(signal))
        return _change_page(signal, _now(signal, form), differences(form, saved)), 409
    forget_kept(request.path)
    db.session.commit()
    warn_about(form)
    flash(_("Het signaal is opgeslagen."), "good")
    return to_signal(signal)


@blueprint.get(f"{ONE}/duiden")
@restores_input
@requires(Permission.TRIAGE_SIGNALS)
def choose_move(signal_id: int) -> str | Response:
    """Ask what the interpretation is now, and why."""
    signal = load_signal(signal_id)
    if not possible_signal_states(signal.state):
        return _nothing_left(signal)
    kept = kept_here()
    form = move_form(signal.state, formdata=kept)
    if kept is None:
        form.version.data = signal.version
    return _move_page(signal, form, restored=kept is not None)


@blueprint.post(f"{ONE}/duiden")
@requires(Permission.TRIAGE_SIGNALS)
def move(signal_id: int) -> Response | tuple[str, int]:
    """Take a step in the interpretation."""
    signal = load_signal(signal_id)
    form = move_form(signal.state)
    if form.seen != signal.version:
        return _move_overtaken(signal_id)
    if not form.validate():
        return _move_page(signal, form), 422
    try:
        service.move_signal(
            db.session,
            current_principal().actor,
            signal,
            form.seen,
            form.state(),
            text_of(form.reason),
        )
    except (StaleVersionError, IllegalTransitionError):
        return _move_overtaken(signal_id)
    forget_kept(request.path)
    db.session.commit()
    warn_about(form)
    flash(_("De duiding is vastgelegd. Wie het signaal meldde, krijgt een melding."), "good")
    return to_signal(signal)


@blueprint.get(f"{ONE}/samenvoegen")
@requires(Permission.TRIAGE_SIGNALS)
def choose_merge(signal_id: int) -> str | Response:
    """Ask in which signal this one goes on, with a list to search in."""
    signal = load_signal(signal_id)
    if not may_merge_signal(current_principal(), signal):
        return _nothing_left(signal)
    form = _merge_form(signal, formdata=None)
    form.version.data = signal.version
    return _merge_page(signal, form)


@blueprint.post(f"{ONE}/samenvoegen")
@requires(Permission.TRIAGE_SIGNALS)
def merge(signal_id: int) -> Response | tuple[str, int]:
    """Let this signal go on in another one."""
    signal = load_signal(signal_id)
    form = _merge_form(signal)
    if form.seen != signal.version:
        return _merge_overtaken(signal_id)
    if not form.validate():
        return _merge_page(signal, form), 422
    into = load_signal(int(form.target.data))
    try:
        service.merge_signals(
            db.session, current_principal().actor, signal, into, form.seen, text_of(form.reason)
        )
    except (StaleVersionError, MergeTargetError, IllegalTransitionError):
        return _merge_overtaken(signal_id)
    db.session.commit()
    warn_about(form)
    flash(_("Het signaal is samengevoegd. Hieronder staat het signaal waarin het is opgegaan."), "good")
    return to_signal(into)


@blueprint.get(f"{ONE}/koppelen")
@requires(Permission.FILE_SIGNAL)
def choose_links(signal_id: int) -> str:
    """Ask which maatregelen and observations the signal is about."""
    signal = _load_linkable(signal_id)
    linkable = _linkable(signal)
    form = linkable.form(formdata=None)
    form.maatregelen.choose(frozenset(each.id for each in signal.maatregelen))
    form.observations.choose(frozenset(each.id for each in signal.observations))
    form.version.data = signal.version
    return _link_page(signal, linkable, form)


@blueprint.post(f"{ONE}/koppelen")
@requires(Permission.FILE_SIGNAL)
def link(signal_id: int) -> Response | tuple[str, int]:
    """Say which maatregelen and observations the signal is about; what one may not read stays linked."""
    signal = _load_linkable(signal_id)
    linkable = _linkable(signal)
    form = linkable.form()
    if not form.validate():
        return _link_page(signal, linkable, form), 422
    unseen = {each.id for each in signal.observations} - {each.id for each in linkable.observations}
    try:
        service.link_signal(
            db.session,
            current_principal().actor,
            signal,
            form.seen,
            form.maatregelen.numbers,
            form.observations.numbers | unseen,
        )
    except StaleVersionError:
        signal = _load_again(signal_id)
        return _link_page(signal, _linkable(signal), _now(signal, form), overtaken=True), 409
    db.session.commit()
    flash(_("De koppelingen zijn opgeslagen."), "good")
    return to_signal(signal)


def _load_written(signal_id: int) -> Signal:
    """Return the signal when it may be read (else 404) and is one's own to write, whatever its state."""
    signal = load_signal(signal_id)
    if not may_write_signal(current_principal(), signal):
        abort(403)
    return signal


def _change_form(signal: Signal, **options: Any) -> SignalChangeForm:
    offered = Offered(all_places(db.session), offered_terms(db.session, clock.today(), signal.terms))
    return signal_change_form(offered, clock.today(), **options)


def _change_page(
    signal: Signal,
    form: SignalChangeForm,
    conflicts: list[dict[str, str]] | None = None,
    *,
    restored: bool = False,
) -> str:
    return render_template(
        "signals/edit.html", signal=signal, form=form, conflicts=conflicts or [], restored=restored
    )


def _nothing_left(signal: Signal) -> Response:
    flash(_("Deze stap kan bij dit signaal niet meer."), "info")
    return to_signal(signal)


def _move_page(signal: Signal, form: MoveForm, *, restored: bool = False, overtaken: bool = False) -> str:
    return render_template(
        "signals/move.html", signal=signal, form=form, restored=restored, overtaken=overtaken
    )


def _move_overtaken(signal_id: int) -> tuple[str, int]:
    """Show what somebody else did meanwhile, with the own reason still in the form."""
    signal = _load_again(signal_id)
    return _move_page(signal, _now(signal, move_form(signal.state)), overtaken=True), 409


def _merge_form(signal: Signal, **options: Any) -> MergeForm:
    scope = signal_scope(current_principal())
    targets = merge_targets(db.session, scope, signal, listing.search_words(), MOST_TARGETS)
    return merge_form(targets, **options)


def _merge_page(signal: Signal, form: MergeForm, *, overtaken: bool = False) -> str:
    return render_template(
        "signals/merge.html",
        signal=signal,
        form=form,
        words=listing.search_words(),
        most=MOST_TARGETS,
        overtaken=overtaken,
    )


def _merge_overtaken(signal_id: int) -> tuple[str, int]:
    signal = _load_again(signal_id)
    return _merge_page(signal, _now(signal, _merge_form(signal)), overtaken=True), 409


def _load_linkable(signal_id: int) -> Signal:
    """Return the signal when it may be read (else 404) and linked (else 403)."""
    signal = load_signal(signal_id)
    if not may_link_signal(current_principal(), signal):
        abort(403)
    return signal


def _linkable(signal: Signal) -> Linkable:
    return Linkable(
        linkable_maatregelen(db.session, signal),
        linkable_observations(db.session, current_principal().words(), signal),
    )


def _link_page(signal: Signal, linkable: Linkable, form: LinkForm, *, overtaken: bool = False) -> str:
    return render_template(
        "signals/links.html", signal=signal, linkable=linkable, form=form, overtaken=overtaken
    )


def _load_again(signal_id: int) -> Signal:
    """Return the signal as it is now, after a step that was refused."""
    db.session.rollback()
    return load_signal(signal_id)


def _now(signal: Signal, form: AnyForm) -> AnyForm:
    """Let a form act on the signal as it is now, with what was typed still in it."""
    form.version.data, form.version.raw_data = signal.version, None
    return form
