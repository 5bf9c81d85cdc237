"""The life of a session as a browser sees it: on two servers, with copied cookies, and with its flags.

That a session is in use is noted apart from the request, so those tests need a database of their own.
"""

import threading
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from config.settings import load_settings
from portal.app import create_app
from portal.database import db
from portal.demo.personas import PASSWORD
from portal.domain import clock
from portal.domain.accounts import IDLE, SessionEnd
from portal.domain.audit import SYSTEM, Actor, AuditAction
from portal.domain.roles import Role
from portal.models import SignInSession
from portal.queries.accounts import account_by_email
from portal.services import accounts, sessions
from portal.services.passwords import set_password
from tests.browsing import signed_in
from tests.builders import person
from tests.conftest import FILES, NOW, NewDatabase, dispose, make_app
from tests.own import Visit, after, visit

__all__ = ["visit"]


def copied(visit: Visit) -> FlaskClient:
    """A browser of somebody else with the same cookie."""
    with visit.client.session_transaction() as cookie:
        stolen = dict(cookie)
    thief = visit.app.test_client()
    with thief.session_transaction() as cookie:
        cookie.update(stolen)
    assert thief.get("/mijn").status_code == 200
    return thief


def test_signing_in_gives_a_new_identifier(visit: Visit) -> None:
    browser = visit.app.test_client()
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = "gekozen door een ander"
        cookie["eerder"] = "iets"
    browser.post("/inloggen", data={"email": visit.account.email, "wachtwoord": PASSWORD})
    with browser.session_transaction() as cookie:
        assert cookie["_user_id"] != "gekozen door een ander"
        assert "eerder" not in cookie
    assert browser.get("/mijn").status_code == 200


def test_a_copied_cookie_is_dead_after_signing_out(visit: Visit) -> None:
    thief = copied(visit)
    visit.client.post("/uitloggen")
    assert thief.get("/mijn").status_code == 302


def test_a_copied_cookie_is_dead_after_another_password(visit: Visit) -> None:
    thief = copied(visit)
    new = "vier losse woorden zonder verband"
    set_password(visit.session, SYSTEM, visit.account, new, AuditAction.PASSWORD_CHANGED)
    visit.session.commit()
    assert thief.get("/mijn").status_code == 302


def test_a_copied_cookie_is_dead_after_the_owner_ends_it(visit: Visit) -> None:
    other = visit.browser()
    number = visit.session.scalar(sa.select(sa.func.max(SignInSession.id)))
    visit.client.post(f"/mijn/sessies/{number}/beeindigen")
    assert other.get("/mijn").status_code == 302


def test_deactivating_ends_every_right_at_once(visit: Visit) -> None:
    accounts.set_active(visit.session, SYSTEM, visit.account, active=False)
    visit.session.commit()
    assert visit.client.get("/mijn").status_code == 302


def test_the_end_of_an_appointment_ends_its_rights_at_once(visit: Visit) -> None:
    assert visit.client.get("/maatregelen").status_code == 200
    for appointment in visit.account.appointments:
        accounts.end_appointment(visit.session, SYSTEM, appointment)
    visit.session.commit()
    answer = visit.client.get("/maatregelen")
    assert answer.status_code in {302, 403}


def test_a_token_of_nobody_opens_nothing(visit: Visit) -> None:
    browser = visit.app.test_client()
    for token in ("", "x" * 43, "1", None):
        with browser.session_transaction() as cookie:
            cookie["_user_id"] = token
        assert browser.get("/mijn").status_code == 302


def test_what_a_page_asks_by_itself_does_not_keep_a_session_alive(visit: Visit) -> None:
    for minutes in range(1, 30):
        with clock.at(after(NOW, minutes=minutes)):
            left = visit.client.get("/mijn/sessie").get_json()
            assert left["idle"] == (30 - minutes) * 60
    with clock.at(NOW + IDLE):
        assert visit.client.get("/mijn/sessie").get_json() == {"idle": 0, "longest": 0}
        assert visit.client.get("/mijn").status_code == 302


@pytest.mark.parametrize(
    "endpoint",
    [
        "autosave.be_at_progress",
        "autosave.be_at_section",
        "autosave_sections.be_at",
        "autosave_sections.be_at_money",
        "staying.left",
    ],
)
def test_who_only_has_a_page_open_is_idle(bare_app: Flask, endpoint: str) -> None:
    assert getattr(bare_app.view_functions[endpoint], "unattended", False)


def test_no_other_door_escapes_the_limit(bare_app: Flask) -> None:
    unattended = {name for name, view in bare_app.view_functions.items() if hasattr(view, "unattended")}
    assert len(unattended) == 5


def test_the_button_does_not_go_beyond_twelve_hours(visit: Visit) -> None:
    only = visit.session.scalars(sa.select(SignInSession)).one()
    only.last_seen_at = after(NOW, hours=11, minutes=50)
    visit.session.commit()
    with clock.at(after(NOW, hours=11, minutes=59)):
        assert visit.client.post("/mijn/sessie/verlengen").get_json()["longest"] == 60
    with clock.at(after(NOW, hours=12)):
        assert visit.client.post("/mijn/sessie/verlengen").status_code == 401


def test_a_page_with_a_form_tells_how_long_one_may_be_idle(visit: Visit) -> None:
    page = visit.page("/mijn/gegevens")
    assert "Doet u 30 minuten niets, dan logt het portaal u uit." in page
    assert "Uiterlijk op 20 maart 2026, 23.00 uur logt u opnieuw in." in page
    assert 'data-idle="1800"' in page
    assert 'data-longest="43200"' in page
    assert "data-staying" not in visit.page("/mijn")


@pytest.fixture
def servers(new_database: NewDatabase) -> Iterator[tuple[Flask, Flask]]:
    """Two servers on one database."""
    url = new_database()
    with clock.at(NOW):
        both = make_app(url), make_app(url)
        for app in both:
            app.config["WTF_CSRF_ENABLED"] = False
        yield both
    for app in both:
        dispose(app)


def add_person(app: Flask) -> str:
    with app.app_context():
        account = person(db.session, "een", Role.PROGRAMME_OFFICER)
        db.session.commit()
        return account.email


def test_half_an_hour_without_a_request_signs_out(servers: tuple[Flask, Flask]) -> None:
    client = signed_in(servers[0], add_person(servers[0]))
    with clock.at(after(NOW, minutes=29)):
        assert client.get("/mijn").status_code == 200
    with clock.at(after(NOW, minutes=58)):
        assert client.get("/mijn").status_code == 200
    with clock.at(after(NOW, minutes=88)):
        assert client.get("/mijn").headers["Location"] == "/inloggen?volgende=/mijn"


def test_twelve_hours_sign_out_who_never_stops(servers: tuple[Flask, Flask]) -> None:
    client = signed_in(servers[0], add_person(servers[0]))
    for minutes in range(20, 12 * 60, 20):
        with clock.at(after(NOW, minutes=minutes)):
            assert client.get("/mijn").status_code == 200
    with clock.at(after(NOW, hours=12)):
        assert client.get("/mijn").status_code == 302


def test_the_button_keeps_a_session_alive(servers: tuple[Flask, Flask]) -> None:
    client = signed_in(servers[0], add_person(servers[0]))
    with clock.at(after(NOW, minutes=28)):
        answer = client.post("/mijn/sessie/verlengen")
        assert answer.get_json() == {"idle": 30 * 60, "longest": 12 * 3600 - 28 * 60}
    with clock.at(after(NOW, minutes=57)):
        assert client.get("/mijn").status_code == 200


def test_a_request_that_writes_does_not_wait_for_itself(servers: tuple[Flask, Flask]) -> None:
    email = add_person(servers[0])
    client = signed_in(servers[0], email)
    with clock.at(after(NOW, minutes=5)):
        assert client.post("/mijn/gegevens", data={"naam": "Nieuwe naam"}).status_code == 302
    with clock.at(after(NOW, minutes=10)):
        # The page is for everybody, so that who comes is only looked up half-way.
        answer = client.post("/inloggen", data={"email": email, "wachtwoord": PASSWORD})
        assert answer.headers["Location"] == "/"
    with clock.at(after(NOW, minutes=15)):
        assert client.post("/mijn/gegevens", data={"naam": ""}).status_code == 422
    with servers[0].app_context():
        seen = db.session.scalars(sa.select(SignInSession.last_seen_at).order_by(SignInSession.id)).all()
    assert seen == [after(NOW, minutes=10), after(NOW, minutes=15)]


def test_two_servers_share_a_session(servers: tuple[Flask, Flask]) -> None:
    here, there = servers
    client = signed_in(here, add_person(here))
    with client.session_transaction() as cookie:
        carried = dict(cookie)
    other = there.test_client()
    with other.session_transaction() as cookie:
        cookie.update(carried)
    assert other.get("/mijn").status_code == 200
    other.post("/uitloggen")
    assert client.get("/mijn").status_code == 302


def test_noting_use_while_others_write_never_fails(servers: tuple[Flask, Flask]) -> None:
    """A reading request that notes its use waits its turn beside a writer, and takes no lock for reading."""
    here, _there = servers
    email = add_person(here)
    clients = [signed_in(here, email) for _n in range(4)]
    codes: list[int] = []

    def read(client: FlaskClient) -> None:
        with clock.at(after(NOW, minutes=5)):
            codes.extend(client.get("/mijn").status_code for _n in range(3))

    def write() -> None:
        with clock.at(after(NOW, minutes=5)), here.app_context():
            for number in range(15):
                account = account_by_email(db.session, email)
                assert account is not None
                account.organisation = f"Organisatie {number}"
                db.session.commit()

    threads = [threading.Thread(target=read, args=(each,)) for each in clients]
    threads.append(threading.Thread(target=write))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == [200] * 12
    with here.app_context():
        seen = set(db.session.scalars(sa.select(SignInSession.last_seen_at)))
    assert seen == {after(NOW, minutes=5)}


def test_confirming_twice_at_once_leaves_one_session(servers: tuple[Flask, Flask]) -> None:
    here, there = servers
    client = signed_in(here, add_person(here))
    assert client.get("/mijn").status_code == 200
    barrier = threading.Barrier(2)
    tokens: list[str | None] = []

    def confirm(app: Flask) -> None:
        with clock.at(NOW), app.app_context():
            number, account_id = db.session.execute(
                sa.select(SignInSession.id, SignInSession.account_id)
            ).one()
            db.session.rollback()
            barrier.wait(timeout=20)
            tokens.append(sessions.confirm(db.session, Actor(account_id, "Een"), number))
            db.session.commit()

    threads = [threading.Thread(target=confirm, args=(app,)) for app in (here, there)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(token is None for token in tokens) == [False, True]
    with here.app_context():
        ends = db.session.scalars(sa.select(SignInSession.end_reason).order_by(SignInSession.id)).all()
    assert ends == [SessionEnd.REPLACED, None]


def test_the_cookie_has_its_flags(new_database: NewDatabase) -> None:
    url = new_database()
    app = create_app(
        load_settings(
            {
                "PORTAL_SECRET_KEY": "een-sleutel-voor-de-toetsen-0123456789",
                "PORTAL_AUDIT_KEY": "een-andere-voor-het-auditspoor-9876543210",
                "PORTAL_DATABASE_URL": url,
                "PORTAL_FILES_URL": str(FILES),
                "PORTAL_LOG_LEVEL": "ERROR",
                "PORTAL_SECOND_FACTOR_ROLES": "auditor",
            }
        )
    )
    app.config["WTF_CSRF_ENABLED"] = False
    email = add_person(app)
    client = app.test_client()
    answer = client.post(
        "/inloggen", data={"email": email, "wachtwoord": PASSWORD}, base_url="https://localhost"
    )
    assert answer.status_code == 302
    (cookie,) = answer.headers.getlist("Set-Cookie")
    name, _sign, rest = cookie.partition("=")
    assert name == "__Host-mainportaal"
    flags = {flag.strip() for flag in rest.split(";")[1:]}
    assert flags == {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}
    out = client.post("/uitloggen", base_url="https://localhost")
    assert out.headers["Clear-Site-Data"] == '"cache", "storage"'
    dispose(app)


def test_the_day_of_the_appointment_is_asked_at_every_request(visit: Visit) -> None:
    for appointment in visit.account.appointments:
        appointment.ends_on = date(2026, 3, 20)
    visit.session.commit()
    assert visit.client.get("/maatregelen").status_code == 200
    only = visit.session.scalars(sa.select(SignInSession)).one()
    only.expires_at += timedelta(days=1)
    only.last_seen_at = after(NOW, hours=14)
    visit.session.commit()
    with clock.at(after(NOW, hours=14)):
        assert visit.client.get("/maatregelen").status_code == 403
