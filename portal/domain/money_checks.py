"""Checks on what a report says of one funding source in one year; whole euros."""

from collections.abc import Iterator

from portal.domain.checks import CheckCode, Finding, personal_data, told
from portal.domain.money import MoneyContent


def money_findings(content: MoneyContent, budget: int, former: MoneyContent | None = None) -> list[Finding]:
    """Return everything remarkable about one line; `former` is what the last adopted report said of it."""
    return [
        *_negative(content),
        *_over(content, budget),
        *_against_each_other(content, former),
        *personal_data({"explanation": content.explanation}),
    ]


def _negative(content: MoneyContent) -> Iterator[Finding]:
    for name, amount in _amounts(content).items():
        if amount is not None and amount < 0:
            yield Finding(name, CheckCode.NEGATIVE_AMOUNT, {"amount": amount})


def _over(content: MoneyContent, budget: int) -> Iterator[Finding]:
    codes = {
        "committed": CheckCode.COMMITTED_OVER_BUDGET,
        "realised": CheckCode.REALISED_OVER_BUDGET,
        "forecast": CheckCode.FORECAST_OVER_BUDGET,
    }
    for name, amount in _amounts(content).items():
        if amount is not None and amount > budget:
            yield Finding(name, codes[name], {"amount": amount, "budget": budget})


def _against_each_other(content: MoneyContent, former: MoneyContent | None) -> Iterator[Finding]:
    realised, forecast = content.realised, content.forecast
    if realised is None:
        return
    if forecast is not None and forecast < realised:
        facts = {"amount": told(forecast), "realised": told(realised)}
        yield Finding("forecast", CheckCode.FORECAST_UNDER_REALISED, facts)
    if former is not None and former.realised is not None and realised < former.realised:
        facts = {"amount": told(realised), "former_amount": told(former.realised)}
        yield Finding("realised", CheckCode.REALISED_FELL, facts)


def _amounts(content: MoneyContent) -> dict[str, int | None]:
    return {"committed": content.committed, "realised": content.realised, "forecast": content.forecast}
