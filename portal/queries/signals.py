"""Reading signals, as far as each is meant for who reads: a condition in every question to the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from portal.domain.audience import Audience
from portal.domain.signals import STANDING, SignalKind, SignalState
from portal.models import Knooppunt, Network, Signal, SignalStep, VocabularyTerm
from portal.queries.audience import AudienceScope
from portal.queries.search import contains_words

OFFICE = "programmabureau"
"""Value of the filter on networks for what the programme office filed itself."""
NOWHERE = "onbekend"
"""Value of the filters on places for a signal that names none."""

_Query = TypeVar("_Query", bound=sa.Select[*tuple[Any, ...]])
_From, _To = aliased(Knooppunt), aliased(Knooppunt)


@dataclass(frozen=True)
class SignalScope:
    """Which signals somebody may read: what one filed oneself, and what is meant for one's audiences.

    Who reports for the network that filed it is in every audience of that network.
    """

    account_id: int | None
    words: AudienceScope

    def clause(self) -> sa.ColumnElement[bool]:
        """Return the condition on signals."""
        meant = self.words.clause(Signal.audience, Signal.network_id)
        return meant if self.account_id is None else sa.or_(Signal.filed_by_id == self.account_id, meant)

    def partly_hidden(self) -> list[Audience]:
        """Return the audiences whose signals one reads in some networks only, or in none."""
        return [audience for audience in Audience if audience not in self.words.everywhere]


@dataclass(frozen=True)
class SignalFilter:
    """Which signals are asked for; what is empty or None means any. Places and networks are codes."""

    words: str = ""
    states: frozenset[SignalState] = frozenset()
    kind: SignalKind | None = None
    from_code: str = ""
    to_code: str = ""
    network: str = ""
    term_id: int | None = None


@dataclass(frozen=True)
class SignalFlow:
    """How many standing signals point from one place towards another; None where none was named."""

    from_id: int | None
    to_id: int | None
    count: int
    newest: date


class SignalList:
    """The signals that fit a filter; filter, order and page all happen in the database."""

    def __init__(self, session: Session, scope: SignalScope, wanted: SignalFilter) -> None:
        """Search among what may be read."""
        self._session = session
        self._conditions = [scope.clause(), *_where(wanted)]

    def total(self) -> int:
        """Return how many there are."""
        return self._session.scalar(self._from(sa.select(sa.func.count(Signal.id)))) or 0

    def rows(
        self, order: str, *, descending: bool, limit: int | None = None, offset: int = 0
    ) -> Sequence[Signal]:
        """Return one page, or everything, in the order of a column."""
        chosen = _ORDER[order]
        return self._session.scalars(
            self._from(sa.select(Signal))
            .options(*FACTS, selectinload(Signal.steps))
            .order_by(
                sa.case((chosen.is_(None), 1), else_=0),
                chosen.desc() if descending else chosen.asc(),
                Signal.id.desc(),
            )
            .limit(limit)
            .offset(offset)
        ).all()

    def _from(self, query: _Query) -> _Query:
        return (
            query.select_from(Signal)
            .outerjoin(Signal.network)
            .outerjoin(_From, _From.id == Signal.from_knooppunt_id)
            .outerjoin(_To, _To.id == Signal.to_knooppunt_id)
            .where(*self._conditions)
        )


FACTS = (
    joinedload(Signal.network),
    joinedload(Signal.from_knooppunt),
    joinedload(Signal.to_knooppunt),
    selectinload(Signal.terms),
)
_ORDER: dict[str, sa.ColumnElement[Any]] = {
    "titel": sa.func.lower(Signal.title),
    "status": sa.case(*((Signal.state == state, place) for place, state in enumerate(SignalState))),
    "van": _From.position.expression,
    "naar": _To.position.expression,
    "netwerk": Network.position.expression,
    "opgemerkt": Signal.noticed_on.expression,
    "gemeld": Signal.filed_at.expression,
}
COLUMNS = tuple(_ORDER)
"""By what the list can be ordered."""


def signal_by_id(session: Session, scope: SignalScope, signal_id: int) -> Signal | None:
    """Return one signal with all its facts and steps, when it may be read."""
    return session.scalar(
        sa.select(Signal)
        .where(scope.clause(), Signal.id == signal_id)
        .options(
            *FACTS,
            joinedload(Signal.filed_by),
            selectinload(Signal.steps).joinedload(SignalStep.by),
        )
    )


def merged_into(session: Session, scope: SignalScope, signal: Signal) -> Signal | None:
    """Return the signal in which this one goes on, when that may be read."""
    return session.scalar(sa.select(Signal).where(scope.clause(), Signal.id == signal.merged_into_id))


def doubles_of(session: Session, scope: SignalScope, signal: Signal) -> Sequence[Signal]:
    """Return the signals that go on in this one, as far as they may be read."""
    doubles = sa.select(Signal).where(scope.clause(), Signal.merged_into_id == signal.id)
    return session.scalars(doubles.order_by(Signal.id)).all()


def merge_targets(
    session: Session, scope: SignalScope, signal: Signal, words: str, limit: int
) -> Sequence[Signal]:
    """Return signals in which this one can go on; those towards the same place first, then the newest."""
    same_place = sa.case((Signal.to_knooppunt_id == signal.to_knooppunt_id, 0), else_=1)
    return session.scalars(
        sa.select(Signal)
        .where(
            scope.clause(),
            Signal.id != signal.id,
            Signal.state != SignalState.MERGED,
            _says(words),
        )
        .options(*FACTS)
        .order_by(same_place, Signal.filed_at.desc(), Signal.id.desc())
        .limit(limit)
    ).all()


def count_signals(session: Session, scope: SignalScope, state: SignalState) -> int:
    """Return how many signals are in a state."""
    count = sa.select(sa.func.count(Signal.id)).where(scope.clause(), Signal.state == state)
    return session.scalar(count) or 0


def new_signals(session: Session, scope: SignalScope, limit: int) -> Sequence[Signal]:
    """Return the signals that nobody began to interpret, newest first, with their places."""
    return session.scalars(
        sa.select(Signal)
        .where(scope.clause(), Signal.state == SignalState.NEW)
        .options(*FACTS)
        .order_by(Signal.filed_at.desc(), Signal.id.desc())
        .limit(limit)
    ).all()


def signal_matrix(session: Session, scope: SignalScope) -> list[SignalFlow]:
    """Return how many standing signals point from where towards where, the most first."""
    count = sa.func.count(Signal.id)
    rows = session.execute(
        sa.select(Signal.from_knooppunt_id, Signal.to_knooppunt_id, count, sa.func.max(Signal.noticed_on))
        .where(scope.clause(), Signal.state.in_(sorted(STANDING)))
        .group_by(Signal.from_knooppunt_id, Signal.to_knooppunt_id)
        .order_by(
            count.desc(),
            sa.func.coalesce(Signal.from_knooppunt_id, 0),
            sa.func.coalesce(Signal.to_knooppunt_id, 0),
        )
    )
    return [SignalFlow(*row) for row in rows]


def _says(words: str) -> sa.ColumnElement[bool]:
    return contains_words(words, Signal.title, Signal.description, Signal.place_words)


def _where(wanted: SignalFilter) -> list[sa.ColumnElement[bool]]:
    conditions = [_says(wanted.words)]
    if wanted.states:
        conditions.append(Signal.state.in_(sorted(wanted.states)))
    if wanted.kind is not None:
        conditions.append(Signal.kind == wanted.kind)
    for code, place in ((wanted.from_code, _From), (wanted.to_code, _To)):
        if code:
            conditions.append(place.id.is_(None) if code == NOWHERE else place.code == code)
    if wanted.network:
        ours = Signal.network_id.is_(None) if wanted.network == OFFICE else Network.code == wanted.network
        conditions.append(ours)
    if wanted.term_id is not None:
        conditions.append(Signal.terms.any(VocabularyTerm.id == wanted.term_id))
    return conditions
