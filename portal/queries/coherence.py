"""Reading the coherence matrix: which network works on what, and how that stands."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.coherence import Axis, Coverage, coverage
from portal.domain.programme import Basis
from portal.domain.progress import ProgressStatus
from portal.models import ChainStage, Goal, Maatregel, Network, Theme
from portal.models.maatregel import maatregel_chain_stage, maatregel_goal, maatregel_theme
from portal.queries.latest_progress import LatestProgress, latest_progress, state_columns, told
from portal.queries.maatregelen import is_active
from portal.queries.networks import all_networks
from portal.queries.visibility import Visibility

AxisEntry = Theme | Goal | ChainStage

_AXES: Mapping[Axis, tuple[type[AxisEntry], sa.Table, str]] = {
    Axis.THEMES: (Theme, maatregel_theme, "theme_id"),
    Axis.GOALS: (Goal, maatregel_goal, "goal_id"),
    Axis.CHAIN_STAGES: (ChainStage, maatregel_chain_stage, "chain_stage_id"),
}


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

    networks: Sequence[Network]
    entries: Sequence[AxisEntry]
    maatregelen: Sequence[MaatregelLine]
    links: Mapping[int, frozenset[int]]
    """Entries of the axis by maatregel."""

    def coverage(self, network_id: int | None = None, entry_id: int | None = None) -> Coverage:
        """Return one cell; without a network or an entry the total, in which a maatregel counts once."""
        lines = self.maatregelen if network_id is None else self._by_network[network_id]
        return coverage(
            [line.status for line in lines if entry_id is None or entry_id in self.links.get(line.id, ())]
        )

    @cached_property
    def _by_network(self) -> Mapping[int, Sequence[MaatregelLine]]:
        grouped: dict[int, list[MaatregelLine]] = {network.id: [] for network in self.networks}
        for line in self.maatregelen:
            grouped[line.network_id].append(line)
        return grouped

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

    @property
    def unlinked(self) -> Sequence[tuple[Network, MaatregelLine]]:
        """The maatregelen that belong to no entry of the axis, with their network."""
        by_id = {network.id: network for network in self.networks}
        return [(by_id[line.network_id], line) for line in self.maatregelen if not self.links.get(line.id)]

    @property
    def cells(self) -> Sequence[Coverage]:
        """Every cell of the matrix itself, without the totals."""
        return [self.coverage(network.id, entry.id) for network in self.networks for entry in self.entries]

    @property
    def derived(self) -> int:
        """How many maatregelen were linked by who compiled the plan, not by the letter."""
        return sum(line.link_basis is Basis.DERIVED for line in self.maatregelen)


def read_matrix(session: Session, visibility: Visibility, axis: Axis, today: date) -> Matrix:
    """Return the matrix of the maatregelen that run today, in four queries whatever its size."""
    model, _link, _column = _AXES[axis]
    networks = all_networks(session)
    of_today = sa.select(model).where(model.retired_on.is_(None)).order_by(model.position, model.id)
    entries = cast("Sequence[AxisEntry]", session.scalars(of_today).all())
    return Matrix(
        networks,
        entries,
        _maatregelen(session, visibility, today),
        _links(session, axis, {entry.id for entry in entries}),
    )


def _maatregelen(session: Session, visibility: Visibility, today: date) -> list[MaatregelLine]:
    latest = latest_progress(visibility)
    rows = session.execute(
        sa.select(
            Maatregel.id,
            Maatregel.code,
            Maatregel.title,
            Maatregel.network_id,
            Maatregel.link_basis,
            *state_columns(latest),
        )
        .join(Network, Network.id == Maatregel.network_id)
        .outerjoin(latest, latest.c.maatregel_id == Maatregel.id)
        .where(is_active(today), Network.retired_on.is_(None))
        .order_by(Network.position, Maatregel.position)
    ).all()
    return [
        MaatregelLine(maatregel_id, code, title, network_id, basis, told(state))
        for maatregel_id, code, title, network_id, basis, *state in rows
    ]


def _links(session: Session, axis: Axis, entry_ids: set[int]) -> dict[int, frozenset[int]]:
    _model, link, column = _AXES[axis]
    found: dict[int, set[int]] = defaultdict(set)
    for maatregel_id, entry_id in session.execute(sa.select(link.c.maatregel_id, link.c[column])):
        if entry_id in entry_ids:
            found[maatregel_id].add(entry_id)
    return {maatregel_id: frozenset(entries) for maatregel_id, entries in found.items()}
