"""The coherence matrix, as each kind of reader sees it."""

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.demo.personas import person_for
from portal.domain.budget_events import EventContent, Move
from portal.domain.money import BudgetEventKind
from portal.domain.progress import ProgressStatus
from portal.domain.roles import Role
from portal.models import BudgetEntry, FundingSource
from portal.services import budget_events
from tests import browsing, builders
from tests.builders import FIRST, SECOND, House

PATH = "/samenhang"
QUERIES = 20
"""Questions of the first reader after a change; test_remembering_readers counts those of the others."""
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
        "Achter op schema 1 maatregel Stand van 30 juni 2025 Overlap",
        "Op schema 1 maatregel Stand van 30 juni 2025 Overlap",
        "Achter op schema 3 maatregelen Vaakst: achter op schema Stand van 30 juni 2025",
        "Periode 2025-06 Peildatum 30 juni 2025",
    ]
    assert cells_of(page, "Net 2") == [
        "Geen rapportage 1 maatregel Overlap",
        "Geen rapportage 1 maatregel Overlap",
        "Geen rapportage 3 maatregelen",
        "Geen geaccepteerde rapportage",
    ]
    assert (
        cells_of(page, "Alle PPS-netwerken")[1]
        == "Niet volledig 2 maatregelen, 1 zonder rapportage; de rest: op schema Stand van 30 juni 2025"
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
    assert cells[0] == "Achter op schema 1 maatregel Stand van 30 juni 2025 Overlap"
    assert cells[2].endswith("Oudste stand 30 juni 2025")
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
    assert cells_of(page, "Doel 1")[:2] == [
        "Achter op schema 1 maatregel Stand van 30 juni 2025 Overlap",
        "Geen rapportage 1 maatregel Overlap",
    ]
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
    assert f"Net {min(networks, 20)}<" in page
    assert len(queries) <= QUERIES, queries


@pytest.mark.parametrize("path", AXES)
def test_the_demonstration_stays_within_its_number_of_queries(sign_in: browsing.SignIn, path: str) -> None:
    client = sign_in(person_for(Role.STEERING_MEMBER).email)
    with browsing.counted_queries() as queries:
        answer = client.get(path)
    assert answer.status_code == 200
    assert len(queries) <= QUERIES, queries


@pytest.mark.usefixtures("built")
def test_what_stands_out_is_marked_for_who_reads_flags_and_nobody_else(browse: browsing.Browse) -> None:
    page = browse("lid", PATH)
    mark = re.search(r'class="p-mark"\s+href="(/samenhang/signaleringen/[0-9a-f]{16})"', page)
    assert mark
    assert "Overlap" in browse("lid", mark.group(1))
    for name in ("lezer.een", "coordinator.net-1"):
        others = browse(name, PATH)
        assert "p-mark" not in others
        assert "signaleringen" not in others


def test_budgets_stand_beside_networks_by_source_and_in_no_cell(
    bare_app: Flask, bare_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = builders.house(bare_session, networks=2)
    first, second = (
        FundingSource(code=f"bron-{n}", position=n, title=f"Bron {n}", in_programme_budget=n == 1)
        for n in (1, 2)
    )
    bare_session.add_all([first, second])
    bare_session.flush()
    for source, network, amount in ((first, 0, 500_000), (second, 0, 70_000), (first, 1, 40_000)):
        bare_session.add(
            BudgetEntry(
                code=f"b-{source.code}-{network}",
                series="b",
                title="Budget",
                network_id=built.networks[network].id,
                funding_source_id=source.id,
                year=2026,
                amount=amount,
            )
        )
    bare_session.flush()
    move = Move(
        BudgetEventKind.REALLOCATION,
        built.networks[0].id,
        2026,
        first.id,
        100_000,
        None,
        built.networks[1].id,
    )
    content = EventContent(move, date(2026, 3, 1), "Herverdeeld.", "Stuurgroep")
    budget_events.record_event(bare_session, built.officer, content, "sleutel")
    builders.person(bare_session, "lid", Role.STEERING_MEMBER)
    bare_session.commit()
    browse = browsing.browse(bare_app, monkeypatch)
    after, before = (
        row_head(browse("lid", PATH), "Net 1"),
        row_head(browse("coordinator.net-1", PATH), "Net 1"),
    )
    assert after == "Net 1 Bron 1 2026: €\xa0400.000 Bron 2 2026: €\xa070.000"
    assert before == "Net 1 Bron 1 2026: €\xa0500.000 Bron 2 2026: €\xa070.000"
    assert "€\xa0140.000" in row_head(browse("lid", PATH), "Net 2")
    assert not any("€" in cell for cell in cells_of(browse("lid", PATH), "Net 1"))
    assert "Bron 1 2026: €\xa0400.000" in browse("lid", AXES[1])


def row_head(page: str, head: str) -> str:
    """The head of a table row, without markup; its spaces as they are in numbers."""
    found = re.search(rf'<th scope="row">(?:<a[^>]*>)?{head}<.*?</th>', page, re.DOTALL)
    assert found, f"no row for {head}"
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", found.group())).strip()
