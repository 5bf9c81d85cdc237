"""Which maatregel needs which other one or which law first, as far as one may read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from portal.domain.flag_rules import OVER, puts_at_risk
from portal.domain.legislation import LawRisk
from portal.models import (
    LegislationStep,
    LegislationTrack,
    Maatregel,
    MaatregelProgress,
    Network,
    ProgressRequirement,
)
from portal.models.legislation import track_maatregel
from portal.queries.audience import ReadableText
from portal.queries.latest_progress import latest_progress, state_columns
from portal.queries.legislation import LawState, law_columns, law_of_row, newest_step
from portal.queries.maatregel_states import MaatregelState, state_of_row
from portal.queries.maatregelen import is_active
from portal.queries.visibility import Visibility


@dataclass(frozen=True)
class Dependency:
    """That one maatregel needs another one first."""

    needing: MaatregelState
    needed: MaatregelState
    explanation: ReadableText

    @property
    def crosses(self) -> bool:
        """Whether the two belong to different networks."""
        return self.needing.network_id != self.needed.network_id

    @property
    def at_risk(self) -> bool:
        """Whether the one that is needed is not where it should be."""
        needing, needed = self.needing.latest, self.needed.latest
        return puts_at_risk(needing.status if needing else None, needed.status if needed else None)


@dataclass(frozen=True)
class LawDependency:
    """That a maatregel waits for a change of the law."""

    needing: MaatregelState
    law: LawState
    risk: LawRisk | None
    """Why work that waits for this law is in danger."""

    @property
    def at_risk(self) -> bool:
        """Whether work that still goes on waits for a law that does not come, or not in time."""
        status = self.needing.latest.status if self.needing.latest else None
        return self.risk is not None and status not in OVER


def dependencies(session: Session, visibility: Visibility, today: date) -> Sequence[Dependency]:
    """Return what the maatregelen that run today need, in the order of the plan; in one query."""
    needing, needed = aliased(Maatregel), aliased(Maatregel)
    of_needing, of_needed = aliased(Network), aliased(Network)
    latest = latest_progress(visibility)
    of_other = latest_progress(visibility, "latest_of_other")
    one = [*_columns(needing, of_needing), *state_columns(latest)]
    other = [*_columns(needed, of_needed), *state_columns(of_other)]
    rows = session.execute(
        sa.select(*one, *other, ProgressRequirement.explanation, MaatregelProgress.audience)
        .select_from(latest)
        .join(MaatregelProgress, MaatregelProgress.id == latest.c.progress_id)
        .join(ProgressRequirement, ProgressRequirement.progress_id == latest.c.progress_id)
        .join(needing, needing.id == latest.c.maatregel_id)
        .join(of_needing, of_needing.id == needing.network_id)
        .join(needed, needed.id == ProgressRequirement.maatregel_id)
        .join(of_needed, of_needed.id == needed.network_id)
        .outerjoin(of_other, of_other.c.maatregel_id == needed.id)
        .where(
            needing.id.in_(sa.select(Maatregel.id).where(is_active(today))),
            of_needing.retired_on.is_(None),
            of_needed.retired_on.is_(None),
        )
        .order_by(of_needing.position, needing.position, of_needed.position, needed.position)
    ).all()
    return [_dependency(visibility, row, len(one)) for row in rows]


def law_dependencies(session: Session, visibility: Visibility, today: date) -> Sequence[LawDependency]:
    """Return which maatregelen that run today wait for a change of the law, in the order of the plan."""
    latest = latest_progress(visibility)
    columns = [*_columns(Maatregel, Network), *state_columns(latest)]
    rows = session.execute(
        sa.select(*columns, *law_columns())
        .select_from(track_maatregel)
        .join(LegislationTrack, LegislationTrack.id == track_maatregel.c.track_id)
        .outerjoin(LegislationStep, newest_step())
        .join(Maatregel, Maatregel.id == track_maatregel.c.maatregel_id)
        .join(Network, Network.id == Maatregel.network_id)
        .outerjoin(latest, latest.c.maatregel_id == Maatregel.id)
        .where(is_active(today), Network.retired_on.is_(None))
        .order_by(Network.position, Maatregel.position, LegislationTrack.id)
    ).all()
    found = [(state_of_row(row[: len(columns)]), law_of_row(row[len(columns) :])) for row in rows]
    return [LawDependency(needing, law, law.risk(today)) for needing, law in found]


def _columns(maatregel: Any, network: Any) -> list[Any]:
    return [maatregel.code, maatregel.title, maatregel.network_id, network.code, network.short_title]


def _dependency(visibility: Visibility, row: Sequence[Any], half: int) -> Dependency:
    needing, needed = state_of_row(row[:half]), state_of_row(row[half : 2 * half])
    words, audience = row[2 * half :]
    readable = audience in visibility.words.of(needing.network_id)
    return Dependency(needing, needed, ReadableText(words) if readable else ReadableText("", audience))
