"""Where this request comes from: a shortened address, and the device in words its owner recognises."""

from flask import request
from flask_babel import gettext as _

from portal.domain.visitors import Origin, origin_of, shortened
from portal.services.sessions import Visitor

_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def visitor() -> Visitor:
    """Return where this request comes from; what a browser says of itself is kept no further than this."""
    return Visitor(shortened(request.remote_addr or ""), device_of(request.headers.get("User-Agent", "")))


def origin() -> Origin:
    """Return where this request comes from, to count what goes wrong there."""
    return origin_of(request.remote_addr or "")


def device_of(agent: str) -> str:
    """Return browser and system in words."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), _("Onbekende browser"))
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return _("%(browser)s op %(system)s", browser=browser, system=system) if system else browser
