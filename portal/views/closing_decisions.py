"""One proposal to close an ask: everything a second person looks at, and the decision."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain.errors import (
    AskClosedError,
    ClosingDecidedError,
    DomainError,
    OccurrenceSettledError,
    OthersClosingError,
    OutcomeError,
    OwnClosingError,
    StaleVersionError,
)
from portal.domain.parliament import CLOSED_STATES, ClosingState
from portal.forms.base import VersionForm, text_of
from portal.forms.closing import ApproveForm, RefuseForm
from portal.models import AskClosing
from portal.queries.closings import closing_by_id, maatregelen_for
from portal.queries.documents import document_names
from portal.queries.evidence import evidence_of_ask
from portal.services import closings as service
from portal.views.asks import ONE, shown_outcome
from portal.web.doors import requires
from portal.web.personal_data import warn_about
from portal.web.refusals import sentence_for
from portal.web.sign_in import current_principal

blueprint = Blueprint("closing_decisions", __name__)
PROPOSAL = f"{ONE}/voorstellen/<int(max=2147483647):closing_id>"
REFUSE = "weiger-"
"""Stands before the names of the fields of a refusal, for both forms stand on one page."""
REFUSED = (
    AskClosedError,
    ClosingDecidedError,
    OccurrenceSettledError,
    OthersClosingError,
    OutcomeError,
    OwnClosingError,
    StaleVersionError,
)
"""Rules that the page itself explains, beside the proposal as it is now."""


@blueprint.get(PROPOSAL)
@requires(Permission.READ_ASK_FILE)
def show(code: str, closing_id: int) -> str:
    """Show a proposal with the passage, the letter, the evidence and the maatregelen beside it."""
    return _page(_load(code, closing_id))


@blueprint.post(f"{PROPOSAL}/akkoord")
@requires(Permission.APPROVE_CLOSING)
def approve(code: str, closing_id: int) -> Response | tuple[str, int]:
    """Agree as the second person; pressing twice is once."""
    closing, form = _load(code, closing_id), ApproveForm()
    if not form.validate():
        return _page(closing, approve_form=form), 422
    actor = current_principal().actor
    try:
        service.approve_closing(db.session, actor, closing, form.seen, text_of(form.words))
    except REFUSED as refusal:
        return _refused(closing, refusal, ClosingState.APPROVED)
    warn_about(form)
    return _done(closing, _("U bent akkoord. Het is afgesloten."))


@blueprint.post(f"{PROPOSAL}/weigeren")
@requires(Permission.APPROVE_CLOSING)
def refuse(code: str, closing_id: int) -> Response | tuple[str, int]:
    """Disagree as the second person, with a reason; pressing twice is once."""
    closing, form = _load(code, closing_id), RefuseForm(prefix=REFUSE)
    if not form.validate():
        return _page(closing, refuse_form=form), 422
    actor = current_principal().actor
    try:
        service.refuse_closing(db.session, actor, closing, form.seen, text_of(form.reason))
    except REFUSED as refusal:
        return _refused(closing, refusal, ClosingState.REFUSED)
    warn_about(form)
    return _done(closing, _("U bent niet akkoord. Uw collega krijgt bericht."))


@blueprint.post(f"{PROPOSAL}/intrekken")
@requires(Permission.KEEP_ASKS)
def withdraw(code: str, closing_id: int) -> Response | tuple[str, int]:
    """Take one's own proposal back; pressing twice is once."""
    closing, form = _load(code, closing_id), VersionForm()
    if not form.validate():
        abort(400)
    try:
        service.withdraw_closing(db.session, current_principal().actor, closing, form.seen)
    except REFUSED as refusal:
        return _refused(closing, refusal, ClosingState.WITHDRAWN)
    return _done(closing, _("Uw voorstel is ingetrokken."))


def _load(code: str, closing_id: int) -> AskClosing:
    return closing_by_id(db.session, code, closing_id) or abort(404)


def _done(closing: AskClosing, message: str) -> Response:
    db.session.commit()
    flash(message, "good")
    return _to(closing)


def _to(closing: AskClosing) -> Response:
    return redirect(url_for("closing_decisions.show", code=closing.ask.code, closing_id=closing.id))


def _refused(closing: AskClosing, refusal: DomainError, wanted: ClosingState) -> Response | tuple[str, int]:
    """Say why not, beside the proposal as it is now; who did this very thing already is done."""
    db.session.refresh(closing)
    by = closing.proposed_by_id if wanted is ClosingState.WITHDRAWN else closing.decided_by_id
    if closing.state is wanted and by == current_principal().account_id:
        return _to(closing)
    flash(str(sentence_for(refusal)), "critical")
    return _page(closing), 409


def _page(
    closing: AskClosing,
    approve_form: ApproveForm | None = None,
    refuse_form: RefuseForm | None = None,
) -> str:
    principal = current_principal()
    waits = closing.state is ClosingState.PENDING
    own = principal.account_id == closing.proposed_by_id
    version = {"version": closing.version}
    return render_template(
        "closings/show.html",
        closing=closing,
        ask=closing.ask,
        outcome=shown_outcome(closing.ask),
        decides=waits and principal.allows(Permission.APPROVE_CLOSING) and not own,
        withdraws=waits and principal.allows(Permission.KEEP_ASKS) and own,
        overtaken=waits and closing.ask.state in CLOSED_STATES,
        wrong=approve_form or refuse_form,
        approve_form=approve_form or ApproveForm(formdata=None, data=version),
        refuse_form=refuse_form or RefuseForm(formdata=None, data=version, prefix=REFUSE),
        evidence=evidence_of_ask(db.session, principal.visibility(), closing.ask_id),
        links=maatregelen_for(db.session, closing.ask_id),
        names=document_names(db.session),
    )
