"""Accounting for a year: the network writes and submits, somebody else accepts, and then nothing changes."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import (
    FourEyesError,
    ReasonRequiredError,
    StaleVersionError,
    StatementIncompleteError,
    StatementLockedError,
)
from portal.domain.money import StatementState
from portal.models import Network, Statement
from portal.queries.statements import (
    EDITABLE_STATEMENT,
    accounted_lines,
    statement_of,
    wrote_statement,
)
from portal.services import audit


def write_statement(
    session: Session, actor: Actor, network: Network, year: int, version: int, explanation: str
) -> Statement:
    """Save the words; version zero is a statement that was not there yet.

    Raises StatementLockedError, also for a year that is not over, or StaleVersionError.
    """
    if year >= clock.today().year:
        raise StatementLockedError
    # Two people who begin at once must not both make one.
    session.execute(
        sa.select(Network.id).where(Network.id == network.id).with_for_update(key_share=True)
    ).all()
    statement = statement_of(session, network.id, year)
    if statement is None:
        statement = Statement(network=network, year=year, version=1)
        session.add(statement)
    else:
        _hold(session, statement, version)
        if statement.state not in EDITABLE_STATEMENT:
            raise StatementLockedError
        if statement.explanation == explanation:
            return statement
    statement.explanation = explanation
    session.flush()
    _record(session, actor, AuditAction.STATEMENT_WRITTEN, statement)
    return statement


def submit_statement(session: Session, actor: Actor, statement: Statement, version: int) -> None:
    """Hand it in with the figures of this moment.

    Raises StatementLockedError, StaleVersionError or StatementIncompleteError.
    """
    _hold(session, statement, version)
    if statement.state not in EDITABLE_STATEMENT:
        raise StatementLockedError
    figures = accounted_lines(session, statement.network_id, statement.year)
    if not figures or not statement.explanation.strip():
        raise StatementIncompleteError
    statement.figures = [line.kept() for line in figures]
    statement.return_reason = ""
    statement.submitted_at = clock.now()
    statement.submitted_by_id = actor.account_id
    _move(session, actor, statement, StatementState.SUBMITTED, AuditAction.STATEMENT_SUBMITTED)


def return_statement(session: Session, actor: Actor, statement: Statement, version: int, reason: str) -> None:
    """Send it back; raises ReasonRequiredError, StatementLockedError or StaleVersionError."""
    if not reason.strip():
        raise ReasonRequiredError
    _hold(session, statement, version)
    if statement.state is not StatementState.SUBMITTED:
        raise StatementLockedError
    statement.return_reason = reason
    _move(session, actor, statement, StatementState.RETURNED, AuditAction.STATEMENT_RETURNED, reason)


def accept_statement(session: Session, actor: Actor, statement: Statement, version: int) -> None:
    """Accept it for good.

    Raises FourEyesError for who wrote or submitted it, StatementLockedError or StaleVersionError.
    """
    _hold(session, statement, version)
    if statement.state is not StatementState.SUBMITTED:
        raise StatementLockedError
    if actor.account_id is None or wrote_statement(session, statement.id, actor.account_id):
        raise FourEyesError
    statement.accepted_at = clock.now()
    statement.accepted_by_id = actor.account_id
    _move(session, actor, statement, StatementState.ACCEPTED, AuditAction.STATEMENT_ACCEPTED)


def _hold(session: Session, statement: Statement, version: int) -> None:
    session.refresh(statement, with_for_update={"of": Statement})
    if statement.version != version:
        raise StaleVersionError


def _move(
    session: Session,
    actor: Actor,
    statement: Statement,
    target: StatementState,
    action: AuditAction,
    reason: str = "",
) -> None:
    before = statement.state
    statement.state = target
    session.flush()
    _record(session, actor, action, statement, reason, [before.value, target.value])


def _record(
    session: Session,
    actor: Actor,
    action: AuditAction,
    statement: Statement,
    reason: str = "",
    states: list[str] | None = None,
) -> None:
    audit.record(
        session,
        actor,
        action,
        SubjectKind.STATEMENT,
        statement.id,
        f"{statement.network.title}, {statement.year}",
        network_id=statement.network_id,
        reason=reason,
        details={"state": states} if states else {},
    )
