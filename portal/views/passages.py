"""Passages of a letter: copying more of them, saying of which asks they speak, and taking one back."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain.errors import (
    KeptByPlanError,
    LetterRetractedError,
    PassageInUseError,
    PassageRetractedError,
)
from portal.forms.base import text_of
from portal.forms.passages import (
    LinkAsksForm,
    PassagesForm,
    RetractForm,
    passages_form,
    posted_rows,
)
from portal.models import Letter, Passage
from portal.queries.letters import asks_to_speak_of
from portal.services import passages as service
from portal.views.letters import LETTER, MORE, load_letter
from portal.web import listing
from portal.web.doors import requires
from portal.web.personal_data import warn_about
from portal.web.refusals import sentence_for
from portal.web.sign_in import current_principal

blueprint = Blueprint("passages", __name__)
PASSAGES = f"{LETTER}/passages"
PASSAGE = f"{PASSAGES}/<int(max=2147483647):passage_number>"


@blueprint.get(PASSAGES)
@requires(Permission.KEEP_LETTERS)
def new(code: str) -> str:
    """Ask what the letter says and about which asks."""
    letter = load_letter(code)
    if letter.retracted_at is not None:
        raise LetterRetractedError
    return _form_page(letter, passages_form(PassagesForm, asks_to_speak_of(db.session), 1, posted=False))


@blueprint.post(PASSAGES)
@requires(Permission.KEEP_LETTERS)
def add(code: str) -> str | Response | tuple[str, int]:
    """Add passages; the button for another passage saves nothing."""
    letter, asks = load_letter(code), asks_to_speak_of(db.session)
    if request.form.get("toevoegen") == MORE:
        more = passages_form(PassagesForm, asks, posted_rows(request.form, more=1), posted=True)
        return _form_page(letter, more)
    form = passages_form(PassagesForm, asks, posted_rows(request.form), posted=True)
    if not form.validate():
        return _form_page(letter, form), 422
    content = form.passages({ask.code: ask for ask in asks})
    service.add_passages(db.session, current_principal().actor, letter, content)
    warn_about(form)
    return _to(letter, _("De passages zijn toegevoegd."))


@blueprint.get(f"{PASSAGE}/verzoeken")
@requires(Permission.KEEP_LETTERS)
def choose_asks(code: str, passage_number: int) -> str:
    """Ask of which other asks the passage speaks."""
    return _asks_page(_kept_here(code, passage_number), LinkAsksForm(formdata=None))


@blueprint.post(f"{PASSAGE}/verzoeken")
@requires(Permission.KEEP_LETTERS)
def link_asks(code: str, passage_number: int) -> Response | tuple[str, int]:
    """Say of which other asks the passage speaks."""
    passage, form = _kept_here(code, passage_number), LinkAsksForm()
    asks = asks_to_speak_of(db.session)
    form.offer(asks)
    if not form.validate() or not form.chosen():
        return _asks_page(passage, form), 422
    chosen = [ask for ask in asks if ask.code in (form.asks.data or [])]
    service.link_asks(db.session, current_principal().actor, passage, chosen)
    return _to(passage.letter, _("De verzoeken zijn gekoppeld."))


@blueprint.get(f"{PASSAGE}/intrekken")
@requires(Permission.KEEP_LETTERS)
def confirm_retract(code: str, passage_number: int) -> str | Response:
    """Ask why the passage is taken back."""
    passage = _load(code, passage_number)
    if passage.retracted_at is not None:
        return redirect(url_for("letters.show", code=code))
    if passage.added_by_id is None:
        raise KeptByPlanError
    return _retract_page(passage, RetractForm(formdata=None))


@blueprint.post(f"{PASSAGE}/intrekken")
@requires(Permission.KEEP_LETTERS)
def retract(code: str, passage_number: int) -> Response | tuple[str, int]:
    """Take back a passage that was copied wrongly; pressing twice is once."""
    passage, form = _load(code, passage_number), RetractForm()
    if passage.retracted_at is not None:
        return redirect(url_for("letters.show", code=code))
    if not form.validate():
        return _retract_page(passage, form), 422
    try:
        service.retract_passage(db.session, current_principal().actor, passage, text_of(form.reason))
    except PassageInUseError as refusal:
        form.form_errors.append(str(sentence_for(refusal)))
        return _retract_page(passage, form), 409
    return _to(passage.letter, _("De passage is ingetrokken."))


def _load(code: str, number: int) -> Passage:
    """Return a passage of a letter by its number in it, or 404."""
    found = (each for each in load_letter(code).passages if each.number == number)
    return next(found, None) or abort(404)


def _kept_here(code: str, number: int) -> Passage:
    """Return a passage that stands and that the office copied itself, not a quote of the plan."""
    passage = _load(code, number)
    if passage.added_by_id is None:
        raise KeptByPlanError
    if passage.retracted_at is not None or passage.letter.retracted_at is not None:
        raise PassageRetractedError
    return passage


def _to(letter: Letter, message: str) -> Response:
    """Commit, say what happened and go back to the letter."""
    db.session.commit()
    flash(message, "good")
    return redirect(url_for("letters.show", code=letter.code))


def _form_page(letter: Letter, form: PassagesForm) -> str:
    return render_template("letters/passages.html", letter=letter, form=form)


def _asks_page(passage: Passage, form: LinkAsksForm) -> str:
    words = listing.search_words()
    known = {ask.id for ask in passage.asks}
    found = [ask for ask in asks_to_speak_of(db.session, words) if ask.id not in known]
    form.offer(found)
    return render_template("letters/asks.html", passage=passage, form=form, asks=found, words=words)


def _retract_page(passage: Passage, form: RetractForm) -> str:
    return render_template("letters/retract_passage.html", passage=passage, form=form)
