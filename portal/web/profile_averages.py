"""What the remembered requests for each page cost on average."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.web.profile import Cost


@dataclass(frozen=True)
class EndpointCost:
    """What the remembered requests for one page cost, on average."""

    endpoint: str
    requests: int
    queries: float
    sql_ms: float
    ms: float
    cpu_ms: float
    size: float
    loops: int
    """In how many of them something looks like a loop."""


def by_endpoint(costs: Sequence[Cost]) -> list[EndpointCost]:
    """Return the averages for each page, the one that took most processor time in all first."""
    grouped: dict[str, list[Cost]] = {}
    for cost in costs:
        grouped.setdefault(cost.endpoint, []).append(cost)
    found = [
        EndpointCost(
            endpoint,
            len(each),
            sum(cost.queries for cost in each) / len(each),
            sum(cost.sql_ms for cost in each) / len(each),
            sum(cost.ms for cost in each) / len(each),
            sum(cost.cpu_ms for cost in each) / len(each),
            sum(cost.size for cost in each) / len(each),
            sum(bool(cost.loops) for cost in each),
        )
        for endpoint, each in grouped.items()
    ]
    return sorted(found, key=lambda one: one.cpu_ms * one.requests, reverse=True)
