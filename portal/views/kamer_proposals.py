"""Proposals from the open data: the list, one of them, and deciding about it."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain.errors import ProposalDecidedError, StaleVersionError
from portal.domain.parliament import ProposalState
from portal.forms.base import text_of
from portal.forms.kamer import OUTSIDE, RejectForm, TakeOverForm
from portal.models import KamerProposal
from portal.queries.kamer import count_proposals, proposal_by_id, proposals
from portal.services import kamer_decisions as service
from portal.views.paging import ListAddress, page_of
from portal.views.proposal_page import is_enough, proposal_page
from portal.web import listing
from portal.web.doors import requires
from portal.web.labels import choices
from portal.web.sign_in import current_principal

blueprint = Blueprint("kamer_proposals", __name__)
LIST = "/tweedekamer/voorstellen"
ONE = f"{LIST}/<int(max=2147483647):proposal_id>"


@blueprint.get(LIST)
@requires(Permission.USE_OPEN_DATA)
def index() -> str:
    """List the proposals, the newest first."""
    states = [("", _("Alle")), *choices(ProposalState)]
    chosen = {"status": listing.chosen("status", [value for value, _words in states])}
    state = ProposalState(chosen["status"]) if chosen["status"] else None
    page = page_of(
        count_proposals(db.session, state),
        lambda limit, offset: proposals(db.session, state, limit, offset),
    )
    address = ListAddress("kamer_proposals.index", chosen, listing.Sort("nieuwste", descending=True))
    return render_template("opendata/proposals.html", page=page, states=states, address=address)


@blueprint.get(ONE)
@requires(Permission.USE_OPEN_DATA)
def show(proposal_id: int) -> str:
    """Show what the source says beside what the register says."""
    return proposal_page(_load(proposal_id))


@blueprint.post(f"{ONE}/overnemen")
@requires(Permission.USE_OPEN_DATA)
def take_over(proposal_id: int) -> Response | tuple[str, int]:
    """Write the ticked fields in the register; on an old page show what it says now."""
    proposal, form = _load(proposal_id), TakeOverForm()
    if proposal.state is not ProposalState.OPEN:
        return _decided(proposal_id)
    if not form.validate() or not is_enough(proposal, form):
        return proposal_page(proposal, form), 422
    try:
        service.take_over(
            db.session,
            current_principal().actor,
            proposal,
            (form.seen, form.item_version.data or 0),
            form.chosen(),
            inside=form.inside.data != OUTSIDE,
        )
    except StaleVersionError:
        return _renewed(proposal_id, form), 409
    except ProposalDecidedError:
        return _decided(proposal_id)
    return _to(proposal_id, _("Het voorstel is verwerkt in het register."))


@blueprint.post(f"{ONE}/afwijzen")
@requires(Permission.USE_OPEN_DATA)
def reject(proposal_id: int) -> Response | tuple[str, int]:
    """Leave the register as it is, with a reason."""
    proposal, form = _load(proposal_id), RejectForm()
    if proposal.state is not ProposalState.OPEN:
        return _decided(proposal_id)
    if not form.validate():
        return proposal_page(proposal, rejection=form), 422
    try:
        service.reject(db.session, current_principal().actor, proposal, form.seen, text_of(form.reason))
    except (ProposalDecidedError, StaleVersionError):
        return _decided(proposal_id)
    return _to(proposal_id, _("U hebt dit voorstel niet overgenomen. Het register is niet gewijzigd."))


def _load(proposal_id: int) -> KamerProposal:
    return proposal_by_id(db.session, proposal_id) or abort(404)


def _renewed(proposal_id: int, form: TakeOverForm) -> str:
    """Return the page with what the register says now, and with what was ticked still ticked."""
    db.session.rollback()
    proposal = _load(proposal_id)
    now = {form.version: proposal.version, form.item_version: proposal.item.version if proposal.item else 0}
    for field, version in now.items():
        field.data, field.raw_data = version, None
    return proposal_page(proposal, form, renewed=True)


def _decided(proposal_id: int) -> tuple[str, int]:
    """Show what became of a proposal that somebody decided about in the meantime."""
    db.session.rollback()
    flash(_("Over dit voorstel is al beslist, of er is een nieuwer voorstel. Zo staat het nu."), "critical")
    return proposal_page(_load(proposal_id)), 409


def _to(proposal_id: int, message: str) -> Response:
    db.session.commit()
    flash(message, "good")
    return redirect(url_for("kamer_proposals.show", proposal_id=proposal_id))
