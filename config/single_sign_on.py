"""The provider of single sign-on, from its settings."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from config.mail import LOOPBACK

WELL_KNOWN = "/.well-known/openid-configuration"
LONGEST_NAME = 60
LONGEST_ISSUER = 300


def issuer_address(address: str) -> str:
    """Return the address of an issuer, exactly as it calls itself; raises ValueError with the reason."""
    try:
        parts = urlsplit(address)
        _port = parts.port
    except ValueError:
        raise ValueError("dit is geen adres van een dienst") from None
    host = parts.hostname or ""
    odd = "\\" in address or any(map(str.isspace, address)) or len(address) > LONGEST_ISSUER
    if not host or parts.username or parts.password or odd:
        raise ValueError("geef een adres zonder naam, wachtwoord of spaties")
    if parts.scheme != "https" and not (host in LOOPBACK and parts.scheme == "http"):
        raise ValueError("begin met https:// (op deze computer mag http://)")
    if parts.query or parts.fragment or address.endswith((WELL_KNOWN, f"{WELL_KNOWN}/")):
        raise ValueError("geef het adres van de uitgever zelf, zonder /.well-known en zonder vraagteken")
    return address


def button_name(name: str) -> str:
    """Return what the organisation is called on the button; raises ValueError."""
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise ValueError(f"geef een naam van hoogstens {LONGEST_NAME} tekens, op één regel")
    return name


def check_complete(given: Mapping[str, str], public_url: str, *, demo: bool) -> None:
    """Refuse half a set of settings, and a portal that does not know its own address; raises ValueError."""
    if not any(given.values()):
        return
    missing = [name for name, value in given.items() if not value]
    if missing:
        raise ValueError(f"Inloggen via een organisatie vraagt ook {' en '.join(missing)}")
    if not demo and not public_url.startswith("https://"):
        raise ValueError(
            "Inloggen via een organisatie vraagt ook PORTAL_PUBLIC_URL met https://, voor de weg terug"
        )
