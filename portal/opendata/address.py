"""Which addresses may be asked: https, a host on the list, and nothing that somebody typed."""

from collections.abc import Collection
from urllib.parse import SplitResult, urljoin, urlsplit

from portal.opendata.errors import ForbiddenAddressError

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def allowed(address: str, hosts: Collection[str]) -> str:
    """Return the address, or raise ForbiddenAddressError."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise ForbiddenAddressError("dit adres is niet te lezen") from None
    host = (parts.hostname or "").lower()
    if host not in hosts or parts.username or parts.password or "\\" in address:
        raise ForbiddenAddressError(f"{host or 'een adres zonder naam'} staat niet op de lijst")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in LOOPBACK):
        raise ForbiddenAddressError("alleen https mag")
    if port not in {None, 443} and host not in LOOPBACK:
        raise ForbiddenAddressError(f"poort {port} mag niet")
    return address


def next_address(base: str, link: str, hosts: Collection[str]) -> str:
    """Return where the next page is, which must be at the source that was asked."""
    address = allowed(urljoin(base, link), hosts)
    if _origin(urlsplit(address)) != _origin(urlsplit(base)):
        raise ForbiddenAddressError("de volgende pagina staat ergens anders")
    return address


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None]:
    return parts.scheme, parts.hostname, parts.port
