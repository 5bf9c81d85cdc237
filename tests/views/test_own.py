"""The own page: everybody has one, it shows the former sign-in, and the name can be changed."""

from datetime import date

import pytest
import sqlalchemy as sa

from portal.domain import clock
from portal.domain.accounts import SignInMethod
from portal.domain.audit import SYSTEM, AuditAction
from portal.domain.roles import Role
from portal.models import AuditEvent
from portal.services import accounts, sessions
from portal.services.sessions import Visitor
from tests.builders import person
from tests.conftest import NOW
from tests.own import Visit, after, visit

__all__ = ["visit"]


def test_the_name_at_the_top_leads_to_the_own_page(visit: Visit) -> None:
    page = visit.page("/")
    assert 'class="p-user__name" href="/mijn"' in page


def test_it_shows_who_one_is_and_where_to_go(visit: Visit) -> None:
    page = visit.page("/mijn")
    assert "een@toets.example" in page
    assert "Medewerker programmabureau" in page
    for path in ("/mijn/gegevens", "/mijn/email", "/mijn/wachtwoord", "/mijn/sessies", "/mijn/auditspoor"):
        assert f'href="{path}"' in page
    assert 'href="/meldingen/voorkeuren"' in page


def test_somebody_without_an_appointment_has_one_too(visit: Visit) -> None:
    for appointment in visit.account.appointments:
        accounts.end_appointment(visit.session, SYSTEM, appointment)
    visit.session.commit()
    visit.client = visit.browser()
    assert "een@toets.example" in visit.page("/mijn")


def test_whom_one_stands_in_for_is_told(visit: Visit) -> None:
    other = person(visit.session, "twee", Role.STEERING_SECRETARY)
    given = accounts.give_appointment(
        visit.session,
        SYSTEM,
        visit.account,
        Role.STEERING_SECRETARY,
        None,
        date(2026, 3, 1),
        date(2026, 4, 1),
    )
    given.substitute_for_id = other.id
    visit.session.commit()
    visit.client = visit.browser()
    assert "Twee" in visit.page("/mijn")


def test_the_sign_in_before_this_one_is_shown(visit: Visit) -> None:
    assert "Dit is de eerste keer" in visit.page("/mijn")
    with clock.at(after(NOW, hours=-30)):
        sessions.begin(
            visit.session, visit.account, SignInMethod.PASSWORD, Visitor("192.0.2.0/24", "Vreemde browser")
        )
    visit.session.commit()
    page = visit.page("/mijn")
    assert "19 maart 2026, 05.00 uur, Vreemde browser, vanuit 192.0.2.0/24" in page
    assert "Dit is de eerste keer" not in page


def test_changing_the_name_keeps_the_old_one_in_old_lines(visit: Visit) -> None:
    answer = visit.client.post("/mijn/gegevens", data={"naam": "  Nieuwe   naam "})
    assert answer.headers["Location"] == "/mijn"
    assert visit.again().name == "Nieuwe   naam"
    event = visit.session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
    assert (event.action, event.actor_name) == (AuditAction.ACCOUNT_CHANGED, "Een")
    assert event.details == {"name": ["Een", "Nieuwe   naam"]}


def test_the_same_name_changes_nothing(visit: Visit) -> None:
    before = visit.actions(1)
    visit.client.post("/mijn/gegevens", data={"naam": "Een"})
    assert "Dit is uw naam al." in visit.page("/mijn")
    assert visit.actions(1) == before


@pytest.mark.parametrize(
    ("name", "message"),
    [("", "Vul uw naam in."), ("x" * 121, "te lang"), ("a\x00b", "niet kan worden opgeslagen")],
)
def test_a_wrong_name_is_told_and_kept(visit: Visit, name: str, message: str) -> None:
    answer = visit.client.post("/mijn/gegevens", data={"naam": name})
    assert answer.status_code == 422
    assert message in answer.get_data(as_text=True)
    assert visit.again().name == "Een"


@pytest.mark.parametrize(
    "path",
    [
        "/mijn",
        "/mijn/gegevens",
        "/mijn/email",
        "/mijn/wachtwoord",
        "/mijn/sessies",
        "/mijn/auditspoor",
        "/mijn/gegevens/downloaden",
        "/mijn/gegevens/downloaden/gegevens.json",
    ],
)
def test_who_is_not_signed_in_has_no_own_page(visit: Visit, path: str) -> None:
    answer = visit.app.test_client().get(path)
    assert answer.headers["Location"] == f"/inloggen?volgende={path}"
