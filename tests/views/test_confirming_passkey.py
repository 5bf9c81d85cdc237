"""Showing again who one is with a passkey: only one's own, once, and what was typed goes along."""

from typing import Any

from werkzeug.test import TestResponse

from portal.domain import clock
from portal.domain.audit import AuditAction
from portal.domain.roles import Role
from tests.authenticator import Authenticator
from tests.browsing import signed_in
from tests.builders import person
from tests.conftest import NOW
from tests.own import LATER, Visit, visit

__all__ = ["visit"]
CONFIRM = "/bevestigen/passkey"
ADD = "/mijn/factoren/passkey"


def given_passkey(visit: Visit) -> Authenticator:
    """Let the person add a passkey, just after signing in."""
    made = Authenticator()
    options: dict[str, Any] = visit.client.post(f"{ADD}/opties", json={}).get_json()
    visit.client.post(ADD, json={"answer": made.create(options), "name": "Laptop"})
    return made


def use(
    visit: Visit,
    made: Authenticator,
    target: str = "/mijn/email",
    kept: str = "",
    *,
    verified: bool = True,
) -> TestResponse:
    options: dict[str, Any] = visit.client.post(f"{CONFIRM}/opties", json={}).get_json()
    answer = {"answer": made.get(options, verified=verified), "kept": kept}
    return visit.client.post(f"{CONFIRM}?volgende={target}", json=answer)


def test_a_passkey_confirms_and_renews_the_session(visit: Visit) -> None:
    made = given_passkey(visit)
    with visit.client.session_transaction() as cookie:
        former = cookie["_user_id"]
    with clock.at(NOW + LATER):
        assert "Met uw passkey" in visit.page("/bevestigen?volgende=/mijn/email")
        assert use(visit, made).get_json() == {"url": "/mijn/email"}
        assert "Nieuw e-mailadres" in visit.page("/mijn/email")
    with visit.client.session_transaction() as cookie:
        assert cookie["_user_id"] != former
    assert visit.actions(1) == [AuditAction.REAUTHENTICATED]


def test_a_passkey_of_somebody_else_is_refused_and_recorded(visit: Visit) -> None:
    given_passkey(visit)
    other = person(visit.session, "twee", Role.PROGRAMME_OFFICER)
    visit.session.commit()
    mine = visit.client
    visit.client = signed_in(visit.app, other.email)
    theirs = given_passkey(visit)
    visit.client = mine
    with clock.at(NOW + LATER):
        assert use(visit, theirs).status_code == 422
        assert visit.client.get("/mijn/email").status_code == 302
    assert visit.actions(1) == [AuditAction.REAUTHENTICATION_REFUSED]


def test_an_answer_nobody_asked_for_is_refused(visit: Visit) -> None:
    given_passkey(visit)
    made_up: list[object] = [{}, {"answer": {"id": "x"}}, []]
    for sent in made_up:
        assert visit.client.post(CONFIRM, json=sent).status_code == 422


def test_a_script_that_comes_too_late_is_sent_on(visit: Visit) -> None:
    with clock.at(NOW + LATER):
        late = visit.client.post(f"{ADD}/opties", json={})
    assert late.headers["Location"].startswith("/bevestigen?volgende=")


def test_one_is_sent_on_only_within_the_portal(visit: Visit) -> None:
    assert use(visit, given_passkey(visit), "//evil.example").get_json() == {"url": "/"}


def test_wrong_passkeys_have_to_wait(visit: Visit) -> None:
    given_passkey(visit)
    assert [use(visit, Authenticator()).status_code for _ in range(6)] == [422] * 4 + [429] * 2


def test_without_a_password_a_passkey_asks_for_more_than_a_touch(visit: Visit) -> None:
    made = given_passkey(visit)
    assert visit.client.post(f"{CONFIRM}/opties", json={}).get_json()["userVerification"] == "preferred"
    assert use(visit, made, verified=False).status_code == 200
    visit.again().password_hash = ""
    visit.session.commit()
    assert visit.client.post(f"{CONFIRM}/opties", json={}).get_json()["userVerification"] == "required"
    assert use(visit, made, verified=False).status_code == 422
    assert use(visit, made).status_code == 200
