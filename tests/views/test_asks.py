"""The page of an ask: what is asked, the steps, the maatregelen and what shows it."""

import re
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain.audience import Audience
from portal.domain.audit import Actor
from portal.domain.parliament import AskState, ReferenceKind
from portal.domain.programme import Basis
from portal.domain.workflow import COUNTED, ReportState
from portal.models import (
    Ask,
    AskLink,
    AskReference,
    AskStep,
    Decision,
    Document,
    Maatregel,
    MaatregelProgress,
    Observation,
    Report,
)
from portal.queries import remembered
from portal.services import ask_links, ask_references, observations
from portal.services.ask_links import LinkContent
from tests.browsing import counted_queries
from tests.conftest import SignIn
from tests.meetings import persona
from tests.register import ask_of, bring_to
from tests.untold import world_app  # noqa: F401 - takes the place of the fixture

ONE = "/verzoeken/mot-mu-3"
MOVE, LINKS, REFERENCES = f"{ONE}/stand", f"{ONE}/koppelingen", f"{ONE}/onderbouwing"
REASON = "Kenmerkende reden van de stap"
OFFICER = "medewerker1.programmabureau"


def person(sign_in: SignIn, name: str) -> FlaskClient:
    return sign_in(f"{name}@mainportaal.example")


@pytest.fixture
def officer(sign_in: SignIn) -> FlaskClient:
    return person(sign_in, OFFICER)


@pytest.fixture
def actor(db_session: Session) -> Actor:
    return persona(db_session, OFFICER)


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def version_in(text: str) -> str:
    found = re.search(r'name="version"[^>]*value="(\d+)"', text)
    assert found is not None
    return found[1]


def fresh(session: Session) -> Ask:
    session.expire_all()
    return ask_of(session, "mot-mu-3")


def test_the_page_says_what_is_asked_and_how_far_it_is(sign_in: SignIn) -> None:
    shown = page(person(sign_in, "lid1.stuurgroep"), "/verzoeken/mot-mu-1")
    for words in (
        "Nagaan wat de mogelijkheden zijn om alle fruitcontainers te scannen.",
        "Nog niet beoordeeld",
        "Verzoek 1 van 3",
        "Volgens het plan, voor het geheel",
        "/maatregelen/ovk-02",
        "/moties/mot-mutluer",
    ):
        assert words in shown
    assert "/maatregelen/ovk-09" in page(person(sign_in, "lezer.programma"), "/verzoeken/toe-congres-1")
    assert "/maatregelen/ovk-07" in page(person(sign_in, "lezer.programma"), "/verzoeken/ca-1-1")


def test_what_is_not_there_is_not_found(officer: FlaskClient) -> None:
    for rest in ("", "/koppelingen", "/onderbouwing", "/bewijs", "/wijzigen"):
        page(officer, f"/verzoeken/nee{rest}", 404)
    for address in (f"{LINKS}/rtm-01/wijzigen", f"{LINKS}/nee/weghalen", f"{REFERENCES}/2147483647/weghalen"):
        page(officer, address, 404)
        assert officer.post(address, data={"version": "1"}).status_code == 404


def step(text: str, action: str, reason: str) -> dict[str, str]:
    """Fill in the form for a step that stands on a page."""
    version = re.search(r'name="stand-version"[^>]*value="(\d+)"', text)
    assert version is not None
    return {"stand-version": version[1], "stand-stap": action, "stand-reden": reason}


def test_a_step_is_taken_once_with_its_reason(
    officer: FlaskClient, sign_in: SignIn, db_session: Session
) -> None:
    data = step(page(officer, ONE), "start", REASON)
    for wrong in ({"reden": " "}, {"stap": ""}, {"stap": "reopen"}, {"stap": "onzin"}):
        answer = officer.post(
            MOVE, data={**data, **{f"stand-{name}": value for name, value in wrong.items()}}
        )
        assert answer.status_code == 422
    for _twice in range(2):
        assert officer.post(MOVE, data=data).status_code == 302
    assert fresh(db_session).state is AskState.IN_PROGRESS
    assert len(db_session.scalars(sa.select(AskStep)).all()) == 1
    overtaken = officer.post(
        MOVE, data={**data, "stand-stap": "call_partly", "stand-reden": "Een andere reden"}
    )
    assert overtaken.status_code == 409
    text = overtaken.get_data(as_text=True)
    assert "Een andere reden" in text
    assert "De stand is nu: In uitvoering" in text
    again = step(text, "call_partly", "Een andere reden")
    assert officer.post(MOVE, data=again).status_code == 302
    assert fresh(db_session).state is AskState.PARTLY
    shown = page(person(sign_in, "secretaris.stuurgroep"), ONE)
    assert REASON in shown
    assert "Van ‘Nog niet beoordeeld’ naar ‘In uitvoering’" in shown
    assert "Stand wijzigen" not in shown
    for name in ("coordinator.rotterdam", "lezer.programma"):
        outsider = page(person(sign_in, name), ONE)
        assert "Deels gedaan" in outsider
        assert REASON not in outsider
        assert "Marit" not in outsider


def test_what_is_closed_takes_no_step(officer: FlaskClient, db_session: Session, actor: Actor) -> None:
    one = ask_of(db_session, "mot-mu-3")
    bring_to(db_session, one, AskState.FULFILLED, actor, persona(db_session, "medewerker2.programmabureau"))
    db_session.commit()
    assert "Stand wijzigen" not in page(officer, ONE)
    data = {"stand-version": str(one.version), "stand-stap": "start", "stand-reden": REASON}
    late = officer.post(MOVE, data=data)
    assert late.status_code == 422
    assert fresh(db_session).state is AskState.FULFILLED


def test_a_maatregel_is_searched_linked_changed_and_removed(
    officer: FlaskClient, sign_in: SignIn, db_session: Session
) -> None:
    everything = page(officer, LINKS)
    assert "rtm-01" in everything
    found = page(officer, f"{LINKS}?q=opsporing+rotterdam")
    assert 'value="rtm-02"' in found
    assert 'value="ovk-01"' not in found
    assert "Geen maatregel gevonden" in page(officer, f"{LINKS}?q=bestaat+niet")
    data = {"maatregel": "rtm-02", "grond": "derived", "bijdrage": "Meer rechercheurs."}
    assert officer.post(LINKS, data={**data, "grond": ""}).status_code == 422
    assert officer.post(LINKS, data={**data, "maatregel": "nee"}).status_code == 422
    for _twice in range(2):
        assert officer.post(LINKS, data=data).status_code == 302
    other = officer.post(LINKS, data={**data, "bijdrage": "Iets anders"})
    assert other.status_code == 422
    assert "Deze maatregel is al gekoppeld." in other.get_data(as_text=True)
    assert "Iets anders" in other.get_data(as_text=True)
    reader = person(sign_in, "lezer.programma")
    shown = page(reader, ONE)
    assert "1 maatregel gekoppeld aan dit verzoek" in shown
    assert "Meer rechercheurs." in shown
    assert "Marit" not in shown
    assert "Marit" in page(person(sign_in, "lid1.stuurgroep"), ONE)
    maatregel = page(reader, "/maatregelen/rtm-02")
    assert ONE in maatregel
    assert "Bijdrage: Meer rechercheurs." in maatregel
    edit = f"{LINKS}/rtm-02/wijzigen"
    first = {**data, "version": version_in(page(officer, edit)), "bijdrage": "Meer honden."}
    assert officer.post(edit, data=first).status_code == 302
    stale = officer.post(edit, data={**first, "bijdrage": "Meer schepen."})
    assert stale.status_code == 409
    for words in ("Meer honden.", "Meer schepen."):
        assert words in stale.get_data(as_text=True)
    remove = f"{LINKS}/rtm-02/weghalen"
    version = version_in(page(officer, remove))
    assert officer.post(remove, data={}).status_code == 400
    for _twice in range(2):
        assert officer.post(remove, data={"version": version}).status_code == 302
    assert "1 weggehaalde koppeling" in page(officer, ONE)
    assert "Meer honden." not in page(reader, ONE)
    assert ONE not in page(reader, "/maatregelen/rtm-02")
    assert db_session.scalars(sa.select(AskLink)).one().removed_at is not None


@pytest.mark.parametrize("kind", list(ReferenceKind))
def test_what_shows_it_is_searched_linked_and_removed(
    officer: FlaskClient, db_session: Session, kind: ReferenceKind
) -> None:
    address = f"{REFERENCES}?soort={kind.value}"
    choices = re.findall(r'<option value="(\d+)">([^<]+)', page(officer, address))
    number, words = choices[0]
    data = {"stuk": number, "uitleg": "Kenmerkende uitleg"}
    assert officer.post(address, data={**data, "uitleg": ""}).status_code == 422
    assert officer.post(address, data={**data, "stuk": "2147483647"}).status_code == 422
    for _twice in range(2):
        assert officer.post(address, data=data).status_code == 302
    made = db_session.scalars(sa.select(AskReference)).one()
    assert made.kind is kind
    shown = page(officer, ONE)
    assert "Kenmerkende uitleg" in shown
    assert words.strip() in shown
    assert f'value="{number}"' not in page(officer, address)
    assert "Niets gevonden om te koppelen" in page(officer, f"{address}&q=bestaat+vast+niet")
    remove = f"{REFERENCES}/{made.id}/weghalen"
    page(officer, remove)
    assert officer.post(remove).status_code == 302
    page(officer, remove, 404)
    assert "1 weggehaalde verwijzing" in page(officer, ONE)


@pytest.mark.parametrize("name", ["lid1.stuurgroep", "coordinator.rotterdam", "lezer.programma", "beheerder"])
def test_only_the_office_does_anything_with_an_ask(sign_in: SignIn, name: str) -> None:
    client = person(sign_in, name)
    assert client.post(MOVE, data={"stand-stap": "start"}).status_code == 403
    for address in (LINKS, REFERENCES, f"{LINKS}/rtm-02/weghalen", f"{ONE}/bewijs"):
        assert client.get(address).status_code == 403
    for address in (LINKS, REFERENCES, f"{LINKS}/rtm-02/weghalen", f"{LINKS}/rtm-02/wijzigen"):
        assert client.post(address).status_code == 403
    assert "koppelingen" not in re.findall(r'href="([^"]*)"', page(client, ONE))


@pytest.fixture
def everything(db_session: Session, actor: Actor) -> dict[str, str]:
    """Point from one ask at things for everybody and for few; return marks with who may see each."""
    one = ask_of(db_session, "mot-mu-3")
    marks: dict[str, str] = {}

    def point(proof: ask_references.Proof, mark: str, readers: str) -> None:
        marks[f"Kenmerk {mark}."] = readers
        ask_references.add_reference(db_session, actor, one, proof, f"Kenmerk {mark}.")

    counted = db_session.scalars(
        sa.select(MaatregelProgress)
        .join(MaatregelProgress.report)
        .where(Report.state.in_(sorted(COUNTED)), MaatregelProgress.status.is_not(None))
        .order_by(MaatregelProgress.id)
    ).all()
    adopted = next(row for row in counted if row.report.state is ReportState.ADOPTED)
    accepted = [row for row in counted if row.report.state is ReportState.ACCEPTED]
    of_other = [row for row in accepted if row.report.network.code != "rotterdam"]
    for row, audience, readers in (
        (accepted[0], Audience.STEERING, "member"),
        (of_other[-1], Audience.ALL_NETWORKS, "member"),
    ):
        row.audience = audience
        point(row, f"geaccepteerd voor {audience.value}", readers)
    assert adopted.audience in {Audience.ALL_NETWORKS, Audience.PUBLIC}
    point(adopted, "vastgesteld", "member coordinator reader")
    point(db_session.scalars(sa.select(Decision).limit(1)).one(), "besluit", "member")
    former = db_session.scalars(sa.select(Observation).order_by(Observation.id).limit(1)).one()
    for audience, readers in (
        (Audience.STEERING, "member"),
        (Audience.PUBLIC, "member coordinator reader"),
    ):
        source = f"Verzonnen bron voor {audience.value}"
        content = replace(observations.content_of(former), source=source, audience=audience)
        value = observations.record_observation(db_session, actor, content)
        point(value, f"waarneming voor {audience.value}", readers)
    point(db_session.scalars(sa.select(Document).limit(1)).one(), "document", "member coordinator reader")
    db_session.commit()
    return marks


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (OFFICER, "member"),
        ("lid1.stuurgroep", "member"),
        ("coordinator.bloemenveilingen", "coordinator"),
        ("lezer.programma", "reader"),
    ],
)
def test_nobody_sees_a_reference_to_what_he_may_not_read(
    sign_in: SignIn, everything: dict[str, str], name: str, kind: str
) -> None:
    shown = page(person(sign_in, name), ONE)
    seen = {mark for mark in everything if mark in shown}
    assert seen == {mark for mark, readers in everything.items() if kind in readers}
    count = re.search(r"(\d+) verwijzing", shown)
    assert count is not None
    assert int(count[1]) == len(seen)


def test_the_office_cannot_point_at_what_it_may_not_read(officer: FlaskClient, db_session: Session) -> None:
    draft = db_session.scalars(
        sa.select(MaatregelProgress)
        .join(MaatregelProgress.report)
        .where(Report.state.not_in(sorted(COUNTED)))
    ).first()
    assert draft is not None
    data = {"stuk": str(draft.id), "uitleg": "Toch proberen"}
    assert officer.post(f"{REFERENCES}?soort=progress", data=data).status_code == 422
    assert db_session.scalars(sa.select(AskReference)).first() is None


def test_the_page_costs_the_same_with_one_and_with_twenty(
    sign_in: SignIn, db_session: Session, actor: Actor
) -> None:
    one = ask_of(db_session, "mot-mu-3")
    maatregelen = db_session.scalars(sa.select(Maatregel).order_by(Maatregel.id)).all()
    proofs: list[ask_references.Proof] = []
    for wanted in (
        sa.select(MaatregelProgress),
        sa.select(Decision),
        sa.select(Observation),
        sa.select(Document),
    ):
        proofs += db_session.scalars(wanted.limit(4))
    officer, reader = person(sign_in, OFFICER), person(sign_in, "lezer.programma")

    def fill(first: int, last: int) -> list[int]:
        for number in range(first, last):
            ask_links.link_maatregel(db_session, actor, one, maatregelen[number], LinkContent(Basis.DERIVED))
            ask_references.add_reference(db_session, actor, one, proofs[number % len(proofs)], "Zo.")
        db_session.commit()
        addresses = (ONE, "/maatregelen/rtm-02")
        return [cost(client, address) for client in (officer, reader) for address in addresses]

    def cost(client: FlaskClient, address: str) -> int:
        remembered.forget()
        with counted_queries() as statements:
            page(client, address)
        return len(statements)

    few, many = fill(0, 1), fill(1, 20)
    assert few == many
    assert max(many[0], many[2]) <= 18, many
