"""Where a request comes from, no more precise than is needed."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_NETWORK = {4: 24, 6: 48}
_PLACE = {4: 32, 6: 64}
"""What one household or office has: with IPv6 anybody has billions of addresses."""


@dataclass(frozen=True)
class Origin:
    """Where somebody comes from, to count what goes wrong there; never to be kept readable."""

    place: str
    network: str


def origin_of(address: str) -> Origin:
    """Return the place of one customer and the network around it, both empty where that is not known."""
    found = _read(address)
    if found is None:
        return Origin("", "")
    return Origin(str(ip_network((found, _PLACE[found.version]), strict=False)), shortened(address))


def shortened(address: str) -> str:
    """Return the network an address is in (/24, for IPv6 /48), which no longer points at one device.

    Long enough to see that somebody came from elsewhere (AVG: no more personal data than needed).
    """
    found = _read(address)
    return str(ip_network((found, _NETWORK[found.version]), strict=False)) if found is not None else ""


def _read(address: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(address)
    except ValueError:
        return None
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        return found.ipv4_mapped
    return found
