"""What one takes along of a meeting: the book as PDF, the lists as Word."""

from flask import Blueprint, abort, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.access.steering import ANY_MEMBER
from portal.database import db
from portal.documents import word_lists
from portal.documents.meeting_book import Issue, meeting_book
from portal.documents.printing import PrintingUnavailableError
from portal.documents.word_lists import WORD, Setting
from portal.domain import clock
from portal.domain.rationing import DOCUMENT, EXPORT
from portal.models import Meeting
from portal.queries.meeting_book import (
    attendance_of,
    book_by_number,
    book_contents,
    decisions_with_owners,
    pending_actions,
)
from portal.services import meeting_book as service
from portal.services.evidence import DamagedFileError
from portal.services.meeting_book import BookFile
from portal.views.meetings import ONE, load_meeting, reads_agenda, to_meeting
from portal.web.doors import requires
from portal.web.files import as_attachment, file_store
from portal.web.intent import records_reading
from portal.web.logs import log_failure
from portal.web.rationing import costly
from portal.web.sign_in import current_principal

blueprint = Blueprint("meeting_documents", __name__)


@blueprint.post(f"{ONE}/boek")
@costly(DOCUMENT)
@requires(Permission.KEEP_MEETINGS)
def issue(meeting_id: int) -> Response:
    """Issue the book as it is now; pressing twice is once."""
    meeting = load_meeting(meeting_id)
    session, actor = db.session, current_principal().actor
    if service.issued_since(session, meeting, request.form.get("last", 0, type=int)) is not None:
        return to_meeting(meeting)
    number = service.next_issue(session, meeting)
    contents = book_contents(session, ANY_MEMBER.visibility(), meeting)
    try:
        printed = meeting_book(contents, Issue(number, clock.now(), clock.today(), _demonstration()))
    except PrintingUnavailableError as error:
        log_failure(error)
        flash(
            _(
                "Deze computer kan geen PDF maken: de bibliotheek Pango ontbreekt. Vraag de beheerder die te "
                "installeren. De agenda en de Word-lijsten werken wel."
            ),
            "critical",
        )
        return redirect(url_for("meetings.show", meeting_id=meeting.id))
    service.issue_book(
        session, actor, meeting, number, BookFile(printed.content, printed.pages), file_store()
    )
    return to_meeting(meeting, _("Vergaderboek uitgave %(number)s is uitgegeven.", number=number))


@blueprint.get(f"{ONE}/boek/<int(max=2147483647):number>.pdf")
@records_reading
@costly(EXPORT)
@requires(Permission.READ_MEETINGS)
def book(meeting_id: int, number: int) -> Response:
    """Hand out an issued book exactly as it was issued."""
    meeting = _shared(meeting_id)
    found = book_by_number(db.session, meeting.id, number) or abort(404)
    try:
        content = service.read_book(db.session, current_principal().actor, meeting, found, file_store())
    except DamagedFileError as error:
        log_failure(error)
        abort(500)
    name = f"vergaderboek-{meeting.held_on.isoformat()}-{found.number}.pdf"
    answer = as_attachment(content, name, "application/pdf")
    db.session.commit()
    return answer


@blueprint.get(f"{ONE}/besluitenlijst.docx")
@records_reading
@costly(DOCUMENT)
@requires(Permission.READ_MEETINGS)
def decision_list(meeting_id: int) -> Response:
    """Hand out the decisions of a meeting as Word."""
    meeting = _shared(meeting_id)
    content = word_lists.decision_list(
        _setting(meeting),
        decisions_with_owners(db.session, meeting.id),
        attendance_of(db.session, meeting.id),
    )
    return _word(meeting, content, "besluitenlijst")


@blueprint.get(f"{ONE}/actielijst.docx")
@records_reading
@costly(DOCUMENT)
@requires(Permission.READ_MEETINGS)
def action_list(meeting_id: int) -> Response:
    """Hand out everything that is still to be done as Word."""
    meeting = _shared(meeting_id)
    content = word_lists.action_list(_setting(meeting), pending_actions(db.session))
    return _word(meeting, content, "actielijst")


def _shared(meeting_id: int) -> Meeting:
    """Return a meeting whose agenda is for who is signed in, or 404."""
    meeting = load_meeting(meeting_id)
    return meeting if reads_agenda(meeting) else abort(404)


def _word(meeting: Meeting, content: bytes, kind: str) -> Response:
    answer = as_attachment(content, f"{kind}-{meeting.held_on.isoformat()}.docx", WORD)
    service.record_taken(db.session, current_principal().actor, meeting, kind)
    db.session.commit()
    return answer


def _setting(meeting: Meeting) -> Setting:
    return Setting(meeting, clock.now(), clock.today(), _demonstration())


def _demonstration() -> bool:
    return bool(current_app.config["DEMONSTRATION"])
