"""Requests to change a maatregel: asking, deciding, taking back."""

from dataclasses import replace

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain.audit import SubjectKind
from portal.domain.changes import ChangeState
from portal.domain.errors import ChangeDecidedError, FourEyesError, StaleVersionError
from portal.forms.base import VersionForm
from portal.forms.change_request import ChangeRequestForm, DecisionForm
from portal.models import ChangeRequest, Maatregel
from portal.queries.audit import events_of
from portal.queries.change_requests import ChangeFilter, count_requests, request_by_id, requests
from portal.queries.choices import network_choices
from portal.queries.maatregelen import maatregel_by_code
from portal.services import change_requests as service
from portal.views.paging import ListAddress, page_of
from portal.web import listing
from portal.web.doors import requires
from portal.web.labels import choices
from portal.web.sign_in import current_principal

blueprint = Blueprint("change_requests", __name__)
ONE = "/wijzigingsverzoeken/<int(max=2147483647):request_id>"


@blueprint.get("/wijzigingsverzoeken")
@requires(Permission.READ_CHANGES)
def index() -> str:
    """List the requests of the networks one may see, what waits for a decision first."""
    states = [("", _("Alle")), *choices(ChangeState)]
    networks = [("", _("Alle")), *network_choices(db.session)]
    chosen = {
        "status": listing.chosen("status", [value for value, _words in states]),
        "netwerk": listing.chosen("netwerk", [value for value, _words in networks]),
    }
    wanted = replace(
        _readable(),
        state=ChangeState(chosen["status"]) if chosen["status"] else None,
        network_code=chosen["netwerk"],
    )
    page = page_of(
        count_requests(db.session, wanted),
        lambda limit, offset: requests(db.session, wanted, limit, offset),
    )
    return render_template(
        "changes/index.html",
        page=page,
        states=states,
        networks=networks,
        address=ListAddress("change_requests.index", chosen, listing.Sort("nieuwste", descending=True)),
    )


@blueprint.get("/maatregelen/<code>/wijzigingsverzoeken")
@requires(Permission.READ_CHANGES)
def of_maatregel(code: str) -> str:
    """Show what was asked for one maatregel, with the form for who may ask."""
    maatregel = _maatregel(code)
    return _list_page(maatregel, ChangeRequestForm(formdata=None))


@blueprint.post("/maatregelen/<code>/wijzigingsverzoeken")
@requires(Permission.REQUEST_CHANGE)
def ask(code: str) -> Response | tuple[str, int]:
    """File a request."""
    maatregel = _maatregel(code)
    principal = current_principal()
    if not principal.allows(Permission.REQUEST_CHANGE, maatregel.network_id):
        abort(403)
    form = ChangeRequestForm()
    if not form.validate():
        return _list_page(maatregel, form), 422
    made = service.request_change(db.session, principal.actor, maatregel, form.content())
    db.session.commit()
    flash(_("Het wijzigingsverzoek is ingediend bij het programmabureau."), "good")
    return _to(made.id)


@blueprint.get(ONE)
@requires(Permission.READ_CHANGES)
def show(request_id: int) -> str:
    """Show one request with what was decided and why."""
    return _page(_load(request_id))


@blueprint.post(f"{ONE}/besluit")
@requires(Permission.DECIDE_CHANGE)
def decide(request_id: int) -> Response | tuple[str, int]:
    """Approve or reject, with a reason."""
    found = _load(request_id)
    form = DecisionForm()
    if not form.validate():
        return _page(found, form), 422
    try:
        service.decide_change(
            db.session, current_principal().actor, found, form.seen, form.target(), form.reason.data or ""
        )
    except FourEyesError:
        flash(_("U hebt dit verzoek zelf gedaan. Laat een collega besluiten."), "critical")
        return _to(request_id)
    except (ChangeDecidedError, StaleVersionError):
        return _already_settled(found, form)
    db.session.commit()
    flash(_("Het besluit is vastgelegd."), "good")
    return _to(request_id)


@blueprint.post(f"{ONE}/intrekken")
@requires(Permission.REQUEST_CHANGE)
def withdraw(request_id: int) -> Response | tuple[str, int]:
    """Take a request back before anybody decided."""
    found = _load(request_id)
    if not current_principal().allows(Permission.REQUEST_CHANGE, found.maatregel.network_id):
        abort(403)
    form = VersionForm()
    if not form.validate():
        abort(400)
    try:
        service.withdraw_change(db.session, current_principal().actor, found, form.seen)
    except (ChangeDecidedError, StaleVersionError):
        return _already_settled(found, DecisionForm(formdata=None))
    db.session.commit()
    flash(_("Het wijzigingsverzoek is ingetrokken."), "good")
    return _to(request_id)


def _readable() -> ChangeFilter:
    reach = current_principal().reach(Permission.READ_CHANGES)
    return ChangeFilter(None if reach.everywhere else reach.networks)


def _maatregel(code: str) -> Maatregel:
    """Return the maatregel when its requests may be read, else 404."""
    maatregel = maatregel_by_code(db.session, code)
    if maatregel is None or not current_principal().allows(Permission.READ_CHANGES, maatregel.network_id):
        abort(404)
    return maatregel


def _load(request_id: int) -> ChangeRequest:
    return request_by_id(db.session, _readable(), request_id) or abort(404)


def _list_page(maatregel: Maatregel, form: ChangeRequestForm) -> str:
    may_ask = current_principal().allows(Permission.REQUEST_CHANGE, maatregel.network_id)
    return render_template(
        "changes/of_maatregel.html",
        maatregel=maatregel,
        requests=requests(db.session, replace(_readable(), maatregel_id=maatregel.id)),
        form=form if may_ask else None,
    )


def _page(found: ChangeRequest, form: DecisionForm | None = None) -> str:
    principal = current_principal()
    waits = found.state is ChangeState.REQUESTED
    decides = (
        waits and principal.allows(Permission.DECIDE_CHANGE) and principal.account_id != found.requested_by_id
    )
    form = form or DecisionForm(formdata=None)
    if request.method == "GET":
        form.version.data = found.version
    return render_template(
        "changes/show.html",
        found=found,
        form=form if decides else None,
        may_withdraw=waits and principal.allows(Permission.REQUEST_CHANGE, found.maatregel.network_id),
        events=events_of(db.session, SubjectKind.CHANGE_REQUEST, found.id),
    )


def _already_settled(found: ChangeRequest, form: DecisionForm) -> tuple[str, int]:
    flash(_("Over dit verzoek is intussen al besloten, of het is ingetrokken."), "attention")
    return _page(found, form), 409


def _to(request_id: int) -> Response:
    return redirect(url_for("change_requests.show", request_id=request_id))
