"""Postponing an ask, or one time of it: a later term, why, and the letter that tells the Kamer."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain.deadlines import can_be_postponed, was_promised
from portal.domain.errors import LetterNeededError, NotLaterError, PassageUnrelatedError, StaleVersionError
from portal.domain.parliament import AskKind
from portal.forms.base import text_of
from portal.forms.postponement import PostponementForm, postponement_form
from portal.models import Ask, AskOccurrence, Passage
from portal.queries.closings import passages_about
from portal.queries.deadlines import due_of
from portal.queries.occurrences import occurrences_of
from portal.services import deadlines as service
from portal.services.deadlines import PostponementContent
from portal.views.asks import ONE, load_ask, to_ask
from portal.web.doors import requires
from portal.web.formats import day
from portal.web.personal_data import warn_about
from portal.web.refusals import sentence_for
from portal.web.sign_in import current_principal
from portal.web.stale import Conflict

blueprint = Blueprint("deadlines", __name__)
POSTPONE = f"{ONE}/uitstel"


@blueprint.get(POSTPONE)
@requires(Permission.KEEP_ASKS)
def choose(code: str) -> str | Response:
    """Ask for the later term, why, and which letter says so."""
    ask = load_ask(code)
    times = _open_times(ask)
    if not can_be_postponed(ask.state, ask.kind, len(times)):
        return _nothing_due(ask)
    form = _form(ask, times, formdata=None)
    form.version.data = ask.version
    return _page(ask, form)


@blueprint.post(POSTPONE)
@requires(Permission.KEEP_ASKS)
def postpone(code: str) -> Response | tuple[str, int]:
    """Give it a later term; a stale save shows what holds now."""
    ask = load_ask(code)
    times = _open_times(ask)
    if not can_be_postponed(ask.state, ask.kind, len(times)):
        return _nothing_due(ask)
    form = _form(ask, times)
    if not form.validate():
        return _page(ask, form), 422
    occurrence = next((each for each in times if str(each.number) == form.time.data), None)
    content = PostponementContent(form.new_term(), text_of(form.reason), _passage(ask, form))
    try:
        service.postpone(db.session, current_principal().actor, ask, form.seen, content, occurrence)
    except StaleVersionError:
        conflicts = _conflicts(ask, form, occurrence)
        form.version.data, form.version.raw_data = ask.version, None
        return _page(ask, form, conflicts), 409
    except NotLaterError as refusal:
        form.term.errors = [str(sentence_for(refusal))]
        return _page(ask, form), 422
    except (LetterNeededError, PassageUnrelatedError) as refusal:
        form.passage.errors = [str(sentence_for(refusal))]
        return _page(ask, form), 422
    warn_about(form)
    db.session.commit()
    return to_ask(ask, _("De nieuwe termijn is vastgelegd. De oude blijft zichtbaar."))


def _open_times(ask: Ask) -> Sequence[AskOccurrence]:
    """Return the times of a duty that are not settled; none of what is done once."""
    if ask.kind is AskKind.ONCE:
        return []
    return [each for each in occurrences_of(db.session, ask.id) if each.settled_at is None]


def _nothing_due(ask: Ask) -> Response:
    flash(
        _("Hier valt niets uit te stellen: het verzoek is afgesloten, of het ritme is niet bepaald."), "info"
    )
    return to_ask(ask)


def _form(ask: Ask, times: Sequence[AskOccurrence], **options: Any) -> PostponementForm:
    promised = was_promised(ask.item.item_kind, ask.origin, ask.due_latest)
    return postponement_form(times, passages_about(db.session, ask.id), promised=promised, **options)


def _passage(ask: Ask, form: PostponementForm) -> Passage | None:
    found = passages_about(db.session, ask.id)
    return next((each for each in found if str(each.id) == form.passage.data), None)


def _conflicts(ask: Ask, form: PostponementForm, occurrence: AskOccurrence | None) -> list[Conflict]:
    now = due_of(occurrence) if occurrence else ask.due_on
    return [
        {
            "label": str(_("Laatste dag")),
            "own": day(form.new_term().latest),
            "current": day(now) or str(_("Niet bepaald")),
        }
    ]


def _page(ask: Ask, form: PostponementForm, conflicts: Sequence[Conflict] = ()) -> str:
    return render_template(
        "deadlines/postpone.html",
        ask=ask,
        form=form,
        recurs=ask.kind is AskKind.RECURRING,
        promised=was_promised(ask.item.item_kind, ask.origin, ask.due_latest),
        conflicts=conflicts,
        back=url_for("asks.show", code=ask.code),
    )
