"""What happens to the money of the demonstration after the plan: moves, and statements about last year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from babel.dates import format_date

from portal.access.policy import Permission
from portal.demo.agenda import Agenda
from portal.demo.moments import working_moment
from portal.demo.stage import Stage
from portal.domain import clock
from portal.domain.audit import Actor
from portal.domain.budget_events import EventContent, Move
from portal.domain.money import BudgetEventKind
from portal.domain.roles import Role
from portal.models import BudgetEvent, FundingSource, Network, Statement
from portal.queries.money import current_budgets
from portal.services import budget_events, statements

MISTAKE = "demo-vergissing"
WORDS: Mapping[str, str] = {
    "rotterdam": "Het geld is besteed aan toegangscontrole, screening en toezicht op het water, zoals in het "
    "plan stond. Er blijft niets over.",
    "schiphol": "De aanbesteding van de poorten viel lager uit. Wat overblijft, gaat terug.",
    "noordzeekanaalgebied": "De camera’s kwamen later dan afgesproken.",
    "overkoepelend": "Een deel van het onderzoek wacht op een besluit. De rest is besteed zoals gepland.",
    "zeeland-west-brabant": "Drie functies zijn nog niet vervuld.",
}
"""What networks say of last year; Bloemenveilingen has not begun."""
SUBMITTED = ("rotterdam", "schiphol", "noordzeekanaalgebied", "overkoepelend")
ACCEPTED = ("rotterdam", "overkoepelend")
RETURNED = {"noordzeekanaalgebied": "Leg uit wanneer de camera’s er zijn en wat er met het geld gebeurt."}


@dataclass(frozen=True)
class MoneyDiary:
    """Moves of money, and the statements of all networks over the year before today."""

    stage: Stage
    year: int

    def plan(self, agenda: Agenda, today: date) -> None:
        """Write everything in the agenda; before the plan gives money there is nothing to move."""
        if not current_budgets(self.stage.session, {self.year}):
            return
        last, this = self.year, self.year + 1
        agenda.note(_on(date(last, 6, 2)), lambda: self._give("schiphol", "noordzeekanaalgebied", 100_000))
        agenda.note(_on(date(last, 9, 8)), self._mistake)
        agenda.note(_on(date(last, 9, 10)), self._take_back)
        agenda.note(_on(date(last, 11, 3)), lambda: self._release("bloemenveilingen", 150_000))
        agenda.note(_on(date(this, 1, 15)), lambda: self._carry_over("zeeland-west-brabant", 400_000))
        # Before March the year has only just ended, and the statements are the first thing to do.
        begun = date(this, 3, 2) if today >= date(this, 3, 12) else date(this, 1, 8)
        agenda.note(_on(begun), self._write)
        agenda.note(_on(begun) + timedelta(hours=3), self._submit)
        agenda.note(_on(begun + timedelta(days=6)), self._judge)

    def _move(
        self,
        kind: BudgetEventKind,
        network: str,
        amount: int,
        *,
        to_year: int | None = None,
        to_network_id: int | None = None,
    ) -> Move:
        source = self.stage.session.scalars(
            sa.select(FundingSource.id).where(FundingSource.in_programme_budget.is_(True))
        ).one()
        return Move(kind, self._network(network).id, self.year, source, amount, to_year, to_network_id)

    def _record(self, move: Move, reason: str, token: str) -> None:
        decision = f"Stuurgroep van {format_date(clock.today(), 'd MMMM y', locale='nl')}"
        content = EventContent(move, clock.today(), reason, decision)
        budget_events.record_event(self.stage.session, self._office(Permission.KEEP_MONEY), content, token)

    def _give(self, giver: str, taker: str, amount: int) -> None:
        target = self._network(taker).id
        move = self._move(BudgetEventKind.REALLOCATION, giver, amount, to_network_id=target)
        self._record(move, "De camera’s langs het kanaal kosten meer dan geraamd.", "demo-herverdeling")

    def _mistake(self) -> None:
        move = self._move(BudgetEventKind.RELEASE, "rotterdam", 50_000)
        self._record(move, "Vrijval volgens opgave.", MISTAKE)

    def _take_back(self) -> None:
        session = self.stage.session
        event = session.scalars(sa.select(BudgetEvent).where(BudgetEvent.token == MISTAKE)).one()
        actor = self._office(Permission.KEEP_MONEY)
        budget_events.reverse_event(session, actor, event, "Het bedrag hoorde bij een ander jaar.")

    def _release(self, network: str, amount: int) -> None:
        move = self._move(BudgetEventKind.RELEASE, network, amount)
        self._record(move, "De coördinatie begon later dan gepland.", "demo-vrijval")

    def _carry_over(self, network: str, amount: int) -> None:
        move = self._move(BudgetEventKind.CARRY_OVER, network, amount, to_year=self.year + 1)
        self._record(move, "De functies worden dit jaar vervuld.", "demo-uitstel")

    def _write(self) -> None:
        for code, words in WORDS.items():
            actor = self._coordinator(code)
            statements.write_statement(self.stage.session, actor, self._network(code), self.year, 0, words)

    def _submit(self) -> None:
        for code in SUBMITTED:
            found = self._statement(code)
            statements.submit_statement(self.stage.session, self._coordinator(code), found, found.version)

    def _judge(self) -> None:
        actor = self._office(Permission.ACCEPT_STATEMENT)
        for code in ACCEPTED:
            found = self._statement(code)
            statements.accept_statement(self.stage.session, actor, found, found.version)
        for code, reason in RETURNED.items():
            found = self._statement(code)
            statements.return_statement(self.stage.session, actor, found, found.version, reason)

    def _statement(self, code: str) -> Statement:
        query = sa.select(Statement).where(
            Statement.network_id == self._network(code).id, Statement.year == self.year
        )
        return self.stage.session.scalars(query).one()

    def _network(self, code: str) -> Network:
        return self.stage.session.scalars(sa.select(Network).where(Network.code == code)).one()

    def _office(self, permission: Permission) -> Actor:
        return self.stage.cast.act(self.stage.cast.officers()[0], permission)

    def _coordinator(self, code: str) -> Actor:
        account = self.stage.cast.account(Role.COORDINATOR, code)
        return self.stage.cast.act(account, Permission.WRITE_STATEMENT, self._network(code))


def _on(day: date) -> datetime:
    return working_moment(day, time(10, 30), forward=True)
