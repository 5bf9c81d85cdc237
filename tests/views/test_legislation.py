"""Pages of changes of the law, and where they show: works, wrong person, wrong state, wrong input."""

import re
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.flags import Flag, FlagKind
from portal.domain.parliament import LegislationStage as Stage
from portal.models import AuditEvent, LegislationTrack, Maatregel
from portal.services.legislation import StepContent, TrackContent, start_track, take_step
from tests.browsing import counted_queries
from tests.conftest import SignIn
from tests.meetings import persona
from tests.untold import world_app  # noqa: F401 - takes the place of the fixture

NEW = {
    "naam": "Grondslag om gegevens te delen",
    "omschrijving": "Havenbedrijven mogen dan meer delen.",
    "nodig_op": "31-12-2026",
    "fase": "preparation",
    "sinds": "1-2-2026",
    "verwacht": "1-7-2027",
    "bron": "Kamerbrief van 1 februari 2026",
    "toelichting": "Het voorstel wordt geschreven.",
}
NOTE = "Kenmerkende toelichting"


@pytest.fixture
def officer(sign_in: SignIn) -> FlaskClient:
    return sign_in("medewerker1.programmabureau@mainportaal.example")


@pytest.fixture
def track(db_session: Session) -> LegislationTrack:
    """A law on which ovk-06 waits and that comes too late."""
    actor = persona(db_session, "medewerker1.programmabureau")
    content = TrackContent(
        "Wet gegevensdeling", "Wat zij regelt.", date(2026, 12, 31), frozenset({waiter(db_session).id})
    )
    first = StepContent(Stage.CONSULTATION, date(2026, 1, 5), "Kamerbrief", date(2027, 6, 1), NOTE)
    made = start_track(db_session, actor, content, first)
    db_session.commit()
    return made


def waiter(session: Session) -> Maatregel:
    return session.scalars(sa.select(Maatregel).where(Maatregel.code == "ovk-06")).one()


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


def url(track: LegislationTrack, rest: str = "") -> str:
    return f"/wetstrajecten/{track.code}{rest}"


def fresh(session: Session, code: str) -> LegislationTrack:
    session.expire_all()
    return session.scalars(sa.select(LegislationTrack).where(LegislationTrack.code == code)).one()


def test_adding_one_twice_is_once(officer: FlaskClient, db_session: Session) -> None:
    assert "Nog geen wetstrajecten" in page(officer, "/wetstrajecten")
    offered = page(officer, "/wetstrajecten/nieuw")
    assert offered.index("ovk-06 Gegevensdeling") < offered.index("Andere maatregelen die wachten")
    form = NEW | {"maatregel": [str(waiter(db_session).id)]}
    first = officer.post("/wetstrajecten/nieuw", data=form)
    assert first.status_code == 302
    assert officer.post("/wetstrajecten/nieuw", data=form).location == first.location
    shown = page(officer, first.location)
    for words in (
        "Grondslag om gegevens te delen",
        "Voorbereiding van een voorstel",
        "1 juli 2027",
        "31 december 2026",
        "Kamerbrief van 1 februari 2026",
        "Het voorstel wordt geschreven.",
        "Gegevensdeling",
        "De wet komt naar verwachting later dan nodig",
    ):
        assert words in shown
    listed = page(officer, "/wetstrajecten")
    assert "1 wetstraject" in listed
    assert "In gevaar" in listed


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"naam": " "}, "Vul een naam in."),
        ({"fase": ""}, "Kies een fase."),
        ({"fase": "dropped"}, "Ongeldige keuze"),
        ({"sinds": ""}, "Vul een datum in"),
        ({"sinds": "21-3-2026"}, "Deze dag moet nog komen."),
        ({"verwacht": "nooit"}, "Vul een datum in"),
        ({"nodig_op": "1-1-1026"}, "Vul een datum in van 2000 tot en met 2100."),
        ({"bron": ""}, "Vul in waar dit staat"),
        ({"maatregel": ["2147483647"]}, "2147483647"),
    ],
)
def test_wrong_input_is_told_and_kept(
    officer: FlaskClient, db_session: Session, changed: dict[str, Any], message: str
) -> None:
    answer = officer.post("/wetstrajecten/nieuw", data=NEW | changed)
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert message in shown
    assert "Havenbedrijven mogen dan meer delen." in shown
    assert db_session.scalar(sa.select(sa.func.count(LegislationTrack.id))) == 0


def test_a_step_with_its_source(officer: FlaskClient, track: LegislationTrack, db_session: Session) -> None:
    form = {
        "version": track.version,
        "fase": "council_of_state",
        "sinds": "1-3-2026",
        "verwacht": "1-10-2026",
        "bron": "Raad van State",
    }
    assert "Consultatie" in page(officer, url(track, "/stap"))
    for _twice in range(2):
        assert officer.post(url(track, "/stap"), data=form).status_code == 302
    moved = fresh(db_session, track.code)
    assert [step.stage for step in moved.steps] == [Stage.CONSULTATION, Stage.COUNCIL_OF_STATE]
    shown = page(officer, url(track))
    assert "Advies van de Raad van State, sinds 1 maart 2026" in shown
    assert "zijn in gevaar" not in shown
    stale = officer.post(url(track, "/stap"), data=form | {"fase": "dropped", "toelichting": "Gestopt."})
    assert stale.status_code == 409
    told = stale.get_data(as_text=True)
    assert "Gestopt, 1 maart 2026" in told
    assert "Advies van de Raad van State, 1 maart 2026" in told


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"fase": "preparation"}, "Licht toe waarom het wetstraject teruggaat, stopt of weer begint."),
        ({"fase": "dropped"}, "Licht toe waarom"),
        ({"sinds": "4-1-2026"}, "Kies een dag die niet voor de vorige stap van dit wetstraject ligt."),
        ({"sinds": "21-3-2026"}, "Deze dag moet nog komen."),
        ({"bron": ""}, "Vul in waar dit staat"),
    ],
)
def test_a_step_that_cannot_be(
    officer: FlaskClient,
    track: LegislationTrack,
    db_session: Session,
    changed: dict[str, str],
    message: str,
) -> None:
    form = {"version": track.version, "fase": "consultation", "sinds": "1-3-2026", "bron": "Kamerbrief"}
    answer = officer.post(url(track, "/stap"), data=form | changed)
    assert answer.status_code == 422
    assert message in answer.get_data(as_text=True)
    assert len(fresh(db_session, track.code).steps) == 1


def test_a_law_in_force_takes_no_step(
    officer: FlaskClient, track: LegislationTrack, db_session: Session
) -> None:
    actor = persona(db_session, "medewerker1.programmabureau")
    step = StepContent(Stage.IN_FORCE, date(2026, 3, 1), "Staatsblad")
    take_step(db_session, actor, track, track.version, step)
    db_session.commit()
    shown = page(officer, url(track))
    assert "In werking sinds 1 maart 2026" in shown
    assert "Stap vastleggen" not in shown
    form = {"version": track.version, "fase": "dropped", "sinds": "2-3-2026", "bron": "x", "toelichting": "x"}
    for answer in (officer.get(url(track, "/stap")), officer.post(url(track, "/stap"), data=form)):
        assert answer.location.endswith(url(track))
    assert fresh(db_session, track.code).stage is Stage.IN_FORCE


def test_describing_it_anew_and_who_was_first(
    officer: FlaskClient, track: LegislationTrack, db_session: Session
) -> None:
    assert "Wet gegevensdeling" in page(officer, url(track, "/wijzigen"))
    other = db_session.scalars(sa.select(Maatregel).where(Maatregel.code == "rtm-01")).one()
    form = {
        "version": track.version,
        "naam": "Wet delen",
        "nodig_op": "",
        "andere_maatregel": [str(other.id)],
    }
    assert officer.post(url(track, "/wijzigen"), data=form).status_code == 302
    changed = fresh(db_session, track.code)
    assert (changed.title, changed.needed_on) == ("Wet delen", None)
    assert [each.code for each in changed.maatregelen] == ["rtm-01"]
    late = {"version": 1, "naam": "Wet anders", "nodig_op": "31-12-2027"}
    answer = officer.post(url(track, "/wijzigen"), data=late)
    told = answer.get_data(as_text=True)
    assert answer.status_code == 409
    for words in ("Wet anders", "Wet delen", "31 december 2027", "rtm-01"):
        assert words in told
    event = db_session.scalars(
        sa.select(AuditEvent)
        .where(AuditEvent.subject_kind == SubjectKind.LEGISLATION)
        .order_by(AuditEvent.id.desc())
    ).first()
    assert event is not None
    assert event.action is AuditAction.LEGISLATION_WRITTEN
    assert event.details["title"] == ["Wet gegevensdeling", "Wet delen"]


@pytest.mark.parametrize(
    ("who", "knows_names"),
    [
        ("lid1.stuurgroep", True),
        ("coordinator.rotterdam", False),
        ("lezer.programma", False),
        ("beheerder", False),
    ],
)
def test_everybody_reads_and_the_office_keeps(
    sign_in: SignIn, track: LegislationTrack, who: str, *, knows_names: bool
) -> None:
    client = sign_in(f"{who}@mainportaal.example")
    page(client, "/wetstrajecten")
    shown = page(client, url(track))
    assert NOTE in shown
    assert ("Programmabureau, <time" not in shown) is knows_names
    assert "Stap vastleggen" not in shown
    for rest in ("/wijzigen", "/stap"):
        page(client, url(track, rest), 403)
        assert client.post(url(track, rest), data={}).status_code == 403
    page(client, "/wetstrajecten/nieuw", 403)
    assert client.post("/wetstrajecten/nieuw", data=NEW).status_code == 403


def test_what_is_not_there_is_not_found(officer: FlaskClient) -> None:
    for rest in ("", "/wijzigen", "/stap"):
        page(officer, f"/wetstrajecten/wet-99{rest}", 404)


def test_the_maatregel_says_what_it_waits_for(sign_in: SignIn, track: LegislationTrack) -> None:
    reader = sign_in("lezer.programma@mainportaal.example")
    shown = page(reader, "/maatregelen/ovk-06")
    assert "Wacht op wetgeving:" in shown
    assert "Wet gegevensdeling" in shown
    assert "De wet komt naar verwachting later dan nodig" in shown
    # Of this one the plan names a change of the law that nobody follows yet; of the other it names none.
    assert "Er is nog geen wetstraject." in page(reader, "/maatregelen/ovk-04")
    assert "wetstraject" not in page(reader, "/maatregelen/rtm-01").partition("<main")[2]


def test_it_stands_among_the_dependencies(officer: FlaskClient, track: LegislationTrack) -> None:
    shown = page(officer, "/samenhang/afhankelijkheden")
    table = shown[shown.index('id="wetten"') :]
    assert "Wet gegevensdeling" in table
    assert "Uiterlijk nodig op 31 december 2026" in table
    assert "De wet komt naar verwachting later dan nodig" in table
    assert f"{track.code} Wet" in shown[shown.index('<svg class="fig fig--graph') :]
    elsewhere = page(officer, "/samenhang/afhankelijkheden?netwerk=rotterdam")
    assert 'id="wetten"' not in elsewhere
    between = page(officer, "/samenhang/afhankelijkheden?welke=tussen")
    assert 'id="wetten"' not in between


def test_a_law_that_comes_too_late_stands_out(
    officer: FlaskClient, track: LegislationTrack, db_session: Session
) -> None:
    flag = Flag(FlagKind.DEPENDENCY_AT_RISK, f"ovk-06:{track.code}", {})
    shown = page(officer, f"/samenhang/signaleringen/{flag.slug}")
    assert (
        "De maatregel ‘Gegevensdeling’ (ovk-06) van Overkoepelend wacht op de wetswijziging "
        "‘Wet gegevensdeling’. De wet geldt naar verwachting op 1 juni 2027, en is uiterlijk op "
        "31 december 2026 nodig."
    ) in shown
    for words in ("Wacht op de wetswijziging", "Consultatie", "Waarom dat een gevaar is"):
        assert words in shown
    actor = persona(db_session, "medewerker1.programmabureau")
    dropped = StepContent(Stage.DROPPED, date(2026, 3, 1), "Kamerbrief", note="Geen draagvlak.")
    take_step(db_session, actor, track, track.version, dropped)
    db_session.commit()
    assert "Dat wetstraject is gestopt." in page(officer, f"/samenhang/signaleringen/{flag.slug}")
    again = StepContent(Stage.PREPARATION, date(2026, 3, 2), "Kamerbrief", note="Nieuw kabinet.")
    take_step(db_session, actor, track, track.version, again)
    db_session.commit()
    page(officer, f"/samenhang/signaleringen/{flag.slug}", 404)


def test_the_pages_cost_the_same_for_one_and_for_many(
    officer: FlaskClient, track: LegislationTrack, db_session: Session
) -> None:
    def cost(address: str) -> int:
        page(officer, address)
        with counted_queries() as statements:
            page(officer, address)
        return len(statements)

    addresses = ("/wetstrajecten", url(track), "/maatregelen/ovk-06", "/samenhang/afhankelijkheden")
    few = [cost(address) for address in addresses]
    actor = persona(db_session, "medewerker1.programmabureau")
    for number in range(12):
        content = TrackContent(f"Wet {number}", maatregel_ids=frozenset({waiter(db_session).id}))
        start_track(db_session, actor, content, StepContent(Stage.EXPLORATION, date(2026, 1, 1), "Brief"))
        step = StepContent(Stage.CONSULTATION, date(2026, 3, number + 1), f"Brief {number}")
        take_step(db_session, actor, track, track.version, step)
    db_session.commit()
    assert [cost(address) for address in addresses] == few
    assert few[0] <= 12
    assert few[1] <= 12
