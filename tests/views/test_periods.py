"""Planning, opening, closing and adopting through the doors."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.workflow import PeriodState
from portal.models import Maatregel, Period, Report
from tests.conftest import SignIn

OFFICER = "medewerker1.programmabureau@mainportaal.example"
SECRETARY = "secretaris.stuurgroep@mainportaal.example"


@pytest.fixture
def officer(sign_in: SignIn) -> FlaskClient:
    return sign_in(OFFICER)


def fields(**other: str) -> dict[str, str]:
    today = clock.today()
    return {
        "code": "proef",
        "titel": "proefronde",
        "waarneming_van": (today - timedelta(days=60)).isoformat(),
        "waarneming_tot": (today - timedelta(days=1)).isoformat(),
        "indienen_van": today.isoformat(),
        "indienen_tot": (today + timedelta(days=14)).strftime("%d-%m-%Y"),
        **other,
    }


def open_now(session: Session) -> Period:
    return session.scalars(sa.select(Period).where(Period.state == PeriodState.OPEN)).one()


def test_planning_and_changing(officer: FlaskClient, db_session: Session) -> None:
    assert officer.post("/rapportages/nieuw", data=fields()).headers["Location"] == "/rapportages/proef"
    period = db_session.scalars(sa.select(Period).where(Period.code == "proef")).one()
    page = officer.get("/rapportages/proef/wijzigen").get_data(as_text=True)
    assert 'value="proefronde"' in page
    changed = fields(titel="eerste halfjaar", version=str(period.version))
    assert officer.post("/rapportages/proef/wijzigen", data=changed).status_code == 302
    stale = officer.post("/rapportages/proef/wijzigen", data={**changed, "titel": "te laat"})
    assert stale.status_code == 409
    assert 'value="te laat"' in stale.get_data(as_text=True)
    db_session.expire_all()
    assert period.title == "eerste halfjaar"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"titel": ""}, "Vul een titel in."),
        ({"titel": "x" * 200}, "Gebruik hoogstens 120 tekens."),
        ({"code": "nieuw"}, "Gebruik alleen kleine letters"),
        ({"code": "../x"}, "Gebruik alleen kleine letters"),
        ({"waarneming_van": "31-02-2026"}, "Vul een datum in"),
        ({"waarneming_van": "0001-01-01"}, "Vul een datum in van 2000 tot en met 2100."),
        ({"indienen_tot": "2999-01-01"}, "Vul een datum in van 2000 tot en met 2100."),
        ({"waarneming_van": "2026-12-31"}, "De laatste dag ligt voor de eerste dag."),
        (
            {"indienen_tot": "2026-01-01", "indienen_van": "2025-12-01"},
            "Indienen moet kunnen na de laatste dag",
        ),
    ],
)
def test_wrong_input_is_told_and_kept(officer: FlaskClient, wrong: dict[str, str], message: str) -> None:
    answer = officer.post("/rapportages/nieuw", data=fields(**wrong))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert message in page
    assert next(iter(wrong.values())) in page


def test_days_on_which_it_opens_and_closes_by_itself(officer: FlaskClient, db_session: Session) -> None:
    today = clock.today()
    soon, late = (today + timedelta(days=3)).isoformat(), (today + timedelta(days=20)).isoformat()
    wrong = officer.post("/rapportages/nieuw", data=fields(openen_op=late, sluiten_op=soon))
    assert wrong.status_code == 422
    assert "Kies een dag voor of op de laatste dag om in te dienen." in wrong.get_data(as_text=True)
    wrong = officer.post("/rapportages/nieuw", data=fields(openen_op=soon, sluiten_op=soon))
    assert "Kies een dag na de laatste dag om in te dienen." in wrong.get_data(as_text=True)
    assert f'value="{soon}"' in wrong.get_data(as_text=True)
    made = officer.post("/rapportages/nieuw", data=fields(openen_op=soon, sluiten_op=late))
    assert made.status_code == 302
    period = db_session.scalars(sa.select(Period).where(Period.code == "proef")).one()
    assert (period.opens_on, period.closes_on) == (today + timedelta(days=3), today + timedelta(days=20))
    page = officer.get("/rapportages/proef").get_data(as_text=True)
    assert "Gaat vanzelf open op" in page
    assert "Gaat vanzelf dicht op" in page


def test_a_code_is_used_once(officer: FlaskClient) -> None:
    officer.post("/rapportages/nieuw", data=fields())
    again = officer.post("/rapportages/nieuw", data=fields())
    assert again.status_code == 422
    assert "Er is al een rapportageperiode met deze code." in again.get_data(as_text=True)


def test_opening_shows_every_obstacle(officer: FlaskClient, db_session: Session) -> None:
    current = open_now(db_session)
    officer.post("/rapportages/nieuw", data=fields())
    db_session.execute(sa.update(Maatregel).where(Maatregel.code == "rtm-01").values(owner_id=None))
    db_session.commit()
    page = officer.get("/rapportages/proef").get_data(as_text=True)
    assert "Periode openen" not in page
    for found in ("staat nog open", current.title, "geen eigenaar", "Barrièrevorming in de haven"):
        assert found in page
    assert officer.post("/rapportages/proef/openen", data={"version": 1}).status_code == 409


def test_a_round_closes_reopens_and_takes_no_report_in_between(
    officer: FlaskClient, sign_in: SignIn, db_session: Session
) -> None:
    period = open_now(db_session)
    url = f"/rapportages/{period.code}"
    assert officer.post(f"{url}/sluiten", data={"version": period.version}).status_code == 302
    assert officer.post(f"{url}/sluiten", data={"version": period.version}).status_code == 409
    coordinator = sign_in("coordinator.overkoepelend@mainportaal.example")
    report = db_session.scalars(
        sa.select(Report)
        .join(Report.network)
        .where(Report.period_id == period.id, sa.text("network.code = 'overkoepelend'"))
    ).one()
    answer = coordinator.post(f"{url}/overkoepelend/indienen", data={"version": report.content_version})
    assert answer.status_code == 422
    assert "De rapportageperiode is gesloten" in answer.get_data(as_text=True)
    db_session.expire_all()
    empty = officer.post(f"{url}/heropenen", data={"version": period.version, "reden": " "})
    assert empty.status_code == 422
    assert "Geef een reden." in empty.get_data(as_text=True)
    data = {"version": period.version, "reden": "Eén netwerk was te laat."}
    assert officer.post(f"{url}/heropenen", data=data).status_code == 302
    assert "Eén netwerk was te laat." in officer.get(url).get_data(as_text=True)
    assert (
        coordinator.post(
            f"{url}/overkoepelend/indienen", data={"version": report.content_version}
        ).status_code
        == 302
    )


def test_only_the_secretary_adopts(officer: FlaskClient, sign_in: SignIn, db_session: Session) -> None:
    url = f"/rapportages/{open_now(db_session).code}/vaststellen"
    member, secretary = sign_in("lid1.stuurgroep@mainportaal.example"), sign_in(SECRETARY)
    for client in (officer, member):
        assert client.get(url).status_code == 403
        assert client.post(url).status_code == 403
    assert secretary.get(url).status_code == 409


def test_a_coordinator_sees_only_what_came_in_from_the_own_network(
    sign_in: SignIn, db_session: Session
) -> None:
    code = open_now(db_session).code
    page = (
        sign_in("coordinator.schiphol@mainportaal.example").get(f"/rapportages/{code}").get_data(as_text=True)
    )
    assert "Luchthaven Schiphol" in page
    assert "Haven Rotterdam" not in page
