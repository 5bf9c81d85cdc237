"""Where the open data of the Tweede Kamer are, from one address."""

from urllib.parse import urlsplit

from config.mail import LOOPBACK

HOSTS = ("gegevensmagazijn.tweedekamer.nl",)


def source_address(address: str) -> str:
    """Return the address of the service without a last slash; raises ValueError with the reason."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise ValueError("dit is geen adres van een dienst") from None
    host = parts.hostname or ""
    here = host in LOOPBACK
    if not host or parts.username or parts.password or "\\" in address or any(map(str.isspace, address)):
        raise ValueError("geef een adres zonder naam, wachtwoord of spaties")
    if parts.scheme != "https" and not (here and parts.scheme == "http"):
        raise ValueError("begin met https:// (op deze computer mag http://)")
    if port not in {None, 443} and not here:
        raise ValueError("geef geen poort")
    if parts.query or parts.fragment:
        raise ValueError("na het pad van de dienst staat niets meer")
    return address.rstrip("/")


def check_source(address: str, dialect: str, hosts: tuple[str, ...]) -> None:
    """Refuse a service on a host that is not allowed, or one that speaks another version."""
    host = (urlsplit(address).hostname or "").lower()
    if host not in hosts:
        raise ValueError(f"PORTAL_OPENDATA_URL: {host} staat niet in PORTAL_OPENDATA_HOSTS")
    other = {"v4": "/v5", "v5": "/v4"}[dialect]
    if f"{other}/" in f"{address.lower()}/":
        raise ValueError(
            f"PORTAL_OPENDATA_URL noemt {other[1:]} en PORTAL_OPENDATA_DIALECT is {dialect}: "
            "kies dezelfde versie"
        )
