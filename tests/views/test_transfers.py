"""Handing over through the page: what there is, who may take it, a look first, and no words of an action."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import AuditAction
from portal.models import Account, ActionItem
from portal.services.actions import ActionContent, give_action
from tests.administering import Office, browser, make_office, told
from tests.builders import maatregel

SECRET = "Zwakke plek bij hek 12 dichten"


@pytest.fixture
def office(bare_session: Session) -> Office:
    return make_office(bare_session)


@pytest.fixture
def leaver(office: Office) -> Account:
    return office.account("coordinator.net-1")


@pytest.fixture
def action(office: Office, leaver: Account) -> ActionItem:
    content = ActionContent(SECRET, leaver, clock.today(), office.house.networks[0].id)
    made = give_action(office.session, office.house.officer, content)
    office.session.commit()
    return made


@pytest.fixture
def admin(bare_app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    return browser(bare_app, monkeypatch)


def test_a_group_goes_to_one_and_one_task_to_another(
    admin: FlaskClient, office: Office, leaver: Account, action: ActionItem
) -> None:
    url = f"/accounts/{leaver.id}/overdragen"
    page = told(admin.get(url))
    assert f"Nummer {action.id}, klaar op 20 maart 2026" in page
    assert SECRET not in page
    partner, officer = office.account("partner.net-1"), office.account("medewerker")
    network = office.house.networks[0].id
    data = {
        f"groep-maatregel-{network}": str(partner.id),
        f"action-{action.id}": str(officer.id),
    }
    look = told(admin.post(url, data=data))
    assert "Deze taken overdragen?" in look
    assert SECRET not in look
    assert maatregel(office.session, "net-1-m1").owner is leaver
    confirmed = {
        f"maatregel-{maatregel(office.session, 'net-1-m1').id}": str(partner.id),
        f"action-{action.id}": str(officer.id),
        "bevestigd": "ja",
    }
    assert admin.post(url, data=confirmed).status_code == 302
    office.session.expire_all()
    assert (maatregel(office.session, "net-1-m1").owner, action.owner) == (partner, officer)
    assert maatregel(office.session, "net-1-m2").owner is leaver
    told_of = [
        each for each in office.events(AuditAction.DUTIES_TRANSFERRED) if "maatregelen" in each.details
    ]
    assert [each.details["maatregelen"] for each in told_of] == [{"net-1-m1": partner.name}]


def test_nothing_chosen_or_the_wrong_person_is_told(
    admin: FlaskClient, office: Office, leaver: Account, action: ActionItem
) -> None:
    url = f"/accounts/{leaver.id}/overdragen"
    assert "Kies voor minstens één taak" in told(admin.post(url, data={}), 422)
    data = {f"action-{action.id}": str(office.reader.id), "bevestigd": "ja"}
    assert admin.post(url, data=data).status_code == 422
    assert action.owner is leaver


def test_who_has_nothing_has_nothing_to_hand_over(admin: FlaskClient, office: Office) -> None:
    assert "Niets over te dragen" in told(admin.get(f"/accounts/{office.reader.id}/overdragen"))
