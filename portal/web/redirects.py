"""Redirecting to an address a visitor gave (design: security R34)."""

from urllib.parse import urlsplit

from flask import url_for

LONGEST_PATH = 500
"""A longer one is not kept: a browser drops a cookie that grows too large, and what is in it with it."""


def short_path(target: str | None) -> str:
    """Return the path to keep in the browser; the home page for one that is too long or not ours."""
    path = own_path(target)
    return path if len(path) <= LONGEST_PATH else url_for("home.index")


def own_path(target: str | None) -> str:
    """Return the target when it is a plain path of this portal, else the address of the home page."""
    home = url_for("home.index")
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return home
    if any(ord(character) < 32 or ord(character) == 127 for character in target):  # noqa: PLR2004
        return home
    parts = urlsplit(target)
    return home if parts.scheme or parts.netloc else target
