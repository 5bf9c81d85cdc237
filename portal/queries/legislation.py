"""Reading changes of the law and the maatregelen that wait for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.domain.legislation import LawFacts, LawRisk, law_risk
from portal.domain.parliament import LegislationStage
from portal.models import LegislationStep, LegislationTrack, Maatregel, Network
from portal.models.legislation import track_maatregel
from portal.queries.maatregelen import is_active


@dataclass(frozen=True)
class LawState:
    """A change of the law as it stands today, for lists and for what waits for it."""

    code: str
    title: str
    stage: LegislationStage
    needed_on: date | None
    since: date | None
    expected_on: date | None
    source: str

    @property
    def facts(self) -> LawFacts:
        """What its risk follows from."""
        return LawFacts(self.stage, self.expected_on, self.needed_on)

    def risk(self, today: date) -> LawRisk | None:
        """Return why what waits for it is in danger."""
        return law_risk(self.facts, today)


def law_columns() -> list[Any]:
    """Return what a LawState is made of, in its order; needs the newest step joined."""
    track, step = LegislationTrack, LegislationStep
    return [
        track.code,
        track.title,
        track.stage,
        track.needed_on,
        step.since,
        step.expected_in_force,
        step.source,
    ]


def newest_step() -> sa.ColumnElement[bool]:
    """Return the condition to outer join a track with its newest step."""
    newest = sa.select(sa.func.max(LegislationStep.id)).group_by(LegislationStep.track_id)
    return sa.and_(LegislationStep.track_id == LegislationTrack.id, LegislationStep.id.in_(newest))


def law_of_row(values: Sequence[Any]) -> LawState:
    """Return what the values of these columns say."""
    code, title, stage, needed_on, since, expected_on, source = values
    return LawState(code, title, stage, needed_on, since, expected_on, source or "")


def law_states(session: Session) -> Mapping[int, LawState]:
    """Return every track with its newest step, by its id, in the order of their codes."""
    rows = session.execute(
        sa.select(LegislationTrack.id, *law_columns())
        .outerjoin(LegislationStep, newest_step())
        .order_by(LegislationTrack.id)
    )
    return {number: law_of_row(rest) for number, *rest in rows}


def waiting_for(session: Session, today: date) -> Mapping[int, Sequence[Maatregel]]:
    """Return the maatregelen that run today and wait for a track, by the id of the track."""
    rows = session.execute(
        sa.select(track_maatregel.c.track_id, Maatregel)
        .join(Maatregel, Maatregel.id == track_maatregel.c.maatregel_id)
        .join(Maatregel.network)
        .where(is_active(today), Network.retired_on.is_(None))
        .options(sa.orm.contains_eager(Maatregel.network))
        .order_by(Network.position, Maatregel.position)
    )
    found: dict[int, list[Maatregel]] = {}
    for track_id, maatregel in rows:
        found.setdefault(track_id, []).append(maatregel)
    return found


def laws_of(session: Session, maatregel_id: int) -> Sequence[LawState]:
    """Return the tracks that a maatregel waits for."""
    rows = session.execute(
        sa.select(*law_columns())
        .select_from(track_maatregel)
        .join(LegislationTrack, LegislationTrack.id == track_maatregel.c.track_id)
        .outerjoin(LegislationStep, newest_step())
        .where(track_maatregel.c.maatregel_id == maatregel_id)
        .order_by(LegislationTrack.id)
    )
    return [law_of_row(row) for row in rows]


def track_by_code(session: Session, code: str) -> LegislationTrack | None:
    """Return a track with its steps and the maatregelen that wait for it."""
    return session.scalar(
        sa.select(LegislationTrack)
        .where(LegislationTrack.code == code)
        .options(
            selectinload(LegislationTrack.maatregelen).joinedload(Maatregel.network),
            selectinload(LegislationTrack.steps).joinedload(LegislationStep.by),
        )
    )


def possible_waiters(session: Session) -> Sequence[Maatregel]:
    """Return the maatregelen that can wait for a law, in the order of the plan."""
    return session.scalars(
        sa.select(Maatregel)
        .join(Maatregel.network)
        .where(Maatregel.retired_on.is_(None), Network.retired_on.is_(None))
        .options(joinedload(Maatregel.network))
        .order_by(Network.position, Maatregel.position)
    ).all()
