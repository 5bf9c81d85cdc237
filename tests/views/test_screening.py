"""The limits of the screening: who sees them, who sets them, and what remains of it."""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from html import unescape

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain.audit import AuditAction
from portal.domain.displacement_parameters import Parameters
from portal.domain.errors import ImplausibleLimitsError, ReasonRequiredError
from portal.models import AuditEvent, ScreeningSetting
from portal.services.screening import set_parameters
from tests.browsing import browse, counted_queries
from tests.conftest import isolated, session_on
from tests.shifts import Shifted, shifted, signed_in

URL = "/verplaatsing/grenzen"
GOOD = {
    "gever": "-0,20",
    "ontvanger": "0,5",
    "ondergrens": "1.250,5",
    "waarnemingen": "4",
    "perioden": "1",
    "reden": "Te veel uitkomsten door toeval.",
    "gold": "0",
}
Enter = Callable[[str], FlaskClient]


@pytest.fixture
def made(bare_session: Session) -> Shifted:
    return shifted(bare_session)


@pytest.fixture
def enter(bare_app: Flask, made: Shifted, monkeypatch: pytest.MonkeyPatch) -> Enter:
    monkeypatch.setitem(bare_app.config, "WTF_CSRF_ENABLED", False)

    return partial(signed_in, bare_app)


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def settings(session: Session) -> list[ScreeningSetting]:
    session.expire_all()
    return list(session.scalars(sa.select(ScreeningSetting).order_by(ScreeningSetting.id)))


def test_the_office_sets_limits_and_everybody_who_reads_sees_why(enter: Enter, bare_session: Session) -> None:
    officer = enter("medewerker")
    assert "Het begin van het portaal" in officer.get(URL).get_data(as_text=True)
    assert officer.post(URL, data=GOOD).status_code == 302
    (found,) = settings(bare_session)
    assert (found.giver_change, found.receiver_change) == (Decimal("-0.20"), Decimal("0.50"))
    assert (found.floor, found.fewest_observations, found.most_lag) == (Decimal("1250.5"), 4, 1)
    event = bare_session.scalars(
        sa.select(AuditEvent).where(AuditEvent.action == AuditAction.SCREENING_SET)
    ).one()
    assert event.reason == GOOD["reden"]
    assert event.details["old"]["floor"] == "5"
    assert event.details["new"]["floor"] == "1250.5"
    for name in ("lid", "secretaris", "coordinator.net-1", "medewerker"):
        page = words(enter(name).get(URL).get_data(as_text=True))
        assert GOOD["reden"] in page
        assert "door Medewerker" in page
        assert "1.250,5" in page


def test_the_screening_goes_by_the_newest_limits(enter: Enter) -> None:
    hit = "Van Haven 1 naar Haven 2"
    officer = enter("medewerker")
    assert hit in officer.get("/verplaatsing").get_data(as_text=True)
    officer.post(URL, data={**GOOD, "waarnemingen": "3", "ondergrens": "39"})
    assert hit in officer.get("/verplaatsing").get_data(as_text=True)
    first = re.search(r'name="gold"[^>]*value="(\d+)"', officer.get(URL).get_data(as_text=True))
    assert first
    officer.post(URL, data={**GOOD, "waarnemingen": "3", "ondergrens": "40", "gold": first[1]})
    page = officer.get("/verplaatsing").get_data(as_text=True)
    assert hit not in page
    assert "tot minstens 40 vondsten" in page


def test_others_read_and_do_not_set(enter: Enter, bare_session: Session) -> None:
    for name, reads in {"lid": 200, "coordinator.net-1": 200, "lezer": 403, "beheerder": 403}.items():
        client = enter(name)
        answer = client.get(URL)
        assert answer.status_code == reads
        assert 'name="reden"' not in answer.get_data(as_text=True)
        assert client.post(URL, data=GOOD).status_code == 403
    assert settings(bare_session) == []


MISTAKES = [
    ("gever", "0,15", "Vul een getal in van -3 tot en met -0,01."),
    ("gever", "min een beetje", "Dit is geen getal."),
    ("ontvanger", "-0,40", "Vul een getal in van 0,01 tot en met 3."),
    ("ontvanger", "0,405", "Gebruik hoogstens twee cijfers achter de komma."),
    ("ontvanger", "", "Vul een getal in."),
    ("ondergrens", "-1", "Vul een getal in van 0 tot en met 1.000.000.000."),
    ("waarnemingen", "1", "Vul een getal in van 2 tot en met 20."),
    ("waarnemingen", "2,5", "Vul een heel getal in."),
    ("perioden", "7", "Vul een getal in van 0 tot en met 6."),
    ("reden", " ", "Vul een reden in."),
]


def test_what_makes_no_sense_is_refused_in_dutch(enter: Enter, bare_session: Session) -> None:
    officer = enter("medewerker")
    for field, typed, message in MISTAKES:
        answer = officer.post(URL, data={**GOOD, field: typed})
        assert answer.status_code == 422, (field, typed)
        page = unescape(answer.get_data(as_text=True))
        assert message in page, (field, typed)
        kept = "1.250,5" if field != "ondergrens" else typed
        assert f'value="{kept}"' in page, "what was typed stays"
    assert settings(bare_session) == []


def test_the_limits_that_hold_are_no_change(enter: Enter, bare_session: Session) -> None:
    same = {
        **GOOD,
        "gever": "-0,15",
        "ontvanger": "0,40",
        "ondergrens": "5",
        "waarnemingen": "3",
        "perioden": "2",
    }
    answer = enter("medewerker").post(URL, data=same)
    assert answer.status_code == 422
    assert "Deze grenzen gelden al" in answer.get_data(as_text=True)
    assert settings(bare_session) == []


def test_sent_twice_is_set_once(enter: Enter, bare_session: Session) -> None:
    officer = enter("medewerker")
    assert [officer.post(URL, data=GOOD).status_code for _twice in range(2)] == [302, 302]
    assert len(settings(bare_session)) == 1


def test_limits_that_changed_meanwhile_show_both_and_can_be_set_again(
    enter: Enter, made: Shifted, bare_session: Session
) -> None:
    set_parameters(bare_session, made.built.officer, Parameters(floor=Decimal(77)), "Eerder", 0)
    bare_session.commit()
    officer = enter("medewerker")
    answer = officer.post(URL, data=GOOD)
    assert answer.status_code == 409
    page = unescape(answer.get_data(as_text=True))
    assert "Iemand anders heeft de grenzen intussen gewijzigd" in page
    assert "77" in page
    assert 'value="1.250,5"' in page
    assert GOOD["reden"] in page
    assert len(settings(bare_session)) == 1
    seen = re.search(r'name="gold"[^>]*value="(\d+)"', page)
    assert seen
    assert officer.post(URL, data={**GOOD, "gold": seen[1]}).status_code == 302
    assert len(settings(bare_session)) == 2


def test_personal_data_in_the_reason_is_pointed_out(enter: Enter) -> None:
    officer = enter("medewerker")
    officer.post(URL, data={**GOOD, "reden": "Bel 06-12345678 voor uitleg."})
    assert "lijkt op" in officer.get(URL).get_data(as_text=True)


def test_the_service_keeps_the_rule_by_itself(made: Shifted, bare_session: Session) -> None:
    officer = made.built.officer
    with pytest.raises(ImplausibleLimitsError):
        set_parameters(bare_session, officer, Parameters(giver_change=Decimal(1)), "Omdat", 0)
    with pytest.raises(ReasonRequiredError):
        set_parameters(bare_session, officer, Parameters(floor=Decimal(9)), " ", 0)


@pytest.mark.parametrize(
    "statement", [sa.update(ScreeningSetting).values(floor=Decimal(1)), sa.delete(ScreeningSetting)]
)
def test_no_limits_are_ever_changed_or_removed(
    made: Shifted, bare_session: Session, statement: sa.Update | sa.Delete
) -> None:
    set_parameters(bare_session, made.built.officer, Parameters(floor=Decimal(9)), "Omdat", 0)
    bare_session.commit()
    with pytest.raises(sa.exc.DBAPIError), bare_session.begin_nested():
        bare_session.execute(statement)


def test_the_page_costs_the_same_with_few_and_with_many_settings(
    bare_app: Flask, frozen_clock: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    with isolated(bare_app) as connection, session_on(connection) as session:
        made, held = shifted(session, 2), 0
        look = browse(bare_app, monkeypatch)
        asked = []
        for floor in (10, 20, 30):
            held = set_parameters(
                session, made.built.officer, Parameters(floor=Decimal(floor)), f"Reden {floor}", held
            ).id
            session.commit()
            look("medewerker", "/over")
            with counted_queries() as statements:
                assert f"Reden {floor}" in look("medewerker", URL)
            asked.append(len(statements))
    assert len(set(asked)) == 1
    assert asked[0] <= 10
