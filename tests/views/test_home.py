"""The home page asks of each person what that person can do now, and no more."""

import pytest

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
