"""From a source of an issued document to the page of the portal where it can be read."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import current_app, url_for

from portal.access.policy import Permission
from portal.access.principal import Principal
from portal.domain.issued import Document, SourceKind, SourceRef
from portal.web.doors import Door, lock_of

Arguments = tuple[str, dict[str, str]]
"""A door, and what it asks for."""


def _of_code(endpoint: str) -> Callable[[str], Arguments]:
    return lambda code: (endpoint, {"code": code.rpartition("/")[2]})


def _of_first(endpoint: str) -> Callable[[str], Arguments]:
    return lambda code: (endpoint, {"code": code.partition("/")[0]})


def _of_report(anchor: str) -> Callable[[str], Arguments]:
    def report(code: str) -> Arguments:
        period, network = code.split("/")[:2]
        return "reports.show", {"period_code": period, "network_code": network, "_anchor": anchor}

    return report


def _plain(endpoint: str) -> Callable[[str], Arguments]:
    return lambda _code: (endpoint, {})


_PLACES: Mapping[SourceKind, Callable[[str], Arguments]] = {
    SourceKind.PROGRAMME: _plain("chain.index"),
    SourceKind.LINE: _plain("chain.index"),
    SourceKind.CHAIN_STAGE: _plain("chain.index"),
    SourceKind.GOAL: _of_code("goals.show"),
    SourceKind.GOAL_ASSESSMENT: _of_code("goals.show"),
    SourceKind.MAATREGEL: _of_code("maatregelen.show"),
    SourceKind.PROGRESS: _of_code("maatregelen.show"),
    SourceKind.UNDERPINNING: _of_code("maatregelen.show"),
    SourceKind.FUNDING_SOURCE: _plain("budget.index"),
    SourceKind.BUDGET_SERIES: _plain("budget.index"),
    SourceKind.BUDGET: _plain("money_overview.index"),
    SourceKind.PERIOD: _of_first("periods.show"),
    SourceKind.REPORT: _of_report(""),
    SourceKind.JUDGEMENT: _of_report("oordelen"),
    SourceKind.OFFICE_JUDGEMENT: _of_report("oordelen"),
    SourceKind.MONEY: _of_report(""),
    SourceKind.CONTRIBUTION: _of_report(""),
    SourceKind.ERRATUM: _of_report("errata"),
    SourceKind.INDICATOR: _of_code("indicators.show"),
    SourceKind.MOTIE: _of_code("moties.show"),
    SourceKind.TOEZEGGING: _of_code("moties.show_toezegging"),
    SourceKind.COALITION_PASSAGE: _plain("moties.coalition"),
    SourceKind.ASK: _of_code("asks.show"),
    SourceKind.OUTCOME: _of_first("asks.show"),
}
"""Where a source of each kind can be read; what is not here has no page of its own."""


def source_links(document: Document, principal: Principal) -> dict[str, str]:
    """Return the page of each source that this person may open, by the key of its row in the list."""
    found: dict[str, str] = {}
    for number, source in enumerate(document.sources, start=1):
        url = _url(source.ref, principal)
        if url:
            found[f"bron-{number}"] = url
    return found


def _url(ref: SourceRef, principal: Principal) -> str:
    place = _PLACES.get(ref.kind)
    if place is None:
        return ""
    endpoint, arguments = place(ref.code)
    lock = lock_of(current_app, endpoint)
    if lock is None or (not isinstance(lock, Door) and not principal.allows(lock)):
        return ""
    # Who reads the reports of some networks would find a door that is not there.
    if endpoint == "reports.show" and not principal.reach(Permission.READ_ADOPTED).everywhere:
        return ""
    anchor = arguments.pop("_anchor", "")
    address: dict[str, Any] = dict(arguments)
    return url_for(endpoint, **address) + (f"#{anchor}" if anchor else "")
