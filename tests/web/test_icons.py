"""The sprite of icons holds what pages ask for, and nothing more: every first visit fetches all of it."""

import json
import re

from tests.conftest import ROOT

NAMES = set(json.loads((ROOT / "assets/src/icons.json").read_text(encoding="utf-8")))
QUOTED = {
    name
    for folder in ("templates", "portal", "assets/src")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".html", ".py", ".js"}
    for name in re.findall(r"""["']([a-z0-9-]+)["']""", path.read_text(encoding="utf-8"))
}
ASKED = {
    name
    for path in (ROOT / "templates").rglob("*.html")
    for name in re.findall(
        r"""(?:\bicon\(|icon_name=)["']([a-z0-9-]+)["']""", path.read_text(encoding="utf-8")
    )
}


def test_every_icon_is_named_by_a_page() -> None:
    assert not NAMES - QUOTED


def test_every_icon_that_a_page_asks_for_is_there() -> None:
    assert len(ASKED) > 10
    assert not ASKED - NAMES
