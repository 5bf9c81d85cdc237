"""Pages of closing an ask: works, wrong person, wrong state, wrong input, audited, number of queries."""

import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.parliament import AskKind, AskState, ClosingState
from portal.domain.programme import Basis
from portal.models import Ask, AskClosing, AskLink, AskOccurrence, AuditEvent, Letter, Maatregel, Passage
from portal.services.closings import approve_closing, withdraw_closing
from tests.browsing import SignIn, counted_queries, without_tokens
from tests.letters import asks_of_motie, proposed, said, sent, times_of
from tests.meetings import persona
from tests.untold import world_app  # noqa: F401 - takes the place of the fixture

ONE, OTHER = "medewerker1.programmabureau", "medewerker2.programmabureau"
OUTSIDERS = ("coordinator.rotterdam", "partner.rotterdam", "lezer.programma", "beheerder")
READERS_OF_THE_FILE = ("lid1.stuurgroep", "secretaris.stuurgroep")
ASK = "/verzoeken/mot-mu-1"
WORDS = "Kenmerkende woorden van dit voorstel"


@pytest.fixture
def one(sign_in: SignIn) -> FlaskClient:
    return person(sign_in, ONE)


@pytest.fixture
def other(sign_in: SignIn) -> FlaskClient:
    return person(sign_in, OTHER)


@pytest.fixture
def actor(db_session: Session) -> Actor:
    return persona(db_session, ONE)


@pytest.fixture
def second(db_session: Session) -> Actor:
    return persona(db_session, OTHER)


@pytest.fixture
def ask(db_session: Session) -> Ask:
    return db_session.scalars(sa.select(Ask).where(Ask.code == "mot-mu-1")).one()


@pytest.fixture
def passage(db_session: Session, actor: Actor, ask: Ask) -> Passage:
    made = said(db_session, actor, sent(db_session, actor), [ask], "Alle fruitcontainers gaan door de scan.")
    db_session.commit()
    return made


@pytest.fixture
def closing(db_session: Session, actor: Actor, ask: Ask, passage: Passage) -> AskClosing:
    made = proposed(db_session, actor, ask, passage)
    db_session.commit()
    return made


@pytest.fixture
def recurring(db_session: Session, actor: Actor) -> Ask:
    """An ask that comes back, with two times and a passage about it."""
    made = asks_of_motie(db_session, kind=AskKind.RECURRING)[0]
    times_of(db_session, made)
    said(db_session, actor, sent(db_session, actor), [made], "Dit jaar is het weer gebeurd.")
    db_session.commit()
    return made


def person(sign_in: SignIn, name: str) -> FlaskClient:
    return sign_in(f"{name}@mainportaal.example")


def text(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def page(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return text(answer)


def url(closing: AskClosing, rest: str = "") -> str:
    return f"/verzoeken/{closing.ask.code}/voorstellen/{closing.id}{rest}"


def proposal(ask: Ask, passage: Passage | None, outcome: str = "fulfilled", **more: str) -> dict[str, str]:
    return {
        "version": str(ask.version),
        "uitkomst": outcome,
        "passage": str(passage.id) if passage else "",
        "toelichting": WORDS,
        **more,
    }


def refusal(closing: AskClosing, reason: str) -> dict[str, str]:
    return {"weiger-version": str(closing.version), "weiger-reden": reason}


def newest(session: Session) -> AskClosing:
    session.expire_all()
    found = sa.select(AskClosing).order_by(AskClosing.id.desc())
    return session.scalars(found).first() or pytest.fail("no proposal")


def state(session: Session, ask: Ask) -> AskState:
    return session.scalars(sa.select(Ask.state).where(Ask.id == ask.id)).one()


def lines(session: Session, ask: Ask) -> list[AuditAction]:
    wanted = sa.select(AuditEvent.action).where(
        AuditEvent.subject_kind == SubjectKind.ASK, AuditEvent.subject_id == ask.id
    )
    return list(session.scalars(wanted.order_by(AuditEvent.id)))


def test_from_a_proposal_to_closed(
    one: FlaskClient, other: FlaskClient, db_session: Session, ask: Ask, passage: Passage
) -> None:
    assert "Afsluiten voorstellen" in page(one, ASK)
    form = page(one, f"{ASK}/afsluiten")
    assert "Alle fruitcontainers gaan door de scan." in form
    assert "Keer 1" not in form
    data = proposal(ask, passage)
    answer, again = (one.post(f"{ASK}/afsluiten", data=data) for _twice in range(2))
    assert (answer.status_code, again.status_code) == (302, 302)
    assert db_session.scalar(sa.select(sa.func.count(AskClosing.id))) == 1
    closing = newest(db_session)
    assert answer.location.endswith(url(closing))
    own = page(one, url(closing))
    assert "Dit is uw eigen voorstel." in own
    assert "Akkoord geven" not in own
    assert "1 verzoek wacht op uw akkoord" in page(other, "/")
    assert "wacht op uw akkoord" not in page(one, "/")
    waiting = page(other, "/verzoeken/akkoord")
    assert url(closing) in waiting
    assert "U of een andere collega" in waiting
    assert "dit is uw eigen voorstel" in page(one, "/verzoeken/akkoord")
    shown = page(other, url(closing))
    for words in (WORDS, "Alle fruitcontainers gaan door de scan.", "Halfjaarbrief", "Akkoord geven"):
        assert words in shown
    agreed = {"version": closing.version, "opmerking": "Nagelezen in de brief."}
    for _twice in range(2):
        assert other.post(url(closing, "/akkoord"), data=agreed).status_code == 302
    assert state(db_session, ask) is AskState.FULFILLED
    assert lines(db_session, ask) == [AuditAction.CLOSING_PROPOSED, AuditAction.CLOSING_APPROVED]
    after = page(one, ASK)
    assert "met akkoord van een tweede persoon" in after
    assert "Afsluiten voorstellen" not in after
    assert "Heropenen" in after
    assert "Er wacht niets op een akkoord" in page(other, "/verzoeken/akkoord")
    assert "Nagelezen in de brief." in page(one, url(closing))
    assert "Over uw voorstel is beslist" in page(one, "/meldingen")


def test_one_never_agrees_with_oneself(
    one: FlaskClient, db_session: Session, ask: Ask, closing: AskClosing
) -> None:
    for rest, data in (
        ("/akkoord", {"version": closing.version}),
        ("/weigeren", refusal(closing, "Toch niet.")),
    ):
        answer = one.post(url(closing, rest), data=data)
        assert answer.status_code == 409
        assert "U hebt dit voorstel zelf gedaan." in text(answer)
    assert newest(db_session).state is ClosingState.PENDING
    assert state(db_session, ask) is AskState.UNASSESSED
    assert lines(db_session, ask) == [AuditAction.CLOSING_PROPOSED]


def test_refusing_needs_words_and_happens_once(
    one: FlaskClient, other: FlaskClient, db_session: Session, ask: Ask, closing: AskClosing
) -> None:
    empty = other.post(url(closing, "/weigeren"), data=refusal(closing, " "))
    assert empty.status_code == 422
    assert "Vul in waarom u niet akkoord bent." in text(empty)
    data = refusal(closing, "Dat staat niet in de brief.")
    for _twice in range(2):
        assert other.post(url(closing, "/weigeren"), data=data).status_code == 302
    assert newest(db_session).state is ClosingState.REFUSED
    assert "Dat staat niet in de brief." in page(one, url(closing))
    assert "Akkoord geven" not in page(other, url(closing))
    late = other.post(url(closing, "/akkoord"), data={"version": closing.version})
    assert late.status_code == 409
    assert "Over dit voorstel is al beslist" in text(late)
    assert state(db_session, ask) is AskState.UNASSESSED


def test_only_who_proposed_withdraws(
    one: FlaskClient, other: FlaskClient, db_session: Session, closing: AskClosing
) -> None:
    assert "Voorstel intrekken" in page(one, url(closing))
    assert "Voorstel intrekken" not in page(other, url(closing))
    data = {"version": closing.version}
    refused = other.post(url(closing, "/intrekken"), data=data)
    assert refused.status_code == 409
    assert "Alleen wie het voorstel deed, kan het intrekken." in text(refused)
    for _twice in range(2):
        assert one.post(url(closing, "/intrekken"), data=data).status_code == 302
    assert newest(db_session).state is ClosingState.WITHDRAWN
    assert one.post(url(closing, "/intrekken"), data={}).status_code == 400
    # What it rested on may be taken back now; whoever reads the proposal must know.
    assert "Deze passage is later ingetrokken." not in page(other, url(closing))
    gone = {"reden": "Verkeerd overgenomen."}
    assert one.post("/brieven/brief-2026-01/passages/1/intrekken", data=gone).status_code == 302
    assert "Deze passage is later ingetrokken." in page(other, url(closing))


def test_of_two_who_decide_the_second_sees_what_happened(
    other: FlaskClient, db_session: Session, actor: Actor, closing: AskClosing
) -> None:
    seen = closing.version
    withdraw_closing(db_session, actor, closing, seen)
    db_session.commit()
    answer = other.post(url(closing, "/akkoord"), data={"version": seen})
    assert answer.status_code == 409
    assert "Over dit voorstel is al beslist, of het is ingetrokken." in text(answer)
    assert "Ingetrokken" in text(answer)


def test_a_form_from_before_a_change_is_shown_beside_what_is_true_now(
    one: FlaskClient, db_session: Session, ask: Ask, passage: Passage
) -> None:
    data = proposal(ask, passage)
    ask.state = AskState.PARTLY
    db_session.commit()
    stale = one.post(f"{ASK}/afsluiten", data=data)
    assert stale.status_code == 409
    assert "Het verzoek is intussen veranderd" in text(stale)
    assert "Deels gedaan" in text(stale)
    assert WORDS in text(stale)
    version = re.search(r'name="version"[^>]*value="(\d+)"', text(stale))
    assert version is not None
    assert one.post(f"{ASK}/afsluiten", data={**data, "version": version[1]}).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"uitkomst": ""}, "Kies hoe het afloopt."),
        ({"uitkomst": "partly"}, "Ongeldige keuze"),
        ({"passage": ""}, "Zonder passage kan dit niet."),
        ({"uitkomst": "answered", "passage": ""}, "Zonder passage kan dit niet."),
        ({"passage": "999999"}, "Ongeldige keuze"),
        ({"toelichting": " "}, "Vul een toelichting in."),
        ({"keer": "1"}, "Ongeldige keuze"),
    ],
)
def test_wrong_input_is_refused_beside_the_field_and_kept(
    one: FlaskClient, db_session: Session, ask: Ask, passage: Passage, wrong: dict[str, str], words: str
) -> None:
    answer = one.post(f"{ASK}/afsluiten", data=proposal(ask, passage) | wrong)
    assert answer.status_code == 422
    assert words in text(answer)
    if "toelichting" not in wrong:
        assert WORDS in text(answer)
    assert db_session.scalar(sa.select(sa.func.count(AskClosing.id))) == 0


def test_what_lapses_needs_no_letter(
    one: FlaskClient, other: FlaskClient, db_session: Session, ask: Ask
) -> None:
    assert one.post(f"{ASK}/afsluiten", data=proposal(ask, None, "lapsed")).status_code == 302
    closing = newest(db_session)
    assert "Bij dit voorstel hoort geen passage" in page(other, url(closing))
    assert other.post(url(closing, "/akkoord"), data={"version": closing.version}).status_code == 302
    assert state(db_session, ask) is AskState.LAPSED


def test_where_no_letter_speaks_of_it_the_form_says_what_to_do(one: FlaskClient, db_session: Session) -> None:
    made = asks_of_motie(db_session)[0]
    db_session.commit()
    form = page(one, f"/verzoeken/{made.code}/afsluiten")
    assert "Nog geen passage over dit verzoek" in form
    assert f"/brieven/nieuw?verzoek={made.code}" in form


def test_one_proposal_waits_at_a_time(
    one: FlaskClient, db_session: Session, ask: Ask, closing: AskClosing, passage: Passage
) -> None:
    answer = one.post(f"{ASK}/afsluiten", data=proposal(ask, passage, "answered"))
    assert answer.status_code == 409
    assert "Er wacht al een voorstel" in text(answer)
    assert WORDS in text(answer)


def test_what_is_closed_is_opened_again_with_a_reason(
    one: FlaskClient, db_session: Session, second: Actor, ask: Ask, closing: AskClosing
) -> None:
    assert one.get(f"{ASK}/heropenen").status_code == 302
    approve_closing(db_session, second, closing, closing.version)
    db_session.commit()
    assert one.get(f"{ASK}/afsluiten").status_code == 409
    assert "Heropenen" in page(one, f"{ASK}/heropenen")
    version = ask.version
    empty = one.post(f"{ASK}/heropenen", data={"version": version, "reden": ""})
    assert empty.status_code == 422
    stale = one.post(f"{ASK}/heropenen", data={"version": version - 1, "reden": "De brief is onvolledig."})
    assert stale.status_code == 409
    assert "De brief is onvolledig." in text(stale)
    for _twice in range(2):
        data = {"version": version, "reden": "De brief is onvolledig."}
        assert one.post(f"{ASK}/heropenen", data=data).status_code == 302
    assert state(db_session, ask) is AskState.IN_PROGRESS
    assert newest(db_session).state is ClosingState.REVOKED
    assert lines(db_session, ask)[-1] is AuditAction.ASK_MOVED
    assert lines(db_session, ask).count(AuditAction.ASK_MOVED) == 1
    shown = page(one, url(closing))
    assert "Daarna is het verzoek heropend." in shown


def test_one_time_of_an_ask_that_comes_back(
    one: FlaskClient, other: FlaskClient, db_session: Session, recurring: Ask
) -> None:
    address = f"/verzoeken/{recurring.code}"
    form = page(one, f"{address}/afsluiten?keer=2")
    assert '<option selected value="2">Keer 2, uiterlijk 1 januari 2027' in form
    passage = db_session.scalars(sa.select(Passage).order_by(Passage.id.desc())).first()
    whole = one.post(f"{address}/afsluiten", data=proposal(recurring, passage, keer=""))
    assert whole.status_code == 422
    assert "Een verzoek dat terugkeert, is nooit in één keer uitgevoerd" in text(whole)
    assert one.post(f"{address}/afsluiten", data=proposal(recurring, passage, keer="1")).status_code == 302
    closing = newest(db_session)
    assert "Keer 1, uiterlijk 1 januari 2026" in page(other, "/verzoeken/akkoord")
    assert other.post(url(closing, "/akkoord"), data={"version": closing.version}).status_code == 302
    settled = sa.select(AskOccurrence.settled_at).where(
        AskOccurrence.ask_id == recurring.id, AskOccurrence.number == 1
    )
    assert db_session.scalar(settled) == clock.now()
    shown = page(one, address)
    assert "Afgesloten keren" in shown
    assert "Dit verzoek is niet afgesloten." in shown
    assert "Keer 1" not in page(one, f"{address}/afsluiten")
    reopening = page(one, f"{address}/heropenen")
    assert "Keer 1" in reopening
    assert "Het verzoek als geheel" not in reopening
    data = {"version": recurring.version, "keer": "1", "reden": "Niet compleet."}
    for _twice in range(2):
        assert one.post(f"{address}/heropenen", data=data).status_code == 302
    db_session.expire_all()
    assert db_session.scalar(settled) is None


def test_beside_the_proposal_stand_evidence_and_maatregelen(
    one: FlaskClient, other: FlaskClient, db_session: Session, actor: Actor, ask: Ask, closing: AskClosing
) -> None:
    shown = page(other, url(closing))
    assert "Bij dit verzoek staat geen bewijs dat u mag lezen." in shown
    assert "Aan dit verzoek is geen maatregel gekoppeld." in shown
    maatregel = db_session.scalars(sa.select(Maatregel).where(Maatregel.code == "ovk-02")).one()
    db_session.add(
        AskLink(
            ask_id=ask.id,
            maatregel_id=maatregel.id,
            basis=Basis.EXPLICIT,
            contribution="Scant fruit.",
            added_at=clock.now(),
            added_by_id=actor.account_id or 0,
        )
    )
    db_session.commit()
    said_of_it = {"link-titel": "Scanbeleid", "link-doelgroep": "public", "link-adres": "https://a.example/"}
    place = "/verzoeken/mot-mu-1/bewijs/link"
    assert one.post(place, data=said_of_it).status_code == 302
    shown = page(other, url(closing))
    assert "Scanbeleid" in shown
    assert maatregel.title in shown
    assert "Scant fruit." in shown


@pytest.mark.parametrize("name", OUTSIDERS)
def test_outsiders_see_what_was_agreed_and_nothing_of_what_waits(
    sign_in: SignIn, db_session: Session, second: Actor, ask: Ask, closing: AskClosing, name: str
) -> None:
    client = person(sign_in, name)
    places = (ASK, "/", "/moties", "/moties/mot-mutluer", "/brieven", "/brieven/brief-2026-01", "/meldingen")
    waits = {place: without_tokens(client.get(place)) for place in places}
    withdraw_closing(db_session, persona(db_session, ONE), closing, closing.version)
    db_session.commit()
    assert {place: without_tokens(client.get(place)) for place in places} == waits
    for place in (url(closing), "/verzoeken/akkoord", f"{ASK}/afsluiten", f"{ASK}/heropenen"):
        assert client.get(place).status_code == 403, place
    for place in (url(closing, "/akkoord"), url(closing, "/weigeren"), url(closing, "/intrekken")):
        assert client.post(place, data={"version": 1, "reden": "Zo."}).status_code == 403, place
    assert client.post(f"{ASK}/afsluiten", data={}).status_code == 403
    again = proposed(db_session, persona(db_session, ONE), ask, closing.passage)
    approve_closing(db_session, second, again, again.version, "Intern.")
    db_session.commit()
    shown = page(client, ASK)
    assert "met akkoord van een tweede persoon" in shown
    assert "Alle fruitcontainers gaan door de scan." in shown
    for words in ("De brief zegt het.", "Intern.", "Voorstellen om af te sluiten", "Ingetrokken"):
        assert words not in shown
    assert client.get(url(again)).status_code == 403


@pytest.mark.parametrize("name", READERS_OF_THE_FILE)
def test_the_stuurgroep_reads_proposals_and_decides_nothing(
    sign_in: SignIn, db_session: Session, closing: AskClosing, name: str
) -> None:
    client = person(sign_in, name)
    shown = page(client, url(closing))
    assert "De brief zegt het." in shown
    assert "Akkoord geven" not in shown
    assert "Wacht op een tweede persoon" in page(client, ASK)
    assert client.get("/verzoeken/akkoord").status_code == 403
    for rest in ("/akkoord", "/weigeren", "/intrekken"):
        assert client.post(url(closing, rest), data={"version": 1, "reden": "Zo."}).status_code == 403
    assert client.get(f"{ASK}/afsluiten").status_code == 403


def test_a_proposal_is_found_only_with_its_own_ask(other: FlaskClient, closing: AskClosing) -> None:
    for path in (
        f"/verzoeken/mot-mu-2/voorstellen/{closing.id}",
        f"{ASK}/voorstellen/{closing.id + 1}",
        f"{ASK}/voorstellen/99999999999",
        "/verzoeken/nee/afsluiten",
    ):
        assert other.get(path).status_code == 404


def test_personal_data_is_pointed_at(
    one: FlaskClient, db_session: Session, ask: Ask, passage: Passage
) -> None:
    data = proposal(ask, passage, toelichting="Vraag het aan a.jansen@voorbeeld.nl.")
    assert one.post(f"{ASK}/afsluiten", data=data).status_code == 302
    assert "In uw tekst staat iets dat lijkt op" in page(one, ASK)


def test_colleagues_hear_of_it_and_get_there(
    other: FlaskClient, db_session: Session, closing: AskClosing
) -> None:
    assert "Uw akkoord is gevraagd" in page(other, "/meldingen")
    assert url(closing) in page(other, ASK)


def test_pages_cost_the_same_with_few_and_with_many(
    other: FlaskClient, db_session: Session, actor: Actor, second: Actor, ask: Ask, passage: Passage
) -> None:
    letter = db_session.get_one(Letter, passage.letter_id)

    def cost(address: str) -> int:
        with counted_queries() as statements:
            page(other, address)
        return len(statements)

    def fill(count: int) -> None:
        for made in asks_of_motie(db_session, count):
            proposed(db_session, actor, made, said(db_session, actor, letter, [made], f"Over {made.code}."))
        for number in range(count):
            said(db_session, actor, letter, [ask], f"Ook {number} van {count}.")
            closing = proposed(db_session, actor, ask, passage)
            withdraw_closing(db_session, actor, closing, closing.version)
        db_session.commit()

    last = proposed(db_session, actor, asks_of_motie(db_session)[0], None, AskState.LAPSED)
    db_session.commit()
    places = ["/verzoeken/akkoord", ASK, f"{ASK}/afsluiten", url(last)]
    fill(1)
    page(other, ASK)
    few = [cost(place) for place in places]
    fill(15)
    many = [cost(place) for place in places]
    assert few == many
    assert max(many) <= 17
