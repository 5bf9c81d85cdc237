"""Two servers and two workers on one database and one store of files are one portal."""

import json
import re
import secrets
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import boto3
import pytest
import sqlalchemy as sa
from moto.server import ThreadedMotoServer
from sqlalchemy.orm import Session

from portal.database import db
from portal.demo.personas import PASSWORD
from portal.domain import clock
from portal.domain.audit import AuditAction
from portal.domain.notices import NoticeKind
from portal.domain.periods import PeriodDates
from portal.domain.roles import Role
from portal.models import AuditEvent, Notice, Period, SignInSession
from portal.services import periods
from tests import builders
from tests.abuse.making import pdf
from tests.conftest import NewDatabase, dispose, make_app
from tests.databases import on_postgres
from tests.processes.server import Browser, Server, token_of
from tests.running import start_portal

pytestmark = on_postgres("machines share a PostgreSQL, never a file")
WORKERS = 2
WAITING = "Ingediend, nog niet geaccepteerd"
PART = "/rapportages/proef/net-1/maatregelen/net-1-m1"


@dataclass
class Machines:
    """Two servers with the same settings."""

    one: Server
    other: Server
    engine: sa.Engine

    def enter(self, name: str) -> Browser:
        """Sign somebody in on the first."""
        browser = Browser(self.one.url)
        browser.sign_in(f"{name}@toets.example", PASSWORD)
        return browser


def round_dates() -> PeriodDates:
    today = clock.today()
    return PeriodDates(
        today - timedelta(days=90), today - timedelta(days=1), today, today + timedelta(days=30)
    )


@pytest.fixture(scope="module")
def s3() -> Iterator[dict[str, str]]:
    """An S3-compatible store on this machine, as settings."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="sleutel",
        aws_secret_access_key="geheim",
    ).create_bucket(Bucket="bewijs")
    yield {
        "PORTAL_FILES_URL": "s3://bewijs",
        "PORTAL_S3_ENDPOINT": endpoint,
        "PORTAL_S3_ACCESS_KEY": "sleutel",
        "PORTAL_S3_SECRET_KEY": "geheim",
    }
    server.stop()


@pytest.fixture(scope="module", params=["folder", "s3"])
def machines(
    request: pytest.FixtureRequest, new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Machines]:
    url = new_database()
    app = make_app(url)
    with app.app_context():
        built = builders.house(db.session, 2)
        for name in ("lid", "gast"):
            builders.person(db.session, name, Role.STEERING_MEMBER)
        builders.person(db.session, "tweede", Role.COORDINATOR, built.networks[0])
        period = builders.open_round(db.session, built, "proef", round_dates())
        report = builders.report_of(db.session, period, built.networks[1])
        with clock.at(datetime.combine(clock.today(), time(0, 30), UTC)):
            builders.fill(db.session, built, report)
        builders.submit(db.session, built, report, clock.today())
        db.session.commit()
        engine = db.engine
    files = {"PORTAL_FILES_URL": str(tmp_path_factory.mktemp("shared"))}
    settings = request.getfixturevalue("s3") if request.param == "s3" else files
    settings = settings | {"PORTAL_SECRET_KEY": secrets.token_hex(32)}
    settings |= {"PORTAL_AUDIT_ANCHOR": str(tmp_path_factory.mktemp("anchor") / "anker.jsonl")}
    made = Machines(Server(url, **settings), Server(url, **settings), engine)
    try:
        made.one.start()
        made.other.start()
        yield made
    finally:
        made.one.kill()
        made.other.kill()
        dispose(app)


def test_a_session_goes_on_elsewhere_and_ends_everywhere(machines: Machines) -> None:
    browser = machines.enter("gast")
    page = browser.go_to(machines.other).get("/")
    assert "Uitloggen" in page
    status, _page = browser.post("/uitloggen", {"csrf_token": token_of(page)})
    assert status == 200
    assert 'name="wachtwoord"' in browser.go_to(machines.one).get("/")
    with Session(machines.engine) as session:
        assert session.scalars(sa.select(SignInSession).where(SignInSession.ended_at.is_(None))).all() == []


def test_what_was_sent_to_one_is_read_on_the_other(machines: Machines) -> None:
    browser, content = machines.enter("coordinator.net-1"), pdf()
    page = browser.get(f"{PART}/bewijs")
    fields = {"csrf_token": token_of(page), "titel": "Foto van de hal", "doelgroep": "all_networks"}
    status, page = browser.send_file(f"{PART}/bewijs/bestand", fields, "foto.pdf", content)
    assert status == 200
    found = re.search(r'href="(/bewijs/[^"]+)"', page)
    assert found
    assert browser.go_to(machines.other).get_bytes(found[1]) == browser.go_to(machines.one).get_bytes(
        found[1]
    )


def test_the_token_and_the_version_of_one_hold_on_the_other(machines: Machines) -> None:
    browser = machines.enter("coordinator.net-1")
    page = browser.get(PART)
    version = page.partition('name="version"')[2].partition('value="')[2].partition('"')[0]
    fields = {"csrf_token": token_of(page), "version": version, "gedaan": "Op de andere machine."}
    status, said = browser.go_to(machines.other).post(f"{PART}/tussentijds", fields)
    assert status == 200
    assert json.loads(said)["version"] == int(version) + 1
    late = fields | {"gedaan": "Met de oude versie op de eerste."}
    status, said = browser.go_to(machines.one).post(f"{PART}/tussentijds", late)
    assert status == 409
    assert "Op de andere machine." in browser.get(PART)


def test_who_writes_on_one_is_seen_on_the_other(machines: Machines) -> None:
    first, second = machines.enter("coordinator.net-1"), machines.enter("tweede").go_to(machines.other)
    first.post(f"{PART}/aanwezig", {"csrf_token": token_of(first.get(PART))})
    status, said = second.post(f"{PART}/aanwezig", {"csrf_token": token_of(second.get(PART))})
    assert status == 200
    assert "Coordinator.Net-1" in json.loads(said)["others"]


def test_a_decision_on_one_is_in_the_overview_of_the_other_at_once(machines: Machines) -> None:
    member, officer = machines.enter("lid"), machines.enter("medewerker")
    places = (machines.one, machines.other)
    before = [member.go_to(server).get("/overzicht") for server in places]
    assert all(WAITING in page for page in before)
    page = officer.get("/rapportages/proef/net-2")
    form = page[page.index("/net-2/accepteren") :]
    version = form.partition('name="version"')[2].partition('value="')[2].partition('"')[0]
    status, _page = officer.post(
        "/rapportages/proef/net-2/accepteren", {"csrf_token": token_of(form), "version": version}
    )
    assert status == 200
    after = [main_of(member.go_to(server).get("/overzicht")) for server in places]
    assert all(WAITING not in page for page in after)
    assert without_token(after[0]) == without_token(after[1])


def test_wrong_passwords_count_together(machines: Machines) -> None:
    """Last of all with these servers: the place from which they come has to wait."""
    found = Counter[int]()
    for number in range(6):
        browser = Browser((machines.one, machines.other)[number % 2].url)
        fields = {"email": "gast@toets.example", "wachtwoord": "niet het goede wachtwoord"}
        page = browser.get("/inloggen")
        found[browser.post("/inloggen", {"csrf_token": token_of(page), **fields})[0]] += 1
    assert found == {422: 5, 429: 1}
    for server in (machines.one, machines.other):
        browser = Browser(server.url)
        fields = {"email": "gast@toets.example", "wachtwoord": PASSWORD}
        status, _page = browser.post(
            "/inloggen", {"csrf_token": token_of(browser.get("/inloggen")), **fields}
        )
        assert status == 429


def test_what_happens_by_itself_happens_once(new_database: NewDatabase, tmp_path: Path) -> None:
    url, networks = new_database(), 2
    app = make_app(url)
    with app.app_context():
        built = builders.house(db.session, networks)
        planned = round_dates()
        with clock.at(clock.now() - timedelta(days=9)):
            dates = PeriodDates(
                planned.observes_from,
                planned.observes_until,
                planned.submit_from,
                planned.submit_until,
                opens_on=planned.submit_from,
            )
            periods.plan_period(db.session, built.officer, "vanzelf", "Vanzelf", dates)
        db.session.commit()
        engine = db.engine
    workers = [work_once(url, tmp_path / "anker.jsonl") for _worker in range(WORKERS)]
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0] * WORKERS
    with Session(engine) as session:
        assert session.scalars(sa.select(Period.state)).one().value == "open"
        opened = sa.select(sa.func.count()).where(AuditEvent.action == AuditAction.PERIOD_OPENED)
        assert session.scalar(opened) == 1
        told = session.scalars(sa.select(Notice.account_id).where(Notice.kind == NoticeKind.OPENED)).all()
        assert sorted(Counter(told).values()) == [1] * networks
    dispose(app)


def work_once(url: str, anchor: Path) -> ForkServerProcess:
    """Start what happens by itself, on a machine of its own."""
    settings = {
        "PORTAL_DEMO": "true",
        "PORTAL_SECURE_COOKIES": "false",
        "PORTAL_DATABASE_URL": url,
        "PORTAL_AUDIT_ANCHOR": str(anchor),
        "PORTAL_LOG_LEVEL": "ERROR",
    }
    return start_portal(["worker", "--once"], settings)


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def without_token(page: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)
