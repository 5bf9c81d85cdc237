"""Assessing a subdoel over a period."""

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain.audit import AuditAction
from portal.domain.progress import Rating
from portal.domain.workflow import PeriodState
from portal.models import AuditEvent, Goal, GoalAssessment, Period
from tests.browsing import SignIn

OFFICER = "medewerker1.programmabureau@mainportaal.example"
COLLEAGUE = "medewerker2.programmabureau@mainportaal.example"
WORDS = "Kenmerkende beoordeling van het programmabureau."
JUDGED = {"version": "0", "oordeel": "attention", "verhaal": WORDS}


def period(session: Session, state: PeriodState) -> Period:
    return session.scalars(
        sa.select(Period).where(Period.state == state).order_by(Period.observes_from.desc()).limit(1)
    ).one()


@pytest.fixture
def now(db_session: Session) -> str:
    """The code of the open period."""
    return period(db_session, PeriodState.OPEN).code


def saved(session: Session, goal: str, code: str) -> GoalAssessment | None:
    session.expire_all()
    return session.scalar(
        sa.select(GoalAssessment)
        .join(GoalAssessment.goal)
        .join(GoalAssessment.period)
        .where(Goal.code == goal, Period.code == code)
    )


def officer(sign_in: SignIn) -> FlaskClient:
    return sign_in(OFFICER)


def test_the_office_judges_a_process_goal(sign_in: SignIn, db_session: Session, now: str) -> None:
    client = officer(sign_in)
    url = f"/subdoelen/p2/beoordelen/{now}"
    assert url in client.get("/subdoelen/p2").get_data(as_text=True)
    page = client.get(url).get_data(as_text=True)
    assert "Oordeel van het programmabureau" in page
    assert "Vorige keer" in page
    assert client.post(url, data=JUDGED).location == "/subdoelen/p2#beoordelingen"
    assert client.post(url, data=JUDGED).status_code == 302
    row = saved(db_session, "p2", now)
    assert row is not None
    assert (row.rating, row.words, row.version) == (Rating.ATTENTION, WORDS, 1)
    assert WORDS in client.get("/subdoelen/p2").get_data(as_text=True)
    events = db_session.scalars(
        sa.select(AuditEvent).where(
            AuditEvent.action == AuditAction.GOAL_ASSESSED, AuditEvent.details["period"].as_string() == now
        )
    ).all()
    told = [event for event in events if event.subject_id == row.goal_id]
    assert len(told) == 1
    assert WORDS not in str(told[0].details)


def test_a_substantive_goal_gets_words_only(sign_in: SignIn, db_session: Session, now: str) -> None:
    client = officer(sign_in)
    url = f"/subdoelen/i3/beoordelen/{now}"
    assert "Oordeel van het programmabureau" not in client.get(url).get_data(as_text=True)
    assert client.post(url, data=JUDGED).status_code == 302
    row = saved(db_session, "i3", now)
    assert row is not None
    assert (row.rating, row.words) == (None, WORDS)


def test_the_form_shows_how_the_maatregelen_stand(sign_in: SignIn, now: str) -> None:
    page = officer(sign_in).get(f"/subdoelen/i2/beoordelen/{now}").get_data(as_text=True)
    assert f"/rapportages/{now}/schiphol" in page


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"oordeel": ""}, "Kies een oordeel."),
        ({"oordeel": "prachtig"}, "Kies een oordeel."),
        ({"verhaal": " "}, "Schrijf op hoe het subdoel ervoor staat."),
        ({"verhaal": "a" * 5_001}, "Gebruik hoogstens 5.000 tekens."),
    ],
)
def test_wrong_input_is_told_and_kept(
    sign_in: SignIn, db_session: Session, now: str, wrong: dict[str, str], message: str
) -> None:
    answer = officer(sign_in).post(f"/subdoelen/p2/beoordelen/{now}", data=JUDGED | wrong)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert message in page or wrong["oordeel"] == "prachtig"
    assert WORDS in page or "verhaal" in wrong
    assert saved(db_session, "p2", now) is None


@pytest.mark.parametrize(
    "who", ["coordinator.overkoepelend", "lid1.stuurgroep", "secretaris.stuurgroep", "lezer.programma"]
)
def test_nobody_else_assesses(sign_in: SignIn, db_session: Session, now: str, who: str) -> None:
    client, url = sign_in(f"{who}@mainportaal.example"), f"/subdoelen/p2/beoordelen/{now}"
    assert client.get(url).status_code == 403
    assert client.post(url, data=JUDGED).status_code == 403
    assert saved(db_session, "p2", now) is None
    assert url not in client.get("/subdoelen/p2").get_data(as_text=True)


def test_what_is_unknown_is_not_found(sign_in: SignIn, now: str) -> None:
    client = officer(sign_in)
    for url in (f"/subdoelen/p9/beoordelen/{now}", "/subdoelen/p2/beoordelen/1999-1"):
        assert client.get(url).status_code == 404
        assert client.post(url, data=JUDGED).status_code == 404


def test_an_adopted_period_is_fixed(sign_in: SignIn, db_session: Session) -> None:
    code = period(db_session, PeriodState.ADOPTED).code
    before = saved(db_session, "p4", code)
    assert before is not None
    words, client = before.words, officer(sign_in)
    url = f"/subdoelen/p4/beoordelen/{code}"
    for answer in (client.get(url), client.post(url, data=JUDGED | {"version": str(before.version)})):
        assert answer.status_code == 409
        assert "Deze rapportageperiode is vastgesteld." in answer.get_data(as_text=True)
    after = saved(db_session, "p4", code)
    assert after is not None
    assert after.words == words
    assert url not in client.get("/subdoelen/p4").get_data(as_text=True)


def test_a_planned_period_is_not_assessed(sign_in: SignIn, db_session: Session, now: str) -> None:
    planned = period(db_session, PeriodState.OPEN)
    planned.state = PeriodState.PLANNED
    db_session.commit()
    answer = officer(sign_in).post(f"/subdoelen/p2/beoordelen/{now}", data=JUDGED)
    assert answer.status_code == 409
    assert "nog niet geopend" in answer.get_data(as_text=True)
    assert WORDS in answer.get_data(as_text=True)


def test_a_stale_save_shows_both_and_loses_neither(sign_in: SignIn, db_session: Session, now: str) -> None:
    url = f"/subdoelen/p2/beoordelen/{now}"
    assert officer(sign_in).post(url, data=JUDGED).status_code == 302
    own = JUDGED | {"verhaal": "Een andere kijk van een collega.", "oordeel": "critical"}
    colleague = sign_in(COLLEAGUE)
    answer = colleague.post(url, data=own)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    for words in (WORDS, "Een andere kijk van een collega.", "Zorgelijk", "Aandacht nodig", "Uw versie"):
        assert words in page
    row = saved(db_session, "p2", now)
    assert row is not None
    assert row.words == WORDS
    assert colleague.post(url, data=own | {"version": "1"}).status_code == 302


def test_what_was_typed_survives_the_end_of_a_session(sign_in: SignIn, now: str) -> None:
    client = officer(sign_in)
    client.post("/uitloggen")
    assert WORDS in client.post(f"/subdoelen/p2/beoordelen/{now}", data=JUDGED).get_data(as_text=True)
