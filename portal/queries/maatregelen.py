"""Reading maatregelen."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from portal.domain.progress import SEVERITY, ProgressStatus
from portal.models import (
    Action,
    ChainStage,
    Goal,
    Maatregel,
    MaatregelPartner,
    Network,
    Theme,
    TitleHistory,
)
from portal.queries.latest_progress import LatestProgress, latest_progress
from portal.queries.search import contains_words
from portal.queries.visibility import Visibility

WITHOUT_REPORT = "geen"
"""Value of the filter on status for a maatregel without a counted report."""

RUNNING, ENDED = "lopend", "afgesloten"

_Query = TypeVar("_Query", bound=sa.Select[*tuple[Any, ...]])


@dataclass(frozen=True)
class MaatregelFilter:
    """Which maatregelen are asked for; an empty text means any. Values are codes."""

    words: str = ""
    network: str = ""
    theme: str = ""
    goal: str = ""
    chain_stage: str = ""
    status: str = ""
    running: str = ""


@dataclass(frozen=True)
class MaatregelRow:
    """A maatregel with its latest state, None where no counted report may be read."""

    maatregel: Maatregel
    latest: LatestProgress | None


def is_active(on: date) -> sa.ColumnElement[bool]:
    """Return the condition that a maatregel still runs on a day."""
    return sa.and_(
        sa.or_(Maatregel.retired_on.is_(None), Maatregel.retired_on > on),
        sa.or_(Maatregel.ends_on.is_(None), Maatregel.ends_on >= on),
    )


def active_maatregelen(on: date) -> sa.Select[Maatregel]:
    """Return the maatregelen that run on a day, in the order of the plan."""
    return sa.select(Maatregel).where(is_active(on)).order_by(Maatregel.network_id, Maatregel.position)


class MaatregelList:
    """The maatregelen that fit a filter; filter, order and page all happen in the database."""

    def __init__(
        self, session: Session, visibility: Visibility, wanted: MaatregelFilter, today: date
    ) -> None:
        self._session = session
        self._latest = latest_progress(visibility)
        self._conditions = list(self._where(wanted, today))

    def total(self) -> int:
        """Return how many there are."""
        return self._session.scalar(self._from(sa.select(sa.func.count(Maatregel.id)))) or 0

    def rows(self, order: str, *, descending: bool, limit: int, offset: int) -> list[MaatregelRow]:
        """Return one page, in the order of a column."""
        latest = self._latest.c
        query = self._from(
            sa.select(
                Maatregel,
                latest.status,
                latest.trend,
                latest.period_code,
                latest.period_title,
                latest.as_of,
                latest.network_code,
            )
        )
        query = (
            query.options(
                contains_eager(Maatregel.network),
                joinedload(Maatregel.owner),
                selectinload(Maatregel.themes),
            )
            .order_by(*self._order(order, descending=descending))
            .limit(limit)
            .offset(offset)
        )
        return [
            MaatregelRow(row[0], LatestProgress(*row[1:]) if row[1] is not None else None)
            for row in self._session.execute(query)
        ]

    def _from(self, query: _Query) -> _Query:
        return (
            query.select_from(Maatregel)
            .join(Maatregel.network)
            .outerjoin(self._latest, self._latest.c.maatregel_id == Maatregel.id)
            .where(*self._conditions)
        )

    def _where(self, wanted: MaatregelFilter, today: date) -> Collection[sa.ColumnElement[bool]]:
        conditions = [contains_words(wanted.words, Maatregel.code, Maatregel.title, Maatregel.description)]
        if wanted.network:
            conditions.append(Network.code == wanted.network)
        if wanted.theme:
            conditions.append(Maatregel.themes.any(Theme.code == wanted.theme))
        if wanted.goal:
            conditions.append(Maatregel.goals.any(Goal.code == wanted.goal))
        if wanted.chain_stage:
            conditions.append(Maatregel.chain_stages.any(ChainStage.code == wanted.chain_stage))
        if wanted.running:
            active = is_active(today)
            conditions.append(active if wanted.running == RUNNING else sa.not_(active))
        if wanted.status == WITHOUT_REPORT:
            conditions.append(self._latest.c.status.is_(None))
        elif wanted.status:
            conditions.append(self._latest.c.status == ProgressStatus(wanted.status))
        return conditions

    def _order(self, column: str, *, descending: bool) -> list[sa.ColumnElement[Any]]:
        status = self._latest.c.status
        columns: dict[str, sa.ColumnElement[Any]] = {
            "code": Maatregel.code.expression,
            "titel": sa.func.lower(Maatregel.title),
            "netwerk": Network.position.expression,
            "status": sa.case(
                *((status == member, weight) for member, weight in SEVERITY.items()), else_=None
            ),
        }
        chosen = columns[column]
        order = [sa.case((chosen.is_(None), 1), else_=0), chosen.desc() if descending else chosen.asc()]
        return [*order, Network.position.expression, Maatregel.position.expression]


def maatregel_by_code(session: Session, code: str) -> Maatregel | None:
    """Return the maatregel with everything the plan says of it."""
    # A maatregel has at most a few of each: one wide question beats five narrow ones.
    few = (
        Maatregel.themes,
        Maatregel.goals,
        Maatregel.chain_stages,
        Maatregel.knooppunten,
        Maatregel.funding_sources,
    )
    return (
        session.scalars(
            sa.select(Maatregel)
            .where(Maatregel.code == code)
            .options(
                joinedload(Maatregel.network).joinedload(Network.line),
                joinedload(Maatregel.owner),
                *(joinedload(relation) for relation in few),
                selectinload(Maatregel.partners).joinedload(MaatregelPartner.partner),
                selectinload(Maatregel.actions).joinedload(Action.executor),
            )
        )
        .unique()
        .one_or_none()
    )


def maatregelen_of_network(session: Session, network_id: int) -> Sequence[Maatregel]:
    """Return the maatregelen of a network, in the order of the plan."""
    return session.scalars(
        sa.select(Maatregel).where(Maatregel.network_id == network_id).order_by(Maatregel.position)
    ).all()


def maatregelen_of_goal(session: Session, goal_id: int, today: date) -> Sequence[Maatregel]:
    """Return the running maatregelen that serve a goal, with their networks."""
    return session.scalars(
        sa.select(Maatregel)
        .join(Maatregel.network)
        .where(is_active(today), Maatregel.goals.any(Goal.id == goal_id))
        .options(contains_eager(Maatregel.network))
        .order_by(Network.position, Maatregel.position)
    ).all()


def former_titles(session: Session, maatregel: Maatregel) -> Sequence[TitleHistory]:
    """Return the titles a maatregel used to have, newest first."""
    return session.scalars(
        sa.select(TitleHistory)
        .where(TitleHistory.entity == Maatregel.__tablename__, TitleHistory.code == maatregel.code)
        .order_by(TitleHistory.replaced_at.desc(), TitleHistory.id.desc())
    ).all()
