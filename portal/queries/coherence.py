"""Reading the coherence matrix: which network works on what, and how that stands."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.coherence import Axis, Coverage, coverage
from portal.domain.programme import Basis
from portal.domain.progress import ProgressStatus
from portal.models import ChainStage, Goal, Maatregel, MaatregelProgress, Network, Period, Report, Theme
from portal.models.maatregel import maatregel_chain_stage, maatregel_goal, maatregel_theme
from portal.queries.maatregelen import is_active
from portal.queries.networks import all_networks
from portal.queries.overview import counts_for
from portal.queries.visibility import Visibility

AxisEntry = Theme | Goal | ChainStage

_AXES: Mapping[Axis, tuple[type[AxisEntry], sa.Table, str]] = {
    Axis.THEMES: (Theme, maatregel_theme, "theme_id"),
    Axis.GOALS: (Goal, maatregel_goal, "goal_id"),
    Axis.CHAIN_STAGES: (ChainStage, maatregel_chain_stage, "chain_stage_id"),
}


@dataclass(frozen=True)
class MaatregelLine:
    """One running maatregel, with the status that counts."""

    id: int
    code: str
    title: str
    network_id: int
    link_basis: Basis
    status: ProgressStatus | None


@dataclass(frozen=True)
class StatusOrigin:
    """The report from which the statuses of a network come."""

    report_id: int
    period_code: str
    period_title: str
    observes_until: date
    accepted_at: datetime | None


@dataclass(frozen=True)
class Matrix:
    """Networks against the entries of one axis."""

    networks: Sequence[Network]
    entries: Sequence[AxisEntry]
    maatregelen: Sequence[MaatregelLine]
    links: Mapping[int, frozenset[int]]
    """Entries of the axis by maatregel."""
    origins: Mapping[int, StatusOrigin]
    """Newest report that counts and may be read, by network."""

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
    """Return the matrix of the maatregelen that run today, in six queries whatever its size."""
    model, _link, _column = _AXES[axis]
    networks = all_networks(session)
    of_today = sa.select(model).where(model.retired_on.is_(None)).order_by(model.position, model.id)
    entries = cast("Sequence[AxisEntry]", session.scalars(of_today).all())
    origins = _origins(session, visibility)
    return Matrix(
        networks,
        entries,
        _maatregelen(session, visibility, today, origins),
        _links(session, axis, {entry.id for entry in entries}),
        origins,
    )


def _origins(session: Session, visibility: Visibility) -> dict[int, StatusOrigin]:
    newest = sa.func.row_number().over(
        partition_by=Report.network_id, order_by=(Period.observes_from.desc(), Period.id.desc())
    )
    ranked = (
        sa.select(
            Report.network_id,
            Report.id,
            Period.code,
            Period.title,
            Period.observes_until,
            Report.accepted_at,
            newest.label("place"),
        )
        .join(Period, Period.id == Report.period_id)
        .where(counts_for(visibility))
        .subquery()
    )
    rows = session.execute(sa.select(ranked).where(ranked.c.place == 1)).all()
    return {network_id: StatusOrigin(*origin) for network_id, *origin, _place in rows}


def _maatregelen(
    session: Session, visibility: Visibility, today: date, origins: Mapping[int, StatusOrigin]
) -> list[MaatregelLine]:
    statuses = (
        sa.select(MaatregelProgress.maatregel_id, MaatregelProgress.status)
        .join(Report, Report.id == MaatregelProgress.report_id)
        .where(Report.id.in_(sorted(origin.report_id for origin in origins.values())), counts_for(visibility))
        .subquery()
    )
    rows = session.execute(
        sa.select(
            Maatregel.id,
            Maatregel.code,
            Maatregel.title,
            Maatregel.network_id,
            Maatregel.link_basis,
            statuses.c.status,
        )
        .join(Network, Network.id == Maatregel.network_id)
        .outerjoin(statuses, statuses.c.maatregel_id == Maatregel.id)
        .where(is_active(today), Network.retired_on.is_(None))
        .order_by(Network.position, Maatregel.position)
    ).all()
    return [MaatregelLine(*row) for row in rows]


def _links(session: Session, axis: Axis, entry_ids: set[int]) -> dict[int, frozenset[int]]:
    _model, link, column = _AXES[axis]
    found: dict[int, set[int]] = defaultdict(set)
    for maatregel_id, entry_id in session.execute(sa.select(link.c.maatregel_id, link.c[column])):
        if entry_id in entry_ids:
            found[maatregel_id].add(entry_id)
    return {maatregel_id: frozenset(entries) for maatregel_id, entries in found.items()}
