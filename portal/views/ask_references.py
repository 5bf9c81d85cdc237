"""What shows that an ask is carried out: pointing at it, only as far as one may read it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.access.references import reference_scope
from portal.database import db
from portal.domain.parliament import ReferenceKind
from portal.forms.ask import ReferenceForm
from portal.forms.base import offers, text_of
from portal.models import Ask
from portal.queries.ask_references import ReferenceScope, reference_by_id, references_of
from portal.queries.reference_choices import (
    MOST_CHOICES,
    decisions_to_choose,
    documents_to_choose,
    observations_to_choose,
    progress_to_choose,
)
from portal.services import ask_references as service
from portal.views.asks import load_ask, to_ask
from portal.web import listing
from portal.web.doors import requires
from portal.web.labels import label
from portal.web.personal_data import warn_about
from portal.web.proof_words import proof_words
from portal.web.sign_in import current_principal

blueprint = Blueprint("ask_references", __name__)
REFERENCES = "/verzoeken/<code>/onderbouwing"
REMOVAL = f"{REFERENCES}/<int(max=2147483647):reference_id>/weghalen"
CHOOSE: Mapping[ReferenceKind, Callable[[Any, ReferenceScope, int, str], Sequence[service.Proof]]] = {
    ReferenceKind.PROGRESS: progress_to_choose,
    ReferenceKind.DECISION: decisions_to_choose,
    ReferenceKind.OBSERVATION: observations_to_choose,
    ReferenceKind.DOCUMENT: documents_to_choose,
}


@blueprint.get(REFERENCES)
@requires(Permission.KEEP_ASKS)
def new(code: str) -> str:
    """Ask what shows it; the kind and words in the address narrow the list."""
    ask = load_ask(code)
    return _page(ask, _form(_choices(ask), formdata=None))


@blueprint.post(REFERENCES)
@requires(Permission.KEEP_ASKS)
def add(code: str) -> Response | tuple[str, int]:
    """Point at it; sending twice is once."""
    ask = load_ask(code)
    choices = _choices(ask)
    form = _form(choices)
    if _points_already(ask, form.proof.data):
        return to_ask(ask)
    if not form.validate():
        return _page(ask, form), 422
    proof = next(each for each in choices if str(each.id) == form.proof.data)
    service.add_reference(db.session, current_principal().actor, ask, proof, text_of(form.words))
    warn_about(form)
    db.session.commit()
    return to_ask(ask, _("De onderbouwing is gekoppeld."))


@blueprint.get(REMOVAL)
@requires(Permission.KEEP_ASKS)
def confirm_removal(code: str, reference_id: int) -> str:
    """Ask whether the reference may really go."""
    ask = load_ask(code)
    found = reference_by_id(db.session, _scope(), ask.id, reference_id) or abort(404)
    return render_template("ask_references/remove.html", ask=ask, reference=found)


@blueprint.post(REMOVAL)
@requires(Permission.KEEP_ASKS)
def remove(code: str, reference_id: int) -> Response:
    """Take the reference back; that it was there stays to be seen."""
    ask = load_ask(code)
    found = reference_by_id(db.session, _scope(), ask.id, reference_id) or abort(404)
    service.remove_reference(db.session, current_principal().actor, found)
    db.session.commit()
    return to_ask(ask, _("De onderbouwing is weggehaald."))


def _scope() -> ReferenceScope:
    return reference_scope(current_principal())


def _kind() -> ReferenceKind:
    """Return the kind that the address asks for; reports are asked for most."""
    return ReferenceKind(
        listing.chosen("soort", [each.value for each in ReferenceKind]) or ReferenceKind.PROGRESS
    )


def _choices(ask: Ask) -> Sequence[service.Proof]:
    return CHOOSE[_kind()](db.session, _scope(), ask.id, listing.search_words())


def _points_already(ask: Ask, number: str | None) -> bool:
    """Return whether the first of two clicks has done it."""
    standing = (
        each
        for each in references_of(db.session, _scope(), ask.id)
        if each.removed_at is None and each.kind is _kind()
    )
    return any(str(getattr(each, f"{each.kind.value}_id")) == number for each in standing)


def _form(choices: Sequence[service.Proof], **options: Any) -> ReferenceForm:
    form = ReferenceForm(**options)
    form.proof.choices = offers(
        [(str(each.id), proof_words(each)) for each in choices], _("Kies wat het laat zien")
    )
    return form


def _page(ask: Ask, form: ReferenceForm) -> str:
    here = url_for("ask_references.new", code=ask.code)
    return render_template(
        "ask_references/new.html",
        ask=ask,
        form=form,
        kind=_kind(),
        words=listing.search_words(),
        most=MOST_CHOICES,
        action=request.full_path,
        tabs=[
            {"label": label(each), "url": f"{here}?soort={each.value}", "current": each is _kind()}
            for each in ReferenceKind
        ],
    )
