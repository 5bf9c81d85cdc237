"""Dependencies: the picture and the table say the same, and nobody reads what is for others."""

import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.domain.audience import Audience
from portal.domain.progress import ProgressStatus
from portal.domain.roles import Role
from portal.models import ProgressRequirement
from tests import browsing, builders
from tests.builders import FIRST, House
from tests.conftest import SignIn

PATH = "/samenhang/afhankelijkheden"


@pytest.fixture
def built(bare_session: Session) -> House:
    """net-1-m1 needs net-2-m1 (behind) and net-1-m2; net-2-m1 needs net-3-m1, which never reported."""
    built = builders.house(bare_session, networks=3)
    period = builders.open_round(bare_session, built, "2025-06", FIRST)
    needs = {"net-1-m1": ("net-2-m1", "net-1-m2"), "net-2-m1": ("net-3-m1",)}
    for number, network in enumerate(built.networks[:2]):
        report = builders.report_of(bare_session, period, network)
        status = ProgressStatus.BEHIND if number else ProgressStatus.ON_SCHEDULE
        builders.fill(bare_session, built, report, statuses=[status])
        for row in report.progress:
            row.audience = Audience.STEERING if number else Audience.ALL_NETWORKS
            row.requirements = [
                ProgressRequirement(
                    maatregel_id=builders.maatregel(bare_session, code).id, explanation=f"Waarom {code}."
                )
                for code in needs.get(row.maatregel.code, ())
            ]
        bare_session.flush()
        builders.submit(bare_session, built, report, FIRST.submit_from)
        builders.accept(bare_session, built, report, FIRST.submit_from)
    builders.adopt(bare_session, built, period, date(2025, 9, 1))
    builders.person(bare_session, "lid", Role.STEERING_MEMBER)
    builders.person(bare_session, "lezer.een", Role.READER, built.networks[0])
    builders.person(bare_session, "beheerder", Role.ADMINISTRATOR)
    bare_session.commit()
    return built


@pytest.fixture
def browse(bare_app: Flask, monkeypatch: pytest.MonkeyPatch) -> browsing.Browse:
    return browsing.browse(bare_app, monkeypatch)


def rows(page: str, table: str = "afhankelijkheden") -> list[list[str]]:
    """The rows of a table, without markup."""
    body = re.search(rf'id="{table}".*?<tbody.*?</tbody>', page, re.DOTALL)
    assert body
    found = re.findall(r"<tr>.*?</tr>", body.group().partition("<tbody")[2], re.DOTALL)
    cells = [re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL) for row in found]
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in cells]


def drawing(page: str) -> ET.Element:
    found = re.search(r'<svg class="fig fig--graph.*?</svg>', page, re.DOTALL)
    assert found
    return ET.fromstring(found.group())  # noqa: S314 - our own drawing


@pytest.mark.usefixtures("built")
def test_the_table_tells_who_needs_whom_and_what_is_at_risk(browse: browsing.Browse) -> None:
    found = rows(browse("lid", PATH))
    assert [(row[0].split()[-3], row[2].split()[-3]) for row in found] == [
        ("net-1-m1,", "net-1-m2,"),
        ("net-1-m1,", "net-2-m1,"),
        ("net-2-m1,", "net-3-m1,"),
    ]
    assert [row[4] for row in found] == ["Nee", "In gevaar", "In gevaar"]
    assert found[1][1].startswith("Op schema")
    assert found[1][3] == "Achter op schema Peildatum 30 juni 2025"
    assert found[2][3] == "Geen rapportage"
    assert found[2][5] == "Waarom net-3-m1."


@pytest.mark.usefixtures("built")
def test_the_picture_has_the_arrows_and_signs_of_the_table(browse: browsing.Browse) -> None:
    page = browse("lid", PATH)
    svg = drawing(page)
    lines = [each for each in svg.iter("path") if "fig-line" in (each.get("class") or "")]
    assert len(lines) == len(rows(page))
    signs = [each.text for each in svg.iter("text")].count("!")
    assert signs == sum(row[4] == "In gevaar" for row in rows(page))
    description = svg.find("desc")
    assert description is not None
    assert description.text is not None
    assert description.text.startswith("3 afhankelijkheden.")


@pytest.mark.usefixtures("built")
def test_filters_keep_what_crosses_and_what_touches_a_network(browse: browsing.Browse) -> None:
    assert len(rows(browse("lid", f"{PATH}?welke=tussen"))) == 2
    assert len(rows(browse("lid", f"{PATH}?netwerk=net-3"))) == 1
    assert len(rows(browse("lid", f"{PATH}?netwerk=onzin&welke=onzin"))) == 3


@pytest.mark.usefixtures("built")
def test_who_may_not_read_a_report_learns_nothing_of_it(browse: browsing.Browse) -> None:
    colleague = browse("coordinator.net-1", PATH)
    assert rows(colleague)[2][5] == "Niet voor u bedoeld"
    assert "Waarom net-3-m1." not in colleague
    assert rows(colleague)[2][4] == "Onbekend"
    reader = rows(browse("lezer.een", PATH))
    assert len(reader) == 2
    assert reader[1][3] == "Geen inzage"
    assert reader[1][4] == "Onbekend"
    browse("beheerder", PATH, status=403)


def test_without_any_there_is_a_word_of_explanation(browse: browsing.Browse, bare_session: Session) -> None:
    builders.house(bare_session, networks=1)
    builders.person(bare_session, "lid", Role.STEERING_MEMBER)
    bare_session.commit()
    page = browse("lid", PATH)
    assert "Nog geen afhankelijkheden" in page
    assert "fig--graph" not in page


@pytest.mark.usefixtures("built")
def test_the_number_of_queries_is_fixed(browse: browsing.Browse) -> None:
    browse("lid", PATH)
    with browsing.counted_queries() as queries:
        browse("lid", PATH)
    assert len(queries) == 6, queries


def test_the_demonstration_has_one_at_risk_between_networks_and_a_circle(sign_in: SignIn) -> None:
    page = sign_in("lid1.stuurgroep@mainportaal.example").get(PATH).get_data(as_text=True)
    found = rows(page)
    assert any(row[4] == "In gevaar" for row in found)
    lines = [each for each in drawing(page).iter("path") if "fig-line" in (each.get("class") or "")]
    assert len(rows(page)) + len(rows(page, "wetten")) == len(lines)
