"""The coherence matrix, as each kind of reader sees it."""

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.demo.personas import person_for
from portal.domain.progress import ProgressStatus
from portal.domain.roles import Role
from tests import browsing, builders
from tests.builders import FIRST, SECOND, House

PATH = "/samenhang"
AXES = [PATH, f"{PATH}?as=subdoelen", f"{PATH}?as=ketenfasen"]


@pytest.fixture
def built(bare_session: Session) -> House:
    """Two networks: one behind on its first maatregel, one that never reported; the third belongs nowhere."""
    built = builders.house(bare_session, networks=2, maatregelen=3)
    first = builders.open_round(bare_session, built, "2025-06", FIRST)
    statuses = [ProgressStatus.BEHIND, ProgressStatus.ON_SCHEDULE, ProgressStatus.COMPLETED]
    builders.accepted(bare_session, built, first, built.networks[0], statuses=statuses)
    builders.adopt(bare_session, built, first, date(2025, 9, 1))
    builders.person(bare_session, "lid", Role.STEERING_MEMBER)
    builders.person(bare_session, "lezer.een", Role.READER, built.networks[0])
    builders.person(bare_session, "beheerder", Role.ADMINISTRATOR)
    bare_session.commit()
    return built


@pytest.fixture
def browse(bare_app: Flask, monkeypatch: pytest.MonkeyPatch) -> browsing.Browse:
    return browsing.browse(bare_app, monkeypatch)


def cells_of(page: str, head: str) -> list[str]:
    """The cells of a table row, without markup."""
    found = re.search(rf'<tr>\s*<th scope="row">(?:<a[^>]*>)?{head}<.*?</tr>', page, re.DOTALL)
    assert found, f"no row for {head}"
    cells = re.findall(r"<td.*?</td>", found.group(), re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells]


@pytest.mark.usefixtures("built")
def test_a_row_shows_worst_status_count_total_and_origin(browse: browsing.Browse) -> None:
    page = browse("lid", PATH)
    assert cells_of(page, "Net 1") == [
        "Achter op schema 1 maatregel",
        "Op schema 1 maatregel",
        "Achter op schema 3 maatregelen",
        "Periode 2025-06 Peildatum 30 juni 2025",
    ]
    assert cells_of(page, "Net 2") == [
        "Geen rapportage 1 maatregel",
        "Geen rapportage 1 maatregel",
        "Geen rapportage 3 maatregelen",
        "Geen geaccepteerde rapportage",
    ]
    assert (
        cells_of(page, "Alle PPS-netwerken")[1]
        == "Niet volledig 2 maatregelen, 1 zonder rapportage; de rest: op schema"
    )


@pytest.mark.usefixtures("built")
def test_every_cell_leads_to_its_maatregelen(browse: browsing.Browse) -> None:
    for path, name, code in zip(
        AXES, ("thema", "subdoel", "fase"), ("lijn-1", "doel-1", "fase-1"), strict=True
    ):
        page = browse("lid", path).replace("&amp;", "&")
        addresses = re.findall(r'href="(/maatregelen\?[^"]*)"', page)
        assert any(
            f"{name}={code}" in address and "netwerk=net-1" in address and "looptijd=lopend" in address
            for address in addresses
        )


def test_a_maatregel_missing_in_the_newest_report_keeps_its_state_as_in_the_list(
    browse: browsing.Browse, bare_session: Session, built: House
) -> None:
    kept = builders.maatregel(bare_session, "net-1-m1")
    builders.end_maatregel(bare_session, kept.id, date(2025, 6, 30))
    second = builders.open_round(bare_session, built, "2025-12", SECOND)
    builders.accepted(bare_session, built, second, built.networks[0])
    kept.ends_on = None
    bare_session.commit()
    page = browse("lid", PATH).replace("&amp;", "&")
    cells = cells_of(page, "Net 1")
    assert cells[0] == "Achter op schema 1 maatregel"
    assert cells[-1] == ("Periode 2025-12 Peildatum 31 december 2025 Periode 2025-06 Peildatum 30 juni 2025")
    address = next(
        address
        for address in re.findall(r'href="(/maatregelen\?[^"]*)"', page)
        if "netwerk=net-1" in address and "thema=lijn-1" in address
    )
    assert "/maatregelen/net-1-m1" in browse("lid", f"{address}&status=behind")


@pytest.mark.usefixtures("built")
def test_an_empty_cell_is_visible_and_a_maatregel_without_link_stands_apart(
    browse: browsing.Browse, bare_session: Session
) -> None:
    builders.end_maatregel(bare_session, builders.maatregel(bare_session, "net-2-m1").id, date(2026, 1, 1))
    bare_session.commit()
    page = browse("lid", PATH)
    assert cells_of(page, "Net 2")[0] == "Geen maatregel"
    assert "1 van 4" in page
    assert "Maatregelen zonder rode lijn" in page
    assert "Maatregel 3 van Netwerk 2" in page


@pytest.mark.usefixtures("built")
def test_subdoelen_stand_in_the_rows(browse: browsing.Browse) -> None:
    page = browse("lid", AXES[1])
    assert cells_of(page, "Doel 1")[:2] == ["Achter op schema 1 maatregel", "Geen rapportage 1 maatregel"]
    assert cells_of(page, "Statussen uit")[0] == "Periode 2025-06 Peildatum 30 juni 2025"
    assert "(afgeleid)" in browse("lid", AXES[2])


@pytest.mark.usefixtures("built")
def test_a_reader_of_one_network_sees_no_status_of_another(browse: browsing.Browse) -> None:
    page = browse("lezer.een", PATH)
    assert cells_of(page, "Net 1")[0].startswith("Achter op schema")
    assert cells_of(page, "Net 2")[0] == "1 maatregel Geen inzage in de rapportages"
    assert cells_of(page, "Net 2")[-1] == "Geen inzage"
    assert cells_of(page, "Alle PPS-netwerken")[0] == "2 maatregelen Geen inzage in alle rapportages"
    assert "Combinaties met achterstand" not in page
    assert "Combinaties met achterstand" in browse("lid", PATH)


@pytest.mark.usefixtures("built")
def test_an_odd_axis_shows_the_rode_lijnen_and_the_administrator_stays_outside(
    browse: browsing.Browse,
) -> None:
    assert browse("lid", f"{PATH}?as=onzin") == browse("lid", PATH)
    browse("beheerder", PATH, status=403)


@pytest.mark.parametrize("path", AXES)
@pytest.mark.parametrize("networks", [6, 60])
def test_the_number_of_queries_does_not_grow(
    bare_app: Flask, bare_session: Session, monkeypatch: pytest.MonkeyPatch, networks: int, path: str
) -> None:
    built = builders.house(bare_session, networks)
    period = builders.open_round(bare_session, built, "2025-12", SECOND)
    for network in built.networks:
        builders.accepted(bare_session, built, period, network)
    builders.person(bare_session, "lid", Role.STEERING_MEMBER)
    bare_session.commit()
    browse = browsing.browse(bare_app, monkeypatch)
    browse("lid", path)
    with browsing.counted_queries() as queries:
        page = browse("lid", path)
    assert f"Net {networks}<" in page
    assert len(queries) == 5, queries


@pytest.mark.parametrize("path", AXES)
def test_the_demonstration_stays_within_its_number_of_queries(sign_in: browsing.SignIn, path: str) -> None:
    client = sign_in(person_for(Role.STEERING_MEMBER).email)
    with browsing.counted_queries() as queries:
        answer = client.get(path)
    assert answer.status_code == 200
    assert len(queries) <= 6, queries
