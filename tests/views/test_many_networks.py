"""With more networks than stand on a page: which ones are shown, and that totals stay true."""

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.domain.progress import Aspect, ProgressStatus, Rating
from portal.domain.roles import Role
from tests import browsing, builders
from tests.builders import FIRST, House
from tests.steering import on_knooppunten

MANY, BAD, SILENT = 25, 23, 24
"""How many networks; the number of the one that goes badly, and of the one that never reported."""
HEADS = re.compile(r'<th scope="row">(?:<a[^>]*>)?(Net \d+)<')


@pytest.fixture
def built(bare_session: Session) -> House:
    built = builders.house(bare_session, networks=MANY)
    on_knooppunten(bare_session, built.networks)
    first = builders.open_round(bare_session, built, "2025-06", FIRST)
    for number, network in enumerate(built.networks, start=1):
        if number == BAD:
            builders.accepted(
                bare_session,
                built,
                first,
                network,
                statuses=[ProgressStatus.BEHIND],
                ratings={Aspect.RISKS: Rating.CRITICAL},
            )
        elif number != SILENT:
            builders.accepted(bare_session, built, first, network)
    builders.person(bare_session, "lid", Role.STEERING_MEMBER)
    bare_session.commit()
    return built


@pytest.fixture
def browse(bare_app: Flask, monkeypatch: pytest.MonkeyPatch) -> browsing.Browse:
    return browsing.browse(bare_app, monkeypatch)


def heads(page: str, table: str) -> list[str]:
    """The networks in the rows of one table."""
    found = re.search(rf'<table[^>]*id="{table}">.*?</table>', page, re.DOTALL)
    assert found
    return HEADS.findall(found.group())


@pytest.mark.usefixtures("built")
def test_the_overview_shows_what_asks_attention_first_and_counts_all(browse: browsing.Browse) -> None:
    page = browse("lid", "/overzicht")
    shown = heads(page, "oordelen")
    assert len(shown) == 20
    assert shown[:3] == [f"Net {SILENT}", f"Net {BAD}", "Net 1"]
    assert "U ziet PPS-netwerk 1 tot en met 20 van 25." in page
    assert "De totalen gaan over alle 25 PPS-netwerken." in page
    assert "24 van 25" in page
    assert "2 van 48" in page
    second = browse("lid", "/overzicht?pagina=2")
    assert set(heads(second, "oordelen")) == {f"Net {n}" for n in range(1, MANY + 1)} - set(shown)
    assert "2 van 48" in second


@pytest.mark.usefixtures("built")
def test_networks_can_be_sought_and_stand_in_the_order_of_the_plan(browse: browsing.Browse) -> None:
    page = browse("lid", "/overzicht?volgorde=plan")
    assert heads(page, "oordelen")[:2] == ["Net 1", "Net 2"]
    assert "De volgorde is die van het plan." in page
    assert "volgorde=plan&amp;pagina=2" in page
    assert heads(browse("lid", "/overzicht?q=NET+21"), "oordelen") == ["Net 21"]
    assert "Geen PPS-netwerk heet zo." in browse("lid", "/overzicht?q=zoiets")
    assert "Geen PPS-netwerk heet zo." in browse("lid", "/samenhang?q=zoiets")


@pytest.mark.usefixtures("built")
def test_the_matrix_shows_a_page_and_totals_of_all(browse: browsing.Browse) -> None:
    page = browse("lid", "/samenhang")
    shown = heads(page, "samenhang")
    assert len(shown) == 20
    assert shown[:3] == [f"Net {BAD}", f"Net {SILENT}", "Net 1"]
    assert re.search(r">50<", page), "all maatregelen, also those of other pages"
    assert page.count("25 maatregelen") == 2, "each rode lijn over all networks"
    assert "De totalen gaan over alle 25 PPS-netwerken." in page
    rest = browse("lid", "/samenhang?pagina=2")
    assert set(heads(rest, "samenhang")) == {f"Net {n}" for n in range(1, MANY + 1)} - set(shown)
    assert rest.count("25 maatregelen") == 2


@pytest.mark.usefixtures("built")
def test_the_subdoelen_have_a_column_for_each_network_of_the_page(browse: browsing.Browse) -> None:
    page = browse("lid", "/samenhang?as=subdoelen&pagina=2")
    columns = re.findall(r'<th[^>]*scope="col"[^>]*>\s*(Net \d+)', page)
    assert len(columns) == 5
    assert 'name="as" value="subdoelen"' in page
    assert "as=subdoelen&amp;pagina=1" in page


@pytest.mark.usefixtures("built")
def test_the_other_pages_of_the_stuurgroep_are_bounded_too(browse: browsing.Browse) -> None:
    assert len(heads(browse("lid", "/onderbouwing"), "onderbouwing")) == 20
    page = browse("lid", "/")
    assert "U ziet 20 van de 25 PPS-netwerken: wat te laat is eerst." in page
    assert page.index(f"Netwerk {SILENT}") < page.index("Netwerk 2<")
    assert "De tabel toont de eerste 20." in browse("lid", "/aanpak")


def test_few_networks_stand_together(bare_session: Session, browse: browsing.Browse) -> None:
    built = builders.house(bare_session, networks=3)
    first = builders.open_round(bare_session, built, "2025-06", FIRST)
    for network in built.networks:
        builders.accepted(bare_session, built, first, network)
    builders.adopt(bare_session, built, first, date(2025, 9, 1))
    builders.person(bare_session, "lid", Role.STEERING_MEMBER)
    bare_session.commit()
    for path, table in (("/overzicht", "oordelen"), ("/samenhang", "samenhang")):
        page = browse("lid", f"{path}?pagina=2&q=zoiets")
        assert heads(page, table) == ["Net 1", "Net 2", "Net 3"]
        assert "De totalen gaan over" not in page
        assert 'id="filter-q"' not in page
