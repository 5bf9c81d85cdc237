"""The pages of what somebody was told: the count above every page, the list, reading, and preferences."""

import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain.audit import SYSTEM, AuditAction
from portal.domain.notices import Delivery, NoticeKind
from portal.domain.workflow import PeriodState
from portal.models import Account, AuditEvent, Network, Notice, NoticePreference, Period, Report
from portal.services.accounts import end_appointment
from portal.services.notices import tell
from portal.services.telling import tell_not_opened
from tests.conftest import SignIn

OWN = "coordinator.rotterdam"
OTHER = "coordinator.schiphol"


def person(sign_in: SignIn, name: str) -> FlaskClient:
    return sign_in(f"{name}@mainportaal.example")


def account(session: Session, name: str) -> Account:
    found = sa.select(Account).where(Account.email == f"{name}@mainportaal.example")
    return session.scalars(found).one()


def page(client: FlaskClient, path: str = "/meldingen") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def unread(html: str) -> int:
    found = re.search(r"(\d+) ongelezen", html)
    return int(found.group(1)) if found else 0


@pytest.fixture
def returned(db_session: Session) -> Notice:
    """Rotterdam is told that its report came back, after everything else was read."""
    db_session.execute(sa.update(Notice).values(read_at=sa.func.current_timestamp()))
    report = db_session.scalars(
        sa.select(Report)
        .join(Report.network)
        .join(Report.period)
        .where(Network.code == "rotterdam", Period.state == PeriodState.OPEN)
    ).one()
    made = tell(db_session, NoticeKind.RETURNED, [account(db_session, OWN)], key="toets:terug", report=report)
    db_session.commit()
    return made[0]


def test_the_count_stands_above_every_page_until_it_is_read(
    sign_in: SignIn, returned: Notice, db_session: Session
) -> None:
    client = person(sign_in, OWN)
    assert unread(page(client, "/over")) == 1
    listed = page(client)
    assert "is teruggestuurd" in listed
    assert unread(listed) == 1
    answer = client.post(f"/meldingen/{returned.id}/openen")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/rotterdam")
    assert unread(page(client)) == 0
    db_session.refresh(returned)
    assert returned.read_at is not None


def test_reading_all_and_reading_one(sign_in: SignIn, returned: Notice) -> None:
    client = person(sign_in, OWN)
    assert client.post(f"/meldingen/{returned.id}/gelezen").status_code == 302
    assert unread(page(client)) == 0
    assert client.post("/meldingen/gelezen").status_code == 302
    assert "Alles als gelezen" not in page(client)


@pytest.mark.parametrize("who", [OTHER, "partner.rotterdam", "medewerker1.programmabureau", "beheerder"])
def test_a_notice_is_for_one_person(sign_in: SignIn, returned: Notice, db_session: Session, who: str) -> None:
    client = person(sign_in, who)
    assert unread(page(client)) == 0
    for action in ("openen", "gelezen"):
        assert client.post(f"/meldingen/{returned.id}/{action}").status_code == 404
    db_session.refresh(returned)
    assert returned.read_at is None


def test_a_withdrawn_right_hides_the_notice(sign_in: SignIn, returned: Notice, db_session: Session) -> None:
    coordinator = account(db_session, OWN)
    for appointment in coordinator.appointments:
        if appointment.network and not appointment.ended_at:
            end_appointment(db_session, SYSTEM, appointment)
    db_session.commit()
    client = person(sign_in, OWN)
    listed = page(client)
    assert unread(listed) == 0
    assert "is teruggestuurd" not in listed
    assert client.post(f"/meldingen/{returned.id}/openen").status_code == 404


def test_a_page_past_the_end_and_odd_numbers(sign_in: SignIn, returned: Notice) -> None:
    client = person(sign_in, OWN)
    assert client.get("/meldingen?pagina=9999999").status_code == 200
    assert client.post("/meldingen/99999999999999/openen").status_code == 404
    assert client.get(f"/meldingen/{returned.id}/openen").status_code == 405


def test_the_office_hears_that_a_round_could_not_open(sign_in: SignIn, db_session: Session) -> None:
    period = db_session.scalars(sa.select(Period).where(Period.state == PeriodState.OPEN)).one()
    tell_not_opened(db_session, period)
    db_session.commit()
    client = person(sign_in, "medewerker1.programmabureau")
    assert "kon niet vanzelf open" in page(client)
    found = sa.select(Notice).where(
        Notice.kind == NoticeKind.NOT_OPENED,
        Notice.account_id == account(db_session, "medewerker1.programmabureau").id,
    )
    answer = client.post(f"/meldingen/{db_session.scalars(found).one().id}/openen")
    assert answer.headers["Location"] == f"/rapportages/{period.code}"


def test_preferences_are_kept_and_audited(sign_in: SignIn, db_session: Session) -> None:
    client = person(sign_in, OWN)
    form = page(client, "/meldingen/voorkeuren")
    assert "Een rapportage is teruggestuurd" in form
    # What cannot come to this person is not asked.
    assert "Een rapportage is ingediend" not in form
    wanted = dict.fromkeys(re.findall(r'<select[^>]*name="([a-z_]+)"', form), "daily")
    assert {"geopend", "bijna", "teruggestuurd"} <= set(wanted)
    answer = client.post("/meldingen/voorkeuren", data={**wanted, "teruggestuurd": "none"})
    assert answer.status_code == 302
    own = account(db_session, OWN)
    kept = db_session.scalars(sa.select(NoticePreference).where(NoticePreference.account_id == own.id))
    choices = {row.kind: row.delivery for row in kept}
    assert choices[NoticeKind.RETURNED] is Delivery.NONE
    assert choices[NoticeKind.OPENED] is Delivery.DAILY
    event = db_session.scalars(
        sa.select(AuditEvent).where(AuditEvent.action == AuditAction.PREFERENCES_CHANGED)
    ).one()
    assert event.actor_id == own.id
    assert event.details["returned"] == ["immediate", "none"]
    assert 'value="none" selected' in re.sub(
        r"selected value=\"(\w+)\"", r'value="\1" selected', page(client, "/meldingen/voorkeuren")
    )


def test_a_wrong_choice_is_refused(sign_in: SignIn, db_session: Session) -> None:
    client = person(sign_in, OWN)
    answer = client.post("/meldingen/voorkeuren", data={"teruggestuurd": "altijd"})
    assert answer.status_code == 422
    assert db_session.scalars(sa.select(NoticePreference)).all() == []


def test_who_has_nothing_to_choose_is_told_so(sign_in: SignIn) -> None:
    assert "Er valt niets te kiezen" in page(person(sign_in, "auditor"), "/meldingen/voorkeuren")


def test_nobody_reads_without_signing_in(client: FlaskClient) -> None:
    assert client.get("/meldingen").status_code == 302
    assert client.get("/postvak").status_code == 302
