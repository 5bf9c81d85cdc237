"""What carry-over, release and reallocation do to a budget, and whether it still adds up to the plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from portal.domain.money import BudgetEventKind

BudgetKey = tuple[int, int, int]
"""Network, year and funding source: the smallest pot of money there is."""


@dataclass(frozen=True)
class Move:
    """Money that moves out of one pot, into another one or out of the programme; the amount is positive."""

    kind: BudgetEventKind
    network_id: int
    year: int
    funding_source_id: int
    amount: int
    to_year: int | None = None
    to_network_id: int | None = None
    reverses: bool = False
    """Whether it takes an earlier move back, and so counts the other way round."""

    @property
    def signed(self) -> int:
        """What leaves the first pot; negative when it comes back."""
        return -self.amount if self.reverses else self.amount

    def changes(self) -> dict[BudgetKey, int]:
        """Return what is added to each pot."""
        changes = {(self.network_id, self.year, self.funding_source_id): -self.signed}
        if self.kind is BudgetEventKind.CARRY_OVER and self.to_year is not None:
            changes[self.network_id, self.to_year, self.funding_source_id] = self.signed
        if self.kind is BudgetEventKind.REALLOCATION and self.to_network_id is not None:
            changes[self.to_network_id, self.year, self.funding_source_id] = self.signed
        return changes

    @property
    def fits(self) -> bool:
        """Whether the kind has the target it needs, and no other."""
        if self.amount <= 0:
            return False
        if self.kind is BudgetEventKind.CARRY_OVER:
            return self.to_network_id is None and self.to_year is not None and self.to_year > self.year
        if self.kind is BudgetEventKind.REALLOCATION:
            return self.to_year is None and self.to_network_id not in (None, self.network_id)
        return self.to_year is None and self.to_network_id is None


@dataclass(frozen=True)
class EventContent:
    """A move as the programme office records it: when, why and by which decision."""

    move: Move
    happened_on: date
    reason: str
    decision: str


def budgets_after(plan: Mapping[BudgetKey, int], moves: Iterable[Move]) -> dict[BudgetKey, int]:
    """Return what is in each pot after all moves."""
    budgets = dict(plan)
    for move in moves:
        for key, change in move.changes().items():
            budgets[key] = budgets.get(key, 0) + change
    return budgets


def overdrawn(budgets: Mapping[BudgetKey, int], move: Move) -> list[BudgetKey]:
    """Return the pots that would hold less than nothing after one more move."""
    return [key for key, change in move.changes().items() if budgets.get(key, 0) + change < 0]


@dataclass(frozen=True)
class Reconciliation:
    """One year of one funding source: what is in the pots and what left them is again what the plan gave."""

    year: int
    planned: int
    """What the plan gives networks and others together."""
    networks: int
    unassigned: int
    released: int
    carried_out: int
    carried_in: int

    @property
    def computed(self) -> int:
        """The plan, found back from what is there now."""
        return self.networks + self.unassigned + self.released + self.carried_out - self.carried_in

    @property
    def agrees(self) -> bool:
        """Whether not a euro is missing."""
        return self.computed == self.planned


def reconcile(
    source_id: int,
    year: int,
    plan: Mapping[BudgetKey, int],
    unassigned: int,
    moves: Iterable[Move],
) -> Reconciliation:
    """Compare the pots of a year with the plan; what moves between networks stays within the year."""
    kept = [move for move in moves if move.funding_source_id == source_id]
    given = {key: amount for key, amount in plan.items() if key[1:] == (year, source_id)}
    now = budgets_after(given, kept)

    def moved(kind: BudgetEventKind, *, into: bool = False) -> int:
        return sum(
            move.signed
            for move in kept
            if move.kind is kind and (move.to_year if into else move.year) == year
        )

    return Reconciliation(
        year,
        planned=sum(given.values()) + unassigned,
        networks=sum(amount for key, amount in now.items() if key[1:] == (year, source_id)),
        unassigned=unassigned,
        released=moved(BudgetEventKind.RELEASE),
        carried_out=moved(BudgetEventKind.CARRY_OVER),
        carried_in=moved(BudgetEventKind.CARRY_OVER, into=True),
    )
