"""The yearly check: what waits, confirming several, ending one, the record, and never one's own."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session

from portal.domain.audit import AuditAction
from portal.domain.roles import Role
from tests.administering import Office, browser, make_office, told
from tests.browsing import counted_queries
from tests.builders import person

REVIEW = "/accounts/controle"


@pytest.fixture
def office(bare_session: Session) -> Office:
    return make_office(bare_session)


@pytest.fixture
def admin(bare_app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    return browser(bare_app, monkeypatch)


def test_several_are_confirmed_at_once(admin: FlaskClient, office: Office) -> None:
    assert "0 van 9 gecontroleerd" in told(admin.get(REVIEW))
    chosen = [office.reader.appointments[0].id, office.second.appointments[0].id]
    data = {"aanstelling": [str(each) for each in chosen], "opmerking": "Nagevraagd."}
    assert admin.post(REVIEW, data=data).status_code == 302
    page = told(admin.get(REVIEW))
    assert "2 van 9 gecontroleerd" in page
    assert f'value="{chosen[0]}"' not in page
    assert len(office.events(AuditAction.APPOINTMENT_REVIEWED)) == 2
    account = told(admin.get(f"/accounts/{office.reader.id}"))
    assert "Nagevraagd." in account
    assert "2 van 9 aanstellingen gecontroleerd" in told(admin.get("/accounts"))


def test_nothing_the_own_or_what_does_not_wait_is_refused(admin: FlaskClient, office: Office) -> None:
    assert "Kruis minstens één aanstelling aan." in told(admin.post(REVIEW, data={}), 422)
    own = str(office.admin.appointments[0].id)
    page = told(admin.get(REVIEW))
    assert "Een andere beheerder" in page
    assert f'value="{own}"' not in page
    for number in (own, "2147483647"):
        assert admin.post(REVIEW, data={"aanstelling": number}).status_code == 422
    assert admin.post(f"{REVIEW}/{own}/beeindigen", data={"reden": "x"}).status_code == 409
    assert admin.get(f"{REVIEW}/2147483647/beeindigen").status_code == 404
    assert office.events(AuditAction.APPOINTMENT_REVIEWED) == []


def test_what_is_no_longer_right_ends(admin: FlaskClient, office: Office) -> None:
    url = f"{REVIEW}/{office.reader.appointments[0].id}/beeindigen"
    assert "niet meer juist" in told(admin.get(url))
    assert admin.post(url, data={}).status_code == 422
    assert admin.post(url, data={"reden": "Uit dienst."}).status_code == 302
    assert office.events(AuditAction.APPOINTMENT_ENDED)[0].reason == "Uit dienst."
    assert "0 van 8 gecontroleerd" in told(admin.get(REVIEW))


def test_one_network_at_a_time(admin: FlaskClient, office: Office) -> None:
    page = told(admin.get(f"{REVIEW}?netwerk=net-1")).partition("<tbody")[2]
    assert "Partner.Net-1" in page
    assert "Partner.Net-2" not in page


def test_the_record_names_who_when_and_what_waits(admin: FlaskClient, office: Office) -> None:
    data = {"aanstelling": str(office.reader.appointments[0].id), "opmerking": "=1+1"}
    admin.post(REVIEW, data=data)
    answer = admin.post(f"{REVIEW}/exporteren", data={"bestand": "xlsx"})
    book = CalamineWorkbook.from_filelike(BytesIO(answer.data))
    done = book.get_sheet_by_name("Gecontroleerd").to_python()[1]
    assert (done[0], done[7], done[8], done[9]) == ("Lezer", "Beheerder", "Nog juist", "=1+1")
    assert len(book.get_sheet_by_name("Nog te controleren").to_python()) == 1 + 8
    assert office.events(AuditAction.EXPORTED)[0].details == {"format": "xlsx", "count": 1}
    csv = admin.post(f"{REVIEW}/exporteren", data={"bestand": "csv"}).get_data(as_text=True)
    assert "'=1+1" in csv
    assert "1 van 9 gecontroleerd" in csv


def test_the_page_costs_the_same_for_more_people(admin: FlaskClient, office: Office) -> None:
    admin.get(REVIEW)
    with counted_queries() as few:
        admin.get(REVIEW)
    for number in range(20):
        person(office.session, f"meer{number}", Role.READER)
    office.session.commit()
    with counted_queries() as many:
        assert "0 van 29" in told(admin.get(REVIEW))
    assert len(few) == len(many) <= 12
