"""Changes of the law that maatregelen may wait for: the list, one of them, and its steps."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.areas import Area
from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.errors import EarlierStepError, FutureDayError, ReasonRequiredError, StaleVersionError
from portal.domain.legislation import STAGES_AFTER
from portal.forms.legislation import (
    NewTrackForm,
    StepForm,
    TrackForm,
    new_track_form,
    step_form,
    track_form,
)
from portal.models import LegislationTrack
from portal.queries.audit import events_of
from portal.queries.legislation import (
    law_states,
    possible_waiters,
    track_by_code,
    waiting_for,
)
from portal.services import legislation as service
from portal.views.meetings import differences, renew
from portal.web.doors import requires
from portal.web.formats import day
from portal.web.kept_pages import kept_page
from portal.web.labels import label
from portal.web.personal_data import warn_about
from portal.web.refusals import sentence_for
from portal.web.sign_in import current_principal
from portal.web.stale import Conflict

blueprint = Blueprint("legislation", __name__)
KEPT_UNTIL = (Area.PLAN, Area.PARLIAMENT, Area.PEOPLE)
LIST = "/wetstrajecten"
ONE = f"{LIST}/<code>"
DESCRIBED = ("title", "description")


@blueprint.get(LIST)
@requires(Permission.READ_PROGRAMME)
def index() -> str:
    """List the changes of the law with their stage and what waits for them."""
    return kept_page("legislation/index.html", KEPT_UNTIL, (), _index)


def _index() -> dict[str, Any]:
    today = clock.today()
    states, waiting = law_states(db.session), waiting_for(db.session, today)
    return {
        "rows": [(state, waiting.get(number, ()), state.risk(today)) for number, state in states.items()],
        "today": today,
    }


@blueprint.get(f"{LIST}/nieuw")
@requires(Permission.KEEP_LEGISLATION)
def new() -> str:
    """Ask which change of the law is to be followed."""
    return _new_page(new_track_form(possible_waiters(db.session), formdata=None))


@blueprint.post(f"{LIST}/nieuw")
@requires(Permission.KEEP_LEGISLATION)
def create() -> Response | tuple[str, int]:
    """Begin to follow it."""
    form = new_track_form(possible_waiters(db.session))
    if not form.validate():
        return _new_page(form), 422
    try:
        track = service.start_track(db.session, current_principal().actor, form.content(), form.first_step())
    except FutureDayError as refusal:
        form.since.errors = [_wrong_day(refusal)]
        return _new_page(form), 422
    warn_about(form)
    return _to_track(track, _("Het wetstraject staat in het portaal."))


@blueprint.get(ONE)
@requires(Permission.READ_PROGRAMME)
def show(code: str) -> str:
    """Show one change of the law: its steps with their sources, and what waits for it."""
    track = _load(code)
    principal, today = current_principal(), clock.today()
    state = law_states(db.session)[track.id]
    knows_office = principal.allows(Permission.READ_ASK_FILE)
    return render_template(
        "legislation/show.html",
        track=track,
        state=state,
        risk=state.risk(today),
        keeps=principal.allows(Permission.KEEP_LEGISLATION),
        goes_on=bool(STAGES_AFTER[track.stage]),
        knows_office=knows_office,
        events=events_of(
            db.session,
            SubjectKind.LEGISLATION,
            track.id,
            only={AuditAction.LEGISLATION_WRITTEN},
            discreet=not knows_office,
        ),
        today=today,
    )


@blueprint.get(f"{ONE}/wijzigen")
@requires(Permission.KEEP_LEGISLATION)
def edit(code: str) -> str:
    """Ask for other words, another day, or other maatregelen that wait."""
    track = _load(code)
    form = track_form(possible_waiters(db.session), formdata=None)
    form.show(track)
    return _edit_page(track, form)


@blueprint.post(f"{ONE}/wijzigen")
@requires(Permission.KEEP_LEGISLATION)
def save(code: str) -> Response | tuple[str, int]:
    """Describe it anew; a stale save shows both versions."""
    track, form = _load(code), track_form(possible_waiters(db.session))
    if not form.validate():
        return _edit_page(track, form), 422
    try:
        service.change_track(db.session, current_principal().actor, track, form.seen, form.content())
    except StaleVersionError:
        conflicts = [*differences(form, track, DESCRIBED), *_other_days(form, track)]
        conflicts += _other_waiters(form, track)
        renew(form, track.version)
        return _edit_page(track, form, conflicts), 409
    warn_about(form)
    return _to_track(track, _("Het wetstraject is opgeslagen."))


@blueprint.get(f"{ONE}/stap")
@requires(Permission.KEEP_LEGISLATION)
def choose_step(code: str) -> str | Response:
    """Ask to which stage it came, or what is new within a stage."""
    track = _load(code)
    if not STAGES_AFTER[track.stage]:
        return _in_force(track)
    form = step_form(track.stage, formdata=None)
    form.version.data, form.stage.data = track.version, track.stage.value
    return _step_page(track, form)


@blueprint.post(f"{ONE}/stap")
@requires(Permission.KEEP_LEGISLATION)
def step(code: str) -> Response | tuple[str, int]:
    """Note a step; a stale save shows which step was noted meanwhile."""
    track = _load(code)
    if not STAGES_AFTER[track.stage]:
        return _in_force(track)
    form = step_form(track.stage)
    if not form.validate():
        return _step_page(track, form), 422
    try:
        service.take_step(db.session, current_principal().actor, track, form.seen, form.content())
    except StaleVersionError:
        conflicts = _other_stage(form, track)
        renew(form, track.version)
        return _step_page(track, form, conflicts), 409
    except (FutureDayError, EarlierStepError) as refusal:
        form.since.errors = [_wrong_day(refusal)]
        return _step_page(track, form), 422
    except ReasonRequiredError:
        form.note.errors = [_("Licht toe waarom het wetstraject teruggaat, stopt of weer begint.")]
        return _step_page(track, form), 422
    warn_about(form)
    return _to_track(track, _("De stap is vastgelegd."))


def _load(code: str) -> LegislationTrack:
    return track_by_code(db.session, code) or abort(404)


def _to_track(track: LegislationTrack, message: str) -> Response:
    db.session.commit()
    flash(message, "good")
    return redirect(url_for("legislation.show", code=track.code))


def _in_force(track: LegislationTrack) -> Response:
    flash(_("Deze wet is in werking. Begin voor een nieuwe wijziging een nieuw wetstraject."), "info")
    return redirect(url_for("legislation.show", code=track.code))


def _wrong_day(refusal: Exception) -> str:
    if isinstance(refusal, FutureDayError):
        return str(_("Deze dag moet nog komen. Vul in sinds wanneer de fase loopt."))
    return str(sentence_for(refusal))


def _other_days(form: TrackForm, track: LegislationTrack) -> list[Conflict]:
    own, current = day(form.needed_on.data), day(track.needed_on)
    label_of = str(form.needed_on.label.text)
    return [] if own == current else [{"label": label_of, "own": own, "current": current}]


def _other_stage(form: StepForm, track: LegislationTrack) -> list[Conflict]:
    newest = track.steps[-1]
    own = f"{label(form.content().stage)}, {day(form.since.data)}"
    current = f"{label(newest.stage)}, {day(newest.since)}"
    return [{"label": str(form.stage.label.text), "own": own, "current": current}]


def _other_waiters(form: TrackForm, track: LegislationTrack) -> list[Conflict]:
    """Return which maatregelen wait, as typed and as saved, where that differs."""
    names = dict(pair[:2] for field in (form.likely, form.others) for pair in field.iter_choices())
    own = {names[str(number)] for number in form.likely.numbers | form.others.numbers}
    current = {names.get(str(each.id), each.code) for each in track.maatregelen}
    if own == current:
        return []
    words = {"own": "\n".join(sorted(own)), "current": "\n".join(sorted(current))}
    return [{"label": str(_("Maatregelen die wachten")), **words}]


def _new_page(form: NewTrackForm) -> str:
    return render_template("legislation/edit.html", track=None, form=form, conflicts=[])


def _edit_page(track: LegislationTrack, form: TrackForm, conflicts: Sequence[Conflict] = ()) -> str:
    return render_template("legislation/edit.html", track=track, form=form, conflicts=conflicts)


def _step_page(track: LegislationTrack, form: StepForm, conflicts: Sequence[Conflict] = ()) -> str:
    return render_template("legislation/step.html", track=track, form=form, conflicts=conflicts)
