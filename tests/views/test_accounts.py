"""Administering accounts: works, wrong input, last way out kept, audited; and no sight of content."""

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain.audit import AuditAction
from portal.models import Account, AuditEvent
from tests.conftest import SignIn


@pytest.fixture
def admin(sign_in: SignIn) -> FlaskClient:
    return sign_in("beheerder@mainportaal.example")


def account(session: Session, local_part: str) -> Account:
    return session.scalars(sa.select(Account).where(Account.email.startswith(f"{local_part}@"))).one()


def test_giving_and_ending_an_appointment(admin: FlaskClient, db_session: Session) -> None:
    someone = account(db_session, "lezer.programma")
    url = f"/accounts/{someone.id}"
    data = {"rol": "contributor", "netwerk": "schiphol", "van": "2026-03-20"}
    assert admin.post(f"{url}/aanstellingen", data=data).status_code == 302
    db_session.expire_all()
    given = someone.appointments[-1]
    assert given.network is not None
    assert (given.role.value, given.network.code) == ("contributor", "schiphol")
    twice = admin.post(f"{url}/aanstellingen", data=data)
    assert twice.status_code == 422
    assert "heeft deze aanstelling al" in twice.get_data(as_text=True)
    assert admin.post(f"{url}/aanstellingen/{given.id}/beeindigen").status_code == 302
    events = db_session.scalars(sa.select(AuditEvent.action).order_by(AuditEvent.id.desc()).limit(2)).all()
    assert list(events) == [AuditAction.APPOINTMENT_ENDED, AuditAction.APPOINTMENT_GIVEN]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"rol": "coordinator", "van": "2026-03-20"}, "Kies een PPS-netwerk bij deze rol."),
        ({"rol": "administrator", "netwerk": "schiphol", "van": "2026-03-20"}, "Kies geen PPS-netwerk."),
        (
            {"rol": "reader", "van": "2026-03-20", "tot": "2026-03-19"},
            "De laatste dag ligt voor de eerste dag.",
        ),
        ({"rol": "", "van": "geen datum"}, "Kies een rol."),
        ({"rol": "koning", "van": "2026-03-20"}, "Rol"),
    ],
)
def test_wrong_input_is_told(
    admin: FlaskClient, db_session: Session, data: dict[str, str], message: str
) -> None:
    answer = admin.post(f"/accounts/{account(db_session, 'lezer.programma').id}/aanstellingen", data=data)
    assert answer.status_code == 422
    assert message in answer.get_data(as_text=True)


def test_deactivating_and_reactivating(admin: FlaskClient, sign_in: SignIn, db_session: Session) -> None:
    someone = account(db_session, "coordinator.schiphol")
    other = sign_in(someone.email)
    assert admin.post(f"/accounts/{someone.id}/uitzetten").status_code == 302
    assert other.get("/").status_code == 302
    assert admin.post(f"/accounts/{someone.id}/aanzetten").status_code == 302
    assert other.get("/").status_code == 200


def test_nobody_switches_off_the_own_account(admin: FlaskClient, db_session: Session) -> None:
    own = account(db_session, "beheerder")
    page = admin.get(f"/accounts/{own.id}").get_data(as_text=True)
    assert "U kunt uzelf geen aanstelling geven." in page
    assert "Account uitzetten" not in page
    assert admin.post(f"/accounts/{own.id}/uitzetten").status_code == 409
    db_session.expire_all()
    assert own.active


@pytest.mark.parametrize("path", ["/overzicht", "/samenhang", "/rapportages", "/rapportages/nieuw"])
def test_an_administrator_sees_no_reports(admin: FlaskClient, path: str) -> None:
    assert admin.get(path).status_code == 403
