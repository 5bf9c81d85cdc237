"""Pages of the register: lists with states, registering, changing and splitting."""

import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.demo.personas import PASSWORD
from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.parliament import AskState, RegisterKind, Vote
from portal.domain.programme import Basis
from portal.models import Ask, AuditEvent, Maatregel, RegisterItem
from portal.queries import remembered
from portal.services import ask_links, register
from portal.services.ask_links import LinkContent
from portal.services.register import ItemContent, OfficeFacts
from tests.browsing import counted_queries
from tests.conftest import SignIn
from tests.meetings import account_of, persona
from tests.register import SOURCE, ask, ask_of, bring_to, motie
from tests.untold import world_app  # noqa: F401 - takes the place of the fixture

NEW = "/register/nieuw"
MOTIE = {
    "soort": "motie",
    "version": "1",
    "titel": "Meer camera’s op kades",
    "indieners": "Verzonnen lid A\r\n\r\nVerzonnen lid B",
    "datum": "9-2025",
    "ander_stuk_1": "VB21",
    "andere_datum_1": "15-9-2025",
    "kamerstuk": "29911 nr. 900",
    "bron": SOURCE,
    "programma": "buiten",
    "oordeel": "left_to_kamer",
    "stemming": "adopted",
    "gestemd_op": "23-9-2025",
    "kamerstatus": "Aangenomen",
}
TOEZEGGING = {
    "soort": "toezegging",
    "version": "1",
    "titel": "De Kamer ieder jaar informeren",
    "toezegging": "promise",
    "bron": SOURCE,
    "programma": "binnen",
    "vorm": "recurring",
    "ritme": "yearly",
    "termijn": "spring",
    "jaar": "2027",
    "termijn_woorden": "voorjaar 2027",
}
SECRET = "Kenmerkende opmerking van het bureau"


def person(sign_in: SignIn, name: str) -> FlaskClient:
    return sign_in(f"{name}@mainportaal.example")


@pytest.fixture
def officer(sign_in: SignIn) -> FlaskClient:
    return person(sign_in, "medewerker1.programmabureau")


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def item_of(session: Session, code: str) -> RegisterItem:
    session.expire_all()
    return session.scalars(sa.select(RegisterItem).where(RegisterItem.code == code)).one()


def listed(text: str) -> list[str]:
    return re.findall(r'<th scope="row">\s*<a href="/[a-z]+/([a-z0-9-]+)"', text)


def version_in(text: str) -> str:
    found = re.search(r'name="version"[^>]*value="(\d+)"', text)
    assert found is not None
    return found[1]


def test_a_motie_is_registered_once_and_shown_as_its_source_gives_it(
    officer: FlaskClient, sign_in: SignIn, db_session: Session
) -> None:
    for kind in RegisterKind:
        assert f"soort={kind.value}" in page(officer, NEW)
        page(officer, f"{NEW}?soort={kind.value}")
    for _twice in range(2):
        answer = officer.post(NEW, data=MOTIE)
        assert (answer.status_code, answer.location) == (302, "/moties/motie-1")
    made = item_of(db_session, "motie-1")
    assert (made.submitters, made.vote) == (["Verzonnen lid A", "Verzonnen lid B"], Vote.ADOPTED)
    shown = page(person(sign_in, "lezer.programma"), "/moties/motie-1")
    for words in (
        "Motie van Verzonnen lid A en Verzonnen lid B",
        "september 2025",
        "Een ander stuk noemt 15 september 2025",
        "Oordeel Kamer",
        "Aangenomen, 23 september 2025",
        'href="https://zoek.officielebekendmakingen.nl/kst-29911-900.html"',
        "Nog geen verzoeken",
        "Er zijn nog geen verzoeken vastgelegd.",
        "Buiten dit programma",
        SOURCE,
    ):
        assert words in shown, words
    assert "motie-1" in listed(page(officer, "/moties?programma=buiten&stand=not_split"))


def test_a_toezegging_has_its_ask_and_recommendations_and_passages_have_pages(
    officer: FlaskClient, sign_in: SignIn
) -> None:
    assert officer.post(NEW, data=TOEZEGGING).location == "/toezeggingen/toezegging-1"
    member = person(sign_in, "lid1.stuurgroep")
    shown = page(member, "/toezeggingen/toezegging-1")
    for words in ("voorjaar 2027", "21 juni 2027", "Elk jaar", "/verzoeken/toezegging-1-1", "1 verzoek"):
        assert words in shown, words
    assert "toezegging-1" in listed(page(member, "/toezeggingen?q=ieder+jaar"))
    advice = {
        **TOEZEGGING,
        "soort": "recommendation",
        "titel": "Meet wat u doet",
        "vorm": "once",
        "ritme": "",
    }
    assert officer.post(NEW, data=advice).location == "/aanbevelingen/aanbeveling-1"
    assert listed(page(member, "/aanbevelingen")) == ["aanbeveling-1"]
    assert "/verzoeken/aanbeveling-1-1" in page(member, "/aanbevelingen/aanbeveling-1")
    passage = {**MOTIE, "soort": "coalition_passage", "titel": "Meer controles", "uitgevoerd_met": "Dit plan"}
    assert officer.post(NEW, data=passage).location == "/coalitieakkoord/passage-1"
    assert "/coalitieakkoord/passage-1" in page(member, "/coalitieakkoord")
    assert "/verzoeken/ca-1-1" in page(member, "/coalitieakkoord/ca-1")
    for nothing in ("/aanbevelingen/nee", "/coalitieakkoord/nee"):
        page(member, nothing, 404)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"titel": " "}, "Vul een titel in."),
        ({"bron": ""}, "Vul een vindplaats in, als adres of in woorden."),
        ({"adres": "http://x.example"}, "Vul een adres in dat begint met https://"),
        ({"datum": "31-2-2025"}, "Vul een datum, maand of jaar in"),
        ({"andere_datum_1": ""}, "Kies een stuk en vul de datum in die het geeft."),
        ({"ander_stuk_2": "VB21", "andere_datum_2": "2024"}, "Dit stuk staat er al."),
        ({"stemming": "held"}, "Een dag hoort bij aangenomen of verworpen"),
        ({"gestemd_op": "23-9-2099"}, "Een dag hoort bij aangenomen of verworpen"),
        ({"oordeel": "onzin"}, "Ongeldige keuze"),
        ({"programma": ""}, "Kies binnen of buiten het programma."),
    ],
)
def test_wrong_input_is_told_and_kept(
    officer: FlaskClient, db_session: Session, wrong: dict[str, str], message: str
) -> None:
    answer = officer.post(NEW, data={**MOTIE, **wrong})
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert message in text
    assert "29911 nr. 900" in text
    assert db_session.scalar(sa.select(RegisterItem.id).where(RegisterItem.code == "motie-1")) is None


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"ritme": ""}, "Kies hoe vaak het terugkeert."),
        ({"vorm": "once"}, "Kies ‘Keert niet terug’ als het eenmalig is."),
        ({"jaar": ""}, "Vul het jaar in."),
        ({"jaar": "1900"}, "Vul een jaar in van 2000 tot en met 2100."),
        ({"termijn": "month"}, "Kies de maand."),
        ({"termijn": "day"}, "Vul een datum in, bijvoorbeeld 15-7-2024."),
        ({"toezegging": ""}, "Kies de soort."),
    ],
)
def test_a_term_is_whole_or_told(officer: FlaskClient, wrong: dict[str, str], message: str) -> None:
    answer = officer.post(NEW, data={**TOEZEGGING, **wrong})
    assert answer.status_code == 422
    assert message in answer.get_data(as_text=True)


def test_what_is_no_kind_is_refused(officer: FlaskClient) -> None:
    assert officer.post(NEW, data={**MOTIE, "soort": "onzin"}).status_code == 400
    assert "In het register zetten" in page(officer, f"{NEW}?soort=onzin")
    for rest in ("wijzigen", "verzoeken/nieuw"):
        page(officer, f"/register/nee/{rest}", 404)


def test_of_the_plan_only_what_it_does_not_say_can_change(
    officer: FlaskClient, sign_in: SignIn, db_session: Session
) -> None:
    edit = "/register/mot-mutluer/wijzigen"
    shown = page(officer, edit)
    assert "De tekst komt uit het plan van aanpak" in shown
    assert 'name="titel"' not in shown
    owner = account_of(db_session, "medewerker2.programmabureau")
    typed = {
        "version": version_in(shown),
        "titel": "Een andere titel",
        "adres": "https://zoek.example.nl/motie",
        "stemming": "adopted",
        "bron": SOURCE,
        "eigenaar": str(owner.id),
        "opmerking": SECRET,
    }
    assert officer.post(edit, data=typed).status_code == 302
    item = item_of(db_session, "mot-mutluer")
    assert (item.title[:8], item.owner_id, item.vote) == ("Scannen ", owner.id, Vote.ADOPTED)
    event = db_session.scalars(
        sa.select(AuditEvent)
        .where(AuditEvent.subject_kind == SubjectKind.REGISTER_ITEM, AuditEvent.subject_id == item.id)
        .order_by(AuditEvent.id.desc())
    ).first()
    assert event is not None
    assert event.action is AuditAction.ITEM_CHANGED
    member = page(person(sign_in, "lid1.stuurgroep"), "/moties/mot-mutluer")
    for words in (SECRET, owner.name, "Gegevens in het register gewijzigd"):
        assert words in member
    for name in ("coordinator.rotterdam", "lezer.programma"):
        outsider = page(person(sign_in, name), "/moties/mot-mutluer")
        assert "Aangenomen" in outsider
        for words in (SECRET, owner.name, "Gegevens in het register gewijzigd"):
            assert words not in outsider
    stale = officer.post(edit, data={**typed, "opmerking": "Een andere opmerking"})
    assert stale.status_code == 409
    text = stale.get_data(as_text=True)
    assert SECRET in text
    assert "Een andere opmerking" in text
    typed |= {"version": version_in(text), "opmerking": "Een andere opmerking"}
    assert officer.post(edit, data=typed).status_code == 302
    assert item_of(db_session, "mot-mutluer").office_note == "Een andere opmerking"


def test_what_is_ours_changes_whole_and_a_stale_save_shows_words(
    officer: FlaskClient, db_session: Session
) -> None:
    officer.post(NEW, data=MOTIE)
    edit = "/register/motie-1/wijzigen"
    shown = page(officer, edit)
    for words in (
        'value="9-2025"',
        'value="15-9-2025"',
        "Verzonnen lid A\r\nVerzonnen lid B".replace("\r", ""),
    ):
        assert words in shown, words
    first = {**MOTIE, "version": version_in(shown), "titel": "Minder camera’s", "oordeel": "taken_over"}
    assert officer.post(edit, data=first).status_code == 302
    stale = officer.post(edit, data={**first, "titel": "Geen camera’s", "oordeel": "advised_against"})
    assert stale.status_code == 409
    text = stale.get_data(as_text=True)
    for words in ("Minder camera’s", "Geen camera’s", "Overgenomen", "Ontraden"):
        assert words in text
    assert item_of(db_session, "motie-1").title == "Minder camera’s"


def test_an_ask_is_split_off_with_its_source_and_can_change(
    officer: FlaskClient, sign_in: SignIn, db_session: Session
) -> None:
    add = "/register/mot-bikker-kuik/verzoeken/nieuw"
    assert "De aanpak is structureel." in page(officer, add)
    typed = {
        "version": "1",
        "verzoek": "Jaarlijks bij de begroting rapporteren",
        "bron": SOURCE,
        "vorm": "recurring",
        "ritme": "with_budget",
        "termijn": "with_budget",
        "jaar": "2021",
    }
    assert officer.post(add, data={**typed, "bron": ""}).status_code == 422
    for _twice in range(2):
        assert officer.post(add, data=typed).status_code == 302
    shown = page(person(sign_in, "lezer.programma"), "/moties/mot-bikker-kuik")
    assert "3 verzoeken" in shown
    assert f"Toegevoegd door het programmabureau. Bron: {SOURCE}" in shown
    assert "Elk jaar bij de begroting" in shown
    assert "Termijn voorbij" in shown
    edit = "/verzoeken/mot-bikker-kuik-1/wijzigen"
    assert 'value="2021"' in page(officer, edit)
    version = version_in(page(officer, edit))
    changed = {**typed, "version": version, "verzoek": "Ieder jaar rapporteren"}
    assert officer.post(edit, data={**changed, "verzoek": ""}).status_code == 422
    assert officer.post(edit, data=changed).status_code == 302
    stale = officer.post(edit, data={**changed, "verzoek": "Nooit rapporteren"})
    assert stale.status_code == 409
    assert "Ieder jaar rapporteren" in stale.get_data(as_text=True)
    one = ask_of(db_session, "mot-bikker-kuik-1")
    bring_to(
        db_session,
        one,
        AskState.LAPSED,
        persona(db_session, "medewerker1.programmabureau"),
        persona(db_session, "medewerker2.programmabureau"),
    )
    db_session.commit()
    late = officer.post(edit, data={**changed, "version": str(one.version), "verzoek": "Te laat"})
    assert late.status_code == 409
    assert "Dit verzoek is afgesloten" in late.get_data(as_text=True)
    for closed in (edit, "/verzoeken/mot-mu-1/wijzigen"):
        assert officer.get(closed).status_code == 302


@pytest.mark.parametrize("name", ["lid1.stuurgroep", "coordinator.rotterdam", "lezer.programma", "beheerder"])
def test_only_the_office_keeps_the_register(sign_in: SignIn, name: str) -> None:
    client = person(sign_in, name)
    for address in (
        NEW,
        "/register/mot-mutluer/wijzigen",
        "/register/mot-mutluer/verzoeken/nieuw",
        "/verzoeken/mot-mu-1/wijzigen",
    ):
        assert client.get(address).status_code == 403
        assert client.post(address, data=MOTIE).status_code == 403
    for address in ("/moties", "/toezeggingen", "/coalitieakkoord", "/aanbevelingen", "/moties/mot-mutluer"):
        assert "/register/" not in page(client, address)


def test_lists_filter_on_state_term_and_owner(
    officer: FlaskClient, sign_in: SignIn, db_session: Session
) -> None:
    actor, second = (persona(db_session, f"medewerker{n}.programmabureau") for n in (1, 2))
    for code in ("mot-mu-1", "mot-mu-2"):
        bring_to(db_session, ask_of(db_session, code), AskState.FULFILLED, actor, second)
    mutluer = item_of(db_session, "mot-mutluer")
    owner = account_of(db_session, "medewerker1.programmabureau")
    register.change_item(db_session, actor, mutluer, mutluer.version, OfficeFacts(owner=owner))
    db_session.commit()
    shown = page(officer, "/moties")
    assert "Deels afgedaan (1)" in shown
    assert "Nog niet beoordeeld (7)" in shown
    assert "2 van 3 verzoeken afgedaan" in shown
    assert listed(page(officer, "/moties?stand=partly")) == ["mot-mutluer"]
    assert (
        "Zo volgt deze stand: 2 van 3 verzoeken zijn afgedaan (1 nog niet beoordeeld, 2 uitgevoerd)."
        in page(officer, "/moties/mot-mutluer")
    )
    assert listed(page(officer, "/moties?eigenaar=mij")) == ["mot-mutluer"]
    assert len(listed(page(officer, "/moties?eigenaar=niemand"))) == 7
    late = listed(page(officer, "/toezeggingen?termijn=voorbij"))
    assert "toe-handelingskader" in late
    bring_to(db_session, ask_of(db_session, "toe-handelingskader-1"), AskState.LAPSED, actor, second)
    db_session.commit()
    assert set(late) - set(listed(page(officer, "/toezeggingen?termijn=voorbij"))) == {"toe-handelingskader"}
    # Who does not see owners cannot find out by filtering either.
    coordinator = person(sign_in, "coordinator.rotterdam")
    plain = page(coordinator, "/moties")
    for value in ("mij", "niemand"):
        assert listed(page(coordinator, f"/moties?eigenaar={value}")) == listed(plain)
    assert owner.name not in plain
    assert "Eigenaar" not in plain
    member = page(person(sign_in, "lid1.stuurgroep"), "/moties?eigenaar=niemand")
    assert len(listed(member)) == 7
    assert "Van mij" not in member


def test_what_was_typed_comes_back_after_signing_in(app: Flask, officer: FlaskClient) -> None:
    officer.post(NEW, data={**MOTIE, "titel": "Motie die er al is"})
    once = {"version": "1", "vorm": "once", "termijn": "undetermined"}
    for path, typed in (
        (NEW, MOTIE),
        (NEW, TOEZEGGING),
        ("/register/motie-1/wijzigen", MOTIE),
        ("/register/motie-1/verzoeken/nieuw", {**once, "verzoek": "Lang getypt", "bron": SOURCE}),
    ):
        signed_out = app.test_client()
        refused = signed_out.post(path, data=typed)
        assert refused.status_code == 401
        kept = re.search(r'name="ingevuld"[^>]*value="([^"]+)"', refused.get_data(as_text=True))
        assert kept is not None
        person_data = {"email": "medewerker2.programmabureau@mainportaal.example", "wachtwoord": PASSWORD}
        answer = signed_out.post("/inloggen", data={**person_data, "ingevuld": kept[1]})
        assert (answer.status_code, answer.location) == (302, path)
        shown = page(signed_out, path)
        assert "Uw tekst is teruggezet" in shown
        assert typed.get("titel", "Lang getypt") in shown
        assert SOURCE in shown
        assert signed_out.post(path, data=typed).status_code == 302


def cost(client: FlaskClient, address: str) -> int:
    remembered.forget()
    with counted_queries() as statements:
        page(client, address)
    return len(statements)


ITEM_PAGES = ("/moties/motie-1", "/moties", "/toezeggingen", "/coalitieakkoord", "/aanbevelingen")


@pytest.mark.parametrize("name", ["medewerker1.programmabureau", "lezer.programma"])
def test_a_page_costs_the_same_with_one_and_with_thirty(
    sign_in: SignIn, db_session: Session, name: str
) -> None:
    actor, client = persona(db_session, "medewerker1.programmabureau"), person(sign_in, name)
    rtm = db_session.scalars(sa.select(Maatregel).order_by(Maatregel.id)).all()
    made = motie(db_session, actor, "Motie die groeit")

    def fill(count: int) -> None:
        """Add asks to one motie, and moties with an ask."""
        for number in range(count):
            one = ask(db_session, actor, made, f"Verzoek {number} van {count}")
            ask_links.link_maatregel(db_session, actor, one, rtm[number], LinkContent(Basis.DERIVED))
            for kind in (RegisterKind.COALITION_PASSAGE, RegisterKind.RECOMMENDATION):
                content = ItemContent(f"{kind.value} {number} van {count}")
                register.register_item(db_session, actor, kind, content, OfficeFacts(source_words=SOURCE))
            ask(db_session, actor, motie(db_session, actor, f"Motie {number} van {count}"), "Iets")
        db_session.commit()

    fill(1)
    few: dict[str, Any] = {address: cost(client, address) for address in ITEM_PAGES}
    fill(15)
    many = {address: cost(client, address) for address in ITEM_PAGES}
    assert few == many
    assert max(many.values()) <= 12, many


def test_every_ask_of_the_plan_has_a_page(officer: FlaskClient, db_session: Session) -> None:
    for code in db_session.scalars(sa.select(Ask.code)):
        assert "Nog niet beoordeeld" in page(officer, f"/verzoeken/{code}")
