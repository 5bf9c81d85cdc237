"""Costly doors: generous, counted for each account, told in Dutch, and ending by themselves."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain import clock, rationing
from portal.domain.rationing import DOCUMENT, EXPORT, UPLOAD, Ration
from portal.domain.roles import Role
from portal.models import Throttle
from portal.services import rationing as service
from tests.browsing import counted_queries, signed_in
from tests.builders import person
from tests.conftest import NOW

EXPORTED = "/indicatoren/waarnemingen.csv"


@pytest.fixture
def client(bare_app: Flask, bare_session: Session, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A browser of a programme officer, where rations count."""
    monkeypatch.setitem(bare_app.config, "RATIONED", True)
    monkeypatch.setitem(bare_app.config, "WTF_CSRF_ENABLED", False)
    person(bare_session, "medewerker", Role.PROGRAMME_OFFICER)
    person(bare_session, "collega", Role.PROGRAMME_OFFICER)
    bare_session.commit()
    return signed_in(bare_app, "medewerker@toets.example")


def test_a_ration_is_counted_in_its_window(bare_session: Session, frozen_clock: datetime) -> None:
    three = Ration("toets", 3, timedelta(minutes=1))
    assert [service.use(bare_session, three, 1) for _time in range(3)] == [None] * 3
    assert service.use(bare_session, three, 1) == timedelta(minutes=1)
    assert service.use(bare_session, three, 2) is None, "somebody else has a ration too"
    with clock.at(NOW + timedelta(seconds=40)):
        assert service.use(bare_session, three, 1) == timedelta(seconds=20)
    with clock.at(NOW + timedelta(seconds=60)):
        assert service.use(bare_session, three, 1) is None


def test_one_too_many_is_told_with_the_time_to_wait(client: FlaskClient, bare_app: Flask) -> None:
    answers = [client.get(EXPORTED) for _time in range(EXPORT.most + 1)]
    assert {answer.status_code for answer in answers[:-1]} == {200}
    last = answers[-1]
    assert last.status_code == 429
    assert last.headers["Retry-After"] == "60"
    page = " ".join(last.get_data(as_text=True).split())
    assert "Probeer het over 60 seconden opnieuw." in page
    assert "wachtwoorden" not in page
    assert client.get("/indicatoren").status_code == 200, "other doors stay open"
    assert signed_in(bare_app, "collega@toets.example").get(EXPORTED).status_code == 200
    with clock.at(NOW + timedelta(seconds=61)):
        assert client.get(EXPORTED).status_code == 200


def test_what_was_typed_stands_on_the_page(client: FlaskClient) -> None:
    form = {"onderwerp": "Lang over nagedacht", "wachtwoord": "geheim woord"}
    for _time in range(UPLOAD.most):
        assert client.post("/brieven/nieuw", data=form).status_code == 422
    page = client.post("/brieven/nieuw", data=form)
    assert page.status_code == 429
    assert "Lang over nagedacht" in page.get_data(as_text=True)
    assert "geheim woord" not in page.get_data(as_text=True)


def test_counting_costs_one_question_and_only_there(
    client: FlaskClient, bare_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(path: str) -> int:
        with counted_queries() as statements:
            assert client.get(path).status_code == 200
        return len(statements)

    asked(EXPORTED)
    with_ration, elsewhere = asked(EXPORTED), asked("/indicatoren")
    monkeypatch.setitem(bare_app.config, "RATIONED", False)
    assert with_ration - asked(EXPORTED) == 1
    assert elsewhere == asked("/indicatoren")


def test_nobody_is_known_by_the_counter(client: FlaskClient, bare_session: Session) -> None:
    client.get(EXPORTED)
    bucket = bare_session.scalars(sa.select(Throttle.bucket)).one()
    assert bucket.startswith("ration_export:")
    assert len(bucket) <= 100


def test_every_door_to_a_file_has_a_ration(bare_app: Flask) -> None:
    """Whatever takes a file in, or is named after a kind of file that it hands out."""
    rationed = {
        endpoint: view.ration.name
        for endpoint, view in bare_app.view_functions.items()
        if hasattr(view, "ration")
    }
    takes = {name for name, view in bare_app.view_functions.items() if getattr(view, "takes_file", False)}
    assert takes - rationed.keys() == set()
    kinds = (".xlsx", ".csv", ".docx", ".pdf", ".json", ":form>", "/exporteren", "/bestand")
    hands_out = {rule.endpoint for rule in bare_app.url_map.iter_rules() if rule.rule.endswith(kinds)}
    assert hands_out - rationed.keys() == set()
    assert set(rationed.values()) == {
        value.name for value in vars(rationing).values() if isinstance(value, Ration)
    }
    assert rationed["meeting_documents.issue"] == DOCUMENT.name
    print(f"{len(rationed)} rationed doors")  # noqa: T201
