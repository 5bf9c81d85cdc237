"""Reading what stands out in the coherence of the plans, each with what was decided about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal.domain.actions import PENDING
from portal.domain.areas import Area
from portal.domain.flag_rules import derive_flags
from portal.domain.flags import BackBecause, Flag, Names, why_back
from portal.domain.flags import remembered as remembered_flag
from portal.models import ActionItem, FlagDisposition
from portal.queries.flag_facts import FOLLOWS_FROM, programme_facts
from portal.queries.remembered import remembered
from portal.queries.visibility import Visibility


@dataclass(frozen=True)
class FlagState:
    """A flag with the decision that holds, or with the one that held before and why it no longer does."""

    flag: Flag
    history: Sequence[FlagDisposition] = ()
    """Everything that was ever decided about it, newest first."""
    holds: FlagDisposition | None = None
    former: FlagDisposition | None = None
    back_because: BackBecause | None = None
    gone: bool = False
    """Whether it no longer stands out; it is then as it was at the newest decision."""

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to decide."""
        return self.holds is None and not self.gone

    @property
    def newest_id(self) -> int:
        """Which decision is the newest; 0 where there is none."""
        return self.history[0].id if self.history else 0


@dataclass(frozen=True)
class FlagBoard:
    """Everything that stands out today, and what did so when it was decided about."""

    states: Sequence[FlagState]
    gone: Sequence[FlagState]
    names: Names

    def by_slug(self, slug: str) -> FlagState | None:
        """Return the flag with this address."""
        return next((state for state in (*self.states, *self.gone) if state.flag.slug == slug), None)


@dataclass(frozen=True)
class StandingFlag:
    """A flag, and whether somebody still has to decide about it."""

    flag: Flag
    is_open: bool


def open_flags(session: Session, visibility: Visibility, today: date) -> Sequence[Flag]:
    """Return the flags that wait for a decision: never decided about, or back again."""
    return [each.flag for each in standing_flags(session, visibility, today) if each.is_open]


def standing_flags(session: Session, visibility: Visibility, today: date) -> Sequence[StandingFlag]:
    """Return everything that stands out today, without what was said about it; see `all_flags`."""
    return _standing(session, visibility.of_counted(), today)


@remembered(*FOLLOWS_FROM, Area.STEERING)
def _standing(session: Session, visibility: Visibility, today: date) -> Sequence[StandingFlag]:
    states = all_flags(session, visibility, today)
    return tuple(StandingFlag(state.flag, state.is_open) for state in states)


@remembered(*FOLLOWS_FROM)
def _derived(session: Session, visibility: Visibility, today: date) -> tuple[Sequence[Flag], Names]:
    facts = programme_facts(session, visibility, today)
    return tuple(derive_flags(facts)), facts.names


def all_flags(session: Session, visibility: Visibility, today: date) -> Sequence[FlagState]:
    """Return everything that stands out today, what is in danger first, then in the order of the plan."""
    return flag_board(session, visibility, today).states


def flag_board(session: Session, visibility: Visibility, today: date) -> FlagBoard:
    """Return all flags of today and of before, in a few queries whatever the size of the programme."""
    flags, names = _derived(session, visibility.of_counted(), today)
    decided = _decided(session)
    present = {flag.key for flag in flags}
    return FlagBoard(
        [state_of(flag, decided.get(flag.key, ()), today) for flag in flags],
        [
            FlagState(remembered_flag(key, history[0].facts, names), history, former=history[0], gone=True)
            for key, history in decided.items()
            if key not in present
        ],
        names,
    )


def state_of(flag: Flag, decided: Sequence[FlagDisposition], today: date) -> FlagState:
    """Return whether one of these decisions, newest first, holds for the flag.

    The newest one about the same facts counts; where there is none, or it no longer holds, the newest of all
    tells why the flag is back.
    """
    same = next((each for each in decided if each.fingerprint == flag.fingerprint), None)
    newest = same or next(iter(decided), None)
    if newest is None:
        return FlagState(flag)
    acting = newest.action is None or newest.action.state in PENDING
    because = why_back(flag, newest.fingerprint, newest.until, today, acting=acting)
    if because is None:
        return FlagState(flag, decided, holds=newest)
    return FlagState(flag, decided, former=newest, back_because=because)


def _decided(session: Session) -> Mapping[str, Sequence[FlagDisposition]]:
    rows = session.scalars(
        sa.select(FlagDisposition)
        .options(
            joinedload(FlagDisposition.decided_by),
            joinedload(FlagDisposition.action).joinedload(ActionItem.owner),
        )
        .order_by(FlagDisposition.decided_at.desc(), FlagDisposition.id.desc())
    )
    found: dict[str, list[FlagDisposition]] = {}
    for each in rows:
        found.setdefault(each.key, []).append(each)
    return found
