"""The vocabularies of signals: reading them, and keeping them for the programme office."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.access.signals import signal_scope
from portal.database import db
from portal.domain import clock
from portal.domain.errors import DuplicateError, StaleVersionError
from portal.domain.signals import VocabularyKind
from portal.forms.base import VersionForm, text_of
from portal.forms.vocabulary import NewTermForm, RetireForm, TermForm
from portal.models import VocabularyTerm
from portal.queries.vocabulary import all_terms, is_offered, term_by_id, uses
from portal.services import vocabulary as service
from portal.web.doors import requires
from portal.web.personal_data import warn_about
from portal.web.sign_in import current_principal

blueprint = Blueprint("vocabulary", __name__)
LIST = "/signalen/woordenlijst"
ONE = f"{LIST}/<int(max=2147483647):term_id>"


@blueprint.get(LIST)
@requires(Permission.READ_SIGNALS)
def index() -> str:
    """Show the vocabularies, with a form to add a term for who keeps them."""
    return _list_page(NewTermForm(formdata=None))


@blueprint.post(LIST)
@requires(Permission.KEEP_VOCABULARY)
def add() -> Response | tuple[str, int]:
    """Add a term; sending the same form twice is adding once."""
    form = NewTermForm()
    if not form.validate():
        return _list_page(form), 422
    try:
        service.add_term(
            db.session,
            current_principal().actor,
            VocabularyKind(form.kind.data),
            text_of(form.title),
            text_of(form.description),
        )
    except DuplicateError:
        form.title.errors = [*form.title.errors, _("Deze naam staat al in de lijst.")]
        return _list_page(form), 422
    db.session.commit()
    warn_about(form)
    flash(_("‘%(title)s’ staat nu in de lijst.", title=text_of(form.title)), "good")
    return _to_list()


@blueprint.post(f"{LIST}/beginlijst")
@requires(Permission.KEEP_VOCABULARY)
def begin() -> Response:
    """Take over the words to begin with; what is there already stays as it is."""
    added = service.add_first_terms(db.session, current_principal().actor)
    db.session.commit()
    flash(ngettext("%(num)s woord is toegevoegd.", "%(num)s woorden zijn toegevoegd.", added), "good")
    return _to_list()


@blueprint.get(ONE)
@requires(Permission.KEEP_VOCABULARY)
def edit(term_id: int) -> str:
    """Show what a term is called and means, and until when it can be chosen."""
    term = _load(term_id)
    form = TermForm(formdata=None, version=term.version)
    form.title.data, form.description.data = term.title, term.description
    return _page(term, form)


@blueprint.post(ONE)
@requires(Permission.KEEP_VOCABULARY)
def save(term_id: int) -> Response | tuple[str, int]:
    """Rename and describe; a stale save shows both versions and loses neither."""
    term = _load(term_id)
    form = TermForm()
    if not form.validate():
        return _page(term, form), 422
    title, words = text_of(form.title), text_of(form.description)
    try:
        service.change_term(db.session, current_principal().actor, term, form.seen, title, words)
    except DuplicateError:
        form.title.errors = [*form.title.errors, _("Deze naam staat al in de lijst.")]
        return _page(term, form), 422
    except StaleVersionError:
        db.session.rollback()
        term = _load(term_id)
        form.version.data, form.version.raw_data = term.version, None
        return _page(term, form, conflicts=_conflicts(form, term)), 409
    db.session.commit()
    warn_about(form)
    flash(_("‘%(title)s’ is opgeslagen.", title=title), "good")
    return _to_list()


@blueprint.post(f"{ONE}/omhoog")
@requires(Permission.KEEP_VOCABULARY)
def move_up(term_id: int) -> Response:
    """Let a term change places with the one before it."""
    return _move(term_id, up=True)


@blueprint.post(f"{ONE}/omlaag")
@requires(Permission.KEEP_VOCABULARY)
def move_down(term_id: int) -> Response:
    """Let a term change places with the one after it."""
    return _move(term_id, up=False)


@blueprint.post(f"{ONE}/stoppen")
@requires(Permission.KEEP_VOCABULARY)
def retire(term_id: int) -> Response | tuple[str, int]:
    """Let a term no longer be chosen after a day; what was filed with it keeps it."""
    term = _load(term_id)
    form = RetireForm()
    form.today = clock.today()
    if not form.validate() or form.last_day.data is None:
        return _page(term, retiring=form), 422
    service.retire_term(db.session, current_principal().actor, term, form.seen, form.last_day.data)
    db.session.commit()
    flash(_("‘%(title)s’ is daarna niet meer te kiezen.", title=term.title), "good")
    return _to_list()


@blueprint.post(f"{ONE}/terughalen")
@requires(Permission.KEEP_VOCABULARY)
def bring_back(term_id: int) -> Response:
    """Let a term be chosen again."""
    term, form = _load(term_id), VersionForm()
    if not form.validate():
        abort(400)
    service.bring_back_term(db.session, current_principal().actor, term, form.seen)
    db.session.commit()
    flash(_("‘%(title)s’ is weer te kiezen.", title=term.title), "good")
    return _to_list()


def _move(term_id: int, *, up: bool) -> Response:
    term, form = _load(term_id), VersionForm()
    if not form.validate():
        abort(400)
    service.move_term(db.session, current_principal().actor, term, form.seen, up=up)
    db.session.commit()
    flash(_("‘%(title)s’ is verplaatst.", title=term.title), "good")
    return redirect(url_for("vocabulary.edit", term_id=term_id))


def _load(term_id: int) -> VocabularyTerm:
    return term_by_id(db.session, term_id) or abort(404)


def _list_page(form: NewTermForm) -> str:
    principal = current_principal()
    today = clock.today()
    terms = all_terms(db.session)
    return render_template(
        "signals/vocabulary.html",
        by_kind={kind: [term for term in terms if term.kind is kind] for kind in VocabularyKind},
        offered={term.id for term in terms if is_offered(term, today)},
        uses=uses(db.session, signal_scope(principal)),
        form=form,
        keeps=principal.allows(Permission.KEEP_VOCABULARY),
    )


def _page(
    term: VocabularyTerm,
    form: TermForm | None = None,
    *,
    retiring: RetireForm | None = None,
    conflicts: list[dict[str, str]] | None = None,
) -> str:
    if form is None:
        form = TermForm(formdata=None, version=term.version)
        form.title.data, form.description.data = term.title, term.description
    if retiring is None:
        retiring = RetireForm(formdata=None, version=term.version)
        retiring.last_day.data = clock.today()
    siblings = [each.id for each in all_terms(db.session) if each.kind is term.kind]
    return render_template(
        "signals/term.html",
        term=term,
        place=siblings.index(term.id) + 1,
        count=len(siblings),
        form=form,
        retiring=retiring,
        conflicts=conflicts or [],
    )


def _conflicts(form: TermForm, term: VocabularyTerm) -> list[dict[str, str]]:
    pairs = ((form.title, term.title), (form.description, term.description))
    return [
        {"label": str(field.label.text), "own": text_of(field), "current": saved}
        for field, saved in pairs
        if text_of(field) != saved
    ]


def _to_list() -> Response:
    return redirect(url_for("vocabulary.index"))
