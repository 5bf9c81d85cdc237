"""Asking a browser for a passkey: for which site, with a challenge that is kept in its signed cookie."""

from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, request, session
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from portal.domain import clock
from portal.domain.accounts import CHALLENGE, PasskeyUse
from portal.domain.errors import PasskeyRefusedError
from portal.services.passkeys import Site, new_challenge

_CHALLENGE = "_passkey"


def site() -> Site | None:
    """Return for which name passkeys are made; None where a browser would refuse: there are none then.

    The name is that of the settings. Without one, or with a number as a demonstration has, it is the name of
    the request, which the portal trusts only when it is in the list of hosts.
    """
    here, address = urlsplit(request.host_url), urlsplit(current_app.config["PASSKEY_SITE"])
    if not address.hostname or _is_number(address.hostname):
        address = here
    name = address.hostname or ""
    if here.hostname != name or _is_number(name):
        return None
    return Site(name, f"{address.scheme}://{address.netloc}")


def ask(use: PasskeyUse) -> bytes:
    """Return a fresh challenge, and keep it in the cookie for a short while."""
    challenge = new_challenge()
    until = (clock.now() + CHALLENGE).timestamp()
    session[_CHALLENGE] = [use.value, bytes_to_base64url(challenge), until]
    return challenge


def asked(use: PasskeyUse) -> tuple[Site, bytes]:
    """Return the site and the challenge that was asked for this use, once; raises PasskeyRefusedError."""
    kept = session.pop(_CHALLENGE, None)
    here = site()
    if here is None or not isinstance(kept, list) or kept[0] != use.value:
        raise PasskeyRefusedError
    if kept[2] < clock.now().timestamp():
        raise PasskeyRefusedError
    return here, base64url_to_bytes(kept[1])


def posted() -> dict[str, Any]:
    """Return the JSON object that was sent, empty for anything else."""
    try:
        sent = request.get_json(silent=True)
    except RecursionError:
        return {}
    return sent if isinstance(sent, dict) else {}


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
