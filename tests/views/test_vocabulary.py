"""The vocabularies of signals: read by many, kept by the programme office."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain.audit import AuditAction
from portal.domain.signals import SignalState, VocabularyKind
from portal.domain.vocabulary import FIRST_TERMS
from portal.models import AuditEvent, Signal, VocabularyTerm
from tests.builders import house
from tests.conftest import SignIn, isolated, session_on

LIST = "/signalen/woordenlijst"
OFFICE = "medewerker1.programmabureau"


def person(sign_in: SignIn, name: str = OFFICE) -> FlaskClient:
    return sign_in(f"{name}@mainportaal.example")


def term(session: Session, title: str) -> VocabularyTerm:
    session.expire_all()
    return session.scalars(sa.select(VocabularyTerm).where(VocabularyTerm.title == title)).one()


def goods(session: Session) -> list[str]:
    return list(
        session.scalars(
            sa.select(VocabularyTerm.title)
            .where(VocabularyTerm.kind == VocabularyKind.GOODS_FLOW)
            .order_by(VocabularyTerm.position)
        )
    )


def last_details(session: Session) -> dict[str, Any]:
    event = session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
    assert event.action is AuditAction.VOCABULARY_CHANGED
    return event.details


def test_the_office_adds_a_word_once(sign_in: SignIn, db_session: Session) -> None:
    client = person(sign_in)
    new = {"lijst": "goods_flow", "naam": "Schroot", "omschrijving": "Los of in containers."}
    for _twice in range(2):
        assert client.post(LIST, data=new).status_code == 302
    assert goods(db_session)[-1] == "Schroot"
    assert goods(db_session).count("Schroot") == 1
    assert last_details(db_session) == {"kind": "goods_flow", "added": True}
    assert "Schroot" in client.get("/signalen/nieuw").get_data(as_text=True)
    other = client.post(LIST, data={**new, "naam": "SCHROOT", "omschrijving": ""})
    assert other.status_code == 422
    assert "Deze naam staat al in de lijst." in other.get_data(as_text=True)
    assert client.post(LIST, data={**new, "naam": ""}).status_code == 422
    assert client.post(LIST, data={**new, "lijst": ""}).status_code == 422


def test_another_name_counts_for_what_was_filed(sign_in: SignIn, db_session: Session) -> None:
    client, found = person(sign_in), term(db_session, "Uithalers")
    data = {"version": found.version, "naam": "Uithalers op terreinen", "omschrijving": found.description}
    assert client.post(f"{LIST}/{found.id}", data=data).status_code == 302
    assert "Uithalers op terreinen" in client.get("/signalen/1").get_data(as_text=True)
    assert last_details(db_session)["title"] == ["Uithalers", "Uithalers op terreinen"]
    late = client.post(f"{LIST}/{found.id}", data={**data, "naam": "Halers"})
    assert late.status_code == 409
    page = late.get_data(as_text=True)
    assert "Halers" in page
    assert "Uithalers op terreinen" in page
    taken = {"version": term(db_session, "Uithalers op terreinen").version, "naam": "hulp van binnenuit"}
    assert client.post(f"{LIST}/{found.id}", data=taken).status_code == 422


def test_a_word_moves_up_and_down(sign_in: SignIn, db_session: Session) -> None:
    client = person(sign_in)
    before = goods(db_session)
    second = term(db_session, before[1])
    here = f"{LIST}/{second.id}"
    assert client.post(f"{here}/omhoog", data={"version": second.version}).status_code == 302
    assert goods(db_session)[:2] == [before[1], before[0]]
    stale = client.post(f"{here}/omhoog", data={"version": 0})
    assert stale.status_code == 409
    assert client.post(f"{here}/omhoog", data={}).status_code == 400
    version = term(db_session, before[1]).version
    assert client.post(f"{here}/omhoog", data={"version": version}).status_code == 302
    assert client.post(f"{here}/omlaag", data={"version": version}).status_code == 302
    assert goods(db_session) == before


def test_a_retired_word_stays_with_what_was_filed(sign_in: SignIn, db_session: Session) -> None:
    client, found = person(sign_in), term(db_session, "Misbruik van pincodes van containers")
    here = f"{LIST}/{found.id}"
    past = client.post(f"{here}/stoppen", data={"version": found.version, "laatste_dag": "19-3-2026"})
    assert past.status_code == 422
    assert "Kies vandaag of een latere dag." in past.get_data(as_text=True)
    stop = {"version": found.version, "laatste_dag": "20-3-2026"}
    assert client.post(f"{here}/stoppen", data=stop).status_code == 302
    assert "Tot en met 20 maart 2026" in client.get(LIST).get_data(as_text=True)
    assert found.title in client.get("/signalen/nieuw").get_data(as_text=True)
    kept = term(db_session, found.title)
    kept.retired_on = date(2026, 3, 19)
    db_session.commit()
    assert found.title not in client.get("/signalen/nieuw").get_data(as_text=True)
    filed_with_it = sa.select(Signal.id).where(
        Signal.terms.any(VocabularyTerm.id == found.id), Signal.state == SignalState.NEW
    )
    signal_id = db_session.scalars(filed_with_it).one()
    assert found.title in client.get(f"/signalen/{signal_id}/wijzigen").get_data(as_text=True)
    back = {"version": kept.version}
    assert client.post(f"{here}/terughalen", data=back).status_code == 302
    assert found.title in client.get("/signalen/nieuw").get_data(as_text=True)
    assert last_details(db_session)["retired_on"] == ["2026-03-19", None]
    assert client.post(f"{here}/terughalen", data={}).status_code == 400


@pytest.mark.parametrize("who", ["coordinator.rotterdam", "lid1.stuurgroep"])
def test_others_only_read(sign_in: SignIn, db_session: Session, who: str) -> None:
    client, found = person(sign_in, who), term(db_session, "Uithalers")
    page = client.get(LIST).get_data(as_text=True)
    assert found.description in page
    assert "Toevoegen" not in page
    assert client.get(f"{LIST}/{found.id}").status_code == 403
    for rest in ("", "/beginlijst", f"/{found.id}", f"/{found.id}/omhoog", f"/{found.id}/stoppen"):
        assert client.post(f"{LIST}{rest}", data={"version": found.version}).status_code == 403


def test_an_empty_list_explains_itself_and_begins_with_words_of_the_letters(
    bare_app: Flask, frozen_clock: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(bare_app.config, "WTF_CSRF_ENABLED", False)
    with isolated(bare_app) as connection, session_on(connection) as session:
        house(session, 1)
        session.commit()
        client = bare_app.test_client()
        client.post(
            "/inloggen", data={"email": "medewerker@toets.example", "wachtwoord": "demonstratie-2022"}
        )
        assert "De woordenlijst is nog leeg" in client.get(LIST).get_data(as_text=True)
        for number in (len(FIRST_TERMS), 0):
            page = client.post(f"{LIST}/beginlijst", follow_redirects=True).get_data(as_text=True)
            assert f"{number} woorden zijn toegevoegd." in page
        found = session.scalars(sa.select(VocabularyTerm.title).order_by(VocabularyTerm.id))
        assert list(found) == [each.title for each in FIRST_TERMS]


def test_absent_is_absent(sign_in: SignIn) -> None:
    assert person(sign_in).get(f"{LIST}/2147483647").status_code == 404
