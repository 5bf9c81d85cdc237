"""How gunicorn serves the portal."""

import os
from dataclasses import asdict, dataclass
from ipaddress import ip_address

from config.settings import SettingsError

MOST_WORKERS = 4
THREADS = 4
"""So many requests a process answers at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """Options of gunicorn, under the names gunicorn gives them."""

    bind: str
    workers: int
    worker_class: str = "gthread"
    threads: int = THREADS
    # Made once, before the processes part: they share its memory, and none compiles a template again.
    preload_app: bool = True
    # A page takes far less than a second; a worker that is silent for half a minute is stuck.
    timeout: int = 30
    graceful_timeout: int = 20
    keepalive: int = 5
    limit_request_line: int = 4094
    limit_request_fields: int = 100
    limit_request_field_size: int = 8190
    # The portal logs each request itself, with its request id; gunicorn's own line would double it.
    accesslog: str | None = None
    errorlog: str = "-"
    loglevel: str = "warning"
    # What a proxy says of a visitor is judged in one place: PORTAL_TRUSTED_PROXIES.
    forwarded_allow_ips: str = ""
    # The server takes no commands from a socket file: it is stopped by signal.
    control_socket_disable: bool = True

    def options(self) -> dict[str, object]:
        """The options as gunicorn's configuration takes them."""
        return asdict(self)


def server_settings(host: str, port: int, *, demo: bool) -> ServerSettings:
    """The server for this machine; a demonstration stays on the machine itself."""
    if demo and not is_loopback(host):
        raise SettingsError(
            f"De demonstratie draait alleen op deze computer. Gebruik 127.0.0.1 in plaats van {host}."
        )
    workers = 1 if demo else min(MOST_WORKERS, os.cpu_count() or 1)
    address = f"[{host}]" if ":" in host else host
    return ServerSettings(bind=f"{address}:{port}", workers=workers, preload_app=not demo)


def is_loopback(host: str) -> bool:
    """Whether only this machine itself can reach that address."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
