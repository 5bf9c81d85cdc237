"""Meetings of the stuurgroep: the list, one meeting with its agenda, and moving it along."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.areas import Area
from portal.domain.audit import SubjectKind
from portal.domain.errors import EmptyAgendaError, MeetingBegunError, NotInSessionError, StaleVersionError
from portal.domain.meetings import MeetingState, takes_decisions
from portal.forms.base import Form, VersionForm, text_of
from portal.forms.meeting import MeetingForm, ReportForm, TakeBackForm, report_form
from portal.models import Meeting
from portal.queries.agenda import subjects_of
from portal.queries.audit import events_of
from portal.queries.decisions import decisions_of, revisions_of
from portal.queries.meetings import (
    books_of,
    count_meetings,
    meeting_before,
    meetings,
    members_on,
    next_meeting,
    periods_adopted_at,
    whole_meeting,
)
from portal.services import meetings as service
from portal.views.paging import page_of
from portal.web.agenda_words import meeting_name, told
from portal.web.doors import requires
from portal.web.fragments import fragment
from portal.web.personal_data import warn_about
from portal.web.refusals import sentence_for
from portal.web.sign_in import current_principal
from portal.web.stale import Conflict

blueprint = Blueprint("meetings", __name__)
ONE = "/vergaderingen/<int(max=2147483647):meeting_id>"


@blueprint.get("/vergaderingen")
@requires(Permission.READ_MEETINGS)
def index() -> str:
    """List the meetings, newest first, with the next one apart."""
    page = page_of(count_meetings(db.session), lambda limit, offset: meetings(db.session, limit, offset))
    return render_template("meetings/index.html", page=page, coming=next_meeting(db.session, clock.today()))


@blueprint.get("/vergaderingen/nieuw")
@requires(Permission.KEEP_MEETINGS)
def plan() -> str:
    """Ask when the stuurgroep meets."""
    form = MeetingForm(formdata=None, data={"version": 1, "title": _("Stuurgroep")})
    return render_template("meetings/edit.html", form=form, meeting=None)


@blueprint.post("/vergaderingen/nieuw")
@requires(Permission.KEEP_MEETINGS)
def create() -> Response | tuple[str, int]:
    """Plan a meeting."""
    form = MeetingForm()
    if not form.validate():
        return render_template("meetings/edit.html", form=form, meeting=None), 422
    meeting = service.plan_meeting(db.session, current_principal().actor, form.content())
    db.session.commit()
    flash(_("De vergadering is gepland. Stel nu de agenda op."), "good")
    return redirect(url_for("agenda.edit", meeting_id=meeting.id))


@blueprint.get(ONE)
@requires(Permission.READ_MEETINGS)
def show(meeting_id: int) -> str:
    """Show one meeting with everything on its agenda, as far as one may read it."""
    return page(load_meeting(meeting_id))


@blueprint.get(f"{ONE}/wijzigen")
@requires(Permission.KEEP_MEETINGS)
def edit(meeting_id: int) -> str:
    """Ask for another title, day or place."""
    meeting = load_meeting(meeting_id)
    return render_template(
        "meetings/edit.html", form=MeetingForm(formdata=None, obj=meeting), meeting=meeting
    )


@blueprint.post(f"{ONE}/wijzigen")
@requires(Permission.KEEP_MEETINGS)
def change(meeting_id: int) -> Response | tuple[str, int]:
    """Change title, day or place; a stale save shows both versions."""
    meeting, form = load_meeting(meeting_id), MeetingForm()
    if not form.validate():
        return render_template("meetings/edit.html", form=form, meeting=meeting), 422
    try:
        service.change_meeting(db.session, current_principal().actor, meeting, form.seen, form.content())
    except StaleVersionError:
        conflicts = differences(form, meeting, ("title", "held_on", "begins", "place"))
        renew(form, meeting.version)
        return render_template("meetings/edit.html", form=form, meeting=meeting, conflicts=conflicts), 409
    except MeetingBegunError as refusal:
        form.held_on.errors = [str(sentence_for(refusal))]
        return render_template("meetings/edit.html", form=form, meeting=meeting), 422
    return to_meeting(meeting, _("De vergadering is gewijzigd."))


@blueprint.post(f"{ONE}/delen")
@requires(Permission.KEEP_MEETINGS)
def convene(meeting_id: int) -> Response | tuple[str, int]:
    """Share the agenda with the members; pressing twice is once."""
    meeting = load_meeting(meeting_id)
    if meeting.state is MeetingState.CONVENED:
        return to_meeting(meeting)
    try:
        service.convene(db.session, current_principal().actor, meeting, _version())
    except EmptyAgendaError as refusal:
        flash(str(sentence_for(refusal)), "critical")
        return page(meeting), 409
    return to_meeting(meeting, _("De agenda is gedeeld. De leden hebben een bericht gekregen."))


@blueprint.post(f"{ONE}/terugnemen")
@requires(Permission.KEEP_MEETINGS)
def take_back(meeting_id: int) -> Response | tuple[str, int]:
    """Take the agenda back to prepare it further, with a reason."""
    meeting, form = load_meeting(meeting_id), TakeBackForm()
    if not form.validate():
        return page(meeting, form), 422
    service.take_back(db.session, current_principal().actor, meeting, form.seen, text_of(form.reason))
    return to_meeting(meeting, _("De agenda is teruggenomen. De leden zien hem nu niet."))


@blueprint.get(f"{ONE}/verslag")
@requires(Permission.KEEP_MEETINGS)
def report(meeting_id: int) -> str:
    """Ask who was there and what is to be kept of the meeting."""
    meeting = load_meeting(meeting_id)
    _check_session(meeting)
    form = _report_form(meeting, formdata=None, obj=None, data={"notes": meeting.notes})
    form.version.data = meeting.version
    return _report_page(meeting, form)


@blueprint.post(f"{ONE}/verslag")
@requires(Permission.KEEP_MEETINGS)
def save_report(meeting_id: int) -> Response | tuple[str, int]:
    """Note who was there; a stale save shows both versions of the notes."""
    meeting = load_meeting(meeting_id)
    form = _report_form(meeting)
    if not form.validate():
        return _report_page(meeting, form), 422
    members = members_on(db.session, meeting.held_on)
    try:
        service.note_attendance(
            db.session,
            current_principal().actor,
            meeting,
            form.seen,
            form.attendance(members),
            text_of(form.notes),
        )
    except StaleVersionError:
        conflicts = differences(form, meeting, ("notes",))
        renew(form, meeting.version)
        return _report_page(meeting, form, conflicts), 409
    warn_about(form)
    return to_meeting(meeting, _("Het verslag is opgeslagen."))


@blueprint.get(f"{ONE}/afsluiten")
@requires(Permission.KEEP_MEETINGS)
def confirm_close(meeting_id: int) -> str:
    """Ask whether everything of the meeting is there."""
    meeting = load_meeting(meeting_id)
    _check_session(meeting)
    return render_template(
        "meetings/close.html", meeting=meeting, members=members_on(db.session, meeting.held_on)
    )


@blueprint.post(f"{ONE}/afsluiten")
@requires(Permission.KEEP_MEETINGS)
def close(meeting_id: int) -> Response:
    """Close the meeting for good; pressing twice is once."""
    meeting = load_meeting(meeting_id)
    if meeting.state is not MeetingState.HELD:
        service.close_meeting(db.session, current_principal().actor, meeting, _version())
    return to_meeting(meeting, _("De vergadering is afgesloten."))


def load_meeting(meeting_id: int) -> Meeting:
    """Return the meeting with everything on it, or 404."""
    return whole_meeting(db.session, meeting_id) or abort(404)


def reads_agenda(meeting: Meeting) -> bool:
    """Return whether the agenda is for who is signed in: before it is shared only for who keeps it."""
    return meeting.state is not MeetingState.PREPARING or current_principal().allows(Permission.KEEP_MEETINGS)


def to_meeting(meeting: Meeting, message: str = "") -> Response:
    """Commit, say what happened and go back to the meeting."""
    db.session.commit()
    if message:
        flash(message, "good")
    return redirect(url_for("meetings.show", meeting_id=meeting.id))


def differences(form: Form, saved: Any, names: tuple[str, ...]) -> list[Conflict]:
    """Return what somebody typed beside what was saved meanwhile, where they differ."""
    return [
        {
            "label": str(form[name].label.text),
            "own": str(form[name].data or ""),
            "current": str(getattr(saved, name) or ""),
        }
        for name in names
        if str(form[name].data or "") != str(getattr(saved, name) or "")
    ]


def renew(form: VersionForm, version: int) -> None:
    """Let the form, sent once more, take the place of what was saved meanwhile."""
    form.version.data, form.version.raw_data = version, None


def page(meeting: Meeting, form: TakeBackForm | None = None) -> str:
    """Return the page of a meeting, also when an action on it was refused."""
    principal = current_principal()
    shown = meeting.items if reads_agenda(meeting) else []
    return render_template(
        "meetings/show.html",
        meeting=meeting,
        items=shown,
        hidden=not reads_agenda(meeting),
        treated=_treated(meeting),
        former=meeting_before(db.session, meeting),
        books=books_of(db.session, meeting.id),
        form=form or TakeBackForm(formdata=None, data={"version": meeting.version}),
        keeps=principal.allows(Permission.KEEP_MEETINGS),
        in_session=takes_decisions(meeting.state, meeting.held_on, clock.today()),
        events=events_of(db.session, SubjectKind.MEETING, meeting.id) if shown else [],
        name=meeting_name(meeting),
    )


def _treated(meeting: Meeting) -> Markup:
    """Return the agenda and what was decided, as far as who is signed in may read it."""
    principal = current_principal()
    visibility, reads = principal.visibility(), reads_agenda(meeting)
    keeps = principal.allows(Permission.KEEP_MEETINGS)

    def context() -> dict[str, Any]:
        shown = meeting.items if reads else []
        decided = decisions_of(db.session, meeting.id)
        return {
            "meeting": meeting,
            "items": shown,
            "hidden": not reads,
            "keeps": keeps,
            "told": {
                number: told(subject)
                for number, subject in subjects_of(db.session, visibility, shown).items()
            },
            "decisions": decided,
            "revisions": revisions_of(db.session, [each.id for each in decided]),
            "adopted": periods_adopted_at(db.session, meeting.id),
        }

    key = (visibility, meeting.id, reads, keeps)
    return fragment("meetings/_treated.html", tuple(Area), key, context)


def _report_form(meeting: Meeting, **options: Any) -> ReportForm:
    return report_form(members_on(db.session, meeting.held_on), meeting.attendance, **options)


def _report_page(meeting: Meeting, form: ReportForm, conflicts: list[Conflict] | None = None) -> str:
    members = members_on(db.session, meeting.held_on)
    return render_template(
        "meetings/report.html",
        meeting=meeting,
        form=form,
        rows=form.rows(members),
        conflicts=conflicts or [],
        name=meeting_name(meeting),
    )


def _check_session(meeting: Meeting) -> None:
    """Refuse where the stuurgroep is not in session."""
    if not takes_decisions(meeting.state, meeting.held_on, clock.today()):
        raise NotInSessionError


def _version() -> int:
    form = VersionForm()
    return form.seen if form.validate() else abort(400)
