"""The plan as data: the shape of config/plan and every check that needs no database."""

from collections.abc import Callable

from portal.domain.plan.consistency import check_codes, check_dates, check_pairs
from portal.domain.plan.finding import Finding, Path, PlanError
from portal.domain.plan.money import check_money
from portal.domain.plan.plan import FILES, Plan
from portal.domain.plan.references import check_references

CHECKS: tuple[Callable[[Plan], list[Finding]], ...] = (
    check_codes,
    check_references,
    check_dates,
    check_pairs,
    check_money,
)


def check(plan: Plan) -> list[Finding]:
    """Return everything that is wrong between the files of a plan."""
    return [finding for rule in CHECKS for finding in rule(plan)]


__all__ = ["CHECKS", "FILES", "Finding", "Path", "Plan", "PlanError", "check"]
