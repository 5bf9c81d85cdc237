"""The home page asks of each person what that person can do now, and no more."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.demo.personas import PASSWORD
from tests import browsing, builders
from tests.builders import FIRST, SECOND
from tests.conftest import SignIn


@pytest.mark.parametrize(
    ("local_part", "asked", "not_asked"),
    [
        (
            "coordinator.rotterdam",
            ["Rapportage Rotterdam invullen", "1 van 4 maatregelen compleet."],
            ["beoordelen"],
        ),
        (
            "coordinator.noordzeekanaalgebied",
            ["Teruggestuurde rapportage Noordzeekanaalgebied"],
            ["Rotterdam invullen"],
        ),
        (
            "medewerker1.programmabureau",
            [
                "Rapportage Havens Zeeland en West-Brabant beoordelen",
                "Rapportage Haven Rotterdam is te laat",
                "sluiten",
            ],
            ["invullen", "1 van 4"],
        ),
        ("lid1.stuurgroep", ["Er is nu niets dat u moet doen"], ["beoordelen", "invullen"]),
        ("lezer.programma", ["Laatst vastgesteld", "Haven Rotterdam", "Luchthaven Schiphol"], ["Te laat"]),
        ("lezer.rotterdam", ["Laatst vastgesteld", "Haven Rotterdam"], ["Luchthaven Schiphol"]),
        ("beheerder", ["Er is nu niets dat u moet doen"], ["Laatst vastgesteld", "Concept"]),
        (
            "oud-partner.noordzeekanaalgebied",
            ["U hebt op dit moment geen aanstelling"],
            ["Laatst vastgesteld"],
        ),
    ],
)
def test_everybody_sees_the_own_work(
    sign_in: SignIn, local_part: str, asked: list[str], not_asked: list[str]
) -> None:
    page = sign_in(f"{local_part}@mainportaal.example").get("/").get_data(as_text=True)
    assert [text for text in asked if text not in page] == []
    assert [text for text in not_asked if text in page] == []


def test_only_the_open_period_asks_who_writes(
    bare_app: Flask, bare_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    browse = browsing.browse(bare_app, monkeypatch)
    task, writer = "Rapportage Net 1 invullen", "coordinator.net-1"
    built = builders.house(bare_session, networks=1)
    first = builders.open_round(bare_session, built, "eerste", FIRST)
    bare_session.commit()
    assert browse(writer, "/").count(task) == 1
    officer = bare_app.test_client()
    officer.post("/inloggen", data={"email": "medewerker@toets.example", "wachtwoord": PASSWORD})
    closed = officer.post("/rapportages/eerste/sluiten", data={"version": first.version})
    assert closed.status_code == 302
    assert task not in browse(writer, "/")
    builders.open_round(bare_session, built, "tweede", SECOND)
    bare_session.commit()
    assert browse(writer, "/").count(task) == 1
