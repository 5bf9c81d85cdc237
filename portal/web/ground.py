"""The land and the points of the map, as the build of the front end drew them."""

import json
from functools import cache
from pathlib import Path

from portal.web.figures.maps import Ground, Spot

_FILE = Path(__file__).resolve().parents[2] / "static" / "build" / "map.json"


@cache
def ground() -> Ground | None:
    """Return what the map is drawn on; None where the front end was not built."""
    return read_ground(_FILE)


def read_ground(path: Path) -> Ground | None:
    """Read the outlines and the points from a file, if it is there."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    width, height = content["size"]
    return Ground(
        (float(width), float(height)),
        tuple(country["outline"] for country in content["land"]),
        {code: Spot(spot["x"], spot["y"], spot["side"]) for code, spot in content["places"].items()},
    )
