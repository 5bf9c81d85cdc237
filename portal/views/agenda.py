"""The agenda of a meeting: what is proposed, what is on it, and one item with everything about it."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.errors import AgendaSharedError, MeetingHeldError, StaleVersionError
from portal.domain.meetings import AgendaKind, MeetingState, takes_decisions
from portal.forms.base import text_of
from portal.forms.meeting import AnnotationForm, FreeItemForm, ProposalsForm, RemarkForm
from portal.models import AgendaItem, Meeting
from portal.queries.agenda import Proposal, proposals_for, subjects_of
from portal.queries.decisions import decisions_of
from portal.queries.meetings import item_of
from portal.services import agenda as service
from portal.services.agenda import NewItem
from portal.services.remarks import add_remark
from portal.views.meetings import ONE, differences, load_meeting, reads_agenda, renew
from portal.web.agenda_words import meeting_name, stored_title, told
from portal.web.doors import requires
from portal.web.personal_data import warn_about
from portal.web.refusals import sentence_for
from portal.web.sign_in import current_principal
from portal.web.stale import Conflict

blueprint = Blueprint("agenda", __name__)
ITEM = f"{ONE}/agenda/<int(max=2147483647):item_id>"
STEPS = {"omhoog": -1, "omlaag": 1}


@blueprint.get(f"{ONE}/agenda")
@requires(Permission.KEEP_MEETINGS)
def edit(meeting_id: int) -> str:
    """Show what asks for a place on the agenda, and what has one, with the buttons to order it."""
    return _edit_page(_changeable(meeting_id))


@blueprint.post(f"{ONE}/agenda/voorstellen")
@requires(Permission.KEEP_MEETINGS)
def add_proposed(meeting_id: int) -> Response | tuple[str, int]:
    """Put the chosen proposals on the agenda."""
    meeting = load_meeting(meeting_id)
    chosen = set(request.form.getlist("voorstel"))
    wanted = [each for each in _proposals(meeting) if each.key in chosen]
    made = service.add_items(db.session, current_principal().actor, meeting, [_new(each) for each in wanted])
    db.session.commit()
    if made:
        flash(_("Toegevoegd aan de agenda: %(count)s.", count=len(made)), "good")
    else:
        flash(_("Kies eerst een of meer voorstellen die nog niet op de agenda staan."), "attention")
    return _to_agenda(meeting)


@blueprint.post(f"{ONE}/agenda/onderwerp")
@requires(Permission.KEEP_MEETINGS)
def add_free(meeting_id: int) -> Response | tuple[str, int]:
    """Put an item of one's own on the agenda."""
    meeting, form = load_meeting(meeting_id), FreeItemForm()
    if not form.validate():
        return _edit_page(meeting, form), 422
    item = NewItem(AgendaKind.FREE, text_of(form.title), annotation=text_of(form.annotation))
    service.add_items(db.session, current_principal().actor, meeting, [item])
    warn_about(form)
    db.session.commit()
    flash(_("Het onderwerp staat op de agenda."), "good")
    return _to_agenda(meeting)


@blueprint.post(f"{ITEM}/volgorde")
@requires(Permission.KEEP_MEETINGS)
def move(meeting_id: int, item_id: int) -> Response:
    """Move an item one place up or down."""
    meeting, item = _load(meeting_id, item_id)
    steps = STEPS.get(request.form.get("richting", "")) or abort(400)
    service.move(db.session, current_principal().actor, item, steps)
    db.session.commit()
    return redirect(f"{url_for('agenda.edit', meeting_id=meeting.id)}#onderwerp-{item.id}")


@blueprint.post(f"{ITEM}/verwijderen")
@requires(Permission.KEEP_MEETINGS)
def remove(meeting_id: int, item_id: int) -> Response:
    """Take an item off an agenda that nobody has yet."""
    meeting, item = _load(meeting_id, item_id)
    try:
        service.remove(db.session, current_principal().actor, item)
    except AgendaSharedError as refusal:
        flash(str(sentence_for(refusal)), "critical")
        return _to_agenda(meeting)
    db.session.commit()
    flash(_("Het onderwerp is van de agenda gehaald."), "good")
    return _to_agenda(meeting)


@blueprint.get(ITEM)
@requires(Permission.READ_MEETINGS)
def show(meeting_id: int, item_id: int) -> str:
    """Show one item: what it is about, the annotation, the remarks and what was decided."""
    meeting, item = _load(meeting_id, item_id)
    return _item_page(meeting, item)


@blueprint.post(f"{ITEM}/opmerkingen")
@requires(Permission.REMARK_ON_AGENDA)
def remark(meeting_id: int, item_id: int) -> Response | tuple[str, int]:
    """Say something of an item before the meeting is closed."""
    meeting, item = _load(meeting_id, item_id)
    form = RemarkForm()
    if not form.validate():
        return _item_page(meeting, item, form), 422
    add_remark(db.session, current_principal().actor, item, text_of(form.text))
    warn_about(form)
    db.session.commit()
    flash(_("Uw opmerking is geplaatst."), "good")
    return redirect(url_for("agenda.show", meeting_id=meeting.id, item_id=item.id))


@blueprint.get(f"{ITEM}/toelichting")
@requires(Permission.KEEP_MEETINGS)
def edit_annotation(meeting_id: int, item_id: int) -> str:
    """Ask what the programme office says of an item."""
    meeting, item = _load(meeting_id, item_id)
    _check_open(meeting)
    return _annotation_page(meeting, item, AnnotationForm(formdata=None, obj=item))


@blueprint.post(f"{ITEM}/toelichting")
@requires(Permission.KEEP_MEETINGS)
def annotate(meeting_id: int, item_id: int) -> Response | tuple[str, int]:
    """Save it; a stale save shows both versions and loses neither."""
    meeting, item = _load(meeting_id, item_id)
    form = AnnotationForm()
    if not form.validate():
        return _annotation_page(meeting, item, form), 422
    try:
        service.annotate(
            db.session,
            current_principal().actor,
            item,
            form.seen,
            text_of(form.annotation),
            text_of(form.title),
        )
    except StaleVersionError:
        conflicts = differences(form, item, ("annotation",))
        renew(form, item.version)
        return _annotation_page(meeting, item, form, conflicts), 409
    warn_about(form)
    db.session.commit()
    flash(_("De toelichting is opgeslagen."), "good")
    return _to_agenda(meeting)


def _changeable(meeting_id: int) -> Meeting:
    meeting = load_meeting(meeting_id)
    _check_open(meeting)
    return meeting


def _check_open(meeting: Meeting) -> None:
    if meeting.state is MeetingState.HELD:
        raise MeetingHeldError


def _load(meeting_id: int, item_id: int) -> tuple[Meeting, AgendaItem]:
    """Return an item of an agenda that is for who is signed in, or 404."""
    meeting = load_meeting(meeting_id)
    item = item_of(meeting, item_id)
    if item is None or not reads_agenda(meeting):
        abort(404)
    return meeting, item


def _proposals(meeting: Meeting) -> list[Proposal]:
    return proposals_for(db.session, current_principal().visibility(), meeting)


def _new(proposal: Proposal) -> NewItem:
    return NewItem(proposal.kind, stored_title(proposal), proposal.key, proposal.subject)


def _to_agenda(meeting: Meeting) -> Response:
    return redirect(url_for("agenda.edit", meeting_id=meeting.id))


def _edit_page(meeting: Meeting, form: FreeItemForm | None = None) -> str:
    subjects = subjects_of(db.session, current_principal().visibility(), meeting.items)
    proposed: dict[AgendaKind, list[tuple[Proposal, object]]] = {}
    for proposal in _proposals(meeting):
        proposed.setdefault(proposal.kind, []).append((proposal, told(proposal.subject)))
    return render_template(
        "agenda/edit.html",
        meeting=meeting,
        name=meeting_name(meeting),
        told={number: told(subject) for number, subject in subjects.items()},
        proposed=proposed,
        form=form or FreeItemForm(formdata=None),
        proposals_form=ProposalsForm(formdata=None),
        today=clock.today(),
    )


def _item_page(meeting: Meeting, item: AgendaItem, form: RemarkForm | None = None) -> str:
    principal = current_principal()
    subject = subjects_of(db.session, principal.visibility(), [item]).get(item.id)
    return render_template(
        "agenda/show.html",
        meeting=meeting,
        item=item,
        name=meeting_name(meeting),
        told=told(subject) if subject else None,
        decisions=[each for each in decisions_of(db.session, meeting.id) if each.item_id == item.id],
        form=form or RemarkForm(formdata=None),
        may_remark=principal.allows(Permission.REMARK_ON_AGENDA) and meeting.state is not MeetingState.HELD,
        may_decide=principal.allows(Permission.RECORD_DECISIONS)
        and takes_decisions(meeting.state, meeting.held_on, clock.today()),
        keeps=principal.allows(Permission.KEEP_MEETINGS) and meeting.state is not MeetingState.HELD,
        today=clock.today(),
    )


def _annotation_page(
    meeting: Meeting, item: AgendaItem, form: AnnotationForm, conflicts: list[Conflict] | None = None
) -> str:
    return render_template(
        "agenda/annotate.html",
        meeting=meeting,
        item=item,
        name=meeting_name(meeting),
        form=form,
        conflicts=conflicts or [],
    )
