"""Asks a clamd whether a file holds a known virus; the file itself never leaves the machine by this road."""

import socket
import struct
from dataclasses import dataclass

_TIMEOUT = 20.0
"""A file of ten megabytes takes a second; who waits longer than this waits for nothing."""
_CHUNK = 64 * 1024
_MOST_ANSWER = 4096


class ScannerUnavailableError(Exception):
    """Raised when the scanner does not answer, or not with a verdict."""


@dataclass(frozen=True)
class Scanner:
    """A clamd, behind a socket file or a host and port."""

    path: str = ""
    host: str = ""
    port: int = 0
    timeout: float = _TIMEOUT

    def finds_virus(self, content: bytes) -> bool:
        """Return whether it knows something bad in the content; raises ScannerUnavailableError."""
        answer = self._ask(b"zINSTREAM\0", content)
        if answer.endswith(b" OK"):
            return False
        if answer.endswith(b" FOUND"):
            return True
        raise ScannerUnavailableError("no verdict")

    def answers(self) -> bool:
        """Return whether it is there."""
        try:
            return self._ask(b"zPING\0") == b"PONG"
        except ScannerUnavailableError:
            return False

    def _ask(self, command: bytes, content: bytes | None = None) -> bytes:
        try:
            with self._connection() as connection:
                connection.sendall(command)
                if content is not None:
                    for start in range(0, len(content), _CHUNK):
                        part = content[start : start + _CHUNK]
                        connection.sendall(struct.pack("!I", len(part)) + part)
                    connection.sendall(struct.pack("!I", 0))
                return self._answer(connection)
        except OSError as error:
            raise ScannerUnavailableError(type(error).__name__) from error

    def _connection(self) -> socket.socket:
        if not self.path:
            return socket.create_connection((self.host, self.port), timeout=self.timeout)
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(self.timeout)
        try:
            connection.connect(self.path)
        except OSError:
            connection.close()
            raise
        return connection

    def _answer(self, connection: socket.socket) -> bytes:
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _MOST_ANSWER:
            part = connection.recv(_MOST_ANSWER)
            if not part:
                break
            answer += part
        return answer.rstrip(b"\0\n")
