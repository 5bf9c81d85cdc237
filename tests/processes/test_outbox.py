"""Two workers, one of them killed again and again: each mail arrives, and a double can be known as one.

SMTP cannot promise more: between the moment at which the mail server accepts a mail and the moment at which
that is kept, a worker can die. The mail is then sent again, under the same Message-ID, so that whoever
receives it can leave the double out. That window is all: there are never more doubles than kills.
"""

import asyncio
import email
import random
import signal
import socket
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from multiprocessing.context import ForkServerProcess
from typing import Any

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as SmtpSession
from sqlalchemy.orm import Session

from portal.database import db
from portal.domain import clock
from portal.domain.audit import SYSTEM
from portal.domain.notices import MailState, NoticeKind
from portal.domain.periods import PeriodDates
from portal.domain.roles import Role
from portal.models import Mail
from portal.services import periods
from portal.services.notices import tell
from tests import builders
from tests.conftest import NewDatabase, dispose, make_app
from tests.running import start_portal, stop

PEOPLE = 25
ROUNDS = 4
KILLS = 6
CLAIM_SECONDS = 5
PATIENCE = 90.0


class Inbox:
    """Keeps what arrives; now and then a mail is refused for the time being."""

    def __init__(self) -> None:
        self.arrived: list[tuple[str, str, str]] = []
        self.refuse: set[str] = set()
        self.wait_for = 1
        """How many workers must have come before the first mail is accepted."""
        self._peers: set[object] = set()
        self._complete = asyncio.Event()

    async def handle_DATA(self, server: SMTP, session: SmtpSession, envelope: Envelope) -> str:  # noqa: N802
        self._peers.add(session.peer)
        if len(self._peers) >= self.wait_for:
            self._complete.set()
        await self._complete.wait()
        message = email.message_from_bytes(envelope.original_content or b"")
        self.arrived.append((str(message["Message-ID"]), envelope.rcpt_tos[0], str(message["Subject"])))
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: SmtpSession, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        if address in self.refuse:
            self.refuse.discard(address)
            return "451 Probeer het later nog eens"
        if address.startswith("weg."):
            return "550 Onbekend"
        envelope.rcpt_tos.append(address)
        return "250 OK"


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, int]]:
    """A mail server on this machine."""
    handler = Inbox()
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = int(listener.getsockname()[1])
    controller = Controller(handler, hostname="127.0.0.1", port=port, ready_timeout=60)
    controller.start()
    yield handler, port
    controller.stop()


@pytest.fixture
def outbox(new_database: NewDatabase) -> Iterator[tuple[str, sa.Engine, set[str]]]:
    """A database in which many mails are due."""
    url = new_database()
    app = make_app(url)
    today = clock.today()
    dates = PeriodDates(
        today - timedelta(days=9), today - timedelta(days=1), today, today + timedelta(days=9)
    )
    with app.app_context():
        session = db.session
        people = [builders.person(session, f"persoon{n}", Role.PROGRAMME_OFFICER) for n in range(PEOPLE)]
        period = periods.plan_period(session, SYSTEM, "ronde", "Ronde", dates)
        for number in range(ROUNDS):
            tell(session, NoticeKind.NOT_OPENED, people, key=f"toets:{number}", period=period)
        addresses = {person.email for person in people}
        session.commit()
        engine = db.engine
    yield url, engine, addresses
    dispose(app)


def start(url: str, port: int, claim_seconds: int = CLAIM_SECONDS) -> ForkServerProcess:
    settings = {
        "PORTAL_DEMO": "true",
        "PORTAL_SECURE_COOKIES": "false",
        "PORTAL_DATABASE_URL": url,
        "PORTAL_LOG_LEVEL": "ERROR",
        "PORTAL_SMTP_URL": f"smtp://127.0.0.1:{port}",
        "PORTAL_MAIL_FROM": "Mainportaal <portaal@toets.example>",
        "PORTAL_MAIL_CLAIM_SECONDS": str(claim_seconds),
    }
    return start_portal(["worker", "--every", "0.5"], settings)


def states(engine: sa.Engine) -> Counter[MailState]:
    with Session(engine) as session:
        rows = session.execute(sa.select(Mail.state, sa.func.count()).group_by(Mail.state))
        return Counter({row[0]: row[1] for row in rows})


def test_each_mail_arrives_while_workers_are_killed(
    inbox: tuple[Inbox, int], outbox: tuple[str, sa.Engine, set[str]]
) -> None:
    arrived, port = inbox
    url, engine, addresses = outbox
    chance = random.Random(20240523)  # noqa: S311 - which moment, not which secret
    steady, victim = start(url, port), start(url, port)
    kills = 0
    try:
        deadline = time.monotonic() + PATIENCE
        while states(engine)[MailState.SENT] < PEOPLE * ROUNDS:
            assert time.monotonic() < deadline, f"mails are stuck: {states(engine)}"
            if kills < KILLS and arrived.arrived:
                # In the middle of its work: wherever it is.
                time.sleep(chance.uniform(0.0, 0.1))
                stop(victim, signal.SIGKILL)
                kills += 1
                victim = start(url, port)
            time.sleep(0.05)
    finally:
        stop(steady, signal.SIGTERM)
        stop(victim, signal.SIGTERM)
    received = Counter(message_id for message_id, _address, _subject in arrived.arrived)
    assert len(received) == PEOPLE * ROUNDS, "every mail arrived, each under its own Message-ID"
    doubles = sum(count - 1 for count in received.values())
    assert kills
    assert doubles <= kills
    # One copy of each: what a mailbox keeps that knows a Message-ID.
    kept = {message_id: address for message_id, address, _subject in arrived.arrived}
    assert Counter(kept.values()) == Counter(dict.fromkeys(addresses, ROUNDS))
    assert states(engine) == {MailState.SENT: PEOPLE * ROUNDS}


def test_two_workers_that_nobody_kills_send_exactly_once(
    inbox: tuple[Inbox, int], outbox: tuple[str, sa.Engine, set[str]]
) -> None:
    arrived, port = inbox
    url, engine, _addresses = outbox
    arrived.wait_for = 2
    workers = [start(url, port, 300), start(url, port, 300)]
    try:
        deadline = time.monotonic() + PATIENCE
        while states(engine)[MailState.SENT] < PEOPLE * ROUNDS:
            assert time.monotonic() < deadline, f"mails are stuck: {states(engine)}"
            time.sleep(0.1)
    finally:
        for worker in workers:
            stop(worker, signal.SIGTERM)
    assert sorted(Counter(message_id for message_id, *_rest in arrived.arrived).values()) == [1] * (
        PEOPLE * ROUNDS
    )
    with Session(engine) as session:
        assert len(set(session.scalars(sa.select(Mail.claimed_by)))) == 2, "both took part"


def test_what_a_mail_server_refuses(
    inbox: tuple[Inbox, int], outbox: tuple[str, sa.Engine, set[str]]
) -> None:
    arrived, port = inbox
    url, engine, addresses = outbox
    first = min(addresses)
    arrived.refuse.add(first)
    with Session(engine) as session:
        mails = session.scalars(sa.select(Mail)).all()
        mails[-1].account.email = "weg.persoon@toets.example"
        gone, waiting = (
            mails[-1].account_id,
            {mail.account_id for mail in mails if mail.account.email == first},
        )
        session.commit()
    worker = start(url, port)
    try:
        deadline = time.monotonic() + PATIENCE
        while states(engine)[MailState.SENT] < PEOPLE * ROUNDS - ROUNDS - 1:
            assert time.monotonic() < deadline, f"mails are stuck: {states(engine)}"
            time.sleep(0.1)
        time.sleep(0.5)
    finally:
        stop(worker, signal.SIGTERM)
    with Session(engine) as session:
        failed = session.scalars(sa.select(Mail).where(Mail.state == MailState.FAILED)).all()
        assert {mail.account_id for mail in failed} == {gone}
        assert {mail.error for mail in failed} == {"De mailserver weigert: 550 Onbekend"}
        later = session.scalars(sa.select(Mail).where(Mail.state == MailState.PENDING)).one()
        assert {later.account_id} == waiting
        assert "451" in later.error
        assert later.due_at > clock.now()
