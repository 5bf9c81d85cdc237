"""Addresses of the built stylesheet, script and icons, with a mark that changes when they do."""

import json
from functools import cache
from pathlib import Path

from flask import url_for

_FOLDER = Path(__file__).resolve().parents[2] / "static" / "build"


@cache
def _manifest() -> dict[str, str]:
    try:
        manifest: dict[str, str] = json.loads((_FOLDER / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return manifest


def mark_of(name: str) -> str | None:
    """Return the mark of a built file as it is now, None for a file without one."""
    return _manifest().get(name)


def asset(name: str) -> str:
    """Return the address of a built file."""
    mark = mark_of(name)
    return (
        url_for("static", filename=f"build/{name}", v=mark)
        if mark
        else url_for("static", filename=f"build/{name}")
    )
