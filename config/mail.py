"""The mail server, from one address."""

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import unquote, urlsplit

Security = Literal["none", "starttls", "tls"]
SCHEMES: dict[str, tuple[Security, int]] = {
    "smtp": ("none", 25),
    "starttls": ("starttls", 587),
    "smtps": ("tls", 465),
}
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where mail is handed over, and how."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)


def smtp_server(address: str) -> SmtpServer:
    """Read smtp://, starttls:// or smtps://user:password@host:port; raises ValueError, never quoting it."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise ValueError("dit is geen adres van een mailserver") from None
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise ValueError("begin met smtp://, starttls:// of smtps://, met de naam van de mailserver")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("na de naam en de poort van de mailserver staat niets meer")
    security, usual = SCHEMES[parts.scheme]
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if user and security == "none" and parts.hostname not in LOOPBACK:
        raise ValueError("smtp:// stuurt het wachtwoord leesbaar; gebruik starttls:// of smtps://")
    return SmtpServer(parts.hostname, port or usual, security, user, password)
