"""What the portal may cost, and whether it keeps to that."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from tests.bench.result import figure

HOME = "postgresql-60"
"""The world in which costs are held against the bare page."""
SMALL, LARGE = "postgresql-6", "postgresql-600"
COSTS: Mapping[str, float] = {
    "home": 3,
    "home_office": 3,
    "overview": 4,
    "matrix": 4,
    "maatregel": 3,
    "form": 4,
    "report": 4,
    "autosave": 2,
    "list": 3,
    "accounts": 3,
    "search": 4,
}
"""Processor time as a multiple of the bare page."""
QUESTIONS, QUESTIONS_AUTOSAVE = 12, 6
FLAT, GROUPED = 1.3, 3
GROWTH: Mapping[str, float] = {
    "list": FLAT,
    "accounts": FLAT,
    "search": FLAT,
    "overview": GROUPED,
    "matrix": GROUPED,
}
REASONS: Mapping[str, str] = {
    "report": "van een concept onthoudt het portaal niets; ieder verzoek leest en controleert de rapportage",
    "accounts": "de lijst wordt steeds opnieuw gelezen; metingen op één dag lagen tussen 3,0 en 4,0 × kaal",
    "autosave": "opslaan is een slot, vijf vragen en vastleggen; de kale bladzijde stelt één vraag",
}
"""By the key of a journey: why it costs more than was agreed."""
AFTER_CHANGE = (
    "zo veel vraagt alleen het eerste verzoek na een wijziging; ‘vragen’ hieronder telt de verzoeken daarna"
)
TWENTY_NETWORKS = "het overzicht van twintig netwerken weegt zelf 14 KB; met de zes van nu blijft het eronder"
FIRST_VISIT_KB, NEXT_KB = 60, 15
WORKER_MIB = 150
EXPORT_FIRST_BYTE_MS, EXPORT_CPU_MS, EXPORT_MIB = 1_000, 2_000, 64


@dataclass(frozen=True)
class Budget:
    """One thing that is promised: at most so much."""

    words: str
    limit: float
    unit: str
    read: Callable[[Mapping[str, Any]], float | None]
    reason: str = ""
    """Why it is not kept, where it is not."""


@dataclass(frozen=True)
class Verdict:
    """Whether a budget was kept; the figure is None where it was not measured."""

    budget: Budget
    figure: float | None

    @property
    def kept(self) -> bool | None:
        """Return whether it was kept."""
        return None if self.figure is None else self.figure <= self.budget.limit


def judge(result: Mapping[str, Any]) -> list[Verdict]:
    """Hold a result against every budget."""
    return [Verdict(budget, budget.read(result)) for budget in budgets(result)]


def budgets(result: Mapping[str, Any]) -> Sequence[Budget]:
    """Return every budget, with the titles of the journeys as this result has them."""
    titles = _titles(result)
    found = [
        Budget(
            f"{titles[key]}: rekentijd",
            limit,
            "× kaal",
            partial(_of, world=HOME, key=key, name="times_bare"),
            REASONS.get(key, ""),
        )
        for key, limit in COSTS.items()
        if key in titles
    ]
    found += [
        Budget(
            f"{titles[key]}: vragen aan de database",
            QUESTIONS_AUTOSAVE if key == "autosave" else QUESTIONS,
            "",
            partial(_of, world=HOME, key=key, name="cold_queries"),
            AFTER_CHANGE,
        )
        for key in (*COSTS, "motie")
        if key in titles
    ]
    found += [
        Budget(f"{titles[key]}: groei van 6 naar 600 netwerken", limit, "×", partial(_growth, key=key))
        for key, limit in GROWTH.items()
        if key in titles
    ]
    return [*found, *_whole()]


def _whole() -> list[Budget]:
    """Return the budgets that are not about one journey."""
    xlsx = partial(_of, world=LARGE, key="xlsx")
    return [
        Budget(
            "Zwaarste bladzijde bij eerste bezoek",
            FIRST_VISIT_KB,
            "KB",
            partial(_most, "first_visit_bytes"),
            TWENTY_NETWORKS,
        ),
        Budget("Zwaarste bladzijde daarna", NEXT_KB, "KB", partial(_most, "bytes")),
        Budget("Geheugen van een werkproces, met zijn deel van wat zij delen", WORKER_MIB, "MiB", _memory),
        Budget(
            "XLSX van alles: eerste byte", EXPORT_FIRST_BYTE_MS, "ms", partial(xlsx, name="first_byte_ms")
        ),
        Budget("XLSX van alles: rekentijd", EXPORT_CPU_MS, "ms", partial(xlsx, name="cpu_ms")),
        Budget("XLSX van alles: extra geheugen", EXPORT_MIB, "MiB", partial(xlsx, name="extra_mib")),
    ]


def _titles(result: Mapping[str, Any]) -> dict[str, str]:
    return {
        key: row["title"] for world in result["worlds"].values() for key, row in world["journeys"].items()
    }


def _of(result: Mapping[str, Any], *, world: str, key: str, name: str) -> float | None:
    return figure(result, world, key, name)


def _growth(result: Mapping[str, Any], *, key: str) -> float | None:
    small, large = (figure(result, world, key, "times_bare") for world in (SMALL, LARGE))
    return None if small is None or large is None else round(large / small, 2)


def _most(name: str, result: Mapping[str, Any]) -> float | None:
    """Return the most kilobytes of all pages in the world of the budgets."""
    rows = result["worlds"].get(HOME, {}).get("journeys", {}).values()
    sizes = [row[name] for row in rows if "first_visit_bytes" in row]
    return round(max(sizes) / 1_000, 1) if sizes else None


def _memory(result: Mapping[str, Any]) -> float | None:
    """Return what the heaviest process weighs in the world of the budgets."""
    return max(result["worlds"].get(HOME, {}).get("worker_pss_mib", ()), default=None)
