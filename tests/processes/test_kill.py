"""Twenty times kill -9 while people save and submit: what was acknowledged stays, nothing is half done."""

import json
import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.database import db
from portal.demo.personas import PASSWORD
from portal.domain import clock
from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.periods import PeriodDates
from portal.domain.workflow import ReportState
from portal.models import AuditEvent, MaatregelProgress, Report, Submission
from tests import builders
from tests.conftest import NewDatabase, dispose, make_app
from tests.processes.server import PATIENCE, Browser, Server, token_of

KILLS = 20
NETWORKS = 6
SUBMIT_EVERY = 4
"""Each fourth kill falls in a submission, the others in autosaves."""


@dataclass
class Writer:
    """Somebody who keeps saving one maatregel, and remembers what the portal said it had saved."""

    network: str
    browser: Browser
    path: str
    acknowledged: int = 0
    sent: int = 0
    errors: list[str] = field(default_factory=list)

    def keep_saving(self, stop: threading.Event) -> None:
        """Save until the server is gone."""
        while not stop.is_set():
            try:
                page = self.browser.get(self.path)
                version = page.partition('name="version"')[2].partition('value="')[2].partition('"')[0]
                self._save_a_few(token_of(page), version, stop)
            except OSError:
                return
            except Exception as error:  # noqa: BLE001 - a thread must not lose what went wrong
                self.errors.append(repr(error))
                return

    def _save_a_few(self, token: str, version: str, stop: threading.Event) -> None:
        while not stop.is_set():
            number = self.sent + 1
            self.sent = number
            fields = {"csrf_token": token, "version": version, "gedaan": f"Tekst {number}"}
            status, body = self.browser.post(f"{self.path}/tussentijds", fields)
            if status != 200:
                return
            version = str(json.loads(body)["version"])
            self.acknowledged = number


@pytest.fixture
def house(new_database: NewDatabase) -> Iterator[tuple[str, sa.Engine, str]]:
    """Six networks with an open round that began today."""
    url = new_database()
    app = make_app(url)
    today = clock.today()
    dates = PeriodDates(
        today - timedelta(days=90), today - timedelta(days=1), today, today + timedelta(days=30)
    )
    with app.app_context():
        built = builders.house(db.session, NETWORKS)
        period = builders.open_round(db.session, built, "proef", dates)
        with clock.at(datetime.combine(today, clock_time(0, 30), UTC)):
            for network in built.networks[1:]:
                builders.fill(db.session, built, builders.report_of(db.session, period, network))
        db.session.commit()
        engine = db.engine
    yield url, engine, "proef"
    dispose(app)


def test_what_was_acknowledged_survives(house: tuple[str, sa.Engine, str]) -> None:
    url, engine, code = house
    chance = random.Random(20221104)  # noqa: S311 - which moment, not which secret
    server = Server(url)
    server.start()
    writers = [writer_for(server, code, number) for number in (1, 2)]
    submitters = {number: sign_in(server, number) for number in range(2, NETWORKS + 1)}
    submitted: set[int] = set()
    try:
        for kill in range(1, KILLS + 1):
            target = 1 + kill // SUBMIT_EVERY
            if kill % SUBMIT_EVERY == 0 and target > 2:
                if die_while_submitting(server, submitters[target], code, target, chance):
                    submitted.add(target)
            else:
                die_while_saving(server, writers, chance)
            check(engine, code, writers, submitted)
            server.start()
    finally:
        server.kill()
    assert sum(writer.acknowledged for writer in writers) > KILLS / 2
    assert [writer.errors for writer in writers] == [[], []]


def die_while_saving(server: Server, writers: list[Writer], chance: random.Random) -> None:
    """Let everybody save, and kill the server at some moment."""
    stop = threading.Event()
    threads = [threading.Thread(target=writer.keep_saving, args=(stop,)) for writer in writers]
    for thread in threads:
        thread.start()
    before = sum(writer.acknowledged for writer in writers)
    deadline = time.monotonic() + PATIENCE
    while sum(writer.acknowledged for writer in writers) == before and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(chance.uniform(0.0, 0.3))
    server.kill()
    stop.set()
    for thread in threads:
        thread.join()


def die_while_submitting(
    server: Server, browser: Browser, code: str, number: int, chance: random.Random
) -> bool:
    """Submit, and kill the server at some moment; return whether the portal said that it was submitted."""
    path = f"/rapportages/{code}/net-{number}/indienen"
    page = browser.get(path)
    version = page.partition('name="version"')[2].partition('value="')[2].partition('"')[0]
    said = threading.Event()

    def submit() -> None:
        try:
            status, body = browser.post(path, {"csrf_token": token_of(page), "version": version})
        except OSError:
            return
        if status == 200 and "De rapportage is ingediend" in body:
            said.set()

    thread = threading.Thread(target=submit)
    thread.start()
    time.sleep(chance.uniform(0.0, 0.15))
    server.kill()
    thread.join()
    return said.is_set()


def check(engine: sa.Engine, code: str, writers: list[Writer], submitted: set[int]) -> None:
    """Nothing acknowledged is lost, and every report is a whole draft or wholly submitted."""
    with Session(engine) as session:
        if engine.dialect.name == "postgresql":
            # The server of the database may still be finishing what the killed one asked.
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        for writer in writers:
            row = session.scalars(
                sa.select(MaatregelProgress)
                .join(MaatregelProgress.report)
                .join(Report.network)
                .where(
                    MaatregelProgress.title.startswith("Maatregel 1 van"),
                    Report.network.has(code=writer.network),
                )
            ).one()
            kept = int(row.done.rpartition(" ")[2]) if row.done.startswith("Tekst ") and writer.sent else 0
            assert writer.acknowledged <= kept <= writer.sent or not writer.acknowledged
        for report in session.scalars(sa.select(Report)):
            number = int(report.network.code.rpartition("-")[2])
            events = session.scalar(
                sa.select(sa.func.count(AuditEvent.id)).where(
                    AuditEvent.subject_kind == SubjectKind.REPORT,
                    AuditEvent.subject_id == report.id,
                    AuditEvent.action == AuditAction.REPORT_SUBMITTED,
                )
            )
            copies = session.scalar(
                sa.select(sa.func.count(Submission.id)).where(Submission.report_id == report.id)
            )
            whole = report.state is ReportState.SUBMITTED
            assert (events, copies, report.submitted_at is not None) == (whole, whole, whole)
            assert whole or number not in submitted


def sign_in(server: Server, number: int) -> Browser:
    browser = Browser(server.url)
    browser.sign_in(f"coordinator.net-{number}@toets.example", PASSWORD)
    return browser


def writer_for(server: Server, code: str, number: int) -> Writer:
    path = f"/rapportages/{code}/net-{number}/maatregelen/net-{number}-m1"
    return Writer(f"net-{number}", sign_in(server, number), path)
