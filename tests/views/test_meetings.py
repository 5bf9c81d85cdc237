"""Pages of meetings: works, wrong person, wrong state, wrong input, audited, number of queries."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.meetings import AgendaKind, MeetingState, Presence
from portal.models import AgendaItem, AuditEvent, Meeting
from portal.services import agenda, remarks
from portal.services.agenda import NewItem
from tests.browsing import counted_queries
from tests.conftest import SignIn
from tests.meetings import account_of, convened, item, persona, prepared, signal

SECRET = "Kenmerkende toelichting die nog niemand leest"
PLANNED = {
    "version": "1",
    "titel": "Extra overleg",
    "datum": "10-4-2026",
    "tijd": "9.30",
    "plaats": "Den Haag",
}


def person(sign_in: SignIn, name: str) -> FlaskClient:
    return sign_in(f"{name}@mainportaal.example")


@pytest.fixture
def secretary(sign_in: SignIn) -> FlaskClient:
    return person(sign_in, "secretaris.stuurgroep")


@pytest.fixture
def today(db_session: Session) -> Meeting:
    """A meeting of today, with the agenda shared."""
    made = convened(db_session, persona(db_session, "secretaris.stuurgroep"), clock.today(), "Vandaag")
    db_session.commit()
    return made


@pytest.fixture
def hidden(db_session: Session) -> Meeting:
    """A meeting whose agenda is still being prepared."""
    officer = persona(db_session, "medewerker1.programmabureau")
    made = prepared(db_session, officer, clock.today() + timedelta(days=5), "In voorbereiding")
    agenda.annotate(db_session, officer, item(made), 1, SECRET)
    db_session.commit()
    return made


def url(meeting: Meeting, rest: str = "") -> str:
    return f"/vergaderingen/{meeting.id}{rest}"


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def fresh(session: Session, meeting: Meeting) -> Meeting:
    session.expire_all()
    return session.get_one(Meeting, meeting.id)


def test_planning_composing_and_sharing(secretary: FlaskClient, sign_in: SignIn, db_session: Session) -> None:
    made = signal(db_session, "Opvallende ontwikkeling")
    db_session.commit()
    answer = secretary.post("/vergaderingen/nieuw", data=PLANNED)
    assert answer.status_code == 302
    again = secretary.post("/vergaderingen/nieuw", data=PLANNED)
    assert again.location == answer.location
    meeting = db_session.scalars(sa.select(Meeting).where(Meeting.title == "Extra overleg")).one()
    assert (meeting.begins, meeting.place) == ("09:30", "Den Haag")
    assert "Opvallende ontwikkeling" in page(secretary, url(meeting, "/agenda"))
    chosen = {"voorstel": [f"signal:{made.id}", "signal:0", "onzin"]}
    for _twice in range(2):
        secretary.post(url(meeting, "/agenda/voorstellen"), data=chosen)
    free = {"onderwerp": "Rondvraag", "toelichting": "Wie heeft er nog iets?"}
    for _twice in range(2):
        secretary.post(url(meeting, "/agenda/onderwerp"), data=free)
    items = fresh(db_session, meeting).items
    assert [each.title for each in items] == [f"Signaal nummer {made.id}", "Rondvraag"]
    secretary.post(url(meeting, f"/agenda/{items[1].id}/volgorde"), data={"richting": "omhoog"})
    member = person(sign_in, "lid1.stuurgroep")
    assert "Rondvraag" not in page(member, url(meeting))
    assert secretary.post(url(meeting, "/delen"), data={"version": meeting.version}).status_code == 302
    shown = page(member, url(meeting))
    assert shown.index("1. Rondvraag") < shown.index(f"2. Signaal nummer {made.id}")
    assert "Opvallende ontwikkeling: wat er is opgevallen." in shown


def test_before_it_is_shared_nobody_but_its_keepers_sees_an_agenda(
    hidden: Meeting, sign_in: SignIn, db_session: Session
) -> None:
    keeper, member = person(sign_in, "medewerker2.programmabureau"), person(sign_in, "lid1.stuurgroep")
    one = item(hidden).id
    assert SECRET in page(keeper, url(hidden))
    assert SECRET in page(keeper, url(hidden, f"/agenda/{one}"))
    for address in ("/vergaderingen", url(hidden), "/besluiten", "/", "/meldingen"):
        assert SECRET not in page(member, address)
    assert "bereidt de agenda voor" in page(member, url(hidden))
    for rest in (f"/agenda/{one}", "/besluitenlijst.docx", "/actielijst.docx", "/boek/1.pdf"):
        page(member, url(hidden, rest), 404)
    remark = member.post(url(hidden, f"/agenda/{one}/opmerkingen"), data={"opmerking": "Ik zie dit."})
    assert remark.status_code == 404
    assert keeper.post(url(hidden, "/boek"), data={"last": "0"}).status_code == 409


@pytest.mark.parametrize(
    ("who", "reads", "keeps"),
    [
        ("secretaris.stuurgroep", 200, True),
        ("medewerker1.programmabureau", 200, True),
        ("lid1.stuurgroep", 200, False),
        ("coordinator.rotterdam", 403, False),
        ("lezer.programma", 403, False),
        ("beheerder", 403, False),
    ],
)
def test_who_reads_and_who_keeps(
    today: Meeting, sign_in: SignIn, who: str, reads: int, *, keeps: bool
) -> None:
    client = person(sign_in, who)
    for address in ("/vergaderingen", url(today), url(today, f"/agenda/{item(today).id}"), "/besluiten"):
        assert client.get(address).status_code == reads
    for address in (
        "/vergaderingen/nieuw",
        url(today, "/wijzigen"),
        url(today, "/agenda"),
        url(today, "/verslag"),
    ):
        assert client.get(address).status_code == (200 if keeps else 403)
    for rest in ("/delen", "/terugnemen", "/afsluiten", "/agenda/onderwerp", "/agenda/voorstellen", "/boek"):
        if not keeps:
            assert client.post(url(today, rest)).status_code == 403


def test_no_meeting_is_not_found(secretary: FlaskClient, today: Meeting) -> None:
    for address in (
        "/vergaderingen/2147483647",
        "/vergaderingen/9999999999999",
        url(today, "/agenda/2147483647"),
    ):
        page(secretary, address, 404)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"titel": " "}, "Vul een titel in."),
        ({"datum": "morgen"}, "Vul een datum in"),
        ({"datum": "1-1-1900"}, "van 2000 tot en met 2100"),
        ({"tijd": "25:00"}, "Vul een tijd in"),
    ],
)
def test_wrong_input_is_told_and_kept(secretary: FlaskClient, wrong: dict[str, str], message: str) -> None:
    answer = secretary.post("/vergaderingen/nieuw", data={**PLANNED, **wrong})
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert message in text
    assert "Den Haag" in text


def test_a_stale_save_shows_both_and_loses_neither(
    secretary: FlaskClient, today: Meeting, db_session: Session
) -> None:
    fields = {"titel": "Vandaag", "datum": today.held_on.isoformat(), "tijd": "", "plaats": "Utrecht"}
    first = {**fields, "version": today.version}
    assert secretary.post(url(today, "/wijzigen"), data=first).status_code == 302
    stale = secretary.post(url(today, "/wijzigen"), data={**first, "plaats": "Arnhem"})
    assert stale.status_code == 409
    text = stale.get_data(as_text=True)
    assert "Utrecht" in text
    assert "Arnhem" in text
    one = item(today)
    note = {"version": one.version, "toelichting": "Eerste tekst"}
    assert secretary.post(url(today, f"/agenda/{one.id}/toelichting"), data=note).status_code == 302
    note["toelichting"] = "Tweede tekst"
    stale = secretary.post(url(today, f"/agenda/{one.id}/toelichting"), data=note)
    assert stale.status_code == 409
    text = stale.get_data(as_text=True)
    assert "Eerste tekst" in text
    assert "Tweede tekst" in text
    version = re.search(r'name="version"[^>]*value="(\d+)"', text)
    assert version is not None
    note["version"] = version[1]
    assert secretary.post(url(today, f"/agenda/{one.id}/toelichting"), data=note).status_code == 302
    db_session.expire_all()
    assert db_session.get_one(AgendaItem, one.id).annotation == "Tweede tekst"


def test_members_say_something_once_and_beforehand(
    today: Meeting, sign_in: SignIn, secretary: FlaskClient, db_session: Session
) -> None:
    member, one = person(sign_in, "lid1.stuurgroep"), item(today).id
    said = {"opmerking": "Let op: bel 06-12345678."}
    for _twice in range(2):
        assert member.post(url(today, f"/agenda/{one}/opmerkingen"), data=said).status_code == 302
    shown = page(secretary, url(today, f"/agenda/{one}"))
    assert shown.count("Let op: bel") == 1
    assert "In uw tekst staat iets dat lijkt op" in page(member, url(today))
    assert member.post(url(today, f"/agenda/{one}/opmerkingen"), data={"opmerking": " "}).status_code == 422
    current = fresh(db_session, today)
    secretary.post(url(today, "/afsluiten"), data={"version": current.version})
    late = member.post(url(today, f"/agenda/{one}/opmerkingen"), data={"opmerking": "Te laat gezegd"})
    assert late.status_code == 409
    assert "Te laat gezegd" in late.get_data(as_text=True)
    assert "Opmerking plaatsen" not in page(member, url(today, f"/agenda/{one}"))


def test_attendance_notes_and_closing(secretary: FlaskClient, today: Meeting, db_session: Session) -> None:
    page(secretary, url(today, "/verslag"))
    member = account_of(db_session, "lid1.stuurgroep")
    others = [account_of(db_session, name).id for name in ("lid2.stuurgroep", "secretaris.stuurgroep")]
    data = {
        "version": today.version,
        "aantekeningen": "Kort gesproken.",
        f"aanwezig-{member.id}": "replaced",
        f"vervanger-{member.id}": "Directeur Veiligheid",
        **{f"aanwezig-{number}": "present" for number in others},
    }
    assert secretary.post(url(today, "/verslag"), data=data).status_code == 302
    stale = secretary.post(url(today, "/verslag"), data={**data, "aantekeningen": "Anders."})
    assert stale.status_code == 409
    assert "Kort gesproken." in stale.get_data(as_text=True)
    current = fresh(db_session, today)
    noted = {row.account_id: row.presence for row in current.attendance}
    assert noted == {member.id: Presence.REPLACED, **dict.fromkeys(others, Presence.PRESENT)}
    assert "Vergadering van 20 maart 2026 afsluiten?" in page(secretary, url(today, "/afsluiten"))
    closing = {"version": current.version}
    assert secretary.post(url(today, "/afsluiten"), data=closing).status_code == 302
    assert secretary.post(url(today, "/afsluiten"), data=closing).status_code == 302
    assert fresh(db_session, today).state is MeetingState.HELD
    for rest in ("/agenda", "/verslag", "/afsluiten"):
        page(secretary, url(today, rest), 409)
    shown = page(secretary, url(today))
    assert "vervangen door Directeur Veiligheid" in shown
    assert "Agenda bewerken" not in shown


def test_an_empty_agenda_is_not_shared_and_a_shared_one_goes_back(
    secretary: FlaskClient, today: Meeting, db_session: Session
) -> None:
    secretary.post("/vergaderingen/nieuw", data=PLANNED)
    empty = db_session.scalars(sa.select(Meeting).where(Meeting.title == "Extra overleg")).one()
    refused = secretary.post(url(empty, "/delen"), data={"version": empty.version})
    assert refused.status_code == 409
    assert "Een lege agenda kunt u niet delen." in refused.get_data(as_text=True)
    back = url(today, "/terugnemen")
    assert secretary.post(back, data={"version": today.version, "reden": ""}).status_code == 422
    assert (
        secretary.post(back, data={"version": today.version, "reden": "Stuk ontbreekt."}).status_code == 302
    )
    assert fresh(db_session, today).state is MeetingState.PREPARING
    event = db_session.scalars(
        sa.select(AuditEvent)
        .where(AuditEvent.subject_kind == SubjectKind.MEETING, AuditEvent.subject_id == today.id)
        .order_by(AuditEvent.id.desc())
    ).first()
    assert event is not None
    assert (event.action, event.reason) == (AuditAction.MEETING_CHANGED, "Stuk ontbreekt.")
    one = item(today).id
    assert secretary.post(url(today, f"/agenda/{one}/verwijderen")).status_code == 302
    assert fresh(db_session, today).items == []


def test_a_page_costs_the_same_with_one_item_and_with_twenty(
    sign_in: SignIn, today: Meeting, db_session: Session
) -> None:
    actor, member = persona(db_session, "secretaris.stuurgroep"), person(sign_in, "lid1.stuurgroep")

    def cost(address: str) -> int:
        with counted_queries() as statements:
            page(member, address)
        return len(statements)

    def fill(count: int) -> None:
        """Add items with remarks about signals."""
        new = [
            NewItem(AgendaKind.SIGNAL, f"Signaal {made.id}", f"signal:{made.id}", made)
            for made in (signal(db_session, f"Nummer {number} van {count}") for number in range(count))
        ]
        for each in agenda.add_items(db_session, actor, today, new):
            remarks.add_remark(db_session, actor, each, "Gelezen.")
        db_session.commit()

    fill(1)
    page(member, url(today))
    few = [cost("/vergaderingen"), cost(url(today))]
    fill(19)
    many = [cost("/vergaderingen"), cost(url(today))]
    assert few == many
    assert max(many) <= 14


def test_the_demonstration_has_held_meetings_and_one_to_come(app: Flask, sign_in: SignIn) -> None:
    shown = page(person(sign_in, "lid1.stuurgroep"), "/vergaderingen")
    assert "De volgende vergadering is op 1 april 2026" in shown
    assert shown.count("Gehouden") == 3
