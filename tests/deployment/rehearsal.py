"""The portal as install.sh sets it up: nginx with TLS, two processes and a worker, on this machine."""

import os
import shutil
import socket
import ssl
import subprocess
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as SmtpSession

from tests.conftest import ROOT

SCRIPT = ROOT / "config" / "deployment" / "install.sh"
PASSWORD = "Kwartels-54-varen-mistig-langs"
CLEAN = {
    **{name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")},
    # The program that is tested, wherever the virtual environment was made.
    "PYTHONPATH": str(ROOT),
}


class Mailbox:
    """What a mail server received."""

    def __init__(self) -> None:
        self.received: list[tuple[str, Message]] = []

    async def handle_DATA(self, _server: SMTP, _session: SmtpSession, envelope: Envelope) -> str:  # noqa: N802
        """Take a mail."""
        message = message_from_bytes(envelope.original_content or b"", policy=default)
        self.received += [(address, message) for address in envelope.rcpt_tos]
        return "250 OK"


def free_ports(number: int) -> list[int]:
    """Return ports that nobody uses."""
    listeners = [socket.socket() for _port in range(number)]
    for listener in listeners:
        listener.bind(("127.0.0.1", 0))
    ports = [int(listener.getsockname()[1]) for listener in listeners]
    for listener in listeners:
        listener.close()
    return ports


@dataclass
class Rehearsal:
    """One rehearsed installation."""

    prefix: Path
    database_url: str
    smtp_port: int
    ports: list[int] = field(default_factory=lambda: free_ports(4))

    @property
    def url(self) -> str:
        """Where visitors come."""
        return f"https://localhost:{self.ports[1]}"

    @property
    def plain_url(self) -> str:
        """Where visitors come who forgot the s."""
        return f"http://localhost:{self.ports[0]}"

    def run(self, *more: str) -> str:
        """Run the script; return what it said."""
        smtp = self.prefix.parent / "smtp"
        smtp.write_text(f"smtp://127.0.0.1:{self.smtp_port}\n", encoding="utf-8")
        database = self.prefix.parent / "database"
        database.write_text(f"{self.database_url}\n", encoding="utf-8")
        # An officer without a second factor: signing in with one has its own tests.
        own = self.prefix.parent / "eigen.env"
        own.write_text("PORTAL_SECOND_FACTOR_ROLES=administrator\n", encoding="utf-8")
        options = {
            "--prefix": str(self.prefix),
            "--domain": "localhost",
            "--database-url-file": str(database),
            "--admin-email": "beheer@toets.example",
            "--admin-name": "Beheer",
            "--smtp-url-file": str(smtp),
            "--settings-file": str(own),
            **dict(
                zip(
                    ("--http-port", "--https-port", "--app-port-1", "--app-port-2"),
                    map(str, self.ports),
                    strict=True,
                )
            ),
        }
        return _done(
            [str(SCRIPT), "--rehearse", *(word for pair in options.items() for word in pair), *more], CLEAN
        )

    def portal(self, *words: str) -> str:
        """Run `portal` with the settings of the installation."""
        lines = (self.prefix / "etc" / "mainportaal.env").read_text(encoding="utf-8").splitlines()
        settings = dict(line.split("=", 1) for line in lines if line.startswith("PORTAL_"))
        return _done([str(ROOT / ".venv" / "bin" / "portal"), *words], {**CLEAN, **settings})

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
        """Ask for a page; return status, headers and text."""
        request = urllib.request.Request(f"{self.url}{path}", headers=headers)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=20, context=unchecked()) as answer:  # noqa: S310
                return answer.status, _lower(answer.headers), answer.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, _lower(refusal.headers), refusal.read().decode()

    def statuses(self) -> list[int]:
        """Return the status of every answer that nginx gave so far."""
        log = (self.prefix / "log" / "mainportaal.log").read_text(encoding="utf-8")
        return [int(line.rpartition('" ')[2].split()[0]) for line in log.splitlines()]


def unchecked() -> ssl.SSLContext:
    """Accept the certificate that the script made itself."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def missing_tools() -> list[str]:
    """Return what this machine lacks for a rehearsal."""
    return [tool for tool in ("nginx", "openssl", "setsid") if shutil.which(tool) is None]


def _lower(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _done(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(  # noqa: S603 - our own command
        command,
        env=environment,
        input=f"{PASSWORD}\n{PASSWORD}\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
        # No terminal to ask on: passwords come from the input.
        start_new_session=True,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout
