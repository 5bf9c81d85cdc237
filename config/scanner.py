"""The virus scanner, from one address."""

from dataclasses import dataclass
from urllib.parse import urlsplit

USUAL_PORT = 3310


@dataclass(frozen=True, slots=True)
class ScannerAddress:
    """Where a clamd listens: a socket file, or a host and port."""

    path: str = ""
    host: str = ""
    port: int = USUAL_PORT


def scanner_address(address: str) -> ScannerAddress:
    """Read unix:///path or tcp://host:port of a clamd; raises ValueError."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise ValueError("dit is geen adres van een virusscanner") from None
    if parts.query or parts.fragment or parts.username:
        raise ValueError("na het adres van de virusscanner staat niets meer")
    if parts.scheme == "unix" and not parts.netloc and len(parts.path) > 1:
        return ScannerAddress(path=parts.path)
    if parts.scheme == "tcp" and parts.hostname and not parts.path.strip("/"):
        return ScannerAddress(host=parts.hostname, port=port or USUAL_PORT)
    raise ValueError("begin met unix:/// (het pad van de socket) of tcp:// (de naam en poort van clamd)")
