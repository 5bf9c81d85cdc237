"""Showing again who one is: asked for what is dangerous, slowed down, recorded, and nothing typed is lost."""

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from portal.demo.personas import PASSWORD
from portal.domain import clock
from portal.domain.accounts import SessionEnd
from portal.domain.audit import SYSTEM, AuditAction
from portal.models import KeptInput, SignInSession
from portal.services import recovery_codes
from portal.web.kept_input import opened, opened_text
from tests.conftest import NOW
from tests.own import LATER, Visit, after, visit

__all__ = ["visit"]
SIGNAL = {"titel": "Lang over nagedacht", "toelichting": "Veel tekst"}


@pytest.fixture
def dangerous_signals(bare_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let filing a signal, whose form puts back what was typed, count as dangerous."""
    monkeypatch.setattr(bare_app.view_functions["signals.file"], "dangerous", True, raising=False)


def hidden(answer: TestResponse, name: str) -> str:
    """The value of a hidden field."""
    page = answer.get_data(as_text=True)
    return page.partition(f'name="{name}" type="hidden" value="')[2].partition('"')[0]


def confirm(visit: Visit, answer: TestResponse | None = None, password: str = PASSWORD) -> TestResponse:
    kept = {name: hidden(answer, name) for name in ("ingevuld", "getypt", "verstuurd")} if answer else {}
    action = "/bevestigen?volgende=/mijn/email"
    if answer:
        action = answer.get_data(as_text=True).partition('action="/bevestigen')[2].partition('"')[0]
        action = f"/bevestigen{action}"
    return visit.client.post(action, data={"wachtwoord": password, **kept})


def test_just_signed_in_is_not_asked_again(visit: Visit) -> None:
    assert "Nieuw e-mailadres" in visit.page("/mijn/email")


def test_after_ten_minutes_it_is_asked_and_one_goes_on(visit: Visit) -> None:
    with clock.at(NOW + LATER):
        asked = visit.client.get("/mijn/email")
        assert asked.headers["Location"] == "/bevestigen?volgende=/mijn/email"
        page = visit.page(asked.headers["Location"])
        assert "Bevestig dat u het bent" in page
        assert 'name="code"' not in page
        assert confirm(visit).headers["Location"] == "/mijn/email"
        assert "Nieuw e-mailadres" in visit.page("/mijn/email")
    assert visit.actions(1) == [AuditAction.REAUTHENTICATED]


def test_the_session_gets_a_new_identifier_and_no_more_time(visit: Visit) -> None:
    with visit.client.session_transaction() as cookie:
        stolen = dict(cookie)
    with clock.at(NOW + LATER):
        confirm(visit)
        with visit.client.session_transaction() as cookie:
            assert cookie["_user_id"] != stolen["_user_id"]
        thief = visit.app.test_client()
        with thief.session_transaction() as cookie:
            cookie.update(stolen)
        assert thief.get("/mijn").status_code == 302
        assert visit.client.get("/mijn").status_code == 200
    former, renewed = visit.session.scalars(sa.select(SignInSession).order_by(SignInSession.id))
    assert (former.end_reason, renewed.end_reason) == (SessionEnd.REPLACED, None)
    assert (renewed.created_at, renewed.expires_at) == (former.created_at, former.expires_at)
    assert renewed.reauthenticated_at == NOW + LATER


def test_open_forms_stay_good_after_confirming(
    visit: Visit, bare_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(bare_app.config, "WTF_CSRF_ENABLED", True)
    page = visit.page("/mijn/gegevens")
    token = page.partition('name="csrf_token" type="hidden" value="')[2].partition('"')[0]
    with clock.at(NOW + LATER):
        answer = visit.client.post("/bevestigen", data={"wachtwoord": PASSWORD, "csrf_token": token})
        assert answer.status_code == 302
        saved = visit.client.post("/mijn/gegevens", data={"naam": "Nieuwe naam", "csrf_token": token})
        assert saved.status_code == 302
    assert visit.again().name == "Nieuwe naam"


def test_a_wrong_password_is_recorded_and_slowed_down(visit: Visit) -> None:
    with clock.at(NOW + LATER):
        tries = [confirm(visit, password="verkeerd wachtwoord") for _time in range(4)]
        assert {each.status_code for each in tries} == {422}
        wrong = tries[-1]
        assert "Dit wachtwoord klopt niet" in wrong.get_data(as_text=True)
        assert confirm(visit, password="verkeerd wachtwoord").status_code == 429
        assert visit.actions(1) == [AuditAction.REAUTHENTICATION_REFUSED]
        right = confirm(visit)
        assert right.status_code == 429
        assert int(right.headers["Retry-After"]) > 0
    with clock.at(after(NOW, minutes=12)):
        assert confirm(visit).status_code == 302


def test_nothing_filled_in_is_told(visit: Visit) -> None:
    answer = confirm(visit, password="")
    assert answer.status_code == 422
    assert "Vul uw wachtwoord in" in answer.get_data(as_text=True)


def test_a_recovery_code_does_too_once(visit: Visit) -> None:
    codes = recovery_codes.make(visit.session, SYSTEM, visit.account)
    visit.session.commit()
    with clock.at(NOW + LATER):
        assert "Zes cijfers uit uw app" in visit.page("/bevestigen")
        good = visit.client.post("/bevestigen", data={"code": codes[0]})
        assert good.status_code == 302
        twice = visit.client.post("/bevestigen", data={"code": codes[0]})
        assert twice.status_code == 422
        assert "Deze code klopt niet" in twice.get_data(as_text=True)


def test_who_has_no_password_signs_in_again(visit: Visit) -> None:
    visit.account.password_hash = ""
    visit.session.commit()
    page = visit.page("/bevestigen?volgende=/mijn/email")
    assert "account van uw eigen organisatie" in page
    assert 'name="wachtwoord"' not in page
    answer = visit.client.post("/bevestigen/opnieuw-inloggen?volgende=/mijn/email")
    assert answer.headers["Location"] == "/inloggen?volgende=/mijn/email"
    assert visit.client.get("/mijn").status_code == 302
    assert confirm(visit, password="").status_code == 401


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_one_is_sent_on_only_within_the_portal(visit: Visit, target: str) -> None:
    answer = visit.client.post(
        "/bevestigen", query_string={"volgende": target}, data={"wachtwoord": PASSWORD}
    )
    assert answer.headers["Location"] == "/"


@pytest.mark.usefixtures("dangerous_signals")
def test_what_was_sent_too_late_goes_back_into_its_form(visit: Visit) -> None:
    with clock.at(NOW + LATER):
        late = visit.client.post("/signalen/nieuw", data=SIGNAL)
        assert late.status_code == 401
        page = late.get_data(as_text=True)
        assert "Na het bevestigen staat uw tekst weer in het formulier" in page
        wrong = confirm(visit, late, "verkeerd wachtwoord")
        assert hidden(wrong, "ingevuld")
        done = confirm(visit, wrong)
        assert done.headers["Location"] == "/signalen/nieuw"
        back = visit.page("/signalen/nieuw")
    assert "Lang over nagedacht" in back
    assert "Uw tekst is teruggezet" in back
    assert visit.session.scalar(sa.select(KeptInput.account_id)) == visit.account.id


def test_a_form_that_cannot_be_filled_again_shows_what_was_typed(visit: Visit) -> None:
    with clock.at(NOW + LATER):
        late = visit.client.post("/mijn/email", data={"email": "nieuw@toets.example"})
        assert late.status_code == 401
        assert "nieuw@toets.example" in late.get_data(as_text=True)
        wrong = confirm(visit, late, "verkeerd wachtwoord")
        assert "nieuw@toets.example" in wrong.get_data(as_text=True)
        done = confirm(visit, wrong)
        page = done.get_data(as_text=True)
    assert done.status_code == 200
    assert "nieuw@toets.example" in page
    assert 'href="/mijn/email"' in page
    assert AuditAction.EMAIL_CHANGE_ASKED not in visit.actions(5)


def test_who_signs_in_again_first_sees_what_was_typed(visit: Visit) -> None:
    visit.account.password_hash = ""
    visit.session.commit()
    with clock.at(NOW + LATER):
        late = visit.client.post("/mijn/email", data={"email": "nieuw@toets.example"})
        again = "/bevestigen/opnieuw-inloggen?volgende=/mijn/email"
        page = visit.client.post(again, data={"getypt": hidden(late, "getypt")}).get_data(as_text=True)
    assert "Neem eerst uw tekst over" in page
    assert "nieuw@toets.example" in page
    assert 'href="/inloggen?volgende=/mijn/email"' in page
    assert visit.client.get("/mijn").status_code == 302


def test_a_button_has_to_be_pressed_again_on_its_page(
    visit: Visit, bare_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bare_app.view_functions["own_sessions.end"], "dangerous", True, raising=False)
    other = visit.browser()
    number = visit.session.scalar(sa.select(sa.func.max(SignInSession.id)))
    with clock.at(NOW + LATER):
        late = visit.client.post(
            f"/mijn/sessies/{number}/beeindigen", headers={"Referer": "http://localhost/mijn/sessies"}
        )
        assert "drukt u nog één keer op de knop" in late.get_data(as_text=True)
        assert confirm(visit, late).headers["Location"] == "/mijn/sessies"
        assert "Er is nog niets gewijzigd. Druk nog één keer op de knop." in visit.page("/mijn/sessies")
        assert other.get("/mijn").status_code == 200


def test_a_password_is_never_shown_again(
    visit: Visit, bare_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bare_app.view_functions["own_password.save"], "dangerous", True, raising=False)
    typed = {"huidig_wachtwoord": PASSWORD, "wachtwoord": "een heel nieuw geheim woord", "titel": "Zichtbaar"}
    with clock.at(NOW + LATER):
        page = visit.client.post("/mijn/wachtwoord", data=typed).get_data(as_text=True)
    assert "Zichtbaar" in page
    assert PASSWORD not in page
    assert "heel nieuw geheim" not in page


def test_what_we_did_not_seal_is_not_put_back(visit: Visit) -> None:
    answer = visit.client.post(
        "/bevestigen", data={"wachtwoord": PASSWORD, "ingevuld": "x.y", "getypt": "x.y"}
    )
    assert answer.headers["Location"] == "/"
    assert visit.session.scalar(sa.select(sa.func.count()).select_from(KeptInput)) == 0


def test_half_a_character_is_no_seal_of_ours(bare_app: Flask) -> None:
    """A browser never sends it, but JSON can hold it."""
    with bare_app.test_request_context("/bevestigen"):
        assert opened("\ud800.x.y") is None
        assert opened_text("\ud800.x.y") == []


def test_who_is_not_signed_in_has_nothing_to_confirm(visit: Visit) -> None:
    client = visit.app.test_client()
    assert client.get("/bevestigen").headers["Location"].startswith("/inloggen")
    assert client.post("/bevestigen", data={"wachtwoord": PASSWORD}).status_code == 401
