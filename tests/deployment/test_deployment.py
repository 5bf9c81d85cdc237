"""install.sh is run on this machine, and the main job is done through what it set up (docs/deployment.md)."""

import os
import shutil
import socket
import ssl
import threading
import time
import uuid
import warnings
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import SYSTEM, Actor, AuditAction
from portal.domain.progress import ProgressStatus
from portal.domain.roles import Role
from portal.models import Account, AuditEvent, Maatregel, Network, Period, Report, SignInSession
from portal.services import accounts, progress
from tests import builders
from tests.browser.conftest import CHROMIUM
from tests.browser.steps import follow, give_password, press, sign_in
from tests.browser.test_round import REPORT, TITLES, fill_maatregel, fill_section, submit
from tests.deployment.rehearsal import PASSWORD, Mailbox, Rehearsal, free_ports, missing_tools, unchecked

pytestmark = pytest.mark.browser
COORDINATOR, OFFICER = "coordinator@toets.example", "medewerker@toets.example"


@pytest.fixture(scope="module")
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    handler, port = Mailbox(), free_ports(1)[0]
    controller = Controller(handler, hostname="127.0.0.1", port=port, ready_timeout=60)
    controller.start()
    yield handler, port
    controller.stop()


@pytest.fixture(scope="module")
def database(postgres_server: str) -> Iterator[str]:
    """A database on PostgreSQL, whatever the other tests run on."""
    server = sa.create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    name = f"portal_{uuid.uuid4().hex}"
    with server.connect() as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    yield server.url.set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    server.dispose()


@pytest.fixture(scope="module")
def portal(
    database: str, mailbox: tuple[Mailbox, int], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Rehearsal]:
    """The installation, with people in it: two by command, the other networks quicker."""
    if lacking := missing_tools():
        if os.environ.get("CI"):
            pytest.fail(f"CI must have {lacking}")
        pytest.skip(f"not on this machine: {lacking}")
    rehearsal = Rehearsal(tmp_path_factory.mktemp("inrichting") / "portaal", database, mailbox[1])
    try:
        rehearsal.run()
        create = ("account", "create", "--email")
        rehearsal.portal(
            *create, COORDINATOR, "--name", "Coördinator", "--role", "coordinator", "--network", "schiphol"
        )
        rehearsal.portal(*create, OFFICER, "--name", "Medewerker", "--role", "programme_officer")
        yield rehearsal
    finally:
        rehearsal.run("--stop")
        shutil.rmtree(rehearsal.prefix)


@pytest.fixture(scope="module")
def engine(portal: Rehearsal) -> Iterator[sa.Engine]:
    engine = sa.create_engine(portal.database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: sa.Engine) -> Iterator[Session]:
    with Session(engine) as session:
        yield session


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have chromium")
        pytest.skip("chromium is not on this machine: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visitor(portal: Rehearsal, browser: Browser) -> Iterator[Callable[[str], Page]]:
    """Sign in over https, with a password, as anybody does."""
    contexts: list[BrowserContext] = []

    def start(email: str) -> Page:
        context = browser.new_context(
            base_url=portal.url,
            ignore_https_errors=True,
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            viewport={"width": 1280, "height": 900},
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        sign_in(page, email, PASSWORD)
        return page

    yield start
    for context in contexts:
        context.close()


def give_everybody_work(session: Session) -> None:
    """Appoint a coordinator where there is none, and let coordinators own the maatregelen."""
    owners = {}
    known = session.scalars(sa.select(Account).where(Account.email == COORDINATOR)).one()
    for network in session.scalars(sa.select(Network).where(Network.retired_on.is_(None))):
        account = known
        if network.code != "schiphol":
            account = accounts.add_account(
                session, SYSTEM, email=f"{network.code}@toets.example", name=network.code, password_hash="x"
            )
            accounts.give_appointment(session, SYSTEM, account, Role.COORDINATOR, network, builders.BEGINNING)
        owners[network.id] = account.id
    for maatregel in session.scalars(sa.select(Maatregel)):
        maatregel.owner_id = owners.get(maatregel.network_id)
    session.commit()


def plan_and_open(officer: Page) -> None:
    officer.goto("/rapportages")
    follow(officer, "Periode plannen")
    today = clock.today()
    days = {
        "Rapportage gaat over: eerste dag": today - timedelta(days=90),
        "Rapportage gaat over: laatste dag": today - timedelta(days=1),
        "Indienen: eerste dag": today,
        "Indienen: laatste dag": today + timedelta(days=14),
    }
    officer.get_by_label("Code").fill("proef")
    officer.get_by_label("Titel").fill("proefronde")
    for label, day in days.items():
        officer.get_by_label(label).fill(day.isoformat())
    press(officer, "Periode plannen")
    press(officer, "Periode openen")
    expect(officer.get_by_text("Er zijn 6 conceptrapportages gemaakt.")).to_be_visible()


def write_the_rest(session: Session) -> None:
    """What the browser need not show again: the other maatregelen, questions, money and explanations."""
    report = session.scalars(
        sa.select(Report)
        .join(Report.period)
        .join(Report.network)
        .where(Period.code == "proef", Network.code == "schiphol")
    ).one()
    account = session.scalars(sa.select(Account).where(Account.email == COORDINATOR)).one()
    actor = Actor(account.id, account.name, (Role.COORDINATOR,))
    for row in report.progress:
        if row.status is None:
            content = builders.said(ProgressStatus.ON_SCHEDULE, "Tekst")
            progress.write_progress(session, actor, row, row.version, content)
    builders.answer(session, actor, report)
    builders.give_account(session, actor, report)
    builders.explain_all(session, actor, report)
    session.commit()


def test_the_main_job_passes_through_it(
    portal: Rehearsal, session: Session, visitor: Callable[[str], Page], mailbox: tuple[Mailbox, int]
) -> None:
    give_everybody_work(session)
    officer = visitor(OFFICER)
    plan_and_open(officer)
    coordinator = visitor(COORDINATOR)
    follow(coordinator, "Rapportage Schiphol invullen")
    fill_maatregel(coordinator, TITLES[1], "Met twee branches gesproken.")
    fill_section(coordinator)
    write_the_rest(session)
    submit(coordinator)
    officer.goto(REPORT)
    press(officer, "Accepteren")
    expect(officer.get_by_text("De rapportage is geaccepteerd.")).to_be_visible()
    coordinator.goto(REPORT)
    expect(coordinator.get_by_text("Met twee branches gesproken.").first).to_be_visible()

    cookies = coordinator.context.cookies()
    held = next(cookie for cookie in cookies if cookie["name"] == "__Host-mainportaal")
    assert held["secure"]
    assert held["httpOnly"]
    assert held["sameSite"] == "Lax"
    assert held["path"] == "/"

    mails = arrived(mailbox[0], COORDINATOR)
    assert f"{portal.url}/" in str(mails)
    assert [status for status in portal.statuses() if status >= 500] == []
    assert portal.statuses().count(200) > 20
    # Sessions of real people, from the shortened address of this machine.
    assert set(session.scalars(sa.select(SignInSession.address))) == {"127.0.0.0/24"}


def arrived(mailbox: Mailbox, address: str) -> list[str]:
    """Wait for the mails that the worker delivers to an address."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found = [message for to, message in mailbox.received if to == address]
        if found:
            return [
                part.get_payload(decode=True).decode()  # type: ignore[union-attr]
                for message in found
                for part in message.walk()
                if part.get_content_type() == "text/plain"
            ]
        time.sleep(0.2)
    pytest.fail("the worker delivered no mail")


def test_headers_and_names(portal: Rehearsal) -> None:
    status, headers, _page = portal.get("/inloggen")
    assert status == 200
    assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    assert headers["cache-control"] == "no-store"
    assert headers["server"] == "nginx"
    assert "content-encoding" not in headers
    assert "unsafe" not in headers["content-security-policy"]
    assert portal.get("/metrics")[0] == 404
    assert portal.get("/readyz")[0] == 200
    assert portal.get("/inloggen", **{"X-Forwarded-Host": "elders.example"})[0] == 200


def test_plain_http_leads_to_https(portal: Rehearsal) -> None:
    with socket.create_connection(("127.0.0.1", portal.ports[0]), timeout=10) as connection:
        connection.sendall(b"GET /overzicht?a=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = connection.makefile("rb").read().decode()
    assert answer.startswith("HTTP/1.1 301")
    assert f"Location: {portal.url}/overzicht?a=1" in answer


def handshake(portal: Rehearsal, context: ssl.SSLContext, name: str) -> str | None:
    """Return which version of TLS is spoken with who asks for a name; raises ssl.SSLError when refused."""
    with (
        socket.create_connection(("127.0.0.1", portal.ports[1]), timeout=10) as connection,
        context.wrap_socket(connection, server_hostname=name) as secured,
    ):
        return secured.version()


def test_another_name_gets_no_certificate(portal: Rehearsal) -> None:
    with pytest.raises(ssl.SSLError, match=r"(?i)unrecognized.name"):
        handshake(portal, unchecked(), "elders.example")


def test_only_new_versions_of_tls_are_spoken(portal: Rehearsal) -> None:
    assert handshake(portal, unchecked(), "localhost") == "TLSv1.3"
    for version, spoken in ((ssl.TLSVersion.TLSv1_2, "TLSv1.2"), (ssl.TLSVersion.TLSv1_1, None)):
        context = unchecked()
        # This side would take anything, so that it is the server who refuses.
        context.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = context.maximum_version = version
        if spoken:
            assert handshake(portal, context, "localhost") == spoken
        else:
            with pytest.raises(ssl.SSLError):
                handshake(portal, context, "localhost")


def test_files_come_from_nginx_and_stay_in_caches(portal: Rehearsal) -> None:
    page = portal.get("/inloggen")[2]
    address = page.partition('href="/static/build/app.css')[2].partition('"')[0]
    status, headers, content = portal.get(f"/static/build/app.css{address}")
    assert status == 200
    assert len(content) > 1000
    assert headers["cache-control"] == "max-age=31536000, public, immutable"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["strict-transport-security"]
    assert "x-request-id" not in headers
    assert portal.get("/static/build/app.css")[1]["cache-control"] == "max-age=86400, public"
    assert portal.get("/static/build/..%2f..%2fwsgi.py")[0] in {400, 404}


def test_a_visitor_cannot_say_where_the_visit_comes_from(
    portal: Rehearsal, session: Session, browser: Browser
) -> None:
    page = browser.new_page(
        base_url=portal.url,
        ignore_https_errors=True,
        extra_http_headers={"X-Forwarded-For": "203.0.113.9", "Forwarded": "for=203.0.113.9"},
    )
    give_password(page, COORDINATOR, "Dit is het verkeerde wachtwoord")
    expect(page.get_by_role("alert").first).to_be_visible()
    page.close()
    refused = session.scalars(
        sa.select(AuditEvent.address).where(AuditEvent.action == AuditAction.SIGN_IN_REFUSED)
    ).all()
    assert refused
    assert set(refused) == {"127.0.0.0/24"}


def test_slow_visitors_do_not_stop_the_others(portal: Rehearsal) -> None:
    slow = []
    try:
        for _visitor in range(150):
            connection = socket.create_connection(("127.0.0.1", portal.ports[1]), timeout=10)
            slow.append(connection)
            connection.sendall(b"\x16\x03\x01")
        began = time.monotonic()
        assert portal.get("/healthz")[0] == 200
        assert time.monotonic() - began < 3
    finally:
        for connection in slow:
            connection.close()


def test_a_renewal_is_seen_by_nobody(portal: Rehearsal) -> None:
    stop, statuses = threading.Event(), list[int | str]()

    def keep_asking() -> None:
        while not stop.is_set():
            try:
                statuses.append(portal.get("/healthz")[0])
            except OSError as error:
                statuses.append(repr(error))
            time.sleep(0.1)

    visitors = [threading.Thread(target=keep_asking) for _visitor in range(2)]
    for one in visitors:
        one.start()
    try:
        said = portal.run("--renew")
    finally:
        stop.set()
        for one in visitors:
            one.join()
    assert "een voor een" in said
    assert len(statuses) > 50
    assert set(statuses) == {200}


def test_installing_again_changes_nothing_that_is_there(portal: Rehearsal, session: Session) -> None:
    keys = {path: path.read_bytes() for path in (portal.prefix / "etc" / "geheimen").iterdir()}
    people = session.scalar(sa.select(sa.func.count(Account.id)))
    portal.run()
    assert {path: path.read_bytes() for path in keys} == keys
    session.expire_all()
    assert session.scalar(sa.select(sa.func.count(Account.id))) == people
    assert {path.stat().st_mode & 0o077 for path in keys} == {0}


def test_a_backup_can_be_made_from_it(portal: Rehearsal, tmp_path: Path) -> None:
    said = portal.portal("backup", "make", "--to", str(tmp_path), "--encrypt")
    made = next(tmp_path.glob("*.backup"))
    assert "Back-up gemaakt" in said
    assert "Deze back-up is heel en versleuteld." in portal.portal("backup", "verify", str(made))


def test_guessing_at_the_door_is_slowed_down_for_one_address(portal: Rehearsal) -> None:
    statuses, page = list[int](), ""
    while len(statuses) < 200 and 429 not in statuses:
        status, _headers, page = portal.get("/inloggen")
        statuses.append(status)
    assert 429 in statuses
    assert "Te veel verzoeken achter elkaar" in page
    assert set(statuses) == {200, 429}


def test_what_makes_a_link_work_stands_in_no_log_of_nginx(portal: Rehearsal) -> None:
    secret, other = uuid.uuid4().hex, uuid.uuid4().hex
    # What is too large nginx refuses itself, and it writes the whole address in its log of errors.
    too_large = {"Content-Length": "20000000"}
    assert portal.get(f"/elders/{other}", **too_large)[0] == 413
    for place in ("wachtwoord/nieuw", "uitnodiging", "mijn/email/bevestigen"):
        _status, headers, _page = portal.get(f"/{place}/{secret}")
        assert headers["referrer-policy"] == "strict-origin"
        assert headers["strict-transport-security"]
        assert portal.get(f"/{place}/{secret}", **too_large)[0] == 413
    logs = {log.name: log.read_text(encoding="utf-8") for log in (portal.prefix / "log").glob("*.log")}
    assert other in logs["nginx-error.log"]
    assert "/uitnodiging/(geheim)" in logs["mainportaal.log"]
    assert [name for name, log in logs.items() if secret in log] == []
