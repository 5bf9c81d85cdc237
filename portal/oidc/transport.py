"""Asking the provider and reading its whole answer: only at its own address, in limited time and size."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import urllib3
from urllib3.exceptions import HTTPError
from urllib3.exceptions import TimeoutError as UrllibTimeoutError

from portal.oidc.errors import ProviderOddError, ProviderSilentError

_CHUNK = 64 * 1024
_OK, _TOO_MANY, _DOWN = 200, 429, 500
_HEADERS = {"Accept": "application/json", "User-Agent": "Mainportaal"}
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Patience:
    """How long we wait for one answer, and how much we take."""

    connect: float = 3
    read: float = 5
    """Seconds without a byte."""
    total: float = 8
    most_bytes: int = 256 * 1024


class Transport:
    """Gets answers from one origin; follows no redirect, uses no proxy, keeps no cookie."""

    def __init__(self, issuer: str, patience: Patience) -> None:
        self._origin = _origin(issuer)
        self._patience = patience
        self._pool = urllib3.PoolManager(num_pools=1, maxsize=4, retries=False)

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Return the object at an address."""
        return self._ask("GET", address, headers or {}, None)

    def post(self, address: str, fields: Mapping[str, str], headers: Mapping[str, str]) -> dict[str, Any]:
        """Return the object that answers a form."""
        return self._ask("POST", address, {**headers, "Content-Type": _FORM}, urlencode(fields))

    def check(self, address: object) -> str:
        """Return the address when it is at the issuer; raises ProviderOddError."""
        if not isinstance(address, str) or _origin(address) != self._origin:
            raise ProviderOddError("een adres in de beschrijving ligt niet bij de uitgever")
        return address

    def _ask(self, method: str, address: str, headers: Mapping[str, str], body: str | None) -> dict[str, Any]:
        end = time.monotonic() + self._patience.total
        try:
            answer = self._pool.request(
                method,
                self.check(address),
                body=body,
                headers={**_HEADERS, **headers},
                timeout=urllib3.Timeout(connect=self._patience.connect, read=self._patience.read),
                redirect=False,
                preload_content=False,
            )
            try:
                content = self._whole(answer, end)
            finally:
                # Never given back half read.
                answer.close()
        except UrllibTimeoutError:
            raise ProviderSilentError("de dienst antwoordt te traag") from None
        except (HTTPError, OSError) as error:
            raise ProviderSilentError(f"geen heel antwoord ({type(error).__name__})") from None
        return _object(answer.status, content)

    def _whole(self, answer: Any, end: float) -> bytes:
        parts, size = [], 0
        while part := answer.read1(_CHUNK, decode_content=True):
            size += len(part)
            if size > self._patience.most_bytes:
                raise ProviderOddError("het antwoord is te groot")
            if time.monotonic() > end:
                raise ProviderSilentError("de dienst antwoordt te traag")
            parts.append(part)
        return b"".join(parts)


def _object(status: int, content: bytes) -> dict[str, Any]:
    """Read an answer; of a refusal only the status is told, for its text could hold what was asked."""
    if status == _TOO_MANY or status >= _DOWN:
        raise ProviderSilentError(f"de dienst antwoordt met status {status}")
    if status != _OK:
        raise ProviderOddError(f"de dienst weigert met status {status}")
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        raise ProviderOddError("het antwoord is geen JSON") from None
    if not isinstance(value, dict):
        raise ProviderOddError("het antwoord is geen object")
    return value


def _origin(address: str) -> tuple[str, str, int]:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise ProviderOddError("een adres is niet te lezen") from None
    if parts.username or parts.password or "\\" in address or parts.fragment:
        raise ProviderOddError("een adres is niet te vertrouwen")
    return (
        parts.scheme,
        (parts.hostname or "").lower(),
        port or {"https": 443, "http": 80}.get(parts.scheme, 0),
    )
