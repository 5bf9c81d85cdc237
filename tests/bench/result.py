"""What was measured, as it is kept in docs/performance.json: per world, and in it per journey."""

import statistics
from collections.abc import Mapping
from typing import Any

from tests.bench.crowd import Crowded
from tests.bench.measuring import Measured, against, percentile

Row = dict[str, Any]
Result = dict[str, Any]


def row_of(measured: Measured, bare: Measured) -> Row:
    """Return what one user found."""
    if measured.fault:
        return {"title": measured.journey.title, "fault": measured.fault}
    row: Row = {
        "title": measured.journey.title,
        "cpu_ms": round(statistics.median(measured.cpu), 2),
        "times_bare": round(against(measured, bare), 2),
        "database_ms": round(statistics.median(measured.database), 2),
        "p50_ms": _ms(measured.seconds, 0.5),
        "p95_ms": _ms(measured.seconds, 0.95),
        "first_byte_ms": _ms(measured.first_bytes, 0.5),
        "requests": len(measured.seconds),
        "bytes": measured.size,
    }
    if measured.journey.weighs:
        row["extra_mib"] = round(measured.extra_mib, 1)
    if measured.cold:
        row["cold_cpu_ms"] = round(statistics.median(measured.cold), 2)
    return row


def together(crowded: Crowded) -> Row:
    """Return what sixteen users found."""
    if not crowded.seconds:
        return {"crowd_fault": crowded.faults[0] if crowded.faults else "geen antwoord"}
    row: Row = {
        "crowd_per_second": round(crowded.per_second, 1),
        "crowd_p95_ms": _ms(crowded.seconds, 0.95),
    }
    if crowded.faults:
        row["crowd_fault"] = f"{len(crowded.faults)} keer {crowded.faults[0]}"
    return row


def figure(result: Mapping[str, Any], world: str, journey: str, name: str) -> float | None:
    """Return one figure, None where it was not measured."""
    row = result.get("worlds", {}).get(world, {}).get("journeys", {}).get(journey, {})
    value = row.get(name)
    return float(value) if value is not None else None


def _ms(values: list[float], part: float) -> float:
    return round(percentile(values, part) * 1000, 1)
