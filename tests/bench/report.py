"""Keeping results: figures in docs/performance.json, tables between the marks in docs/performance.md."""

import json
import subprocess
from collections.abc import Mapping
from typing import Any

from tests.bench import tables
from tests.bench.budgets import HOME
from tests.conftest import ROOT

FIGURES = ROOT / "docs" / "performance.json"
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- begin: {} -->", "<!-- eind: {} -->"


def former_result() -> dict[str, Any] | None:
    """Return the result that was committed last, else the one that lies there."""
    shown = subprocess.run(  # noqa: S603 - our own command
        ["git", "show", f"HEAD:{FIGURES.relative_to(ROOT)}"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if shown.returncode == 0:
        found: dict[str, Any] = json.loads(shown.stdout)
        return found
    return json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else None


def write(result: Mapping[str, Any], former: Mapping[str, Any] | None) -> None:
    """Write the figures, and put the tables in the page."""
    kept = {**result, "soak": former["soak"]} if former and "soak" in former else result
    FIGURES.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    page = PAGE.read_text(encoding="utf-8")
    page = put(page, "machine", [_machine(result)])
    page = put(page, "afspraken", tables.verdicts(result))
    page = put(page, "kosten", tables.costs(result, HOME, former))
    for kind in ("postgresql", "sqlite"):
        page = put(page, f"groei-{kind}", tables.growth(result, kind))
    page = put(page, "laden", tables.loading(result))
    PAGE.write_text(page, encoding="utf-8")


def write_soak(outcome: Mapping[str, Any]) -> None:
    """Keep what came of a long run, beside the other figures."""
    kept = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    FIGURES.write_text(
        json.dumps({**kept, "soak": outcome}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    page = put(PAGE.read_text(encoding="utf-8"), "duurproef", tables.soak(outcome))
    PAGE.write_text(page, encoding="utf-8")


def put(page: str, name: str, lines: list[str]) -> str:
    """Return the page with these lines between the marks of this name."""
    begin, end = BEGIN.format(name), END.format(name)
    before, _begin, rest = page.partition(begin)
    _old, found, after = rest.partition(end)
    if not found:
        raise LookupError(f"no place for {name}")
    text = "\n".join(lines)
    return f"{before}{begin}\n\n{text}\n\n{end}{after}"


def _machine(result: Mapping[str, Any]) -> str:
    machine = result["machine"]
    return (
        f"Gemeten op {result['measured_on']} op een machine met {machine['cores']} kernen en "
        f"{machine['memory_gib']} GiB geheugen, met Python {machine['python']}, "
        f"{machine['postgresql']} en {machine['sqlite']}."
    )
