"""The term of an ask on its page, and postponing it: who may, what is refused, what is kept."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.dates import DatePrecision
from portal.domain.terms import Recurrence
from portal.models import Ask, AuditEvent, Passage, Postponement
from portal.queries.occurrences import occurrences_of
from portal.services.deadlines import make_occurrences
from portal.services.reminders import remind
from tests.conftest import NOW, SignIn
from tests.deadlines import ask, close, passage, promise
from tests.untold import world_app  # noqa: F401 - takes the place of the fixture

LATE = date(2026, 2, 28)
REASON = "Het onderzoek duurt langer dan gedacht"


@pytest.fixture
def officer(sign_in: SignIn) -> FlaskClient:
    return sign_in("medewerker1.programmabureau@mainportaal.example")


@pytest.fixture
def one(db_session: Session) -> Ask:
    """An ask of a motie that is late."""
    made = ask(db_session, "mot-toets", LATE, precision=DatePrecision.MONTH, words="februari 2026")
    db_session.commit()
    return made


@pytest.fixture
def duty(db_session: Session) -> Ask:
    """A duty of every quarter that began in December."""
    made = ask(db_session, "mot-plicht", date(2025, 12, 31), recurs=Recurrence.QUARTERLY)
    make_occurrences(db_session, clock.today())
    db_session.commit()
    return made


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


def filled(ask: Ask, **other: Any) -> dict[str, Any]:
    """Return a form that postpones to the spring of 2026."""
    known = {"version": ask.version, "termijn": "spring", "jaar": "2026", "reden": REASON}
    return {name: value for name, value in (known | other).items() if value is not None}


def moved(session: Session, each: Ask) -> list[Postponement]:
    session.expire_all()
    wanted = sa.select(Postponement).where(Postponement.ask_id == each.id).order_by(Postponement.id)
    return list(session.scalars(wanted))


def test_the_page_says_by_when_and_why(officer: FlaskClient, one: Ask) -> None:
    shown = page(officer, f"/verzoeken/{one.code}")
    assert "28 februari 2026" in shown
    assert "20 dagen te laat" in shown
    assert "februari 2026" in shown
    assert "Een maand loopt tot en met de laatste dag van die maand." in shown
    assert "Uitstel vastleggen" in shown


def test_what_has_no_term_is_never_late(officer: FlaskClient, db_session: Session) -> None:
    ask(db_session, "mot-ooit")
    ask(db_session, "mot-vaak", LATE, recurs=Recurrence.UNDETERMINED)
    db_session.commit()
    shown = page(officer, "/verzoeken/mot-ooit-1")
    assert "De bron noemt geen termijn. Daarom is dit nooit te laat." in shown
    assert "Termijn vastleggen" in shown
    shown = page(officer, "/verzoeken/mot-vaak-1")
    assert "Ritme niet bepaald" in shown
    assert not re.search(r"\d dag(en)? te laat", shown)
    assert "Uitstel vastleggen" not in shown
    assert officer.get("/verzoeken/mot-vaak-1/uitstel").status_code == 302


def test_every_time_of_a_duty_has_its_state(
    officer: FlaskClient, duty: Ask, db_session: Session, sign_in: SignIn
) -> None:
    shown = page(officer, f"/verzoeken/{duty.code}")
    assert "Elk kwartaal" in shown
    assert "2 keren" in shown
    assert "79 dagen te laat" in shown
    first, _second = occurrences_of(db_session, duty.id)
    close(db_session, duty, passage(db_session, [duty]), first)
    db_session.commit()
    shown = page(officer, f"/verzoeken/{duty.code}")
    assert "Kamerbrief brief-1 van 20 maart 2026, passage 1" in shown
    assert "dagen te laat" not in shown
    with clock.at(NOW + timedelta(days=13)):
        later = sign_in("medewerker1.programmabureau@mainportaal.example")
        assert "2 dagen te laat" in page(later, f"/verzoeken/{duty.code}")


def test_postponing_an_ask(officer: FlaskClient, one: Ask, db_session: Session) -> None:
    shown = page(officer, f"/verzoeken/{one.code}/uitstel")
    assert "28 februari 2026" in shown
    for _twice in range(2):
        answer = officer.post(f"/verzoeken/{one.code}/uitstel", data=filled(one))
        assert answer.location.endswith(f"/verzoeken/{one.code}")
    (made,) = moved(db_session, one)
    assert (made.to_day, made.to_precision) == (date(2026, 6, 21), DatePrecision.SEASON)
    assert (made.to_words, made.reason) == ("voorjaar 2026", REASON)
    shown = page(officer, f"/verzoeken/{one.code}")
    assert "21 juni 2026" in shown
    assert "Oorspronkelijk" in shown
    assert "februari 2026 (uiterlijk 28 februari 2026)" in shown
    assert "Het voorjaar loopt tot en met 21 juni." in shown
    events = db_session.scalars(
        sa.select(AuditEvent).where(
            AuditEvent.subject_kind == SubjectKind.ASK, AuditEvent.subject_id == one.id
        )
    ).all()
    assert [(each.action, each.reason) for each in events] == [(AuditAction.ASK_POSTPONED, REASON)]


def test_postponing_one_time(officer: FlaskClient, duty: Ask, db_session: Session) -> None:
    address = f"/verzoeken/{duty.code}/uitstel"
    assert "Keer 1, uiterlijk 31 december 2025" in page(officer, address)
    form = filled(duty, keer="1", termijn="month", maand="4", woorden="in april")
    assert officer.post(address, data=form).status_code == 302
    (made,) = moved(db_session, duty)
    assert (made.to_day, made.to_words) == (date(2026, 4, 30), "in april")
    shown = page(officer, f"/verzoeken/{duty.code}")
    assert "Oorspronkelijk: 31 december 2025" in shown
    assert "Keer 1" in shown


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"termijn": None}, "Kies hoe de brief de termijn noemt."),
        ({"jaar": None}, "Vul het jaar in."),
        ({"jaar": "26"}, "Vul een jaar in van 2000 tot en met 2100."),
        ({"termijn": "day"}, "Vul de dag in."),
        ({"termijn": "day", "dag": "31-2-2026"}, "Vul een datum in"),
        ({"termijn": "day", "dag": "1-1-1026"}, "Vul een datum in van 2000 tot en met 2100."),
        ({"termijn": "month"}, "Kies de maand."),
        ({"termijn": "undetermined"}, "Ongeldige keuze"),
        ({"reden": " "}, "Vul een reden in."),
        ({"jaar": "2025"}, "later eindigt dan de termijn die nu geldt"),
        ({"passage": "2147483647"}, "Ongeldige keuze"),
    ],
)
def test_wrong_input_is_told_and_kept(
    officer: FlaskClient, one: Ask, db_session: Session, changed: dict[str, Any], message: str
) -> None:
    answer = officer.post(
        f"/verzoeken/{one.code}/uitstel", data=filled(one, woorden="Mijn woorden", **changed)
    )
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert message in shown
    assert "Mijn woorden" in shown
    assert moved(db_session, one) == []


def test_a_promise_asks_for_the_letter(officer: FlaskClient, db_session: Session) -> None:
    promised = ask(db_session, promise(db_session, "toe-toets"), LATE)
    db_session.commit()
    address = f"/verzoeken/{promised.code}/uitstel"
    assert "Over dit verzoek is nog geen passage vastgelegd." in page(officer, address)
    answer = officer.post(address, data=filled(promised))
    assert answer.status_code == 422
    assert "Deze termijn is aan de Kamer beloofd. Kies de passage" in answer.get_data(as_text=True)
    said: Passage = passage(db_session, [promised])
    db_session.commit()
    assert "Kamerbrief brief-1 van 20 maart 2026, passage 1: Wat de brief hierover zegt." in page(
        officer, address
    )
    assert officer.post(address, data=filled(promised, passage=str(said.id))).status_code == 302
    (made,) = moved(db_session, promised)
    assert made.passage_id == said.id
    shown = page(officer, f"/verzoeken/{promised.code}")
    assert "Kamerbrief brief-1 van 20 maart 2026, passage 1" in shown


def test_somebody_was_first(officer: FlaskClient, one: Ask, db_session: Session) -> None:
    seen = one.version
    officer.post(f"/verzoeken/{one.code}/uitstel", data=filled(one))
    form = filled(one, version=seen, termijn="year", reden="Iets anders")
    answer = officer.post(f"/verzoeken/{one.code}/uitstel", data=form)
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "31 december 2026" in shown
    assert "21 juni 2026" in shown
    assert "Iets anders" in shown
    assert len(moved(db_session, one)) == 1


def test_what_is_closed_has_nothing_to_postpone(officer: FlaskClient, one: Ask, db_session: Session) -> None:
    close(db_session, one, passage(db_session, [one]))
    db_session.commit()
    assert "Uitstel vastleggen" not in page(officer, f"/verzoeken/{one.code}")
    for answer in (
        officer.get(f"/verzoeken/{one.code}/uitstel"),
        officer.post(f"/verzoeken/{one.code}/uitstel", data=filled(one)),
    ):
        assert answer.location.endswith(f"/verzoeken/{one.code}")
    assert moved(db_session, one) == []
    assert officer.get("/verzoeken/nee/uitstel").status_code == 404


@pytest.mark.parametrize(
    ("who", "reads_reason", "keeps"),
    [
        ("medewerker2.programmabureau", True, True),
        ("lid1.stuurgroep", True, False),
        ("coordinator.rotterdam", False, False),
        ("lezer.programma", False, False),
    ],
)
def test_who_reads_the_reason_and_who_keeps(
    officer: FlaskClient, sign_in: SignIn, one: Ask, who: str, *, reads_reason: bool, keeps: bool
) -> None:
    officer.post(f"/verzoeken/{one.code}/uitstel", data=filled(one))
    client = sign_in(f"{who}@mainportaal.example")
    shown = page(client, f"/verzoeken/{one.code}")
    assert "21 juni 2026" in shown
    assert (REASON in shown) is reads_reason
    assert ("Uitstel vastleggen" in shown) is keeps
    expected = 200 if keeps else 403
    assert client.get(f"/verzoeken/{one.code}/uitstel").status_code == expected
    if not keeps:
        assert client.post(f"/verzoeken/{one.code}/uitstel", data=filled(one)).status_code == 403


def test_a_reminder_says_what_is_asked_and_leads_there(officer: FlaskClient, db_session: Session) -> None:
    ask(db_session, "mot-straks", date(2026, 3, 23))
    ask(db_session, "mot-plicht", date(2026, 3, 25), recurs=Recurrence.MONTHLY)
    ask(db_session, "mot-laat", LATE)
    assert remind(db_session) > 0
    db_session.commit()
    shown = page(officer, "/meldingen")
    for words in (
        "De termijn komt dichtbij: Motie mot-straks",
        "De laatste dag is 23 maart 2026.",
        "De termijn komt dichtbij: Motie mot-plicht",
        "Bekijk de termijn van het verzoek.",
        "De termijn is voorbij: Motie mot-laat",
        "Sluit het verzoek af, of leg uitstel vast met een reden.",
    ):
        assert words in shown
    # The first day of a duty is not the day that is meant once that one was settled.
    assert "De laatste dag is 25 maart 2026." not in shown
