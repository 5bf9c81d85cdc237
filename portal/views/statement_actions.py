"""Moving a verantwoording along, and taking it out as a file."""

from flask import Blueprint, abort, current_app, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.documents.statement import statement_figures
from portal.domain import clock
from portal.domain.audit import SubjectKind
from portal.domain.errors import FourEyesError, StatementIncompleteError
from portal.domain.money import StatementState
from portal.domain.rationing import EXPORT
from portal.forms.base import VersionForm, text_of
from portal.forms.statement import StatementReturnForm
from portal.services import statements as service
from portal.views.handing_out import asked_kind, hand_out
from portal.views.statements import ONE, lines_of, load_statement, statement_page, to_statement
from portal.web.doors import requires
from portal.web.rationing import costly
from portal.web.refusals import sentence_for
from portal.web.sign_in import current_principal

blueprint = Blueprint("statement_actions", __name__)


@blueprint.post(f"{ONE}/indienen")
@requires(Permission.WRITE_STATEMENT)
def submit(year: int, network_code: str) -> Response:
    """Hand the statement in; pressing twice is once."""
    network, statement = load_statement(year, network_code, Permission.WRITE_STATEMENT)
    if statement is None:
        abort(404)
    if statement.state is StatementState.SUBMITTED:
        return to_statement(network, year)
    try:
        service.submit_statement(db.session, current_principal().actor, statement, _version())
    except StatementIncompleteError as refusal:
        flash(str(sentence_for(refusal)), "critical")
        return to_statement(network, year)
    db.session.commit()
    flash(_("De verantwoording is ingediend bij het programmabureau."), "good")
    return to_statement(network, year)


@blueprint.post(f"{ONE}/accepteren")
@requires(Permission.ACCEPT_STATEMENT)
def accept(year: int, network_code: str) -> Response:
    """Accept the statement for good."""
    network, statement = load_statement(year, network_code, Permission.ACCEPT_STATEMENT)
    if statement is None:
        abort(404)
    if statement.state is StatementState.ACCEPTED:
        return to_statement(network, year)
    try:
        service.accept_statement(db.session, current_principal().actor, statement, _version())
    except FourEyesError:
        flash(_("U hebt zelf aan deze verantwoording meegewerkt. Laat een collega accepteren."), "critical")
        return to_statement(network, year)
    db.session.commit()
    flash(_("De verantwoording is geaccepteerd en verandert niet meer."), "good")
    return to_statement(network, year)


@blueprint.post(f"{ONE}/terugsturen")
@requires(Permission.ACCEPT_STATEMENT)
def give_back(year: int, network_code: str) -> Response | tuple[str, int]:
    """Send the statement back with a reason."""
    _network, statement = load_statement(year, network_code, Permission.ACCEPT_STATEMENT)
    if statement is None:
        abort(404)
    form = StatementReturnForm()
    if not form.validate():
        return statement_page(year, network_code, form), 422
    service.return_statement(
        db.session, current_principal().actor, statement, form.seen, text_of(form.reason)
    )
    db.session.commit()
    flash(_("De verantwoording is teruggestuurd naar het PPS-netwerk."), "good")
    return redirect(url_for("statements.index", jaar=year))


@blueprint.post(f"{ONE}/exporteren")
@costly(EXPORT)
@requires(Permission.READ_STATEMENT)
def export(year: int, network_code: str) -> Response:
    """Give the statement as a file, and remember who took it."""
    network, statement = load_statement(year, network_code)
    kind = asked_kind()
    if statement is None:
        abort(404)
    demonstration = bool(current_app.config["DEMONSTRATION"])
    figures = statement_figures(
        statement, lines_of(network, year, statement), clock.now(), demonstration=demonstration
    )
    name = f"verantwoording-{network.code}-{year}"
    return hand_out(figures, name, kind, SubjectKind.STATEMENT, statement.id, network_id=network.id)


def _version() -> int:
    form = VersionForm()
    if not form.validate():
        abort(400)
    return form.seen
