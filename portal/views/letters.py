"""Letters to the Kamer: the list, one letter with what it says, registering one and taking one back."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain.audit import SubjectKind
from portal.domain.errors import KeptByPlanError, PassageInUseError
from portal.domain.rationing import EXPORT, UPLOAD
from portal.forms.base import text_of
from portal.forms.letter import EMPTY_ROWS, LetterForm, issued_words
from portal.forms.passages import RetractForm, passages_form, posted_rows
from portal.models import Ask, Letter
from portal.queries.audit import events_of
from portal.queries.closings import outcomes_of, used_passages
from portal.queries.letters import (
    LetterFilter,
    asks_to_speak_of,
    count_letters,
    documents_to_enclose,
    letter_by_code,
    letter_years,
    letters,
)
from portal.services import letters as service
from portal.services.evidence import DamagedFileError
from portal.services.letters import LetterFile
from portal.services.passages import add_passages
from portal.views.attaching import checked_file
from portal.views.paging import ListAddress, page_of
from portal.web import listing
from portal.web.doors import requires
from portal.web.files import as_attachment, file_store
from portal.web.intent import records_reading, takes_file
from portal.web.logs import log_failure
from portal.web.personal_data import warn_about
from portal.web.rationing import costly
from portal.web.refusals import sentence_for
from portal.web.sign_in import current_principal

blueprint = Blueprint("letters", __name__)
LETTER = "/brieven/<code>"
MORE = "passage"
"""Value of the button that asks for another passage and saves nothing."""


@blueprint.get("/brieven")
@requires(Permission.READ_PROGRAMME)
def index() -> str:
    """List the letters, newest first."""
    every = LetterFilter(retracted=reads_file())
    years = [("", _("Alle")), *((str(year), str(year)) for year in letter_years(db.session, every))]
    chosen = {
        "q": listing.search_words(),
        "jaar": listing.chosen("jaar", [value for value, _words in years]),
    }
    year = int(chosen["jaar"]) if chosen["jaar"] else None
    wanted = LetterFilter(chosen["q"], year, retracted=reads_file())
    page = page_of(
        count_letters(db.session, wanted), lambda limit, offset: letters(db.session, wanted, limit, offset)
    )
    address = ListAddress("letters.index", chosen, listing.Sort("nieuwste", descending=True))
    return render_template("letters/index.html", page=page, years=years, address=address)


@blueprint.get("/brieven/nieuw")
@requires(Permission.KEEP_LETTERS)
def new() -> str:
    """Ask what was sent and what it says; `verzoek` names the ask that the first passage is about."""
    asks = asks_to_speak_of(db.session)
    form = _form(asks, EMPTY_ROWS, posted=False)
    asked = listing.chosen("verzoek", {ask.code: ask for ask in asks})
    form.rows()[0].asks[0].data = asked
    return _form_page(form)


@blueprint.post("/brieven/nieuw")
@takes_file
@costly(UPLOAD)
@requires(Permission.KEEP_LETTERS)
def register() -> str | Response | tuple[str, int]:
    """Register a letter with its passages; the button for another passage saves nothing."""
    asks = asks_to_speak_of(db.session)
    if request.form.get("toevoegen") == MORE:
        return _form_page(_form(asks, posted_rows(request.form, more=1), posted=True))
    form = _form(asks, posted_rows(request.form), posted=True)
    valid = form.validate()
    file = checked_file(form) if form.upload() else None
    if not valid or (file is None and form.upload()):
        return _form_page(form), 422
    actor = current_principal().actor
    enclosed = LetterFile(file, file_store()) if file else None
    letter = service.register_letter(db.session, actor, form.content(), enclosed)
    add_passages(db.session, actor, letter, form.passages({ask.code: ask for ask in asks}))
    warn_about(form)
    db.session.commit()
    flash(_("De brief is geregistreerd."), "good")
    return redirect(url_for("letters.show", code=letter.code))


@blueprint.get(LETTER)
@requires(Permission.READ_PROGRAMME)
def show(code: str) -> str:
    """Show one letter with what it says and what followed from it."""
    letter = load_letter(code)
    standing = [each for each in letter.passages if each.retracted_at is None]
    numbers = [each.id for each in standing]
    keeps = current_principal().allows(Permission.KEEP_LETTERS) and letter.retracted_at is None
    return render_template(
        "letters/show.html",
        letter=letter,
        passages=standing,
        retracted=[each for each in letter.passages if each.retracted_at] if reads_file() else [],
        outcomes=outcomes_of(db.session, numbers),
        used=used_passages(db.session, numbers) if keeps else frozenset(),
        keeps=keeps,
        enclosed=issued_words(letter.issued_document) if letter.issued_document else "",
        events=events_of(db.session, SubjectKind.LETTER, letter.id) if reads_file() else [],
    )


@blueprint.get(f"{LETTER}/bestand")
@records_reading
@costly(EXPORT)
@requires(Permission.READ_PROGRAMME)
def download(code: str) -> Response:
    """Hand out the letter itself; what is not exactly as it came in is not handed out at all."""
    letter = load_letter(code)
    if not letter.file_key:
        abort(404)
    try:
        content = service.hand_out(db.session, current_principal().actor, letter, file_store())
    except DamagedFileError as error:
        log_failure(error)
        abort(500)
    answer = as_attachment(content, letter.file_name, letter.media_type)
    db.session.commit()
    return answer


@blueprint.get(f"{LETTER}/intrekken")
@requires(Permission.KEEP_LETTERS)
def confirm_retract(code: str) -> str | Response:
    """Ask why the registration is taken back."""
    letter = load_letter(code)
    if letter.retracted_at is not None:
        return redirect(url_for("letters.show", code=code))
    if letter.document_id is not None:
        raise KeptByPlanError
    return _retract_page(letter, RetractForm(formdata=None))


@blueprint.post(f"{LETTER}/intrekken")
@requires(Permission.KEEP_LETTERS)
def retract(code: str) -> Response | tuple[str, int]:
    """Take back a letter that was registered by mistake; pressing twice is once."""
    letter, form = load_letter(code), RetractForm()
    if letter.retracted_at is not None:
        return redirect(url_for("letters.show", code=code))
    if not form.validate():
        return _retract_page(letter, form), 422
    try:
        service.retract_letter(db.session, current_principal().actor, letter, text_of(form.reason))
    except PassageInUseError as refusal:
        form.form_errors.append(str(sentence_for(refusal)))
        return _retract_page(letter, form), 409
    db.session.commit()
    flash(_("De registratie van de brief is ingetrokken."), "good")
    return redirect(url_for("letters.show", code=code))


def load_letter(code: str) -> Letter:
    """Return the letter with its passages, or 404; one that was taken back is for who reads the file."""
    return letter_by_code(db.session, code, retracted=reads_file()) or abort(404)


def reads_file() -> bool:
    """Return whether who is signed in reads what was taken back, by whom and why."""
    return current_principal().allows(Permission.READ_ASK_FILE)


def _form(asks: Sequence[Ask], size: int, *, posted: bool) -> LetterForm:
    form = passages_form(LetterForm, asks, size, posted=posted)
    form.offer(documents_to_enclose(db.session))
    return form


def _form_page(form: LetterForm) -> str:
    return render_template("letters/new.html", form=form)


def _retract_page(letter: Letter, form: RetractForm) -> str:
    return render_template("letters/retract.html", letter=letter, form=form)
