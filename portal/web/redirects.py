"""Redirecting to an address a visitor gave (design: security R34)."""

from urllib.parse import urlsplit

from flask import url_for


def own_path(target: str | None) -> str:
    """Return the target when it is a plain path of this portal, else the address of the home page."""
    home = url_for("home.index")
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return home
    if any(ord(character) < 32 or ord(character) == 127 for character in target):  # noqa: PLR2004
        return home
    parts = urlsplit(target)
    return home if parts.scheme or parts.netloc else target
