"""The home page asks of each person what that person can do now, and no more."""

import html
import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.domain.roles import Role
from tests import browsing, builders
from tests.builders import FIRST, SECOND
from tests.conftest import SignIn


@pytest.mark.parametrize(
    ("local_part", "asked", "not_asked"),
    [
        (
            "coordinator.rotterdam",
            ["Rapportage Rotterdam invullen", "1 van 4 maatregelen compleet."],
            ["beoordelen", "Wat om een besluit vraagt", "in vijf cijfers"],
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
        (
            "lid1.stuurgroep",
            [
                "Wat om een besluit vraagt",
                "Gevraagde besluiten: 2",
                "Wil de stuurgroep de tweede gemeente vragen",
                "Aandachtspunten in de samenhang:",
                "Nieuwe signalen:",
                "Actiepunten die te laat zijn: 1",
                "Rapportages niet ontvangen: 2",
                "De stand van het programma in vijf cijfers",
            ],
            ["Er is nu niets dat u moet doen", "beoordelen", "invullen"],
        ),
        (
            "lezer.programma",
            ["Laatst vastgesteld", "Haven Rotterdam", "Luchthaven Schiphol"],
            ["Te laat", "besluit vraagt"],
        ),
        ("lezer.rotterdam", ["Laatst vastgesteld", "Haven Rotterdam"], ["Luchthaven Schiphol"]),
        (
            "beheerder",
            ["Het auditspoor is lang niet gecontroleerd", "Naar het auditspoor"],
            ["Laatst vastgesteld", "Concept"],
        ),
        ("auditor", ["Naar het auditspoor"], ["Laatst vastgesteld", "Concept", "Accounts"]),
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
    officer = browsing.signed_in(bare_app, "medewerker@toets.example")
    closed = officer.post("/rapportages/eerste/sluiten", data={"version": first.version})
    assert closed.status_code == 302
    assert task not in browse(writer, "/")
    builders.open_round(bare_session, built, "tweede", SECOND)
    bare_session.commit()
    assert browse(writer, "/").count(task) == 1


def test_a_new_programme_asks_nothing_of_the_stuurgroep(
    bare_app: Flask, bare_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    browse = browsing.browse(bare_app, monkeypatch)
    builders.person(bare_session, "secretaris", Role.STEERING_SECRETARY)
    bare_session.commit()
    page = browse("secretaris", "/")
    for nothing in (
        "Geen PPS-netwerk vraagt nu om een besluit.",
        "Over alles wat opvalt in de samenhang is besloten.",
        "Er zijn geen signalen die nog niemand duidt.",
        "Alle actiepunten zijn op tijd.",
        "Alle rapportages die er moesten zijn, zijn ontvangen.",
        "0 van 0",
        "Er is nog niets geaccepteerd.",
        "Nog niet gerapporteerd",
    ):
        assert nothing in page


def test_a_number_of_signals_leads_to_just_those_signals(sign_in: SignIn) -> None:
    client = sign_in("lid1.stuurgroep@mainportaal.example")
    figures = re.findall(
        r'href="(/signalen\?soort[^"]*)">[^<]*</a>.*?p-card__value">(\d+)<',
        client.get("/").get_data(as_text=True),
        re.DOTALL,
    )
    cells = re.findall(
        r'href="(/signalen\?[^"]*status=staand[^"]*)"[^>]*>\s*(?:<[^>]*>)*\s*(\d+)',
        client.get("/verplaatsing").get_data(as_text=True),
    )
    assert figures
    assert len(cells) > 3
    for address, number in [*figures, *cells]:
        found = client.get(html.unescape(address)).get_data(as_text=True)
        assert re.search(rf"\b{number} signa(al|len) gevonden", found), f"{address} is not {number}"
