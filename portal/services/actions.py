"""Giving somebody an action, and what the owner then says of it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from portal.domain import clock
from portal.domain.actions import ACTION_MOVES, PENDING, ActionState
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import ActionSettledError, ReasonRequiredError, StaleVersionError
from portal.domain.notices import NoticeKind
from portal.models import Account, ActionItem, ActionStep, Decision, Signal
from portal.services import audit
from portal.services.notices import tell


@dataclass(frozen=True)
class ActionContent:
    """What somebody is to do before a day (inclusive), for a network or for the programme as a whole."""

    what: str
    owner: Account
    due_on: date
    network_id: int | None = None


def give_action(
    session: Session,
    actor: Actor,
    content: ActionContent,
    *,
    decision: Decision | None = None,
    signal: Signal | None = None,
    flag_key: str = "",
) -> ActionItem:
    """Give an action for a decision, a signal or a flag, and tell the owner; raises ReasonRequiredError."""
    if actor.account_id is None or not content.what.strip():
        raise ReasonRequiredError
    made = ActionItem(
        what=content.what,
        owner=content.owner,
        network_id=content.network_id,
        due_on=content.due_on,
        decision=decision,
        signal=signal,
        flag_key=flag_key,
        given_at=clock.now(),
        given_by_id=actor.account_id,
    )
    session.add(made)
    session.flush()
    audit.record(
        session,
        actor,
        AuditAction.ACTION_GIVEN,
        SubjectKind.ACTION,
        made.id,
        made.what[:300],
        network_id=made.network_id,
        details={"owner": made.owner.name, "due_on": made.due_on.isoformat()},
    )
    if content.owner.id != actor.account_id:
        tell(session, NoticeKind.ACTION_GIVEN, [content.owner], key=f"action_given:{made.id}", action=made)
    return made


def move_action(
    session: Session, actor: Actor, action: ActionItem, version: int, state: ActionState, words: str
) -> None:
    """Say how an action is coming along, in words that are kept; what is settled does not move again.

    Raises ReasonRequiredError, ActionSettledError or StaleVersionError.
    """
    if actor.account_id is None or not words.strip():
        raise ReasonRequiredError
    session.refresh(action, ["state", "version"], with_for_update=True)
    if _is_told(action, actor, state, words):
        return
    if action.state not in PENDING or state not in ACTION_MOVES[action.state]:
        raise ActionSettledError
    if action.version != version:
        raise StaleVersionError
    before = action.state
    action.state = state
    action.steps.append(ActionStep(state=state, words=words, at=clock.now(), by_id=actor.account_id))
    # Words alone are a change too: whoever has the former page must notice.
    flag_modified(action, "state")
    session.flush()
    audit.record(
        session,
        actor,
        AuditAction.ACTION_MOVED,
        SubjectKind.ACTION,
        action.id,
        action.what[:300],
        network_id=action.network_id,
        details={"state": [before.value, state.value]},
    )


def pass_on(session: Session, actor: Actor, action: ActionItem, owner: Account) -> None:
    """Give an action that is still to be done to somebody else, and tell them; raises ActionSettledError."""
    session.refresh(action, ["state", "version", "owner_id"], with_for_update=True)
    if action.state not in PENDING:
        raise ActionSettledError
    before = action.owner.name
    action.owner = owner
    session.flush()
    event = audit.record(
        session,
        actor,
        AuditAction.DUTIES_TRANSFERRED,
        SubjectKind.ACTION,
        action.id,
        action.what[:300],
        network_id=action.network_id,
        details={"owner": [before, owner.name]},
    )
    if owner.id != actor.account_id:
        key = f"action_given:{action.id}:{event.id}"
        tell(session, NoticeKind.ACTION_GIVEN, [owner], key=key, action=action)


def _is_told(action: ActionItem, actor: Actor, state: ActionState, words: str) -> bool:
    """Return whether this is the form of the last step, sent once more."""
    last = action.steps[-1] if action.steps else None
    return last is not None and (last.by_id, last.state, last.words) == (actor.account_id, state, words)
