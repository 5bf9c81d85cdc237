"""Closing asks: what waits for a second person, proposing to close one, and opening one again."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain.closings import OUTCOMES, possible_outcomes
from portal.domain.errors import (
    AskClosedError,
    ClosingPendingError,
    DomainError,
    OutcomeError,
    PassageRequiredError,
    StaleVersionError,
)
from portal.domain.parliament import CLOSED_STATES, AskKind
from portal.forms.base import offers, text_of
from portal.forms.closing import WHOLE, ClosingForm, ReopenForm, occurrence_words
from portal.models import Ask, AskOccurrence
from portal.queries.closings import (
    count_waiting,
    occurrences_to_settle,
    passages_about,
    settled_occurrences,
    waiting,
)
from portal.services import closings as service
from portal.views.asks import ONE, load_ask, shown_outcome
from portal.views.meetings import renew
from portal.views.paging import page_of
from portal.web.doors import requires
from portal.web.personal_data import warn_about
from portal.web.refusals import sentence_for
from portal.web.sign_in import current_principal

blueprint = Blueprint("closings", __name__)
FIELDS: dict[type[DomainError], str] = {OutcomeError: "outcome", PassageRequiredError: "passage"}
"""Beside which field a rule says that it is broken."""


@blueprint.get("/verzoeken/akkoord")
@requires(Permission.APPROVE_CLOSING)
def index() -> str:
    """List the proposals that wait for a second person, the oldest first."""
    page = page_of(count_waiting(db.session), lambda limit, offset: waiting(db.session, limit, offset))
    return render_template("closings/index.html", page=page, own=current_principal().account_id)


@blueprint.get(f"{ONE}/afsluiten")
@requires(Permission.KEEP_ASKS)
def propose(code: str) -> str:
    """Ask how it ends and which letter says so; `keer` names one time of an ask that comes back."""
    ask = load_ask(code)
    if ask.state in CLOSED_STATES:
        raise AskClosedError
    form = ClosingForm(formdata=None, data={"version": ask.version})
    # Of a duty that comes back, the time that is due first is what somebody comes for.
    first = min((each.number for each in _occurrences(ask)), default=None)
    form.occurrence.data = request.args.get("keer", WHOLE if first is None else str(first))
    return _form_page(ask, form)


@blueprint.post(f"{ONE}/afsluiten")
@requires(Permission.KEEP_ASKS)
def file(code: str) -> Response | tuple[str, int]:
    """Propose to close; what the ask has become meanwhile is shown beside what was typed."""
    ask, form = load_ask(code), ClosingForm()
    passages, occurrences = passages_about(db.session, ask.id), _occurrences(ask)
    form.offer(OUTCOMES, passages, occurrences)
    if not form.validate():
        return _form_page(ask, form), 422
    content = form.content(passages, occurrences)
    actor = current_principal().actor
    try:
        closing = service.propose_closing(db.session, actor, ask, form.seen, content)
    except (OutcomeError, PassageRequiredError) as refusal:
        form[FIELDS[type(refusal)]].errors = [str(sentence_for(refusal))]
        return _form_page(ask, form), 422
    except ClosingPendingError as refusal:
        form.form_errors.append(str(sentence_for(refusal)))
        return _form_page(ask, form), 409
    except StaleVersionError:
        db.session.refresh(ask)
        renew(form, ask.version)
        return _form_page(ask, form, overtaken=True), 409
    warn_about(form)
    db.session.commit()
    flash(_("Het voorstel wacht op het akkoord van een collega."), "good")
    return redirect(url_for("closing_decisions.show", code=code, closing_id=closing.id))


@blueprint.get(f"{ONE}/heropenen")
@requires(Permission.KEEP_ASKS)
def confirm_reopen(code: str) -> str | Response:
    """Ask why an ask, or one time of it, is opened again."""
    ask = load_ask(code)
    form = ReopenForm(formdata=None, data={"version": ask.version})
    form.occurrence.data = request.args.get("keer", WHOLE)
    if ask.state not in CLOSED_STATES and not settled_occurrences(db.session, ask.id):
        return redirect(url_for("asks.show", code=code))
    return _reopen_page(ask, form)


@blueprint.post(f"{ONE}/heropenen")
@requires(Permission.KEEP_ASKS)
def reopen(code: str) -> Response | tuple[str, int]:
    """Open an ask again, or one time of it."""
    ask, form = load_ask(code), ReopenForm()
    settled = settled_occurrences(db.session, ask.id)
    if ask.state not in CLOSED_STATES and not settled:
        return redirect(url_for("asks.show", code=code))
    _offer_reopening(form, ask, settled)
    if not form.validate():
        return _reopen_page(ask, form), 422
    occurrence = next((each for each in settled if str(each.number) == form.occurrence.data), None)
    actor, reason = current_principal().actor, text_of(form.reason)
    try:
        if occurrence is not None:
            service.reopen_occurrence(db.session, actor, occurrence, reason)
        else:
            service.reopen_ask(db.session, actor, ask, form.seen, reason)
    except StaleVersionError:
        db.session.refresh(ask)
        renew(form, ask.version)
        return _reopen_page(ask, form, overtaken=True), 409
    warn_about(form)
    db.session.commit()
    flash(_("Het verzoek is heropend."), "good")
    return redirect(url_for("asks.show", code=code))


def _occurrences(ask: Ask) -> Sequence[AskOccurrence]:
    return occurrences_to_settle(db.session, ask.id) if ask.kind is AskKind.RECURRING else ()


def _form_page(ask: Ask, form: ClosingForm, *, overtaken: bool = False) -> str:
    passages, occurrences = passages_about(db.session, ask.id), _occurrences(ask)
    form.offer(possible_outcomes(ask.kind, whole=not occurrences), passages, occurrences)
    return render_template(
        "closings/propose.html",
        ask=ask,
        form=form,
        passages=passages,
        occurrences=occurrences,
        outcome=shown_outcome(ask),
        overtaken=overtaken,
    )


def _offer_reopening(form: ReopenForm, ask: Ask, settled: Sequence[AskOccurrence]) -> None:
    whole = _("Het verzoek als geheel") if ask.state in CLOSED_STATES else None
    form.occurrence.choices = offers(
        [(str(each.number), occurrence_words(each)) for each in settled], nothing=whole
    )


def _reopen_page(ask: Ask, form: ReopenForm, *, overtaken: bool = False) -> str:
    _offer_reopening(form, ask, settled_occurrences(db.session, ask.id))
    return render_template(
        "closings/reopen.html", ask=ask, form=form, outcome=shown_outcome(ask), overtaken=overtaken
    )
