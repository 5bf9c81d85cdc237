"""Checks on the money: the sums are what the nota prints, and what the letter says."""

from collections import Counter
from collections.abc import Iterator

from portal.domain.plan.finding import Finding
from portal.domain.plan.knooppunten import Network
from portal.domain.plan.plan import Plan, key_of

FILE = "begroting.yaml"


def check_money(plan: Plan) -> list[Finding]:
    """Return every difference between the amounts in the plan and the totals they must add up to."""
    return [*_totals(plan), *_structural_year(plan), *_coverage(plan), *_letter(plan)]


def euros(amount: int) -> str:
    """Return an amount as it is written in Dutch: € 1.250.000."""
    return f"€ {amount:,}".replace(",", ".")


def _sums(plan: Plan) -> Counter[int]:
    sums: Counter[int] = Counter()
    for line in plan.budget.lines:
        if line.retired_on is None:
            sums.update(line.amounts)
    return sums


def _totals(plan: Plan) -> Iterator[Finding]:
    sums = _sums(plan)
    printed = {total.year for total in plan.budget.printed_totals}
    key = key_of(plan.budget, "printed_totals")
    for number, total in enumerate(plan.budget.printed_totals):
        if sums[total.year] != total.amount:
            message = (
                f"De regels van {total.year} tellen op tot {euros(sums[total.year])},"
                f" het gedrukte totaal is {euros(total.amount)}."
            )
            yield Finding(FILE, None, (key, number, key_of(total, "amount")), message)
    for year in sorted(set(sums) - printed):
        yield Finding(FILE, None, (key,), f"Er is geen gedrukt totaal voor {year}.")


def _structural_year(plan: Plan) -> Iterator[Finding]:
    last = max((total.year for total in plan.budget.printed_totals), default=None)
    if last != plan.budget.structural_from:
        path = (key_of(plan.budget, "structural_from"),)
        yield Finding(FILE, None, path, "Dit moet het laatste jaar met een gedrukt totaal zijn.")


def _coverage(plan: Plan) -> Iterator[Finding]:
    budget = plan.budget
    covered = sum(part.amount for part in budget.coverage)
    totals = [total.amount for total in budget.printed_totals if total.year == budget.structural_from]
    if totals and covered != totals[0]:
        message = f"De dekking telt op tot {euros(covered)}, het structurele totaal is {euros(totals[0])}."
        yield Finding(FILE, None, (key_of(budget, "coverage"),), message)


def _letter(plan: Plan) -> Iterator[Finding]:
    year = plan.budget.structural_from
    sums: Counter[str | None] = Counter()
    for line in (line for line in plan.budget.lines if line.retired_on is None):
        sums[line.network] += line.amounts.get(year, 0)
    for placed in plan.placed:
        network = placed.entry
        if isinstance(network, Network) and sums[network.code] != network.structural_amount:
            message = (
                f"De brief noemt {euros(network.structural_amount)},"
                f" {FILE} heeft voor {year} {euros(sums[network.code])}."
            )
            yield Finding(placed.file, None, placed.at("structural_amount"), message)
