"""The sign-in page tells nothing about who exists: same status, same page, same time, same wait."""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from statistics import median

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.domain import clock
from portal.domain.audit import SYSTEM
from portal.domain.roles import Role
from portal.models import Account, Throttle
from portal.services import accounts, passwords
from tests.browsing import without_tokens
from tests.builders import person
from tests.conftest import NOW

TRIES = 200
RIGHT = "zeven blauwe stoeptegels"
GUESS = "een gok van iemand"
SORTS = ("bekend", "onbekend", "uitgezet", "zonder")
"""Known; unknown; deactivated, with the right password; invited, so without a password."""


@pytest.fixture
def door(bare_app: Flask, bare_session: Session, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A browser at the door of a portal in earnest, with an account of each sort."""
    monkeypatch.setitem(bare_app.config, "WTF_CSRF_ENABLED", False)
    monkeypatch.setitem(bare_app.config, "DEMONSTRATION", False)
    monkeypatch.setitem(bare_app.config, "DEMONSTRATION_PASSWORD", "")
    people = {name: person(bare_session, name, Role.READER) for name in ("bekend", "uitgezet", "zonder")}
    for account in people.values():
        account.password_hash = passwords.hash_of(RIGHT)
    accounts.set_active(bare_session, SYSTEM, people["uitgezet"], active=False)
    people["zonder"].password_hash = ""
    bare_session.commit()
    return bare_app.test_client()


def knock(client: FlaskClient, name: str, password: str = GUESS, **extra: str) -> TestResponse:
    data = {"email": f"{name}@toets.example", "wachtwoord": password}
    return client.post("/inloggen", data=data, environ_overrides=extra)


def page_of(answer: TestResponse, name: str) -> str:
    """The page without what somebody typed and what differs on every request."""
    return without_tokens(answer).replace(f"{name}@toets.example", "")


def test_each_sort_of_account_is_answered_alike_until_and_during_a_wait(door: FlaskClient) -> None:
    answers = {}
    for name in SORTS:
        password = RIGHT if name == "uitgezet" else GUESS
        # From a place of its own, so that only the counter of the account is at work.
        place = f"127.0.{SORTS.index(name)}.7"
        got = [knock(door, name, password, REMOTE_ADDR=place) for _n in range(7)]
        answers[name] = [(one.status_code, one.headers.get("Retry-After"), page_of(one, name)) for one in got]
    assert [status for status, _wait, _page in answers["bekend"]] == [422] * 5 + [429] * 2
    assert answers["bekend"][-1][1] == "30"
    for name in SORTS:
        assert answers[name] == answers["bekend"], name


def test_two_hundred_tries_take_as_long_for_each_sort(
    bare_app: Flask,
    door: FlaskClient,
    bare_session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Argon2 with less effort keeps this short: the less it hides, the sharper this looks."""
    light = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", light)
    monkeypatch.setattr(passwords, "_NOBODYS_HASH", light.hash("van niemand"))
    people = {
        account.name.lower(): account
        for account in bare_session.scalars(sa.select(Account)).all()
        if account.password_hash
    }
    for account in people.values():
        account.password_hash = light.hash(RIGHT)
    bare_session.commit()
    took: dict[str, list[float]] = {name: [] for name in SORTS}
    # By turns, so that whatever else the machine does strikes all alike.
    for number in range(TRIES):
        seen = set()
        for name in SORTS:
            with clock.at(NOW + timedelta(hours=2) * number):
                begun = time.perf_counter()
                answer = knock(door, name, RIGHT if name == "uitgezet" else GUESS)
                took[name].append(time.perf_counter() - begun)
            seen.add((answer.status_code, page_of(answer, name)))
        assert len(seen) == 1
    medians = {name: median(times) for name, times in took.items()}
    print({name: f"{value * 1000:.1f} ms" for name, value in medians.items()})  # noqa: T201
    assert max(medians.values()) / min(medians.values()) < 1.5


def test_the_page_says_in_dutch_when_to_try_again(door: FlaskClient) -> None:
    for _n in range(5):
        knock(door, "bekend")
    answer = knock(door, "bekend", RIGHT)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "30"
    assert "Probeer het over 30 seconden opnieuw." in page
    assert 'value="bekend@toets.example"' in page
    assert RIGHT not in page
    with clock.at(NOW + timedelta(seconds=30)):
        assert knock(door, "bekend", RIGHT).status_code == 302


def test_a_longer_wait_is_told_in_minutes(door: FlaskClient) -> None:
    for number in range(12):
        with clock.at(NOW + timedelta(minutes=15) * number):
            knock(door, "bekend")
    with clock.at(NOW + timedelta(minutes=15) * 11 + timedelta(seconds=61)):
        answer = knock(door, "bekend")
    assert answer.headers["Retry-After"] == str(14 * 60 - 1)
    assert "Probeer het over 14 minuten opnieuw." in answer.get_data(as_text=True)


def test_what_was_counted_for_a_refused_request_is_kept(door: FlaskClient, bare_session: Session) -> None:
    knock(door, "onbekend")
    counted = bare_session.scalars(sa.select(Throttle.count)).all()
    assert list(counted) == [1, 1, 1, 1]
    kept = " ".join(bare_session.scalars(sa.select(Throttle.bucket)))
    assert "onbekend" not in kept
    assert "127.0.0" not in kept


@pytest.fixture
def typed_text() -> Callable[[str], list[str]]:
    return lambda page: re.findall(r'value="([^"]+)"', page)


def test_a_password_goes_back_to_no_page(door: FlaskClient, typed_text: Callable[[str], list[str]]) -> None:
    page = knock(door, "bekend", "mijn vreemde getypte tekst").get_data(as_text=True)
    assert "mijn vreemde getypte tekst" not in typed_text(page)
    assert "mijn vreemde getypte tekst" not in page
