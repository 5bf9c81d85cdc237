"""Messages whose end is not clear are refused, so that nobody hides a second request in the first."""

import socket
from collections.abc import Callable, Iterator

import pytest

from tests.processes.server import Server

HIDDEN = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
HEAD = b"POST /inloggen HTTP/1.1\r\nHost: 127.0.0.1\r\n"

UNCLEAR = {
    "both a length and chunks": HEAD
    + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    + HIDDEN,
    "two lengths": HEAD + b"Content-Length: 0\r\nContent-Length: 44\r\n\r\n" + HIDDEN,
    "a length with a sign": HEAD + b"Content-Length: +0\r\n\r\n" + HIDDEN,
    "a length below nothing": HEAD + b"Content-Length: -1\r\n\r\n" + HIDDEN,
    "chunks of an unknown kind": HEAD + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + HIDDEN,
    "a space before the colon": HEAD + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
    "a chunk whose size is no number": HEAD + b"Transfer-Encoding: chunked\r\n\r\nonzin\r\n" + HIDDEN,
    "a header in two lines": HEAD + b"Content-Length: 0\r\n folded: yes\r\n\r\n" + HIDDEN,
}


@pytest.fixture(scope="module")
def server(new_database: Callable[[], str]) -> Iterator[Server]:
    """The portal as a process of its own."""
    server = Server(new_database())
    server.start()
    yield server
    server.kill()


def answers(server: Server, message: bytes) -> bytes:
    """Everything the server says to these bytes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(message)
        connection.shutdown(socket.SHUT_WR)
        said = b""
        while part := connection.recv(65536):
            said += part
    return said


def test_a_clear_message_is_answered(server: Server) -> None:
    """So that every other test here is refused for what is unclear."""
    assert answers(server, HIDDEN).startswith(b"HTTP/1.1 200")
    assert answers(server, HEAD + b"Content-Length: 0\r\n\r\n").startswith(b"HTTP/1.1 4")


@pytest.mark.parametrize("name", UNCLEAR)
def test_what_has_no_clear_end_hides_no_second_request(server: Server, name: str) -> None:
    said = answers(server, UNCLEAR[name])
    statuses = [int(part[:3]) for part in said.split(b"HTTP/1.1 ")[1:]]
    assert statuses
    assert set(statuses) <= {400, 501}
    assert b'"status"' not in said, "the hidden request was answered"
