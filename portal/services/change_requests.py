"""Asking for a change of a maatregel, and deciding about it; the plan itself changes by its own letters."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.changes import ChangeState
from portal.domain.errors import (
    ChangeDecidedError,
    FourEyesError,
    ReasonRequiredError,
    StaleVersionError,
)
from portal.models import ChangeRequest, Maatregel
from portal.services import audit

_ACTIONS: Mapping[ChangeState, AuditAction] = {
    ChangeState.APPROVED: AuditAction.CHANGE_APPROVED,
    ChangeState.REJECTED: AuditAction.CHANGE_REJECTED,
    ChangeState.WITHDRAWN: AuditAction.CHANGE_WITHDRAWN,
}


@dataclass(frozen=True)
class ChangeContent:
    """What should change, why, and what that does to money (whole euros, negative is less) and time."""

    what: str
    why: str
    money_effect: int | None = None
    money_words: str = ""
    new_end: date | None = None
    time_words: str = ""


def request_change(
    session: Session, actor: Actor, maatregel: Maatregel, content: ChangeContent
) -> ChangeRequest:
    """File a request; the same one again is the one that still waits. Raises ReasonRequiredError."""
    if actor.account_id is None or not content.why.strip() or not content.what.strip():
        raise ReasonRequiredError
    # A form that was sent twice at once must not become two requests.
    session.execute(
        sa.select(Maatregel.id).where(Maatregel.id == maatregel.id).with_for_update(key_share=True)
    )
    present = _same(session, actor.account_id, maatregel, content)
    if present is not None:
        return present
    request = ChangeRequest(
        maatregel=maatregel,
        what=content.what,
        why=content.why,
        money_effect=content.money_effect,
        money_words=content.money_words,
        new_end=content.new_end,
        time_words=content.time_words,
        requested_at=clock.now(),
        requested_by_id=actor.account_id,
    )
    session.add(request)
    session.flush()
    _record(session, actor, AuditAction.CHANGE_REQUESTED, request, content.why)
    return request


def decide_change(
    session: Session, actor: Actor, request: ChangeRequest, version: int, target: ChangeState, reason: str
) -> None:
    """Approve or reject; raises ReasonRequiredError, FourEyesError, ChangeDecidedError, StaleVersionError."""
    if not reason.strip():
        raise ReasonRequiredError
    _hold(session, request, version)
    if actor.account_id is None or actor.account_id == request.requested_by_id:
        raise FourEyesError
    request.decided_by_id = actor.account_id
    _settle(session, actor, request, target, reason)


def withdraw_change(session: Session, actor: Actor, request: ChangeRequest, version: int) -> None:
    """Take a request back before anybody decided; raises ChangeDecidedError or StaleVersionError."""
    _hold(session, request, version)
    _settle(session, actor, request, ChangeState.WITHDRAWN, "")


def _same(
    session: Session, account_id: int, maatregel: Maatregel, content: ChangeContent
) -> ChangeRequest | None:
    """Return the request of this person that says this already and waits for a decision."""
    waiting = session.scalars(
        sa.select(ChangeRequest).where(
            ChangeRequest.maatregel_id == maatregel.id,
            ChangeRequest.requested_by_id == account_id,
            ChangeRequest.state == ChangeState.REQUESTED,
        )
    )
    return next((each for each in waiting if _content_of(each) == content), None)


def _content_of(request: ChangeRequest) -> ChangeContent:
    return ChangeContent(
        request.what,
        request.why,
        request.money_effect,
        request.money_words,
        request.new_end,
        request.time_words,
    )


def _hold(session: Session, request: ChangeRequest, version: int) -> None:
    session.refresh(request, ["state", "version"], with_for_update=True)
    if request.state is not ChangeState.REQUESTED:
        raise ChangeDecidedError
    if request.version != version:
        raise StaleVersionError


def _settle(session: Session, actor: Actor, request: ChangeRequest, target: ChangeState, reason: str) -> None:
    request.state = target
    request.decided_at = clock.now()
    request.decision_reason = reason
    session.flush()
    _record(session, actor, _ACTIONS[target], request, reason)


def _record(session: Session, actor: Actor, action: AuditAction, request: ChangeRequest, reason: str) -> None:
    audit.record(
        session,
        actor,
        action,
        SubjectKind.CHANGE_REQUEST,
        request.id,
        request.maatregel.title,
        network_id=request.maatregel.network_id,
        reason=reason,
    )
