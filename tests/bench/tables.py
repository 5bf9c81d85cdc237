"""Results as tables people read: on screen and in docs/performance.md."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tests.bench.budgets import judge
from tests.bench.result import figure

REMARKABLE = 15
"""Percent from which a difference in the multiple of the bare page is marked."""
FLAT_PERCENT = 5
"""Percent within which memory is flat."""
COLUMNS: Mapping[str, str] = {
    "cpu_ms": "rekentijd ms",
    "times_bare": "× kaal",
    "cold_cpu_ms": "na wijziging ms",
    "database_ms": "database ms",
    "p50_ms": "p50 ms",
    "p95_ms": "p95 ms",
    "crowd_per_second": "16 tegelijk per s",
    "crowd_p95_ms": "16 tegelijk p95 ms",
    "queries": "vragen",
    "cold_queries": "vragen na wijziging",
    "bytes": "bytes",
    "first_visit_bytes": "bytes eerste bezoek",
}
Lines = list[str]


def costs(result: Mapping[str, Any], world: str, former: Mapping[str, Any] | None) -> Lines:
    """Return what each journey costs in one world, and how that differs from the former result."""
    rows = [["handeling", *COLUMNS.values(), "verschil"]]
    for key, row in result["worlds"][world]["journeys"].items():
        if "fault" in row:
            rows.append([row["title"], row["fault"], *[""] * len(COLUMNS)])
            continue
        cells = [_number(row.get(name)) for name in COLUMNS]
        rows.append([row["title"], *cells, difference(result, former, world, key)])
    return _table(rows)


def difference(result: Mapping[str, Any], former: Mapping[str, Any] | None, world: str, key: str) -> str:
    """Return by how many percent the multiple of the bare page differs; what is remarkable is in bold."""
    now, before = (figure(each or {}, world, key, "times_bare") for each in (result, former))
    if now is None or not before:
        return ""
    percent = round((now / before - 1) * 100)
    return f"**{percent:+d} %**" if abs(percent) > REMARKABLE else f"{percent:+d} %"


def verdicts(result: Mapping[str, Any]) -> Lines:
    """Return each budget, with the figure and whether it was kept."""
    rows = [["afspraak", "hoogstens", "gemeten", "oordeel", "waarom niet"]]
    for verdict in judge(result):
        unit = f" {verdict.budget.unit}" if verdict.budget.unit else ""
        found = "" if verdict.figure is None else f"{_number(verdict.figure)}{unit}"
        limit = f"{_number(verdict.budget.limit)}{unit}"
        reason = verdict.budget.reason if verdict.kept is False else ""
        rows.append([verdict.budget.words, limit, found, _kept(verdict.kept), reason])
    return _table(rows)


def growth(result: Mapping[str, Any], kind: str) -> Lines:
    """Return what each journey costs in programmes of different size, as multiples of the bare page."""
    worlds = [world for world in result["worlds"] if world.startswith(kind)]
    rows = [["handeling", *(f"{world.rpartition('-')[2]} netwerken" for world in worlds)]]
    titles = {
        key: row["title"] for world in worlds for key, row in result["worlds"][world]["journeys"].items()
    }
    rows += [
        [title, *(_number(figure(result, world, key, "times_bare")) for world in worlds)]
        for key, title in titles.items()
    ]
    return _table(rows)


def loading(result: Mapping[str, Any]) -> Lines:
    """Return how long loading each world took, and what the processes weigh after the measurement."""
    rows = [
        [
            "wereld",
            "laden s",
            "afleiden s",
            "kale bladzijde ms",
            "werkprocessen MiB",
            "met hun deel van wat zij delen MiB",
        ]
    ]
    for name, world in result["worlds"].items():
        kind, _dash, scale = name.rpartition("-")
        weights = (" en ".join(map(str, world[each])) for each in ("worker_rss_mib", "worker_pss_mib"))
        figures = (world.get("load_seconds"), world.get("derive_seconds"), world["bare_ms"])
        rows.append([f"{kind}, {scale} netwerken", *map(_number, figures), *weights])
    return _table(rows)


def soak(outcome: Mapping[str, Any]) -> Lines:
    """Return what came of a long run of sixteen users."""
    change = outcome["memory_change_percent"]
    return _table(
        [
            ["duurproef", "gemeten", "oordeel"],
            ["minuten", _number(outcome["minutes"]), ""],
            ["verzoeken", _number(outcome["requests"]), ""],
            ["rekentijd per verzoek ms", _number(outcome["cpu_ms"]), ""],
            ["p95 ms", _number(outcome["p95_ms"]), ""],
            ["fouten", _number(outcome["faults"]), _kept(outcome["faults"] == 0)],
            ["verandering van het geheugen", f"{_number(change)} %", _kept(abs(change) <= FLAT_PERCENT)],
            [
                "verbindingen die in een transactie bleven staan",
                _number(outcome["idle_in_transaction"]),
                _kept(outcome["idle_in_transaction"] == 0),
            ],
        ]
    )


def _kept(kept: bool | None) -> str:  # noqa: FBT001 - the answer itself
    return {True: "gehaald", False: "**niet gehaald**", None: "niet gemeten"}[kept]


def _number(value: float | None) -> str:
    """Write a number as Dutch does, with no more digits than tell something."""
    if value is None:
        return ""
    digits = 0 if float(value).is_integer() or abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))


def _table(rows: Sequence[Sequence[str]]) -> Lines:
    head, *rest = rows
    rule = ["---", *["---:"] * (len(head) - 1)]
    return [_line(head), _line(rule), *map(_line, rest)]


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
