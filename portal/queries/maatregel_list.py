"""Searching, filtering and ordering the list of maatregelen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.progress import SEVERITY, ProgressStatus
from portal.models import Account, ChainStage, Goal, Maatregel, Network, Theme
from portal.models.maatregel import maatregel_theme
from portal.queries.latest_progress import LatestProgress, latest_progress, state_columns, told
from portal.queries.maatregelen import is_active
from portal.queries.search import contains_words
from portal.queries.visibility import Visibility

WITHOUT_REPORT = "geen"
"""Value of the filter on status for a maatregel without a counted report."""

RUNNING, ENDED = "lopend", "afgesloten"

_COLUMNS = (
    Maatregel.id,
    Maatregel.code,
    Maatregel.title,
    Maatregel.network_id,
    Network.code.label("of_network"),
    Network.short_title,
)
_THEMES = (
    sa.select(maatregel_theme.c.maatregel_id, Theme.short_title)
    .join(Theme, Theme.id == maatregel_theme.c.theme_id)
    .where(maatregel_theme.c.maatregel_id.in_(sa.bindparam("these", expanding=True)))
    .order_by(Theme.position)
)

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

    code: str
    title: str
    network_id: int
    network_code: str
    network_title: str
    themes: Sequence[str]
    """Short titles, in the order of the plan."""
    owner: str | None
    """Name of who answers for it; None without an owner, and for whom that is no business."""
    latest: LatestProgress | None


class MaatregelList:
    """The maatregelen that fit a filter; filter, order and page all happen in the database."""

    def __init__(
        self,
        session: Session,
        visibility: Visibility,
        owner_networks: frozenset[int] | None,
        wanted: MaatregelFilter,
        today: date,
    ) -> None:
        """Search as somebody who may know the owners in some networks; None stands for all networks."""
        self._session = session
        self._latest = latest_progress(visibility)
        self._owner_known = (
            sa.true() if owner_networks is None else Maatregel.network_id.in_(sorted(owner_networks))
        )
        self._conditions = list(self._where(wanted, today))
        self._by_status = bool(wanted.status)

    def total(self) -> int:
        """Return how many there are."""
        query = self._from(sa.select(sa.func.count(Maatregel.id)), with_status=self._by_status)
        return self._session.scalar(query) or 0

    def rows(self, order: str, *, descending: bool, limit: int, offset: int) -> list[MaatregelRow]:
        """Return one page, in the order of a column; only for that page is more than the order read."""
        ordered = self._order(order, descending=descending)
        place = sa.func.row_number().over(order_by=ordered)
        page = (
            self._from(
                sa.select(Maatregel.id, place.label("place")),
                with_status=self._by_status or order == "status",
            )
            .order_by(*ordered)
            .limit(limit)
            .offset(offset)
            .subquery("page")
        )
        query = (
            sa.select(*_COLUMNS, Account.name, *state_columns(self._latest))
            .join(page, page.c.id == Maatregel.id)
            .join(Network, Network.id == Maatregel.network_id)
            .outerjoin(self._latest, self._latest.c.maatregel_id == Maatregel.id)
            .outerjoin(Account, sa.and_(Account.id == Maatregel.owner_id, self._owner_known))
            .order_by(page.c.place)
        )
        found = self._session.execute(query).all()
        themes = self._themes([row[0] for row in found])
        return [_line(row, themes) for row in found]

    def _themes(self, ids: list[int]) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for maatregel_id, title in self._session.execute(_THEMES, {"these": ids}) if ids else ():
            found.setdefault(maatregel_id, []).append(title)
        return found

    def _from(self, query: _Query, *, with_status: bool) -> _Query:
        query = query.select_from(Maatregel).join(Maatregel.network).where(*self._conditions)
        if not with_status:
            return query
        return query.outerjoin(self._latest, self._latest.c.maatregel_id == Maatregel.id)

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
        return [*order, Network.position.expression, Maatregel.position.expression, Maatregel.id.expression]


def _line(values: Sequence[Any], themes: Mapping[int, Sequence[str]]) -> MaatregelRow:
    number, code, title, network_id, network_code, network_title, owner, *state = values
    of_it = themes.get(number, ())
    return MaatregelRow(code, title, network_id, network_code, network_title, of_it, owner, told(state))
