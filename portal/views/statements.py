"""Verantwoordingen: how each network accounts for its money over a year."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.audit import SubjectKind
from portal.domain.errors import StaleVersionError
from portal.domain.money import StatementState
from portal.domain.statements import AccountedLine, line_of
from portal.forms.base import text_of
from portal.forms.statement import StatementForm, StatementReturnForm
from portal.models import Network, Statement
from portal.queries.audit import events_of
from portal.queries.money import money_years
from portal.queries.networks import network_by_code
from portal.queries.statements import (
    EDITABLE_STATEMENT,
    STATEMENT_MOVES,
    StatementScope,
    accounted_lines,
    statement_of,
    statement_rows,
)
from portal.services import statements as service
from portal.views.keeping import forget_kept, kept_here
from portal.web.doors import requires
from portal.web.kept_input import restores_input
from portal.web.personal_data import warn_about
from portal.web.sign_in import current_principal

blueprint = Blueprint("statements", __name__)
ONE = "/verantwoordingen/<int(min=2000,max=2100):year>/<network_code>"


@blueprint.get("/verantwoordingen")
@requires(Permission.READ_STATEMENT)
def index() -> str:
    """List which networks accounted for a year."""
    years = _years()
    asked = request.args.get("jaar", "")
    year = next((each for each in years if str(each) == asked), years[-1])
    rows = statement_rows(db.session, _scope(), year)
    return render_template("statements/index.html", rows=rows, year=year, years=years)


@blueprint.get(ONE)
@requires(Permission.READ_STATEMENT)
def show(year: int, network_code: str) -> str:
    """Show one statement: figures, words, and what happened to it."""
    return statement_page(year, network_code, StatementReturnForm(formdata=None))


@blueprint.get(f"{ONE}/invullen")
@restores_input
@requires(Permission.WRITE_STATEMENT)
def edit(year: int, network_code: str) -> str | Response:
    """Show the form with the figures above it."""
    network, statement = load_statement(year, network_code, Permission.WRITE_STATEMENT)
    if statement is not None and statement.state not in EDITABLE_STATEMENT:
        flash(_("Deze verantwoording kunt u nu niet wijzigen."), "info")
        return to_statement(network, year)
    kept = kept_here()
    form = StatementForm(formdata=kept)
    if kept is None:
        form.version.data = statement.version if statement else 0
        form.explanation.data = statement.explanation if statement else ""
    return _form_page(network, year, statement, form, restored=kept is not None)


@blueprint.post(f"{ONE}/invullen")
@requires(Permission.WRITE_STATEMENT)
def save(year: int, network_code: str) -> Response | tuple[str, int]:
    """Save the words; a stale save shows both versions and loses neither."""
    network, statement = load_statement(year, network_code, Permission.WRITE_STATEMENT)
    form = StatementForm()
    if not form.validate():
        return _form_page(network, year, statement, form), 422
    words = text_of(form.explanation)
    try:
        service.write_statement(db.session, current_principal().actor, network, year, form.seen, words)
    except StaleVersionError:
        statement = statement_of(db.session, network.id, year)
        saved = statement.explanation if statement else ""
        conflict = {"label": str(form.explanation.label.text), "own": words, "current": saved}
        form.version.data, form.version.raw_data = statement.version if statement else 0, None
        return _form_page(network, year, statement, form, [conflict]), 409
    forget_kept(request.path)
    db.session.commit()
    warn_about(form)
    flash(_("De verantwoording is opgeslagen."), "good")
    return to_statement(network, year)


def _years() -> list[int]:
    """Return the years that are over."""
    today = clock.today().year
    return [year for year in money_years(db.session, today) if year < today] or [today - 1]


def _scope() -> StatementScope:
    principal = current_principal()
    reader = principal.reach(Permission.READ_STATEMENT)
    own = principal.reach(Permission.WRITE_STATEMENT).networks
    return StatementScope(own, None if reader.everywhere else reader.networks)


def load_statement(
    year: int, network_code: str, to: Permission | None = None
) -> tuple[Network, Statement | None]:
    """Return network and statement when they may be read (else 404) and, when asked, changed (else 403)."""
    network = network_by_code(db.session, network_code)
    if network is None or year not in _years() or not _scope().knows(network.id):
        abort(404)
    statement = statement_of(db.session, network.id, year)
    if network.id not in _scope().own and (statement is None or not _scope().shows(statement)):
        abort(404)
    if to is not None and not current_principal().allows(to, network.id):
        abort(403)
    return network, statement


def lines_of(network: Network, year: int, statement: Statement | None) -> list[AccountedLine]:
    """Return the figures as they were submitted, or as they would be now."""
    if statement is None or statement.state in EDITABLE_STATEMENT:
        return accounted_lines(db.session, network.id, year)
    return [line_of(kept) for kept in statement.figures]


def statement_page(year: int, network_code: str, form: StatementReturnForm) -> str:
    """Show one statement, with a form to send it back for who may."""
    network, statement = load_statement(year, network_code)
    principal = current_principal()
    state = statement.state if statement else StatementState.DRAFT
    writes = principal.allows(Permission.WRITE_STATEMENT, network.id)
    judges = principal.allows(Permission.ACCEPT_STATEMENT, network.id)
    if request.method == "GET" and statement is not None:
        form.version.data = statement.version
    return render_template(
        "statements/show.html",
        network=network,
        year=year,
        statement=statement,
        lines=lines_of(network, year, statement),
        may_write=writes and state in EDITABLE_STATEMENT,
        form=form if judges and state is StatementState.SUBMITTED else None,
        events=events_of(
            db.session, SubjectKind.STATEMENT, statement.id, only=None if writes else STATEMENT_MOVES
        )
        if statement
        else [],
    )


def _form_page(
    network: Network,
    year: int,
    statement: Statement | None,
    form: StatementForm,
    conflicts: list[dict[str, str]] | None = None,
    *,
    restored: bool = False,
) -> str:
    return render_template(
        "statements/edit.html",
        network=network,
        year=year,
        statement=statement,
        lines=accounted_lines(db.session, network.id, year),
        form=form,
        conflicts=conflicts or [],
        restored=restored,
    )


def to_statement(network: Network, year: int) -> Response:
    """Go on to the page of a statement."""
    return redirect(url_for("statements.show", year=year, network_code=network.code))
