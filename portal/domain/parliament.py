"""The register of what was asked and promised, and how far it is (design: product, section 5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.domain.workflow import IllegalTransitionError, Transition


class RegisterKind(StrEnum):
    """What stands in the register."""

    MOTIE = "motie"
    TOEZEGGING = "toezegging"
    COALITION_PASSAGE = "coalition_passage"
    RECOMMENDATION = "recommendation"


class Origin(StrEnum):
    """Who put something in the register: the plan files, the programme office, or the open data."""

    PLAN = "plan"
    OFFICE = "office"
    OPEN_DATA = "open_data"


class Appreciation(StrEnum):
    """What the cabinet said of a motie before the vote."""

    TAKEN_OVER = "taken_over"
    LEFT_TO_KAMER = "left_to_kamer"
    ADVISED_AGAINST = "advised_against"
    ADVISED_AGAINST_UNLESS = "advised_against_unless"
    ASKED_TO_HOLD = "asked_to_hold"
    NONE_GIVEN = "none_given"


class Vote(StrEnum):
    """What the Kamer did with a motie."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    HELD = "held"
    NOT_YET = "not_yet"


class AskKind(StrEnum):
    """Whether something is to be done once or again and again."""

    ONCE = "once"
    RECURRING = "recurring"


class AskState(StrEnum):
    """How far an ask is, as the programme office recorded it."""

    UNASSESSED = "unassessed"
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    PARTLY = "partly"
    FULFILLED = "fulfilled"
    ANSWERED = "answered"
    LAPSED = "lapsed"


class AskOutcome(StrEnum):
    """How far an ask is as it is shown: of a recurring one, whether it keeps up."""

    UNASSESSED = "unassessed"
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    PARTLY = "partly"
    FULFILLED = "fulfilled"
    ANSWERED = "answered"
    LAPSED = "lapsed"
    ON_TIME = "on_time"
    BEHIND = "behind"


class ItemState(StrEnum):
    """How far a motie or promise is as a whole; always derived from its asks."""

    NOT_SPLIT = "not_split"
    UNASSESSED = "unassessed"
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    PARTLY = "partly"
    RUNNING = "running"
    SETTLED = "settled"
    LAPSED = "lapsed"


class ClosingState(StrEnum):
    """Where a proposal to close an ask stands."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"


class ReferenceKind(StrEnum):
    """What in the portal shows that an ask is carried out."""

    PROGRESS = "progress"
    DECISION = "decision"
    OBSERVATION = "observation"
    DOCUMENT = "document"


class LegislationStage(StrEnum):
    """How far a change of the law is, from the first thought to the day it holds."""

    EXPLORATION = "exploration"
    PREPARATION = "preparation"
    CONSULTATION = "consultation"
    COUNCIL_OF_STATE = "council_of_state"
    TWEEDE_KAMER = "tweede_kamer"
    EERSTE_KAMER = "eerste_kamer"
    PUBLISHED = "published"
    IN_FORCE = "in_force"
    DROPPED = "dropped"


class IssuedKind(StrEnum):
    """The documents that the portal makes for the Kamer and the ministry."""

    ANNEX = "annex"
    CHAPTER = "chapter"
    CW31 = "cw31"
    INFOGRAPHIC = "infographic"


class OpenDataKind(StrEnum):
    """What the open data of the Tweede Kamer tell about."""

    MOTIE = "motie"
    TOEZEGGING = "toezegging"
    DOCUMENT = "document"


class ProposalState(StrEnum):
    """What became of a difference between the open data and the register."""

    OPEN = "open"
    TAKEN = "taken"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"


class AskAction(StrEnum):
    """What the programme office does with an ask without a second person."""

    START = "start"
    CALL_PARTLY = "call_partly"
    SET_BACK = "set_back"
    REOPEN = "reopen"


OPEN_STATES = frozenset({AskState.UNASSESSED, AskState.NOT_STARTED, AskState.IN_PROGRESS, AskState.PARTLY})
"""States in which something is still to be done."""
CLOSED_STATES = frozenset(AskState) - OPEN_STATES
"""States that only a proposal with the approval of a second person leads to."""
NEEDS_PASSAGE = frozenset({AskState.FULFILLED, AskState.ANSWERED})
"""What may only be said of an ask when a letter to the Kamer says so."""


def _step(target: AskState, *sources: AskState) -> Transition[AskState]:
    return Transition(frozenset(sources), target, needs_reason=True)


ASK_TRANSITIONS: Mapping[AskAction, Transition[AskState]] = {
    AskAction.START: _step(AskState.IN_PROGRESS, AskState.UNASSESSED, AskState.NOT_STARTED, AskState.PARTLY),
    AskAction.CALL_PARTLY: _step(
        AskState.PARTLY, AskState.UNASSESSED, AskState.NOT_STARTED, AskState.IN_PROGRESS
    ),
    AskAction.SET_BACK: _step(
        AskState.NOT_STARTED, AskState.UNASSESSED, AskState.IN_PROGRESS, AskState.PARTLY
    ),
    AskAction.REOPEN: _step(AskState.IN_PROGRESS, *CLOSED_STATES),
}
"""Which step exists in which state, and where it leads; closing is no step but a proposal."""


def next_ask_state(action: AskAction, state: AskState) -> AskState:
    """Return the state after the action, or raise IllegalTransitionError."""
    row = ASK_TRANSITIONS[action]
    if state not in row.sources:
        raise IllegalTransitionError(action, state)
    return row.target


def possible_ask_actions(state: AskState) -> Sequence[AskAction]:
    """Return the actions that exist in this state, in the order of the table."""
    return [action for action, row in ASK_TRANSITIONS.items() if state in row.sources]


def vote_fits(vote: Vote | None, voted_on: date | None, today: date) -> bool:
    """Return whether a day of the vote goes with what the Kamer decided; a day may be unknown."""
    if voted_on is None:
        return True
    return vote in {Vote.ADOPTED, Vote.REJECTED} and voted_on <= today


@dataclass(frozen=True)
class AskFacts:
    """What the outcome of an ask follows from."""

    state: AskState
    kind: AskKind
    due_on: date | None
    """Last day on which it is in time, inclusive; of a recurring ask the first one that is not settled."""


def outcome_of(ask: AskFacts, today: date) -> AskOutcome:
    """Return how far an ask is; a recurring one is behind when a day has passed that is not settled."""
    if ask.kind is AskKind.ONCE or ask.state in CLOSED_STATES or ask.state is AskState.UNASSESSED:
        return AskOutcome(ask.state.value)
    return AskOutcome.BEHIND if is_overdue(ask, today) else AskOutcome.ON_TIME


def is_overdue(ask: AskFacts, today: date) -> bool:
    """Return whether the last day has passed of something that is still to be done."""
    return ask.state in OPEN_STATES and ask.due_on is not None and ask.due_on < today


def item_state(outcomes: Sequence[AskOutcome]) -> ItemState:
    """Return how far a motie or promise is: what its asks have in common, else what is least far.

    All closed is settled (lapsed where all of them lapsed); some closed is partly; what is left and
    recurs is running.
    """
    kinds = set(outcomes)
    closed = kinds & {AskOutcome(state.value) for state in CLOSED_STATES}
    pending = kinds - closed
    rules = (
        (not kinds, ItemState.NOT_SPLIT),
        (closed == kinds == {AskOutcome.LAPSED}, ItemState.LAPSED),
        (not pending, ItemState.SETTLED),
        (pending <= {AskOutcome.ON_TIME, AskOutcome.BEHIND}, ItemState.RUNNING),
        (bool(closed) or AskOutcome.PARTLY in pending, ItemState.PARTLY),
        (pending == {AskOutcome.UNASSESSED}, ItemState.UNASSESSED),
        (pending <= {AskOutcome.UNASSESSED, AskOutcome.NOT_STARTED}, ItemState.NOT_STARTED),
        (True, ItemState.IN_PROGRESS),
    )
    return next(state for holds, state in rules if holds)
