"""What asks for a place on the agenda, and what stands behind the items that have one; never a draft.

Each provider is a small function from session, reader and meeting to proposals of one shape.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.domain import clock
from portal.domain.actions import PENDING
from portal.domain.audience import Audience, at_least
from portal.domain.changes import ChangeState
from portal.domain.flags import Flag
from portal.domain.meetings import AgendaKind, MeetingState
from portal.domain.signals import SignalState
from portal.domain.workflow import PeriodState
from portal.models import (
    ActionItem,
    AgendaItem,
    ChangeRequest,
    Maatregel,
    MaatregelProgress,
    Meeting,
    Network,
    Period,
    Report,
    Signal,
)
from portal.queries.flags import all_flags, open_flags
from portal.queries.visibility import Visibility

Subject = Period | MaatregelProgress | Signal | ActionItem | ChangeRequest | Flag
FOR_MEMBERS = at_least(Audience.STEERING)
"""Audiences that include every member of the stuurgroep; nothing else stands on an agenda."""
_TO_TREAT = (SignalState.NEW, SignalState.INTERPRETING, SignalState.PLAUSIBLE)


@dataclass(frozen=True)
class Proposal:
    """Something that asks for a place on the agenda, by a key that never stands there twice."""

    kind: AgendaKind
    key: str
    subject: Subject


Provider = Callable[[Session, Visibility, date], Iterator[Proposal]]


def proposals_for(session: Session, visibility: Visibility, meeting: Meeting) -> list[Proposal]:
    """Return what asks for this meeting and is not on its agenda yet, as far as the reader may read it."""
    taken = {item.key for item in meeting.items if item.key}
    found = (each for provider in PROVIDERS for each in provider(session, visibility, meeting.held_on))
    return [proposal for proposal in found if proposal.key not in taken]


def subjects_of(session: Session, visibility: Visibility, items: Sequence[AgendaItem]) -> dict[int, Subject]:
    """Return by item what it is about, where the reader may read that; a query for each kind."""
    flags = _flags_on(session, visibility, items)
    found: dict[int, Subject] = {item.id: flags[item.key] for item in items if item.key in flags}
    found |= _actions_on(session, items)
    wanted: tuple[tuple[str, Callable[[Sequence[int]], sa.Select[Any]]], ...] = (
        ("period_id", lambda ids: sa.select(Period).where(Period.id.in_(ids))),
        ("progress_id", lambda ids: _questions(visibility, ids)),
        ("signal_id", lambda ids: _signals(visibility, ids)),
        ("change_request_id", _changes),
    )
    for name, query in wanted:
        ids = sorted({number for item in items if (number := getattr(item, name)) is not None})
        rows = {row.id: row for row in session.scalars(query(ids))} if ids else {}
        found |= {item.id: rows[number] for item in items if (number := getattr(item, name)) in rows}
    return found


def asked_decisions(session: Session, visibility: Visibility) -> Sequence[MaatregelProgress]:
    """Return what networks ask to decide in reports that are handed in, as long as no meeting treated it."""
    treated = (
        sa.select(AgendaItem.progress_id)
        .join(AgendaItem.meeting)
        .where(Meeting.state == MeetingState.HELD, AgendaItem.progress_id.is_not(None))
    )
    wanted = _questions(visibility, None).where(
        MaatregelProgress.decision_question != "", MaatregelProgress.id.not_in(treated)
    )
    return session.scalars(wanted).all()


@dataclass(frozen=True)
class AskedDecision:
    """A decision that a network asks for, as a line on the first screen."""

    question: str
    title: str
    network_title: str
    period_code: str
    network_code: str
    maatregel_code: str


def asked_lines(session: Session, visibility: Visibility, limit: int) -> tuple[int, Sequence[AskedDecision]]:
    """Return how many decisions are asked for, and the first ones; the same as `asked_decisions`."""
    treated = (
        sa.select(AgendaItem.progress_id)
        .join(AgendaItem.meeting)
        .where(Meeting.state == MeetingState.HELD, AgendaItem.progress_id.is_not(None))
    )
    wanted = (
        sa.select(
            MaatregelProgress.decision_question,
            MaatregelProgress.title,
            Network.short_title,
            Period.code,
            Network.code,
            Maatregel.code,
        )
        .join(MaatregelProgress.report)
        .join(Report.network)
        .join(Report.period)
        .join(MaatregelProgress.maatregel)
        .where(
            visibility.handed_in(),
            MaatregelProgress.audience.in_(sorted(FOR_MEMBERS)),
            MaatregelProgress.decision_question != "",
            MaatregelProgress.id.not_in(treated),
        )
    )
    number = session.scalar(wanted.with_only_columns(sa.func.count())) or 0
    newest = wanted.order_by(Period.observes_from.desc(), Network.position, Maatregel.position).limit(limit)
    return number, [AskedDecision(*row) for row in session.execute(newest)]


def open_signals(session: Session, visibility: Visibility) -> Sequence[Signal]:
    """Return the signals that are for every member and ask to be treated."""
    return session.scalars(_signals(visibility, None).where(Signal.state.in_(_TO_TREAT))).all()


def readable_signals(session: Session, visibility: Visibility, ids: Sequence[int]) -> Sequence[Signal]:
    """Return those of these signals that are for every member and for the reader."""
    return session.scalars(_signals(visibility, ids)).all() if ids else ()


def _adoptions(session: Session, _visibility: Visibility, _before: date) -> Iterator[Proposal]:
    """Closed periods, which the stuurgroep is to adopt."""
    closed = sa.select(Period).where(Period.state == PeriodState.CLOSED).order_by(Period.observes_from)
    for period in session.scalars(closed):
        yield Proposal(AgendaKind.ADOPTION, f"adoption:{period.id}", period)


def _asked(session: Session, visibility: Visibility, _before: date) -> Iterator[Proposal]:
    """Decisions that networks ask for."""
    for row in asked_decisions(session, visibility):
        yield Proposal(AgendaKind.QUESTION, f"question:{row.id}", row)


def _to_interpret(session: Session, visibility: Visibility, _before: date) -> Iterator[Proposal]:
    """Signals for the stuurgroep that nobody refuted or answered yet."""
    for signal in open_signals(session, visibility):
        yield Proposal(AgendaKind.SIGNAL, f"signal:{signal.id}", signal)


def _due(session: Session, _visibility: Visibility, before: date) -> Iterator[Proposal]:
    """Actions that are overdue, or due before the day of the meeting."""
    wanted = (
        sa.select(ActionItem)
        .where(ActionItem.state.in_(sorted(PENDING)), ActionItem.due_on <= before)
        .options(joinedload(ActionItem.owner), joinedload(ActionItem.network))
        .order_by(ActionItem.due_on, ActionItem.id)
    )
    for action in session.scalars(wanted):
        yield Proposal(AgendaKind.ACTION, f"action:{action.id}", action)


def _waiting(session: Session, _visibility: Visibility, _before: date) -> Iterator[Proposal]:
    """Requests to change a maatregel that wait for a decision."""
    for change in session.scalars(_changes(None).where(ChangeRequest.state == ChangeState.REQUESTED)):
        yield Proposal(AgendaKind.CHANGE_REQUEST, f"change:{change.id}", change)


def _standing_out(session: Session, visibility: Visibility, _before: date) -> Iterator[Proposal]:
    """What stands out in the coherence of the plans and nobody decided about."""
    for flag in open_flags(session, visibility, clock.today()):
        yield Proposal(AgendaKind.FLAG, f"flag:{flag.key}", flag)


PROVIDERS: tuple[Provider, ...] = (_adoptions, _asked, _to_interpret, _due, _waiting, _standing_out)


def _flags_on(session: Session, visibility: Visibility, items: Sequence[AgendaItem]) -> dict[str, Flag]:
    """Return what still stands out of the flags on an agenda, by the key of the item."""
    if not any(item.kind is AgendaKind.FLAG for item in items):
        return {}
    states = all_flags(session, visibility, clock.today())
    return {f"flag:{state.flag.key}": state.flag for state in states}


def _questions(visibility: Visibility, ids: Sequence[int] | None) -> sa.Select[MaatregelProgress]:
    """Rows of reports that are handed in, with words that are for every member."""
    query = (
        sa.select(MaatregelProgress)
        .join(MaatregelProgress.report)
        .join(Report.network)
        .join(Report.period)
        .join(MaatregelProgress.maatregel)
        .where(visibility.handed_in(), MaatregelProgress.audience.in_(sorted(FOR_MEMBERS)))
        .options(
            contains_eager(MaatregelProgress.report).contains_eager(Report.network),
            contains_eager(MaatregelProgress.report).contains_eager(Report.period),
            contains_eager(MaatregelProgress.maatregel),
        )
        .order_by(Period.observes_from.desc(), Network.position, Maatregel.position)
    )
    return query if ids is None else query.where(MaatregelProgress.id.in_(ids))


def _signals(visibility: Visibility, ids: Sequence[int] | None) -> sa.Select[Signal]:
    """Signals that are for every member, and for the reader."""
    query = (
        sa.select(Signal)
        .where(
            Signal.audience.in_(sorted(FOR_MEMBERS)),
            visibility.words.clause(Signal.audience, Signal.network_id),
        )
        .options(joinedload(Signal.from_knooppunt), joinedload(Signal.to_knooppunt))
        .order_by(Signal.filed_at, Signal.id)
    )
    return query if ids is None else query.where(Signal.id.in_(ids))


def _changes(ids: Sequence[int] | None) -> sa.Select[ChangeRequest]:
    query = (
        sa.select(ChangeRequest)
        .join(ChangeRequest.maatregel)
        .join(Maatregel.network)
        .options(contains_eager(ChangeRequest.maatregel).contains_eager(Maatregel.network))
        .order_by(ChangeRequest.id)
    )
    return query if ids is None else query.where(ChangeRequest.id.in_(ids))


def _actions_on(session: Session, items: Sequence[AgendaItem]) -> dict[int, ActionItem]:
    """Return the actions on an agenda, by item."""
    ids = [item.id for item in items if item.kind is AgendaKind.ACTION]
    if not ids:
        return {}
    rows = session.execute(
        sa.select(AgendaItem.id, ActionItem)
        .join(AgendaItem.action)
        .where(AgendaItem.id.in_(ids))
        .options(joinedload(ActionItem.owner))
    )
    return {row[0]: row[1] for row in rows}
