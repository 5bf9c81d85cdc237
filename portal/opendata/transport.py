"""Asking an address and reading the whole answer, within limits of time and size."""

import ssl
import time
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

import structlog
import urllib3
from urllib3.exceptions import HTTPError, NewConnectionError
from urllib3.exceptions import TimeoutError as UrllibTimeoutError

from portal.opendata.address import allowed
from portal.opendata.errors import (
    BusyError,
    OpenDataError,
    QueryRefusedError,
    SourceDownError,
    SourceSilentError,
    StrangeAnswerError,
)

_log = structlog.get_logger()
_CHUNK = 64 * 1024
_HEADERS = {"Accept-Encoding": "gzip", "User-Agent": "Mainportaal"}
_OK, _MOVED, _REFUSED, _TOO_MANY, _DOWN = 200, 300, 400, 429, 500
_WORDS_OF_REFUSAL = 4_000


@dataclass(frozen=True)
class Patience:
    """How long we wait, how often we try again, and how much we take."""

    connect: float = 5
    read: float = 20
    """Seconds without a byte."""
    total: float = 60
    """Seconds for one question with all attempts and all pages."""
    attempts: int = 3
    pause: float = 0.5
    """Seconds before the second attempt; each next pause is twice as long."""
    most_bytes: int = 16 * 1024**2


class Deadline:
    """The moment by which one question must be answered."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds that are left; raises SourceSilentError when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise SourceSilentError("geen antwoord binnen de tijd")
        return left

    def check(self) -> None:
        """Raise SourceSilentError when the time is over."""
        _ = self.left


class Transport:
    """Gets answers; follows no redirect, uses no proxy of the environment, keeps no cookie."""

    def __init__(self, hosts: Collection[str], patience: Patience) -> None:
        self._hosts = frozenset(host.lower() for host in hosts)
        self.patience = patience
        self._pool = urllib3.PoolManager(num_pools=2, maxsize=4, retries=False, ssl_context=_tls())

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts that may be asked."""
        return self._hosts

    def get(self, address: str, deadline: Deadline, accept: str = "application/json") -> bytes:
        """Return the whole answer; tries again where that can help, else raises an OpenDataError."""
        allowed(address, self._hosts)
        for attempt in range(1, self.patience.attempts + 1):
            try:
                return self._once(address, deadline, accept)
            except (SourceSilentError, SourceDownError) as error:
                _log.warning("open_data_failed", attempt=attempt, reason=str(error))
                pause = self.patience.pause * 2 ** (attempt - 1)
                if (
                    attempt == self.patience.attempts
                    or isinstance(error, BusyError)
                    or pause >= deadline.left
                ):
                    raise
                time.sleep(pause)
        raise SourceSilentError("er is niet gevraagd")

    def _once(self, address: str, deadline: Deadline, accept: str) -> bytes:
        timeout = urllib3.Timeout(
            connect=min(self.patience.connect, deadline.left), read=min(self.patience.read, deadline.left)
        )
        try:
            answer = self._pool.request(
                "GET",
                address,
                headers={**_HEADERS, "Accept": accept},
                timeout=timeout,
                redirect=False,
                preload_content=False,
            )
            try:
                if answer.status == _OK:
                    return self._whole(answer, deadline)
                raise _refusal(answer)
            finally:
                # Never given back half read.
                answer.close()
        except OpenDataError:
            raise
        except NewConnectionError:
            raise SourceSilentError("de bron is niet bereikbaar") from None
        except UrllibTimeoutError:
            raise SourceSilentError("de bron antwoordt te traag") from None
        except (HTTPError, OSError) as error:
            raise SourceSilentError(f"geen heel antwoord ({type(error).__name__})") from None

    def _whole(self, answer: Any, deadline: Deadline) -> bytes:
        """Read until the end, looking at the clock and the size after each piece that comes in."""
        parts, size = [], 0
        while part := answer.read1(_CHUNK, decode_content=True):
            size += len(part)
            if size > self.patience.most_bytes:
                raise StrangeAnswerError("het antwoord is te groot")
            parts.append(part)
            deadline.check()
        return b"".join(parts)


@cache
def _tls() -> ssl.SSLContext:
    """Return what checks certificates, by those that the machine trusts; reading them takes a while."""
    return ssl.create_default_context()


def _refusal(answer: Any) -> OpenDataError:
    status: int = answer.status
    if status >= _DOWN:
        return SourceDownError(f"de bron antwoordt met {status}")
    if status == _TOO_MANY:
        return BusyError("de bron beperkt het aantal vragen")
    if status >= _REFUSED:
        return QueryRefusedError(f"de bron weigert met {status}: {_words(answer)}")
    if status >= _MOVED:
        return StrangeAnswerError(f"de bron verwijst naar een ander adres ({status})")
    return StrangeAnswerError(f"de bron antwoordt met {status}")


def _words(answer: Any) -> str:
    """Return what the source says of a refusal, as plain text of one line."""
    said = answer.read1(_WORDS_OF_REFUSAL, decode_content=True) or b""
    words = "".join(sign if sign.isprintable() else " " for sign in said.decode("utf-8", "replace"))
    return " ".join(words.split())[:300]
