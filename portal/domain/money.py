"""Money of a network in a year: kinds of events, reasons and contributions; whole euros.

Sources: nota 4.2-3 and 4.2-6 (the knooppunten account for what was spent), nota 4.5 (underspend).
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from portal.domain.audience import Audience
from portal.domain.reports import Gap

EXPLANATION_LIMIT = 1_000
"""Characters in the words beside an amount."""


class BudgetEventKind(StrEnum):
    """What moves money after the plan was fixed; the amount itself is always positive."""

    CARRY_OVER = "carry_over"
    RELEASE = "release"
    REALLOCATION = "reallocation"


class UnderspendReason(StrEnum):
    """Why money will be left (nota 4.5: labour market first)."""

    LABOUR_MARKET = "labour_market"
    DELIVERY = "delivery"
    LEGAL = "legal"
    DECISION = "decision"
    LATE_START = "late_start"
    CHEAPER = "cheaper"
    OTHER = "other"


class ContributionKind(StrEnum):
    """What a private partner brings in; it never joins a total of public money."""

    MONEY = "money"
    IN_KIND = "in_kind"


class StatementState(StrEnum):
    """Where the accountability statement of a network over a year stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


@dataclass(frozen=True)
class MoneyContent:
    """What a network reports of one funding source in one year."""

    committed: int | None = None
    realised: int | None = None
    forecast: int | None = None
    underspend_reason: UnderspendReason | None = None
    explanation: str = ""


@dataclass(frozen=True)
class ContributionContent:
    """What one partner brings in besides public money; without a partner the words say who it is."""

    kind: ContributionKind
    amount: int | None
    description: str
    partner_id: int | None = None
    audience: Audience = Audience.ALL_NETWORKS


@dataclass(frozen=True)
class Staffing:
    """Planned and filled places of maatregelen that name both; the gap warns of money left unspent."""

    planned: Decimal
    filled: Decimal

    @property
    def gap(self) -> Decimal:
        """Places without anybody; negative is more people than planned."""
        return self.planned - self.filled


def money_gaps(content: MoneyContent, budget: int) -> list[Gap]:
    """Return what is missing; money that will be left asks for its reason (nota 4.5)."""
    gaps = [
        gap
        for gap, amount in (
            (Gap.COMMITTED, content.committed),
            (Gap.REALISED, content.realised),
            (Gap.FORECAST, content.forecast),
        )
        if amount is None
    ]
    left = content.forecast is not None and content.forecast < budget
    if left and content.underspend_reason is None:
        gaps.append(Gap.UNDERSPEND_REASON)
    return gaps
