"""The virus scanner: a real server that speaks as clamd does, and what becomes of a file."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from config.scanner import scanner_address
from config.settings import SettingsError, load_settings
from portal.domain.uploads import CheckedFile, FileKind, UploadProblem, UploadRefusedError
from portal.filestore.scanner import Scanner, ScannerUnavailableError
from portal.web import scanning

VIRUS = b"teststring van een virus"


class Clamd(socketserver.BaseRequestHandler):
    """Answers PING and INSTREAM; finds one string and nothing else."""

    def handle(self) -> None:
        command = self._until(b"\0")
        if command == b"zPING":
            self.request.sendall(b"PONG\0")
            return
        assert command == b"zINSTREAM"
        content = b""
        while size := struct.unpack("!I", self._exactly(4))[0]:
            content += self._exactly(size)
        self.request.sendall(b"stream: Eicar FOUND\0" if VIRUS in content else b"stream: OK\0")

    def _until(self, end: bytes) -> bytes:
        seen = b""
        while not seen.endswith(end):
            seen += self.request.recv(1)
        return seen.removesuffix(end)

    def _exactly(self, size: int) -> bytes:
        seen = b""
        while len(seen) < size:
            seen += self.request.recv(size - len(seen))
        return seen


class Confused(socketserver.BaseRequestHandler):
    """Answers something that is no verdict."""

    def handle(self) -> None:
        self.request.recv(1024)
        self.request.sendall(b"INSTREAM size limit exceeded. ERROR\0")


def serving(server: Any) -> Iterator[Any]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def clamd() -> Iterator[Scanner]:
    """A scanner behind a port."""
    for server in serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd)):
        yield Scanner(host="127.0.0.1", port=server.server_address[1], timeout=5)


def test_it_tells_good_from_bad_however_big(clamd: Scanner) -> None:
    assert clamd.answers()
    assert clamd.finds_virus(b"gewoon" * 200_000) is False
    assert clamd.finds_virus(b"x" * 64 * 1024 + VIRUS) is True
    assert clamd.finds_virus(b"") is False


def test_it_is_reached_by_a_socket_file(tmp_path: Path) -> None:
    path = tmp_path / "clamd.ctl"
    for _server in serving(socketserver.ThreadingUnixStreamServer(str(path), Clamd)):
        assert Scanner(path=str(path), timeout=5).finds_virus(VIRUS) is True


def test_one_that_is_away_or_gives_no_verdict_is_told(tmp_path: Path) -> None:
    for away in (Scanner(path=str(tmp_path / "niets")), Scanner(host="127.0.0.1", port=1, timeout=1)):
        assert not away.answers()
        with pytest.raises(ScannerUnavailableError):
            away.finds_virus(b"gewoon")
    for server in serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Confused)):
        confused = Scanner(host="127.0.0.1", port=server.server_address[1], timeout=5)
        with pytest.raises(ScannerUnavailableError):
            confused.finds_virus(b"gewoon")


@pytest.fixture
def file() -> CheckedFile:
    """A file that passed every other check."""
    return CheckedFile(FileKind.PDF, "bewijs.pdf", b"%PDF-" + VIRUS)


def test_an_infected_file_stays_out(
    bare_app: Flask, clamd: Scanner, file: CheckedFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(bare_app.extensions, scanning._NAME, clamd)
    clean = CheckedFile(FileKind.PDF, "schoon.pdf", b"%PDF-schoon")
    with bare_app.app_context():
        assert scanning.scanned(clean) is clean
        with pytest.raises(UploadRefusedError) as refused:
            scanning.scanned(file)
    assert refused.value.problem is UploadProblem.INFECTED


def test_what_could_not_be_scanned_stays_out_too(
    bare_app: Flask, file: CheckedFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(bare_app.extensions, scanning._NAME, Scanner(host="127.0.0.1", port=1, timeout=1))
    with bare_app.app_context(), pytest.raises(UploadRefusedError) as refused:
        scanning.scanned(file)
    assert refused.value.problem is UploadProblem.NOT_SCANNED


def test_without_a_scanner_the_own_checks_decide(bare_app: Flask, file: CheckedFile) -> None:
    with bare_app.app_context():
        assert scanning.scanner() is None
        assert scanning.scanned(file) is file


def test_the_address_of_the_settings_is_read() -> None:
    assert scanner_address("unix:///run/clamav/clamd.ctl").path == "/run/clamav/clamd.ctl"
    assert (scanner_address("tcp://scan.example").host, scanner_address("tcp://scan.example").port) == (
        "scan.example",
        3310,
    )
    found = scanning.scanner_of("tcp://127.0.0.1:99")
    assert found is not None
    assert found.port == 99


@pytest.mark.parametrize(
    "address", ["clamd", "http://x", "tcp://", "unix://host/pad", "tcp://a:99999", "tcp://a/pad", "tcp://a?b"]
)
def test_a_wrong_address_is_named(address: str) -> None:
    with pytest.raises(SettingsError, match="PORTAL_VIRUS_SCANNER"):
        load_settings({"PORTAL_DEMO": "true", "PORTAL_VIRUS_SCANNER": address})
