"""Finding texts by words, only those that the reader may read: before they are counted and paged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.audience import Audience
from portal.domain.full_text import FoundKind, Guard, Question
from portal.domain.workflow import PeriodState
from portal.models import (
    ActionItem,
    ChangeRequest,
    Network,
    Observation,
    Period,
    Report,
    SearchText,
    Signal,
)
from portal.queries.actions import ActionScope
from portal.queries.change_requests import ChangeFilter
from portal.queries.matching import fits, in_all, in_any, written
from portal.queries.observations import readable
from portal.queries.signals import SignalScope
from portal.queries.visibility import Visibility


@dataclass(frozen=True)
class Found:
    """A text that was found, and where it is."""

    kind: FoundKind
    title: str
    body: str
    as_of: date | None
    address: Mapping[str, str]
    network: str | None
    period: str | None


@dataclass(frozen=True)
class SearchScope:
    """What somebody may find, by the very rules of the pages; the default is nothing.

    Where networks are given, None stands for all of them.
    """

    programme: bool = False
    visibility: Visibility = field(default_factory=Visibility)
    signals: SignalScope | None = None
    actions: ActionScope | None = None
    meetings: bool = False
    issued: frozenset[Audience] = frozenset()
    changes: frozenset[int] | None = frozenset()
    statements: frozenset[int] | None = frozenset()
    assessments: frozenset[PeriodState] = frozenset()

    def clause(self) -> sa.ColumnElement[bool]:
        """Return the condition on texts."""
        rules = self._rules()
        return sa.or_(*(sa.and_(SearchText.guard == guard, rules[guard]) for guard in Guard))

    def _rules(self) -> dict[Guard, sa.ColumnElement[bool]]:
        meant = self.visibility.words.clause(SearchText.audience, SearchText.network_id)
        for_readers = sa.or_(SearchText.audience.is_(None), meant)
        guarded = SearchText.guarded_id
        report = _there(sa.select(Report.id).where(Report.id == guarded, self.visibility.counted()))
        signal = self.signals.clause() if self.signals else sa.false()
        action = self.actions.clause() if self.actions else sa.false()
        observation = _there(
            sa.select(Observation.id)
            .join(Observation.knooppunt)
            .outerjoin(Network, Network.knooppunt_id == Observation.knooppunt_id)
            .where(Observation.id == guarded, readable(self.visibility.words))
        )
        change = _there(
            sa.select(ChangeRequest.id)
            .join(ChangeRequest.maatregel)
            .where(ChangeRequest.id == guarded, ChangeFilter(self.changes).clause())
        )
        in_states = Period.state.in_(sorted(self.assessments))
        return {
            Guard.PROGRAMME: _truth(self.programme),
            Guard.EVIDENCE: sa.and_(_truth(self.programme), meant),
            Guard.OBSERVATION: sa.and_(_truth(self.programme), observation),
            Guard.REPORT: sa.and_(for_readers, report),
            Guard.SIGNAL: _there(sa.select(Signal.id).where(Signal.id == guarded, signal)),
            Guard.ACTION: _there(sa.select(ActionItem.id).where(ActionItem.id == guarded, action)),
            Guard.MEETING: _truth(self.meetings),
            Guard.ISSUED: SearchText.audience.in_(sorted(self.issued)),
            Guard.CHANGE: change,
            Guard.STATEMENT: _of_networks(self.statements),
            Guard.ASSESSMENT: _there(sa.select(Period.id).where(Period.id == guarded, in_states)),
        }


class Search:
    """What one reader finds; made once, for building the questions costs more than asking them."""

    def __init__(self, scope: SearchScope) -> None:
        """Prepare the questions to the database."""
        found = sa.and_(fits(), scope.clause())
        self._counts = sa.select(SearchText.kind, sa.func.count()).where(found).group_by(SearchText.kind)
        kinds = SearchText.kind.in_(sa.bindparam("kinds", expanding=True))
        page = (
            sa.select(SearchText.id, _RANK.label("rank"))
            .where(found, kinds)
            .order_by(sa.desc("rank"), *_ORDER)
            .limit(sa.bindparam("most"))
            .offset(sa.bindparam("skipped"))
            .subquery()
        )
        self._rows = (
            sa.select(*_SHOWN)
            .join(page, page.c.id == SearchText.id)
            .outerjoin(Network, Network.id == SearchText.network_id)
            .outerjoin(Period, Period.id == SearchText.period_id)
            .order_by(page.c.rank.desc(), *_ORDER)
        )

    def counts(self, session: Session, question: Question) -> dict[FoundKind, int]:
        """Return how many texts of each kind answer a question."""
        rows = session.execute(self._counts, _asked(session, question))
        return dict(rows.all())

    def page(
        self, session: Session, question: Question, kind: FoundKind | None, most: int, skipped: int
    ) -> list[Found]:
        """Return one page of the answers: with all words in the title first, then the newest."""
        kinds = list(FoundKind) if kind is None else [kind]
        asked = {**_asked(session, question), "kinds": kinds, "most": most, "skipped": skipped}
        return [Found(*row) for row in session.execute(self._rows, asked).all()]


_RANK = sa.case((in_all(), 2), (in_any(), 1), else_=0)
_ORDER = (
    sa.func.coalesce(SearchText.as_of, sa.literal(date(1900, 1, 1))).desc(),
    SearchText.source_id.desc(),
    SearchText.part,
    SearchText.kind,
)
_SHOWN = (
    SearchText.kind,
    SearchText.title,
    SearchText.body,
    SearchText.as_of,
    SearchText.address,
    Network.short_title,
    Period.title,
)


def _there(guard: sa.Select[Any]) -> sa.ColumnElement[bool]:
    """Return the condition that what guards a text may be read, asked of no other text than is found."""
    return guard.correlate(SearchText).exists()


def _truth(value: bool) -> sa.ColumnElement[bool]:  # noqa: FBT001
    return sa.true() if value else sa.false()


def _of_networks(networks: frozenset[int] | None) -> sa.ColumnElement[bool]:
    return sa.true() if networks is None else SearchText.network_id.in_(sorted(networks))


def _asked(session: Session, question: Question) -> dict[str, Any]:
    return written(session.get_bind().dialect.name, question)
