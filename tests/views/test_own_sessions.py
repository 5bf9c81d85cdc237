"""The own sessions: one sees them, ends one or all others, and never those of somebody else."""

import sqlalchemy as sa

from portal.domain import clock
from portal.domain.accounts import SessionEnd, SignInMethod
from portal.domain.audit import AuditAction
from portal.domain.roles import Role
from portal.models import AuditEvent, SignInSession
from portal.services import sessions
from portal.services.sessions import Visitor
from tests.browsing import signed_in
from tests.builders import person
from tests.conftest import NOW
from tests.own import LATER, Visit, after, visit

__all__ = ["visit"]


def newest(visit: Visit) -> int:
    return visit.session.scalar(sa.select(sa.func.max(SignInSession.id))) or 0


def test_open_sessions_are_listed_and_this_one_is_marked(visit: Visit) -> None:
    sessions.begin(
        visit.session, visit.account, SignInMethod.PASSKEY, Visitor("192.0.2.0/24", "Firefox op Linux")
    )
    visit.session.commit()
    page = visit.page("/mijn/sessies")
    assert "2 open sessies" in page
    assert "Firefox op Linux" in page
    assert "Vanuit 192.0.2.0/24" in page
    assert "Passkey" in page
    assert page.count("Deze sessie") == 1
    assert "Er zijn geen eerdere sessies." in page


def test_ending_one_signs_that_device_out(visit: Visit) -> None:
    other = visit.browser()
    number = newest(visit)
    assert visit.client.post(f"/mijn/sessies/{number}/beeindigen").headers["Location"] == "/mijn/sessies"
    assert other.get("/mijn").status_code == 302
    assert visit.actions(1) == [AuditAction.SESSION_ENDED]
    page = visit.page("/mijn/sessies")
    assert "Dat apparaat is uitgelogd." in page
    assert "Zelf beëindigd" in page
    visit.client.post(f"/mijn/sessies/{number}/beeindigen")
    assert "Deze sessie was al voorbij." in visit.page("/mijn/sessies")


def test_somebody_elses_session_does_not_exist(visit: Visit) -> None:
    other = person(visit.session, "twee", Role.PROGRAMME_OFFICER)
    visit.session.commit()
    client = signed_in(visit.app, other.email)
    assert visit.client.post(f"/mijn/sessies/{newest(visit)}/beeindigen").status_code == 404
    assert client.get("/mijn").status_code == 200
    assert "Twee" not in visit.page("/mijn/sessies")


def test_the_session_one_is_in_ends_by_signing_out(visit: Visit) -> None:
    assert visit.client.post(f"/mijn/sessies/{newest(visit)}/beeindigen").status_code == 404
    assert visit.client.get("/mijn").status_code == 200


def test_all_others_end_after_a_question(visit: Visit) -> None:
    others = [visit.browser(), visit.browser()]
    assert "U hebt nog 2 andere sessies" in visit.page("/mijn/sessies/beeindigen")
    visit.client.post("/mijn/sessies/beeindigen")
    assert "2 andere sessies zijn beëindigd." in visit.page("/mijn/sessies")
    assert [each.get("/mijn").status_code for each in others] == [302, 302]
    event = visit.session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
    assert (event.action, event.details) == (AuditAction.SESSION_ENDED, {"sessions": 2})
    visit.client.post("/mijn/sessies/beeindigen")
    assert "U had geen andere sessies." in visit.page("/mijn/sessies")


def test_what_ended_by_itself_keeps_its_reason(visit: Visit) -> None:
    with clock.at(after(NOW, hours=-10)):
        visit.browser()
    with clock.at(after(NOW, hours=-12)):
        visit.browser()
    whole_day = visit.session.get_one(SignInSession, newest(visit))
    whole_day.last_seen_at = after(NOW, minutes=-10)
    visit.session.commit()
    visit.client.post("/mijn/sessies/beeindigen")
    page = visit.page("/mijn/sessies")
    assert "Vanzelf: 30 minuten niet gebruikt" in page
    assert "Vanzelf: 12 uur na het inloggen" in page
    assert "Zelf beëindigd" not in page


def test_what_is_long_over_is_not_listed(visit: Visit) -> None:
    with clock.at(after(NOW, days=-31)):
        visit.browser()
    assert "Er zijn geen eerdere sessies." in visit.page("/mijn/sessies")


def test_a_session_that_went_on_under_a_new_identifier_is_one_session(visit: Visit) -> None:
    with clock.at(NOW + LATER):
        visit.client.post("/bevestigen", data={"wachtwoord": "demonstratie-2022"})
        assert "Er zijn geen eerdere sessies." in visit.page("/mijn/sessies")


def test_signing_in_again_in_one_browser_ends_the_former_session(visit: Visit) -> None:
    visit.client.post("/inloggen", data={"email": visit.account.email, "wachtwoord": "demonstratie-2022"})
    reasons = visit.session.scalars(sa.select(SignInSession.end_reason).order_by(SignInSession.id)).all()
    assert reasons == [SessionEnd.REPLACED, None]
