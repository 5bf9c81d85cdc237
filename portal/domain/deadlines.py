"""What the term of an ask asks of us: where one time stands, and when the Kamer must hear of postponement."""

from datetime import date
from enum import StrEnum

from portal.domain.parliament import OPEN_STATES, AskKind, AskState, Origin, RegisterKind


class TimeState(StrEnum):
    """Where one time of a recurring ask stands."""

    SETTLED = "settled"
    OPEN = "open"
    OVERDUE = "overdue"


def time_state(due_on: date, today: date, *, settled: bool) -> TimeState:
    """Return where one time stands; its last day is still in time."""
    if settled:
        return TimeState.SETTLED
    return TimeState.OVERDUE if due_on < today else TimeState.OPEN


def was_promised(kind: RegisterKind, origin: Origin, promised: date | None) -> bool:
    """Return whether the term was promised to the Kamer, so that a letter must say that it moves.

    A toezegging is a promise by itself; of anything else a day that stands in the plan was promised there.
    """
    return kind is RegisterKind.TOEZEGGING or (origin is Origin.PLAN and promised is not None)


def can_be_postponed(state: AskState, kind: AskKind, open_times: int) -> bool:
    """Return whether something of an ask could get a later day: of a duty only a time that is not settled."""
    return state in OPEN_STATES and (kind is AskKind.ONCE or open_times > 0)
