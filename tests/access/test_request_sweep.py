"""Every door × what a request carries: tokens of forms, names of hosts; and the headers of every answer."""

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.database import Base
from portal.models import SignInSession
from portal.web.headers import HEADERS
from tests.access.sweeping import EVERYTHING, one_of_each_door, somebody_with_every_role
from tests.browsing import signed_in

Record = Callable[[str, object], None]
WRITES = {"POST", "PUT", "PATCH", "DELETE"}
EVIL = "kwaad.example"
WITHOUT_A_FORM = {"browser_reports.receive"}
"""Browsers send their reports by themselves; nothing comes of them but a line in the log."""


@pytest.fixture
def everything(app: Flask, db_session: Session) -> FlaskClient:
    """A browser of somebody whom no door refuses for who it is."""
    somebody_with_every_role(db_session)
    return signed_in(app, EVERYTHING)


def rows(session: Session) -> dict[str, int]:
    """Count the rows of every table, but for sessions: that they are used is noted."""
    session.rollback()
    tables = [table for table in Base.metadata.sorted_tables if table is not SignInSession.__table__]
    counted = sa.select(*(sa.select(sa.func.count()).select_from(t).scalar_subquery() for t in tables))
    return dict(zip((table.name for table in tables), session.execute(counted).one(), strict=True))


def token_of(client: FlaskClient) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/over").get_data(as_text=True))
    assert found
    return found[1]


def test_no_door_writes_without_the_token_of_its_own_session(
    app: Flask, db_session: Session, everything: FlaskClient, record_property: Record
) -> None:
    """Without a token, with one that nobody made, with one of another session; as a form and as JSON."""
    foreign = token_of(signed_in(app, EVERYTHING))
    doors = [
        visit
        for visit in one_of_each_door(app, db_session)
        if visit.method in WRITES and visit.endpoint not in WITHOUT_A_FORM
    ]
    before = rows(db_session)
    wrong: list[str] = []
    count = 0
    for visit in doors:
        for token in (None, "zelf.bedacht.iets", foreign):
            fields = {} if token is None else {"csrf_token": token}
            heads = {} if token is None else {"X-CSRFToken": token}
            for answer in (
                everything.open(visit.url, method=visit.method, data=fields),
                everything.open(visit.url, method=visit.method, json={"tekst": "x"}, headers=heads),
            ):
                count += 1
                told = answer.get_data(as_text=True)
                if answer.status_code != 400 or "Het formulier is verlopen" not in told:
                    wrong.append(f"{visit.method} {visit.url}: {answer.status_code}")
    record_property("requests", count)
    print(f"{len(doors)} writing doors, {count} forged requests, {len(wrong)} accepted")  # noqa: T201
    assert wrong == []
    assert rows(db_session) == before
    assert len(doors) > 100


def test_the_token_of_the_own_session_is_accepted(everything: FlaskClient) -> None:
    """So that the sweep above fails for the token alone."""
    token = token_of(everything)
    assert everything.post("/uitloggen", data={"csrf_token": token}).headers["Location"] == "/inloggen"


def faults_of(answer: TestResponse, *, secure: bool) -> list[str]:
    """Return which headers an answer lacks."""
    policy = answer.headers.getlist("Content-Security-Policy")
    faults = [
        name
        for name, value in HEADERS.items()
        if name != "Content-Security-Policy" and answer.headers.getlist(name) != [value]
    ]
    if len(policy) != 1 or "unsafe" in policy[0] or not policy[0].startswith("default-src 'none'"):
        faults.append("Content-Security-Policy")
    if ("Strict-Transport-Security" in answer.headers) is not secure:
        faults.append("Strict-Transport-Security")
    if answer.headers.getlist("Cache-Control") != ["no-store"]:
        faults.append("Cache-Control")
    return faults


def test_every_answer_carries_the_headers(
    app: Flask, world: sa.Connection, db_session: Session, everything: FlaskClient, record_property: Record
) -> None:
    """Pages, files, JSON, redirects and errors; for who is signed in and who is not."""
    doors = [visit for visit in one_of_each_door(app, db_session) if visit.method == "GET"]
    paths = [visit.url for visit in doors]
    paths += ["/bestaat-niet", "/uitloggen", "/maatregelen/\x01", "/static/niets"]
    faults: list[str] = []
    kinds: set[tuple[int, str | None]] = set()
    for path in paths:
        for client, base in (
            (everything, "http://localhost"),
            (app.test_client(), "https://localhost"),
        ):
            with world.begin_nested() as savepoint:
                answer = client.get(path, base_url=base)
                savepoint.rollback()
            kinds.add((answer.status_code, answer.mimetype))
            faults += [f"{path}: {name}" for name in faults_of(answer, secure=base.startswith("https"))]
    record_property("answers", 2 * len(paths))
    print(f"{2 * len(paths)} answers of {len(kinds)} kinds, {len(faults)} headers missing")  # noqa: T201
    assert faults == []
    assert {200, 302, 404, 405} <= {status for status, _kind in kinds}
    assert {"text/html", "text/csv", "application/json"} <= {kind for _status, kind in kinds}


def test_signing_out_clears_the_browser(everything: FlaskClient) -> None:
    everything.application.config["WTF_CSRF_ENABLED"] = False
    try:
        answer = everything.post("/uitloggen", base_url="https://localhost")
    finally:
        everything.application.config["WTF_CSRF_ENABLED"] = True
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_no_door_answers_to_another_name(
    app: Flask, db_session: Session, everything: FlaskClient, record_property: Record
) -> None:
    doors = one_of_each_door(app, db_session)
    before = rows(db_session)
    wrong: list[str] = []
    for visit in doors:
        answer = everything.open(visit.url, method=visit.method, base_url=f"http://{EVIL}")
        if answer.status_code != 400 or EVIL in answer.get_data(as_text=True):
            wrong.append(f"{visit.method} {visit.url}: {answer.status_code}")
    record_property("requests", len(doors))
    print(f"{len(doors)} doors asked by another name, {len(wrong)} answered")  # noqa: T201
    assert wrong == []
    assert rows(db_session) == before


def test_no_answer_repeats_the_name_that_a_header_claims(
    app: Flask, world: sa.Connection, db_session: Session, everything: FlaskClient
) -> None:
    claims = dict.fromkeys(("X-Forwarded-Host", "X-Forwarded-Server", "X-Host"), EVIL)
    claims["Forwarded"] = f"host={EVIL}"
    for visit in one_of_each_door(app, db_session):
        if visit.method != "GET":
            continue
        with world.begin_nested() as savepoint:
            answer = everything.get(visit.url, headers=claims)
            savepoint.rollback()
        assert EVIL not in answer.headers.get("Location", ""), visit.url
        assert EVIL.encode() not in answer.get_data(), visit.url
