"""Signals: new developments and suspected displacement that somebody reports (design: product, section 4)."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from portal.domain.workflow import IllegalTransitionError, Transition


class SignalKind(StrEnum):
    """What a signal is about (letter 2022, section 1: new developments such as waterbed effects)."""

    DEVELOPMENT = "development"
    DISPLACEMENT = "displacement"


class SignalState(StrEnum):
    """Where the interpretation of a signal stands."""

    NEW = "new"
    INTERPRETING = "interpreting"
    PLAUSIBLE = "plausible"
    REFUTED = "refuted"
    MONITORING = "monitoring"
    ANSWERED = "answered"
    MERGED = "merged"


class SignalAction(StrEnum):
    """What moves a signal."""

    INTERPRET = "interpret"
    FIND_PLAUSIBLE = "find_plausible"
    REFUTE = "refute"
    MONITOR = "monitor"
    ANSWER = "answer"
    REOPEN = "reopen"
    MERGE = "merge"


class SourceType(StrEnum):
    """Where a signal comes from, in kinds only: never a person, a case or an operation."""

    OWN_OBSERVATION = "own_observation"
    PARTNER = "partner"
    ANALYSIS = "analysis"
    INDICATOR = "indicator"
    OPEN_SOURCE = "open_source"
    ABROAD = "abroad"
    OTHER = "other"


class Confidence(StrEnum):
    """How sure the one who reports is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class VocabularyKind(StrEnum):
    """The two vocabularies that the programme office keeps."""

    MODUS_OPERANDI = "modus_operandi"
    GOODS_FLOW = "goods_flow"


def _step(target: SignalState, *sources: SignalState) -> Transition[SignalState]:
    """Return a row of the table: no signal moves without a reason."""
    return Transition(frozenset(sources), target, needs_reason=True)


SIGNAL_TRANSITIONS: Mapping[SignalAction, Transition[SignalState]] = {
    SignalAction.INTERPRET: _step(SignalState.INTERPRETING, SignalState.NEW),
    SignalAction.FIND_PLAUSIBLE: _step(
        SignalState.PLAUSIBLE, SignalState.INTERPRETING, SignalState.REFUTED, SignalState.MONITORING
    ),
    SignalAction.REFUTE: _step(
        SignalState.REFUTED, SignalState.INTERPRETING, SignalState.PLAUSIBLE, SignalState.MONITORING
    ),
    SignalAction.MONITOR: _step(
        SignalState.MONITORING, SignalState.INTERPRETING, SignalState.PLAUSIBLE, SignalState.REFUTED
    ),
    SignalAction.ANSWER: _step(
        SignalState.ANSWERED, SignalState.PLAUSIBLE, SignalState.REFUTED, SignalState.MONITORING
    ),
    SignalAction.REOPEN: _step(SignalState.INTERPRETING, SignalState.ANSWERED),
    SignalAction.MERGE: _step(
        SignalState.MERGED,
        SignalState.NEW,
        SignalState.INTERPRETING,
        SignalState.PLAUSIBLE,
        SignalState.REFUTED,
        SignalState.MONITORING,
    ),
}
"""Which step exists in which state, and where it leads; nothing leaves MERGED."""

STANDING = frozenset(SignalState) - {SignalState.REFUTED, SignalState.MERGED}
"""States of a signal that counts in the pattern of shifts: not refuted, and no double of another."""
WATCHED = frozenset({SignalState.PLAUSIBLE, SignalState.MONITORING})
"""States of a signal that somebody keeps an eye on."""


def next_signal_state(action: SignalAction, state: SignalState) -> SignalState:
    """Return the state after the action, or raise IllegalTransitionError."""
    row = SIGNAL_TRANSITIONS[action]
    if state not in row.sources:
        raise IllegalTransitionError(action, state)
    return row.target


def possible_signal_actions(state: SignalState) -> Sequence[SignalAction]:
    """Return the actions that exist in this state, in the order of the table."""
    return [action for action, row in SIGNAL_TRANSITIONS.items() if state in row.sources]


def action_towards(state: SignalState, target: SignalState) -> SignalAction:
    """Return the action that leads from one state to another, or raise IllegalTransitionError."""
    for action in possible_signal_actions(state):
        if SIGNAL_TRANSITIONS[action].target is target:
            return action
    raise IllegalTransitionError(target, state)


def possible_signal_states(state: SignalState) -> Sequence[SignalState]:
    """Return where interpretation can go from here; merging needs a second signal and is no part of it."""
    targets = [SIGNAL_TRANSITIONS[action].target for action in possible_signal_actions(state)]
    return [target for target in targets if target is not SignalState.MERGED]
