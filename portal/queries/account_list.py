"""The list of accounts: what is asked for, how many there are, and one page of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from portal.domain.accounts import AccountState
from portal.domain.roles import Role
from portal.models import Account, Appointment, Network
from portal.queries.accounts import holds_on
from portal.queries.factors import confirmed_of
from portal.queries.search import contains_words

SOON = timedelta(days=30)
LONG_AGO = timedelta(days=90)
COLUMNS = ("naam", "organisatie", "email", "ingelogd")


@dataclass(frozen=True)
class AccountFilter:
    """Which accounts are wanted."""

    words: str = ""
    state: AccountState | None = None
    role: Role | None = None
    network_code: str = ""
    factor: bool | None = None
    """Whether somebody has a second factor that works."""
    ends_soon: bool = False
    """A running appointment has its last day within a month."""
    never_in: bool = False
    long_away: bool = False


@dataclass(frozen=True)
class AccountRow:
    """One account, and whether it has a second factor that works."""

    account: Account
    has_factor: bool


class AccountList:
    """The accounts somebody asks for, as they are at a moment."""

    def __init__(self, session: Session, wanted: AccountFilter, now: datetime, today: date) -> None:
        self._session = session
        self._wanted = wanted
        self._now = now
        self._today = today

    def total(self) -> int:
        """Return how many there are."""
        return self._session.scalar(sa.select(sa.func.count(Account.id)).where(self._clause())) or 0

    def rows(
        self, column: str, *, descending: bool, limit: int | None = None, offset: int = 0
    ) -> Sequence[AccountRow]:
        """Return them in this order, with their appointments."""
        query = (
            sa.select(Account, _has_factor())
            .where(self._clause())
            .options(selectinload(Account.appointments).joinedload(Appointment.network))
            .order_by(*_order(column, descending=descending), Account.id)
            .limit(limit)
            .offset(offset)
        )
        return [AccountRow(account, bool(factor)) for account, factor in self._session.execute(query)]

    def _clause(self) -> sa.ColumnElement[bool]:
        wanted = self._wanted
        conditions = [contains_words(wanted.words, Account.name, Account.email, Account.organisation)]
        if wanted.state is not None:
            conditions.append(_in_state(wanted.state))
        if wanted.role or wanted.network_code or wanted.ends_soon:
            conditions.append(self._holds())
        if wanted.factor is not None:
            conditions.append(_has_factor() if wanted.factor else ~_has_factor())
        if wanted.never_in:
            conditions.append(Account.last_signed_in_at.is_(None))
        if wanted.long_away:
            conditions.append(Account.last_signed_in_at < self._now - LONG_AGO)
        return sa.and_(*conditions)

    def _holds(self) -> sa.ColumnElement[bool]:
        """Return the condition that one running appointment is as asked for."""
        wanted = self._wanted
        conditions = [Appointment.account_id == Account.id, holds_on(self._today)]
        if wanted.role is not None:
            conditions.append(Appointment.role == wanted.role)
        if wanted.network_code:
            conditions.append(Appointment.network.has(Network.code == wanted.network_code))
        if wanted.ends_soon:
            conditions.append(Appointment.ends_on <= self._today + SOON)
        return sa.exists().where(*conditions)


def _has_factor() -> sa.ColumnElement[bool]:
    return sa.exists().where(confirmed_of(Account.id))


def _in_state(state: AccountState) -> sa.ColumnElement[bool]:
    invited = sa.and_(Account.password_hash == "", Account.last_signed_in_at.is_(None))
    if state is AccountState.OFF:
        return Account.active.is_(False)
    return sa.and_(Account.active.is_(True), invited if state is AccountState.INVITED else ~invited)


def _order(column: str, *, descending: bool) -> list[sa.ColumnElement[Any]]:
    """Return the order; who never signed in stands at the end of the oldest, on both databases."""
    if column == "ingelogd":
        seen = Account.last_signed_in_at
        never = seen.is_(None)
        return [never, seen.desc()] if descending else [never.desc(), seen.asc()]
    by = {"naam": Account.name, "organisatie": Account.organisation, "email": Account.email}[column]
    lower = sa.func.lower(by)
    return [lower.desc() if descending else lower.asc()]
