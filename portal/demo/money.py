"""The money of the demonstration: invented amounts, in proportion to the real budget of each network."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from portal.domain.audience import Audience
from portal.domain.audit import Actor
from portal.domain.money import ContributionContent, ContributionKind, MoneyContent, UnderspendReason
from portal.models import Report
from portal.queries.money import current_budgets
from portal.services.money import money_section, write_money

DAYS = 365
AHEAD = 0.15
"""What is committed runs so far ahead of what is spent."""
PACES: Mapping[str, tuple[float, UnderspendReason | None, str]] = {
    "rotterdam": (1.0, None, ""),
    "zeeland-west-brabant": (
        0.78,
        UnderspendReason.LABOUR_MARKET,
        "Drie van de acht functies zijn nog niet vervuld. De werving loopt via een uitzendbureau.",
    ),
    "noordzeekanaalgebied": (
        0.92,
        UnderspendReason.DELIVERY,
        "De leverancier van de camera’s levert later dan afgesproken.",
    ),
    "schiphol": (0.97, UnderspendReason.CHEAPER, "De aanbesteding viel lager uit dan geraamd."),
    "bloemenveilingen": (
        0.8,
        UnderspendReason.LATE_START,
        "De coördinatie is opnieuw ingericht, daardoor begon het werk later.",
    ),
    "overkoepelend": (
        0.88,
        UnderspendReason.DECISION,
        "Een deel van het geld wacht op een besluit van de stuurgroep.",
    ),
}
"""Which part of its budget a network expects to spend, and why not all of it."""
CONTRIBUTIONS: Mapping[str, tuple[ContributionContent, ...]] = {
    "rotterdam": (
        ContributionContent(
            ContributionKind.MONEY, 350_000, "Bijdrage van een terminal aan toegangscontrole", None
        ),
        ContributionContent(
            ContributionKind.IN_KIND,
            None,
            "Twee beveiligingsadviseurs voor een dag per week",
            None,
            Audience.STEERING,
        ),
    ),
}


def write_report_money(session: Session, actor: Actor, report: Report) -> None:
    """Fill in the money of a report as far as the year has gone when the period ends."""
    section = money_section(report)
    if section is None:
        return
    budgets = current_budgets(session, {line.year for line in report.money})
    lines = {
        line.id: _content(
            report.network.code,
            budgets.get((report.network_id, line.year, line.funding_source_id), 0),
            _passed(line.year, report.period.observes_until),
        )
        for line in report.money
    }
    write_money(session, actor, report, section.version, lines, CONTRIBUTIONS.get(report.network.code, ()))


def _content(network: str, budget: int, passed: float) -> MoneyContent:
    pace, reason, words = PACES[network]
    forecast = _rounded(budget * pace)
    left = forecast < budget
    return MoneyContent(
        committed=_rounded(forecast * min(1.0, passed + AHEAD)),
        realised=_rounded(forecast * passed),
        forecast=forecast,
        underspend_reason=reason if left else None,
        explanation=words if left else "",
    )


def _passed(year: int, until: date) -> float:
    """Return how much of the year has gone on a day."""
    days = (until - date(year, 1, 1)).days + 1
    return min(max(days / DAYS, 0.0), 1.0)


def _rounded(amount: float) -> int:
    return round(amount / 1000) * 1000
