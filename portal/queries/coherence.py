"""Reading the coherence matrix: which network works on what, and how that stands."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.areas import Area
from portal.domain.coherence import Axis, Cell, Coverage, cell
from portal.domain.programme import Basis
from portal.domain.progress import ProgressStatus
from portal.models import ChainStage, Goal, Maatregel, Network, Theme
from portal.models.maatregel import maatregel_chain_stage, maatregel_goal, maatregel_theme
from portal.queries.latest_progress import LatestProgress, newest_states
from portal.queries.maatregelen import is_active
from portal.queries.networks import NetworkLine, network_lines
from portal.queries.remembered import remembered
from portal.queries.visibility import Visibility

_EMPTY = cell(())
_ASKING = (ProgressStatus.BEHIND, ProgressStatus.NEEDS_ATTENTION, None)
"""What asks for attention, the most first; None is: never reported."""

_AXES: Mapping[Axis, tuple[type[Theme | Goal | ChainStage], sa.Table, str]] = {
    Axis.THEMES: (Theme, maatregel_theme, "theme_id"),
    Axis.GOALS: (Goal, maatregel_goal, "goal_id"),
    Axis.CHAIN_STAGES: (ChainStage, maatregel_chain_stage, "chain_stage_id"),
}


_OWN_COLUMNS: Mapping[Axis, tuple[sa.ColumnElement[Any], ...]] = {
    Axis.THEMES: (Theme.short_title.expression,),
    Axis.CHAIN_STAGES: (sa.null(), ChainStage.derived.expression),
}
"""What an entry of one axis has and the others have not."""


@dataclass(frozen=True)
class AxisEntry:
    """An entry of an axis: a rode lijn, a subdoel or a ketenfase."""

    id: int
    code: str
    title: str
    short_title: str | None = None
    derived: bool = False


@dataclass(frozen=True)
class MaatregelLine:
    """One running maatregel, with the state that counts."""

    id: int
    code: str
    title: str
    network_id: int
    link_basis: Basis
    latest: LatestProgress | None
    """What the newest report on it says that counts and may be read."""

    @property
    def status(self) -> ProgressStatus | None:
        """The status that counts, None without a report."""
        return self.latest.status if self.latest else None


@dataclass(frozen=True)
class StatusOrigin:
    """A report from which statuses of a network come."""

    period_code: str
    period_title: str
    as_of: date


@dataclass(frozen=True)
class Matrix:
    """Networks against the entries of one axis."""

    networks: Sequence[NetworkLine]
    entries: Sequence[AxisEntry]
    maatregelen: Sequence[MaatregelLine]
    links: Mapping[int, frozenset[int]]
    """Entries of the axis by maatregel."""

    def coverage(self, network_id: int | None = None, entry_id: int | None = None) -> Coverage:
        """Return what is done in one cell; see `cell`."""
        return self.cell(network_id, entry_id).coverage

    def cell(self, network_id: int | None = None, entry_id: int | None = None) -> Cell:
        """Return one cell; without a network or an entry the total, in which a maatregel counts once."""
        return self._cells.get((network_id, entry_id), _EMPTY)

    @cached_property
    def _cells(self) -> Mapping[tuple[int | None, int | None], Cell]:
        """Every cell in which something runs, from one walk over the maatregelen."""
        told: dict[tuple[int | None, int | None], list[tuple[ProgressStatus, date] | None]] = {}
        for line in self.maatregelen:
            state = (line.latest.status, line.latest.as_of) if line.latest else None
            for entry_id in (None, *self.links.get(line.id, ())):
                for network_id in (None, line.network_id):
                    told.setdefault((network_id, entry_id), []).append(state)
        return {place: cell(states) for place, states in told.items()}

    @cached_property
    def origins(self) -> Mapping[int, Sequence[StatusOrigin]]:
        """The reports that the statuses of a network come from, newest first; without any it is absent."""
        found: dict[int, set[StatusOrigin]] = defaultdict(set)
        for line in self.maatregelen:
            if line.latest:
                told = StatusOrigin(line.latest.period_code, line.latest.period_title, line.latest.as_of)
                found[line.network_id].add(told)
        return {
            network_id: sorted(told, key=lambda origin: (origin.as_of, origin.period_code), reverse=True)
            for network_id, told in found.items()
        }

    @cached_property
    def by_attention(self) -> Sequence[NetworkLine]:
        """All networks, first those of which most is behind, then those of which most is not reported.

        Of two that ask as much the order of the plan decides.
        """

        def asks(network: NetworkLine) -> tuple[int, ...]:
            counted = Counter(line.status for line in self.by_network.get(network.id, ()))
            return tuple(counted[status] for status in _ASKING)

        return sorted(self.networks, key=asks, reverse=True)

    @cached_property
    def by_network(self) -> Mapping[int, Sequence[MaatregelLine]]:
        """The maatregelen of each network, in the order of the plan."""
        found: dict[int, list[MaatregelLine]] = defaultdict(list)
        for line in self.maatregelen:
            found[line.network_id].append(line)
        return found

    @cached_property
    def unlinked(self) -> Sequence[tuple[NetworkLine, MaatregelLine]]:
        """The maatregelen that belong to no entry of the axis, with their network."""
        by_id = {network.id: network for network in self.networks}
        return [(by_id[line.network_id], line) for line in self.maatregelen if not self.links.get(line.id)]

    @cached_property
    def cells(self) -> Sequence[Coverage]:
        """Every cell of the matrix itself, without the totals."""
        return [self.coverage(network.id, entry.id) for network in self.networks for entry in self.entries]

    def unlinked_of(self, networks: Collection[NetworkLine]) -> Sequence[tuple[NetworkLine, MaatregelLine]]:
        """Return those of some networks only."""
        shown = {network.id for network in networks}
        return [(network, line) for network, line in self.unlinked if network.id in shown]

    @cached_property
    def derived(self) -> int:
        """How many maatregelen were linked by who compiled the plan, not by the letter."""
        return sum(line.link_basis is Basis.DERIVED for line in self.maatregelen)


def read_matrix(session: Session, visibility: Visibility, axis: Axis, today: date) -> Matrix:
    """Return the matrix of the maatregelen that run today, in five queries whatever its size."""
    return _matrix(session, visibility.of_counted(), axis, today)


@remembered(Area.PLAN, Area.REPORTING)
def _matrix(session: Session, visibility: Visibility, axis: Axis, today: date) -> Matrix:
    entries = _entries(session, axis)
    return Matrix(
        network_lines(session),
        entries,
        _maatregelen(session, visibility, today),
        _links(session, axis, {entry.id for entry in entries}),
    )


def _entries(session: Session, axis: Axis) -> list[AxisEntry]:
    model, _link, _column = _AXES[axis]
    own = _OWN_COLUMNS.get(axis, ())
    of_today = sa.select(model.id, model.code, model.title, *own).where(model.retired_on.is_(None))
    return [AxisEntry(*row) for row in session.execute(of_today.order_by(model.position, model.id))]


def _maatregelen(session: Session, visibility: Visibility, today: date) -> list[MaatregelLine]:
    latest = newest_states(session, visibility)
    rows = session.execute(
        sa.select(Maatregel.id, Maatregel.code, Maatregel.title, Maatregel.network_id, Maatregel.link_basis)
        .join(Network, Network.id == Maatregel.network_id)
        .where(is_active(today), Network.retired_on.is_(None))
        .order_by(Network.position, Maatregel.position)
    )
    return [MaatregelLine(*row, latest.get(row.id)) for row in rows]


def _links(session: Session, axis: Axis, entry_ids: set[int]) -> dict[int, frozenset[int]]:
    _model, link, column = _AXES[axis]
    found: dict[int, set[int]] = defaultdict(set)
    for maatregel_id, entry_id in session.execute(sa.select(link.c.maatregel_id, link.c[column])):
        if entry_id in entry_ids:
            found[maatregel_id].add(entry_id)
    return {maatregel_id: frozenset(entries) for maatregel_id, entries in found.items()}
