"""The programme office's view of a round, and more time for one network."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import AuditAction
from portal.domain.roles import Role
from portal.domain.rounds import RowState, next_role, row_state
from portal.domain.workflow import PeriodState, ReportState
from portal.models import AuditEvent, Network, Period, Report
from tests.browsing import counted_queries
from tests.conftest import SignIn

OFFICER = "medewerker1.programmabureau@mainportaal.example"


@pytest.fixture
def officer(sign_in: SignIn) -> FlaskClient:
    return sign_in(OFFICER)


def report_of(session: Session, network: str) -> Report:
    session.expire_all()
    return session.scalars(
        sa.select(Report)
        .join(Report.period)
        .join(Report.network)
        .where(Period.state == PeriodState.OPEN, Network.code == network)
    ).one()


def url_of(report: Report) -> str:
    return f"/rapportages/{report.period.code}/{report.network.code}/uitstel"


def typed(
    report: Report, until: date, reason: str = "De gegevens van de douane komen later."
) -> dict[str, str]:
    return {"gezien": report.due_on.isoformat(), "tot": until.isoformat(), "reden": reason}


def test_every_network_and_who_is_next(officer: FlaskClient, db_session: Session) -> None:
    report = report_of(db_session, "rotterdam")
    page = officer.get(f"/rapportages/{report.period.code}/stand").get_data(as_text=True)
    for network in db_session.scalars(sa.select(Network)):
        assert network.title in page
    assert "Naima Verhulst" in page
    assert "Nog leeg" in page
    assert "Peildatum 20 maart 2026" in page


def test_more_time_makes_a_report_not_overdue(officer: FlaskClient, db_session: Session) -> None:
    report = report_of(db_session, "overkoepelend")
    code = report.period.code
    until = clock.today() + timedelta(days=10)
    version = report.version
    answer = officer.post(url_of(report), data=typed(report, until))
    assert answer.headers["Location"] == f"/rapportages/{code}/stand"
    report = report_of(db_session, "overkoepelend")
    assert report.due_on == until
    assert report.version == version, "who is writing is not disturbed"
    assert "met uitstel" in officer.get(f"/rapportages/{code}/stand").get_data(as_text=True)
    event = db_session.scalars(
        sa.select(AuditEvent).where(AuditEvent.action == AuditAction.DUE_DATE_EXTENDED)
    ).one()
    assert event.details["due_on"][1] == until.isoformat()


@pytest.mark.parametrize(
    ("days", "reason", "message"),
    [(-1, "Reden", "Kies een dag die nog moet komen"), (10, "", "Vul een reden in.")],
)
def test_wrong_input_is_told_and_kept(
    officer: FlaskClient, db_session: Session, days: int, reason: str, message: str
) -> None:
    report = report_of(db_session, "overkoepelend")
    until = clock.today() + timedelta(days=days)
    answer = officer.post(url_of(report), data=typed(report, until, reason))
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert message in page
    assert until.isoformat() in page


def test_two_colleagues_at_once(officer: FlaskClient, db_session: Session) -> None:
    report = report_of(db_session, "overkoepelend")
    first = typed(report, clock.today() + timedelta(days=10))
    assert officer.post(url_of(report), data=first).status_code == 302
    second = {**first, "tot": (clock.today() + timedelta(days=20)).isoformat()}
    answer = officer.post(url_of(report), data=second)
    assert answer.status_code == 409
    assert report_of(db_session, "overkoepelend").due_on == clock.today() + timedelta(days=10)


def test_no_more_time_for_what_came_in(officer: FlaskClient, db_session: Session) -> None:
    report = report_of(db_session, "bloemenveilingen")
    assert officer.get(url_of(report)).status_code == 302
    answer = officer.post(url_of(report), data=typed(report, clock.today() + timedelta(days=10)))
    assert answer.status_code == 409


@pytest.mark.parametrize("who", ["coordinator.rotterdam", "lid1.stuurgroep", "lezer.programma", "beheerder"])
def test_only_the_programme_office(sign_in: SignIn, db_session: Session, who: str) -> None:
    report = report_of(db_session, "rotterdam")
    client = sign_in(f"{who}@mainportaal.example")
    assert client.get(f"/rapportages/{report.period.code}/stand").status_code == 403
    assert client.post(url_of(report), data=typed(report, clock.today())).status_code == 403


def test_as_many_questions_for_any_number_of_maatregelen(officer: FlaskClient, db_session: Session) -> None:
    code = report_of(db_session, "rotterdam").period.code
    with counted_queries() as asked:
        officer.get(f"/rapportages/{code}/stand")
    assert len(asked) <= 20


@pytest.mark.parametrize(
    ("report", "begun", "complete", "sent_back", "state"),
    [
        (ReportState.DRAFT, False, False, False, RowState.EMPTY),
        (ReportState.DRAFT, True, False, False, RowState.BEGUN),
        (ReportState.DRAFT, True, True, False, RowState.COMPLETE),
        (ReportState.RETURNED, True, True, True, RowState.SENT_BACK),
        (ReportState.RETURNED, True, True, False, RowState.COMPLETE),
        (ReportState.SUBMITTED, True, True, False, RowState.SUBMITTED),
        (ReportState.NOT_RECEIVED, False, False, False, RowState.NOT_RECEIVED),
    ],
)
def test_state_of_a_maatregel(
    report: ReportState, *, begun: bool, complete: bool, sent_back: bool, state: RowState
) -> None:
    assert row_state(report, begun=begun, complete=complete, sent_back=sent_back) is state


@pytest.mark.parametrize(
    ("report", "period", "role"),
    [
        (ReportState.DRAFT, PeriodState.OPEN, Role.COORDINATOR),
        (ReportState.DRAFT, PeriodState.CLOSED, Role.STEERING_SECRETARY),
        (ReportState.SUBMITTED, PeriodState.CLOSED, Role.PROGRAMME_OFFICER),
        (ReportState.ACCEPTED, PeriodState.CLOSED, Role.STEERING_SECRETARY),
        (ReportState.ADOPTED, PeriodState.ADOPTED, None),
    ],
)
def test_who_is_next(report: ReportState, period: PeriodState, role: Role | None) -> None:
    assert next_role(report, period) is role
