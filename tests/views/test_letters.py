"""Pages of letters and passages: works, wrong person, wrong state, wrong input, audited, queries."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.parliament import IssuedKind
from portal.filestore import FolderStore
from portal.models import Account, Ask, AuditEvent, IssuedDocument, Letter
from portal.services.closings import approve_closing
from portal.services.letters import LetterContent, register_letter
from portal.services.passages import PassageContent, add_passages
from tests.abuse.making import pdf
from tests.browsing import SignIn, browse, counted_queries, without_tokens
from tests.conftest import FILES
from tests.letters import office, proposed, said
from tests.meetings import account_of, persona
from tests.untold import world_app  # noqa: F401 - takes the place of the fixture

OFFICER = "medewerker1.programmabureau@mainportaal.example"
READERS = ("lid1.stuurgroep", "coordinator.rotterdam", "partner.rotterdam", "lezer.programma", "beheerder")
NEW = "/brieven/nieuw"
SENT = {
    "titel": "Tweede halfjaarbrief",
    "verzonden": "2026-02-03",
    "kenmerk": "5123456",
    "kamerstuk": "29911 nr. 400",
    "adres": "https://www.kamer.example/brief",
    "passages": "2",
}
FIRST = {
    "passage-1-paragraaf": "Paragraaf 3",
    "passage-1-tekst": "Alle containers met fruit worden nu bekeken.",
    "passage-1-verzoek-1": "mot-mu-1",
    "passage-1-verzoek-2": "mot-mu-2",
}


@pytest.fixture
def officer(sign_in: SignIn) -> FlaskClient:
    return sign_in(OFFICER)


@pytest.fixture
def actor(db_session: Session) -> Actor:
    return persona(db_session, "medewerker1.programmabureau")


@pytest.fixture
def asks(db_session: Session) -> list[Ask]:
    wanted = sa.select(Ask).where(Ask.code.in_(["mot-mu-1", "mot-mu-2"])).order_by(Ask.code)
    return list(db_session.scalars(wanted))


@pytest.fixture
def letter(db_session: Session, actor: Actor, asks: list[Ask]) -> Letter:
    """A letter of the office with one passage about one ask."""
    content = LetterContent("Eerste halfjaarbrief", clock.today(), url="https://www.kamer.example/een")
    made = register_letter(db_session, actor, content)
    add_passages(db_session, actor, made, [PassageContent("Dit is gedaan.", "Slot", asks[:1])])
    db_session.commit()
    return made


def text(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def page(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return text(answer)


def newest(session: Session) -> Letter:
    session.expire_all()
    return session.scalars(sa.select(Letter).order_by(Letter.id.desc())).first() or pytest.fail("nothing")


def person(sign_in: SignIn, name: str) -> FlaskClient:
    return sign_in(f"{name}@mainportaal.example")


def test_a_letter_is_registered_with_its_passages_once(officer: FlaskClient, db_session: Session) -> None:
    form = page(officer, NEW)
    assert "Nog een passage" in form
    # What is asked stands together with what it is part of.
    assert re.search(r'<optgroup label="[^"]*fruit[^"]*">\s*<option value="mot-mu-1"', form, re.IGNORECASE)
    answer, again = (officer.post(NEW, data=SENT | FIRST) for _twice in range(2))
    assert (answer.status_code, again.status_code) == (302, 302)
    made = newest(db_session)
    assert answer.location.endswith(f"/brieven/{made.code}")
    assert (made.code, made.reference, made.kamerstuk, made.sent_on.isoformat()) == (
        "brief-2026-01",
        "5123456",
        "29911 nr. 400",
        "2026-02-03",
    )
    assert [(each.section, [ask.code for ask in each.asks]) for each in made.passages] == [
        ("Paragraaf 3", ["mot-mu-1", "mot-mu-2"])
    ]
    shown = page(officer, f"/brieven/{made.code}")
    assert "Alle containers met fruit worden nu bekeken." in shown
    assert "3 februari 2026" in shown
    events = db_session.scalars(
        sa.select(AuditEvent.action)
        .where(AuditEvent.subject_kind == SubjectKind.LETTER, AuditEvent.subject_id == made.id)
        .order_by(AuditEvent.id)
    ).all()
    assert events == [AuditAction.LETTER_REGISTERED, AuditAction.PASSAGE_ADDED]


def test_another_passage_needs_no_script_and_loses_nothing(officer: FlaskClient, db_session: Session) -> None:
    before = newest(db_session).id
    more = officer.post(NEW, data={**SENT, **FIRST, "toevoegen": "passage"})
    assert more.status_code == 200
    assert newest(db_session).id == before
    form = text(more)
    assert "Alle containers met fruit worden nu bekeken." in form
    assert 'value="Tweede halfjaarbrief"' in form
    assert form.count("Tekst van de passage") == 3
    assert 'name="passages"' in form
    assert re.search(r'name="passages"[^>]*value="3"', form)
    third = {
        "passages": "3",
        "passage-3-tekst": "En ook dit.",
        "passage-3-verzoek-3": "toe-congres-1",
    }
    assert officer.post(NEW, data={**SENT, **FIRST, **third}).status_code == 302
    assert [each.text for each in newest(db_session).passages] == [
        "Alle containers met fruit worden nu bekeken.",
        "En ook dit.",
    ]


@pytest.mark.parametrize("number", ["0", "-1", "x", "9999999999", "²", ""])
def test_an_odd_number_of_passages_does_no_harm(officer: FlaskClient, number: str) -> None:
    answer = officer.post(NEW, data={**SENT, "passages": number, "toevoegen": "passage"})
    assert answer.status_code == 200
    assert 1 <= text(answer).count("Tekst van de passage") <= 10


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"titel": ""}, "Vul de titel in."),
        ({"verzonden": ""}, "Vul een datum in, bijvoorbeeld 15-7-2024."),
        ({"verzonden": "2026-03-21"}, "Deze dag moet nog komen."),
        ({"adres": "http://www.kamer.example/"}, "Vul een adres in dat begint met https://"),
        ({"adres": ""}, "Vul een link in, of kies hieronder een bestand."),
        ({"passage-1-tekst": ""}, "Vul de passage in zoals zij in de brief staat."),
        (
            {"passage-1-verzoek-1": "", "passage-1-verzoek-2": ""},
            "Kies minstens één verzoek waar deze passage over gaat.",
        ),
        ({"passage-1-tekst": "x" * 4_001}, "Gebruik hoogstens 4.000 tekens."),
    ],
)
def test_wrong_input_is_refused_beside_the_field_and_kept(
    officer: FlaskClient, db_session: Session, wrong: dict[str, str], words: str
) -> None:
    before = newest(db_session).id
    answer = officer.post(NEW, data=SENT | FIRST | wrong)
    assert answer.status_code == 422
    assert words in text(answer)
    if "titel" not in wrong:
        assert 'value="Tweede halfjaarbrief"' in text(answer)
    assert newest(db_session).id == before


def test_an_ask_that_does_not_exist_is_refused(officer: FlaskClient) -> None:
    wrong = {"passage-1-verzoek-1": "mot-bestaat-niet"}
    assert officer.post(NEW, data=SENT | FIRST | wrong).status_code == 422


def test_the_ask_one_comes_from_is_chosen_already(officer: FlaskClient) -> None:
    assert '<option selected value="mot-mu-2">' in page(officer, f"{NEW}?verzoek=mot-mu-2")
    assert "selected value" not in page(officer, f"{NEW}?verzoek=nee").replace('selected value=""', "")


def test_a_file_comes_in_checked_and_goes_out_as_it_was(
    officer: FlaskClient, sign_in: SignIn, db_session: Session
) -> None:
    content = pdf("/Brief")

    def send(data: bytes, name: str) -> TestResponse:
        fields = {**SENT, "adres": "", "bestand": (BytesIO(data), name)}
        return officer.post(NEW, data=fields, content_type="multipart/form-data")

    assert send(b"geen pdf", "brief.pdf").status_code == 422
    assert send(content, "brief.exe").status_code == 422
    assert send(content, "brief.pdf").status_code == 302
    made = newest(db_session)
    assert (made.file_name, made.size, made.url) == ("brief.pdf", len(content), "")
    address = f"/brieven/{made.code}"
    assert made.sha256[:12] in page(officer, address)
    for name in READERS:
        answer = person(sign_in, name).get(f"{address}/bestand")
        assert (answer.status_code, answer.data) == (200, content)
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    read = sa.select(sa.func.count()).where(
        AuditEvent.action == AuditAction.EVIDENCE_READ, AuditEvent.subject_id == made.id
    )
    assert db_session.scalar(read) == len(READERS)
    FolderStore(FILES).delete(made.file_key)
    assert officer.get(f"{address}/bestand").status_code == 500


def test_a_letter_without_a_file_hands_out_none(officer: FlaskClient, letter: Letter) -> None:
    assert officer.get(f"/brieven/{letter.code}/bestand").status_code == 404
    assert officer.get("/brieven/nee").status_code == 404


def test_a_document_for_everybody_can_go_with_a_letter(officer: FlaskClient, db_session: Session) -> None:
    def issue(number: int, audience: Audience) -> IssuedDocument:
        made = IssuedDocument(
            kind=IssuedKind.ANNEX,
            year=2026,
            number=number,
            title=f"Overzicht {audience.value}",
            audience=audience,
            as_of=clock.today(),
            content={},
            **{f"{name}sha256": "s" for name in ("", "word_", "template_", "pdf_")},
            **{f"{name}_key": f"{name}{number}" for name in ("word", "pdf")},
            word_size=1,
            pdf_size=1,
            pages=1,
            issued_at=clock.now(),
            issued_by_id=db_session.scalars(sa.select(Account.id)).first() or 0,
        )
        db_session.add(made)
        db_session.commit()
        return made

    public, steering = issue(91, Audience.PUBLIC), issue(92, Audience.STEERING)
    form = page(officer, NEW)
    assert "Overzicht public" in form
    assert "Overzicht steering" not in form
    assert officer.post(NEW, data={**SENT, "document": str(steering.id)}).status_code == 422
    assert officer.post(NEW, data={**SENT, "document": str(public.id)}).status_code == 302
    shown = page(officer, f"/brieven/{newest(db_session).code}")
    assert "Overzicht moties en toezeggingen 2026-91: Overzicht public" in shown


def test_the_list_is_searched_and_filtered_by_year(
    officer: FlaskClient, letter: Letter, db_session: Session
) -> None:
    shown = page(officer, "/brieven")
    order = [shown.index(f'/brieven/{code}"') for code in (letter.code, "BRIEF", "VB21")]
    assert order == sorted(order)
    assert "3 brieven gevonden" in shown
    for query, found in {
        "jaar=2022": {"BRIEF"},
        "jaar=1999": {"BRIEF", "VB21", letter.code},
        "q=3627994": {"VB21"},
        "q=congres": {"BRIEF"},
        "q=gedaan+slot": {letter.code},
        "q=bestaatniet": set(),
    }.items():
        filtered = page(officer, f"/brieven?{query}")
        linked = {code for code in ("BRIEF", "VB21", letter.code) if f'/brieven/{code}"' in filtered}
        assert linked == found, query
    assert "Geen brieven gevonden" in page(officer, "/brieven?q=bestaatniet")


@pytest.mark.parametrize("name", READERS)
def test_everybody_reads_letters_and_what_followed_and_nothing_that_waits(
    sign_in: SignIn, letter: Letter, asks: list[Ask], actor: Actor, db_session: Session, name: str
) -> None:
    client = person(sign_in, name)
    address = f"/brieven/{letter.code}"
    before = without_tokens(client.get(address))
    assert "Dit is gedaan." in before
    assert "programmabureau" in before
    keeper = account_of(db_session, "medewerker1.programmabureau").name
    assert (keeper in before) is (name == "lid1.stuurgroep")
    assert "Passages toevoegen" not in before
    closing = proposed(db_session, actor, asks[0], letter.passages[0])
    db_session.commit()
    assert without_tokens(client.get(address)) == before
    second = persona(db_session, "medewerker2.programmabureau")
    approve_closing(db_session, second, closing, closing.version)
    db_session.commit()
    shown = page(client, address)
    assert "Afgesloten met deze passage op 20 maart 2026" in shown
    assert "Uitgevoerd" in shown
    assert "De brief zegt het." not in shown


def test_the_plan_is_quoted_and_says_so(sign_in: SignIn) -> None:
    client = person(sign_in, "lezer.programma")
    shown = page(client, "/brieven/BRIEF")
    assert "Een citaat uit het plan is hoogstens tien woorden lang." in shown
    assert "“2023 een congres voor professionals worden georganiseerd”" in shown
    assert "/verzoeken/toe-congres-1" in shown
    assert "/bronnen/BRIEF" in shown
    assert "Yeşilgöz" not in shown.replace("Van Toorenburg", "").split("Gaat over")[0]


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "rest",
    [
        "/nieuw",
        "/{code}/passages",
        "/{code}/passages/1/verzoeken",
        "/{code}/passages/1/intrekken",
        "/{code}/intrekken",
    ],
)
def test_nobody_else_keeps_letters(sign_in: SignIn, letter: Letter, name: str, rest: str) -> None:
    client, address = person(sign_in, name), f"/brieven{rest.format(code=letter.code)}"
    assert client.get(address).status_code == 403
    assert client.post(address, data={"reden": "Zo."}).status_code == 403


def test_passages_are_added_later(officer: FlaskClient, letter: Letter, db_session: Session) -> None:
    address = f"/brieven/{letter.code}/passages"
    page(officer, address)
    empty = officer.post(address, data={"passages": "1"})
    assert empty.status_code == 422
    assert "Vul de passage in zoals zij in de brief staat." in text(empty)
    more = officer.post(address, data={"passages": "1", **FIRST, "toevoegen": "passage"})
    assert text(more).count("Tekst van de passage") == 2
    data = {"passages": "2", **FIRST, "passage-1-tekst": "Bel 06-12345678 voor vragen."}
    for _twice in range(2):
        assert officer.post(address, data=data).status_code == 302
    assert len(newest(db_session).passages) == 2
    assert "In uw tekst staat iets dat lijkt op" in page(officer, f"/brieven/{letter.code}")


def test_a_passage_is_linked_to_more_asks(officer: FlaskClient, letter: Letter, db_session: Session) -> None:
    address = f"/brieven/{letter.code}/passages/1/verzoeken"
    shown = page(officer, address)
    assert 'value="mot-mu-2"' in shown
    assert 'value="mot-mu-1"' not in shown
    found = page(officer, f"{address}?q=congres")
    assert 'value="toe-congres-1"' in found
    assert 'value="mot-mu-2"' not in found
    nothing = officer.post(address, data={})
    assert nothing.status_code == 422
    assert "Kies minstens één verzoek." in text(nothing)
    for _twice in range(2):
        data = {"verzoeken": ["mot-mu-2", "toe-congres-1"]}
        assert officer.post(address, data=data).status_code == 302
    codes = [ask.code for ask in newest(db_session).passages[0].asks]
    assert sorted(codes) == ["mot-mu-1", "mot-mu-2", "toe-congres-1"]
    assert officer.get(f"/brieven/{letter.code}/passages/9/verzoeken").status_code == 404


def test_what_the_plan_quotes_is_not_kept_here(officer: FlaskClient) -> None:
    for rest in ("/passages/1/verzoeken", "/passages/1/intrekken", "/intrekken"):
        answer = officer.get(f"/brieven/BRIEF{rest}")
        assert answer.status_code == 409
        assert "komt uit het plan van aanpak" in text(answer)
    assert officer.post("/brieven/BRIEF/intrekken", data={"reden": "Weg."}).status_code == 409
    shown = page(officer, "/brieven/BRIEF")
    assert "Passages toevoegen" in shown
    assert "Registratie intrekken" not in shown
    assert "Ander verzoek koppelen" not in shown


def test_a_passage_is_taken_back_and_only_who_reads_the_file_sees_it_still(
    officer: FlaskClient, sign_in: SignIn, letter: Letter, db_session: Session
) -> None:
    address = f"/brieven/{letter.code}/passages/1/intrekken"
    assert "Dit is gedaan." in page(officer, address)
    assert officer.post(address, data={"reden": " "}).status_code == 422
    for _twice in range(2):
        assert officer.post(address, data={"reden": "Verkeerd overgenomen."}).status_code == 302
    assert officer.get(address).status_code == 302
    assert newest(db_session).passages[0].retracted_at is not None
    shown = page(officer, f"/brieven/{letter.code}")
    assert "1 ingetrokken passage" in shown
    assert "Verkeerd overgenomen." in shown
    assert "Dit is gedaan." in page(person(sign_in, "lid1.stuurgroep"), f"/brieven/{letter.code}")
    for name in ("coordinator.rotterdam", "lezer.programma", "beheerder"):
        client = person(sign_in, name)
        for place in (f"/brieven/{letter.code}", "/verzoeken/mot-mu-1"):
            hidden = page(client, place)
            assert "Dit is gedaan." not in hidden
            assert "Verkeerd overgenomen." not in hidden
        assert f'/brieven/{letter.code}"' not in page(client, "/brieven?q=gedaan")
    assert officer.get(f"/brieven/{letter.code}/passages/1/verzoeken").status_code == 409


def test_what_a_closing_rests_on_is_not_taken_back(
    officer: FlaskClient, letter: Letter, asks: list[Ask], actor: Actor, db_session: Session
) -> None:
    proposed(db_session, actor, asks[0], letter.passages[0])
    db_session.commit()
    assert "passages/1/intrekken" not in page(officer, f"/brieven/{letter.code}")
    for rest in ("/passages/1/intrekken", "/intrekken"):
        answer = officer.post(f"/brieven/{letter.code}{rest}", data={"reden": "Toch weg."})
        assert answer.status_code == 409
        assert "Een verzoek is met deze passage afgesloten" in text(answer)
        assert "Toch weg." in text(answer)


def test_a_registration_is_taken_back_and_gone_for_others(
    officer: FlaskClient, sign_in: SignIn, letter: Letter, db_session: Session
) -> None:
    address = f"/brieven/{letter.code}"
    page(officer, f"{address}/intrekken")
    assert officer.post(f"{address}/intrekken", data={"reden": ""}).status_code == 422
    for _twice in range(2):
        assert officer.post(f"{address}/intrekken", data={"reden": "Niet verzonden."}).status_code == 302
    assert officer.get(f"{address}/intrekken").status_code == 302
    assert "Niet verzonden." in page(officer, address)
    assert "Registratie ingetrokken" in page(officer, "/brieven")
    assert "Passages toevoegen" not in page(officer, address)
    assert officer.get(f"{address}/passages").status_code == 409
    assert officer.post(f"{address}/passages", data={"passages": "1", **FIRST}).status_code == 409
    assert "Niet verzonden." in page(person(sign_in, "lid1.stuurgroep"), address)
    for name in ("coordinator.rotterdam", "lezer.programma", "beheerder"):
        client = person(sign_in, name)
        assert client.get(address).status_code == 404
        assert client.get(f"{address}/bestand").status_code == 404
        shown = page(client, "/brieven")
        assert "Eerste halfjaarbrief" not in shown
        assert "2 brieven gevonden" in shown
        assert '<option value="2026"' not in shown
        assert "Dit is gedaan." not in page(client, "/verzoeken/mot-mu-1")


def test_pages_cost_the_same_with_few_and_with_many(
    officer: FlaskClient, letter: Letter, asks: list[Ask], actor: Actor, db_session: Session
) -> None:
    second = persona(db_session, "medewerker2.programmabureau")

    def cost(address: str) -> int:
        with counted_queries() as statements:
            page(officer, address)
        return len(statements)

    def fill(count: int) -> None:
        for number in range(count):
            content = LetterContent(f"Brief {number} van {count}", clock.today(), url="https://a.example/")
            made = register_letter(db_session, actor, content)
            said(db_session, actor, made, asks, "In iedere brief.")
            said(db_session, actor, letter, asks, f"Passage {number} van {count}.")
        db_session.commit()

    places = ["/brieven", f"/brieven/{letter.code}", NEW, f"/brieven/{letter.code}/passages/1/verzoeken"]
    fill(1)
    closing = proposed(db_session, actor, asks[0], letter.passages[0])
    approve_closing(db_session, second, closing, closing.version)
    db_session.commit()
    page(officer, "/brieven")
    few = [cost(place) for place in places]
    fill(15)
    many = [cost(place) for place in places]
    assert few == many
    assert max(many) <= 12


def test_the_list_is_paged(officer: FlaskClient, actor: Actor, db_session: Session) -> None:
    for number in range(25):
        day = clock.today() - timedelta(days=number)
        register_letter(db_session, actor, LetterContent(f"Brief {number}", day, url="https://a.example/"))
    db_session.commit()
    assert "27 brieven gevonden; 1 tot en met 20 getoond" in page(officer, "/brieven")
    second = page(officer, "/brieven?pagina=2")
    assert "27 brieven gevonden; 21 tot en met 27 getoond" in second
    assert '/brieven/BRIEF"' in second


def test_an_empty_list_says_what_to_do(
    bare_app: Flask, bare_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    office(bare_session)
    bare_session.commit()
    open_page = browse(bare_app, monkeypatch)
    shown = open_page("een", "/brieven")
    assert "Nog geen brieven" in shown
    assert "Brief registreren" in shown
