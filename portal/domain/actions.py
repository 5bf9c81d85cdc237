"""Action items: what somebody does because the stuurgroep asked for it (design: product, section 4)."""

from collections.abc import Mapping
from enum import StrEnum


class ActionState(StrEnum):
    """Where an action item stands."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    LAPSED = "lapsed"


PENDING = frozenset({ActionState.OPEN, ActionState.IN_PROGRESS})
"""States in which something is still to be done."""

ACTION_MOVES: Mapping[ActionState, frozenset[ActionState]] = {
    ActionState.OPEN: frozenset({ActionState.IN_PROGRESS, ActionState.DONE, ActionState.LAPSED}),
    ActionState.IN_PROGRESS: frozenset(
        {ActionState.OPEN, ActionState.IN_PROGRESS, ActionState.DONE, ActionState.LAPSED}
    ),
    ActionState.DONE: frozenset(),
    ActionState.LAPSED: frozenset(),
}
"""To which states an action can go; the same state again tells how it is coming along."""


def moves_for(state: ActionState, *, owns: bool, gives: bool) -> frozenset[ActionState]:
    """Return the states somebody may choose: whoever gave it lets it lapse, the owner says how it goes."""
    if not (owns or gives):
        return frozenset()
    moves = ACTION_MOVES[state]
    return moves if gives else moves - {ActionState.LAPSED}
