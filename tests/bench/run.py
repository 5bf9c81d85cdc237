"""What `make bench` does; see docs/performance.md for what can be asked of it."""

import json
import os
import platform
import time
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from portal.domain import clock
from tests.bench import tables
from tests.bench.databases import database, version
from tests.bench.journeys import JOURNEYS, Journey
from tests.bench.measuring import FULL, QUICK
from tests.bench.playing import play
from tests.bench.report import former_result, write
from tests.bench.world import derive, known, load
from tests.conftest import ROOT

SCALES, DATABASES = (6, 60, 600), ("postgresql", "sqlite")
BUILD = ROOT / "build" / "performance.json"
_BEGAN = time.monotonic()


def main() -> None:
    """Measure what was asked, print it, and write it in the documentation when all was asked."""
    only = os.environ.get("ONLY", "").split()
    quick = bool(os.environ.get("QUICK"))
    scales = [int(each) for each in os.environ.get("SCALES", "60" if quick else "").split()] or [*SCALES]
    kinds = os.environ.get("DATABASE", "postgresql" if quick else "").split() or [*DATABASES]
    journeys = [each for each in JOURNEYS if not only or each.key in only]
    if not journeys:
        raise SystemExit(f"ONLY: kies uit {' '.join(each.key for each in JOURNEYS)}")
    result: dict[str, Any] = {"measured_on": clock.today().isoformat(), "machine": _machine(), "worlds": {}}
    former = former_result()
    given = os.environ.get("WORLD")
    if given:
        _measure(result, given, journeys, quick=quick, loaded=True)
    for kind in () if given else kinds:
        for scale in scales:
            say(f"{kind}, {scale} netwerken")
            with database(kind) as url:
                _load(result, url, scale)
                _measure(result, url, journeys, quick=quick)
    for world in result["worlds"]:
        print(f"\n{world}\n")
        print("\n".join(tables.costs(result, world, former)))
    print()
    print("\n".join(tables.verdicts(result)))
    whole = not (only or quick or given) and set(scales) >= set(SCALES) and set(kinds) >= set(DATABASES)
    if whole:
        write(result, former)
    else:
        BUILD.parent.mkdir(exist_ok=True)
        BUILD.write_text(json.dumps(result, indent=1, ensure_ascii=False), encoding="utf-8")
        say(f"bewaard in {BUILD.relative_to(ROOT)}; alleen een volledige meting komt in docs/performance.md")


def say(words: str) -> None:
    """Tell how far it is."""
    print(f"{time.monotonic() - _BEGAN:6.0f} s  {words}", flush=True)


def _load(result: dict[str, Any], url: str, scale: int) -> None:
    engine = sa.create_engine(url)
    began = time.monotonic()
    load(engine, scale, lambda words: say(f"  {words}"))
    loaded = time.monotonic()
    say("  wat het portaal ernaast bewaart")
    derive(engine)
    engine.dispose()
    result["worlds"][f"{engine.dialect.name}-{scale}"] = {
        "load_seconds": round(loaded - began, 1),
        "derive_seconds": round(time.monotonic() - loaded, 1),
    }


def _measure(
    result: dict[str, Any], url: str, journeys: Sequence[Journey], *, quick: bool, loaded: bool = False
) -> None:
    engine = sa.create_engine(url)
    world = known(engine)
    name = f"{engine.dialect.name}-{len(world.networks)}"
    result["machine"][engine.dialect.name] = version(engine)
    engine.dispose()
    before = {} if loaded else result["worlds"][name]
    found = play(url, world, journeys, QUICK if quick else FULL, lambda words: say(f"  {words}"))
    result["worlds"][name] = before | found


def _machine() -> dict[str, Any]:
    """Return what kind of machine it is; no name of it."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return {"cores": os.cpu_count(), "memory_gib": round(memory), "python": platform.python_version()}


if __name__ == "__main__":
    main()
