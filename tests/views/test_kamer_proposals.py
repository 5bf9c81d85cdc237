"""Proposals from the open data: read, decided field by field, refused, and what became of them."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain.audit import Actor
from portal.domain.parliament import Origin, ProposalState, Vote
from portal.domain.roles import Role
from portal.models import KamerProposal, Motie, RegisterItem
from portal.queries.accounts import account_by_email
from portal.services.kamer import propose
from tests.browsing import counted_queries
from tests.conftest import SignIn
from tests.kamer import read_motie, read_toezegging, registered
from tests.odata.records import document, uid
from tests.untold import world_app  # noqa: F401 - takes the place of the fixture

OFFICER = "medewerker1.programmabureau@mainportaal.example"
NEW_FIELDS = [
    "number",
    "title",
    "reference",
    "submitters",
    "dated_on",
    "kamer_status",
    "vote",
    "appreciation",
]


@pytest.fixture
def officer(sign_in: SignIn) -> FlaskClient:
    return sign_in(OFFICER)


@pytest.fixture
def actor(db_session: Session) -> Actor:
    account = account_by_email(db_session, OFFICER)
    assert account is not None
    return Actor(account.id, account.name, (Role.PROGRAMME_OFFICER,))


@pytest.fixture
def new(db_session: Session, actor: Actor) -> KamerProposal:
    """A motie that is in no register."""
    made = propose(db_session, actor, read_motie(1), "v5")
    assert made is not None
    db_session.commit()
    return made


@pytest.fixture
def changed(db_session: Session, actor: Actor) -> KamerProposal:
    """A motie that stands in the register with another title and no vote."""
    item = registered(db_session, "m-1", external_id=uid(1, 1), title="Onze titel")
    made = propose(db_session, actor, read_motie(1), "v5", item)
    assert made is not None
    db_session.commit()
    return made


def url(proposal: KamerProposal, rest: str = "") -> str:
    return f"/tweedekamer/voorstellen/{proposal.id}{rest}"


def taking(proposal: KamerProposal, *fields: str) -> dict[str, object]:
    version = proposal.item.version if proposal.item else 0
    return {
        "version": proposal.version,
        "versie_register": version,
        "veld": list(fields),
        "programma": "binnen",
    }


def ticked(page: str) -> list[str]:
    boxes = re.findall(r'<input class="utrecht-checkbox[^>]*>', page)
    return [re.findall(r'value="([^"]*)"', box)[0] for box in boxes if " checked" in box]


def text(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_a_new_motie_enters_the_register(
    officer: FlaskClient, new: KamerProposal, db_session: Session
) -> None:
    page = text(officer, url(new))
    assert ticked(page) == NEW_FIELDS
    assert "Verwerken zet het erin" in page
    assert "18 maart 2026" in page

    data = {**taking(new, *ticked(page)), "programma": "buiten"}
    assert officer.post(url(new, "/overnemen"), data=data).status_code == 302

    db_session.expire_all()
    item = db_session.scalars(sa.select(Motie).where(Motie.code == "tk-2026z00001")).one()
    assert (item.origin, item.inside_programme, item.vote) == (Origin.OPEN_DATA, False, Vote.ADOPTED)
    page = text(officer, url(new))
    assert "De verschillen van toen" in page
    assert "Overgenomen" in page
    assert "/moties/tk-2026z00001" in page
    assert "In het register gezet" not in page
    assert item.title in text(officer, "/moties?q=onderwerp")


def test_what_replaces_our_words_is_not_ticked(officer: FlaskClient, changed: KamerProposal) -> None:
    page = text(officer, url(changed))

    assert "title" not in ticked(page)
    assert "vote" in ticked(page)
    assert "Onze titel" in page
    assert "Motie van het lid Alfa over onderwerp 1" in page


def test_only_what_was_ticked_changes(
    officer: FlaskClient, changed: KamerProposal, db_session: Session
) -> None:
    assert officer.post(url(changed, "/overnemen"), data=taking(changed, "vote")).status_code == 302

    db_session.expire_all()
    item = db_session.scalars(sa.select(Motie).where(Motie.code == "m-1")).one()
    assert (item.vote, item.title, item.kamer_status) == (Vote.ADOPTED, "Onze titel", "")


def test_the_plan_keeps_its_own_words(officer: FlaskClient, actor: Actor, db_session: Session) -> None:
    item = registered(
        db_session, "m-1", external_id=uid(1, 1), title="Titel van de brief", origin=Origin.PLAN
    )
    made = propose(db_session, actor, read_motie(1), "v5", item)
    assert made is not None
    db_session.commit()

    page = text(officer, url(made))
    assert "title" not in page.partition("Ook anders")[0].partition("Wat neemt u over?")[2].split('value="')
    assert "staan vast in het plan van aanpak" in page
    officer.post(url(made, "/overnemen"), data=taking(made, "title", "vote"))
    db_session.expire_all()
    assert (item.title, item.vote) == ("Titel van de brief", Vote.ADOPTED)


def test_an_item_needs_a_title_and_a_choice(
    officer: FlaskClient, new: KamerProposal, changed: KamerProposal, db_session: Session
) -> None:
    answer = officer.post(url(changed, "/overnemen"), data=taking(changed))
    assert answer.status_code == 422
    assert "Kruis aan wat u overneemt" in answer.get_data(as_text=True)


def test_a_new_item_needs_its_title(officer: FlaskClient, new: KamerProposal, db_session: Session) -> None:
    answer = officer.post(url(new, "/overnemen"), data=taking(new, "vote", "number"))

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Neem in elk geval de titel over" in page
    assert ticked(page) == ["number", "vote"]
    assert (
        db_session.scalar(sa.select(sa.func.count(RegisterItem.id)).where(RegisterItem.external_id != ""))
        == 0
    )


def test_refusing_asks_for_a_reason_and_keeps_it(
    officer: FlaskClient, changed: KamerProposal, db_session: Session
) -> None:
    answer = officer.post(url(changed, "/afwijzen"), data={"version": changed.version, "reden": " "})
    assert answer.status_code == 422
    assert "Vul in waarom u dit niet overneemt." in answer.get_data(as_text=True)

    data = {"version": changed.version, "reden": "Gaat over een ander onderwerp."}
    assert officer.post(url(changed, "/afwijzen"), data=data).status_code == 302
    page = text(officer, url(changed))
    assert "Gaat over een ander onderwerp." in page
    assert "Niet overgenomen" in page
    assert "Gegevens uit open data niet overgenomen" in page
    db_session.expire_all()
    assert changed.state is ProposalState.REJECTED


def test_a_register_that_moved_on_is_shown_first(
    officer: FlaskClient, changed: KamerProposal, db_session: Session
) -> None:
    data = taking(changed, "title")
    item = db_session.scalars(sa.select(Motie).where(Motie.code == "m-1")).one()
    item.title = "Titel van een collega"
    db_session.commit()

    answer = officer.post(url(changed, "/overnemen"), data=data)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Het register is intussen gewijzigd" in page
    assert "Titel van een collega" in page
    assert ticked(page) == ["title"]
    versions = re.findall(r'name="versie_register"[^>]*value="(\d+)"', page)
    again = {**data, "version": changed.version, "versie_register": versions[0]}
    assert officer.post(url(changed, "/overnemen"), data=again).status_code == 302
    db_session.expire_all()
    assert item.title == "Motie van het lid Alfa over onderwerp 1"


def test_nothing_is_decided_twice(officer: FlaskClient, changed: KamerProposal) -> None:
    data = taking(changed, "vote")
    assert officer.post(url(changed, "/overnemen"), data=data).status_code == 302
    for step, sent in (("/overnemen", data), ("/afwijzen", {"version": 1, "reden": "Toch niet."})):
        answer = officer.post(url(changed, step), data=sent)
        assert answer.status_code == 409
        assert "Over dit voorstel is al beslist" in answer.get_data(as_text=True)


def test_what_can_only_be_seen_is_noted_as_seen(
    officer: FlaskClient, actor: Actor, db_session: Session
) -> None:
    item = registered(db_session, "m-1", external_id=uid(1, 1), title="Onze titel")
    first = propose(db_session, actor, read_motie(1), "v5")
    assert first is not None
    db_session.commit()
    officer.post(url(first, "/overnemen"), data=taking(first, *NEW_FIELDS))
    db_session.expire_all()
    gone = propose(db_session, actor, read_motie(1, Verwijderd=True), "v5")
    assert gone is not None
    db_session.commit()

    page = text(officer, url(gone))
    assert "De Tweede Kamer heeft dit verwijderd" in page
    assert "legt u vast dat u dit hebt gezien" in page
    assert officer.post(url(gone, "/overnemen"), data=taking(gone)).status_code == 302
    db_session.expire_all()
    assert item.retired_on is None


def test_a_wrong_form_is_refused(officer: FlaskClient, changed: KamerProposal) -> None:
    for data in ({}, {"version": "x"}, {**taking(changed, "onzin")}):
        assert officer.post(url(changed, "/overnemen"), data=data).status_code == 422
    assert officer.get("/tweedekamer/voorstellen/2147483647").status_code == 404
    assert officer.get("/tweedekamer/voorstellen/2147483648").status_code == 404


@pytest.mark.parametrize("name", ["coordinator.rotterdam", "secretaris.stuurgroep", "beheerder"])
def test_others_stay_out(sign_in: SignIn, changed: KamerProposal, name: str) -> None:
    client = sign_in(f"{name}@mainportaal.example")
    for path in ("/tweedekamer/voorstellen", url(changed)):
        assert client.get(path).status_code == 403
    assert client.post(url(changed, "/overnemen"), data=taking(changed, "vote")).status_code == 403
    assert "Tweede Kamer</a>" not in client.get("/moties").get_data(as_text=True)


def test_the_list_filters_by_state(officer: FlaskClient, changed: KamerProposal) -> None:
    assert "1 voorstel gevonden" in text(officer, "/tweedekamer/voorstellen?status=open")
    assert "Geen voorstellen gevonden" in text(officer, "/tweedekamer/voorstellen?status=taken")
    assert "Motie van het lid Alfa over onderwerp 1" in text(officer, "/tweedekamer/voorstellen?status=onzin")


def test_a_toezegging_shows_its_letters_and_no_name(
    officer: FlaskClient, actor: Actor, db_session: Session
) -> None:
    letter = document(9, kind="Brief regering", title="Brief over havens")
    made = propose(db_session, actor, read_toezegging(1, KamerbriefNakoming=[letter]), "v5")
    assert made is not None
    db_session.commit()

    page = text(officer, url(made))
    assert "Brief over havens" in page
    assert "2026D00009, Brief regering, 18 maart 2026, Brief over havens" in page
    assert "nergens-mag-staan" not in page


def test_pages_cost_the_same_however_many_proposals_there_are(
    app: Flask, officer: FlaskClient, actor: Actor, db_session: Session, changed: KamerProposal
) -> None:
    def costs() -> list[int]:
        found = []
        for path in ("/tweedekamer", "/tweedekamer/voorstellen", url(changed)):
            with counted_queries() as statements:
                text(officer, path)
            found.append(len(statements))
        return found

    few = costs()
    for number in range(2, 14):
        item = registered(db_session, f"m-{number}", external_id=uid(1, number))
        propose(db_session, actor, read_motie(number), "v5", item)
    db_session.commit()
    assert costs() == few
    assert max(few) <= 12


def test_everybody_sees_the_documents_with_an_item_and_only_the_office_what_waits(
    officer: FlaskClient, sign_in: SignIn, new: KamerProposal, actor: Actor, db_session: Session
) -> None:
    officer.post(url(new, "/overnemen"), data=taking(new, *NEW_FIELDS))
    propose(db_session, actor, read_motie(1, Kabinetsappreciatie="Ontraden"), "v5")
    db_session.commit()

    for client, decides in ((officer, True), (sign_in("lezer.rotterdam@mainportaal.example"), False)):
        page = text(client, "/moties/tk-2026z00001")
        assert "https://www.tweedekamer.nl/kamerstukken/detail?id=2026Z00001&amp;did=2026D00011" in page
        assert ("Er wacht een voorstel uit de open data" in page) is decides
        assert (f"/tweedekamer/moties/{uid(1, 1)}" in page) is decides
    assert "Bij de Tweede Kamer" not in text(officer, "/moties/mot-mutluer")


def test_an_identifier_that_is_none_breaks_no_page(officer: FlaskClient, db_session: Session) -> None:
    registered(db_session, "m-1", external_id="geen-nummer", submitters=["Alfa"])
    db_session.commit()

    assert "Bij de Tweede Kamer" in text(officer, "/moties/m-1")
