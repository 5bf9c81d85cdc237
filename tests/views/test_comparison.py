"""Similar maatregelen side by side, as far as each reader may know."""

import re
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from portal.domain.audience import Audience
from portal.domain.roles import Role
from portal.models import ChainStage, MaatregelProgress, Theme
from tests import browsing, builders
from tests.builders import FIRST, SECOND, House

PATH = "/samenhang/vergelijken"
PAIR = f"{PATH}?maatregel=net-1-m1&maatregel=net-2-m1"


@pytest.fixture
def built(bare_session: Session) -> House:
    """Two networks that reported, one of them only to the stuurgroep; a third that never did."""
    built = builders.house(bare_session, networks=3)
    period = builders.open_round(bare_session, built, "2025-06", FIRST)
    for number, network in enumerate(built.networks[:2]):
        report = builders.report_of(bare_session, period, network)
        builders.fill(bare_session, built, report, words=f"Woorden {number + 1}")
        for row in report.progress:
            row.audience = Audience.STEERING if number else Audience.ALL_NETWORKS
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


def row(page: str, head: str) -> list[str]:
    found = re.search(rf'<th scope="row">{head}</th>.*?</tr>', page, re.DOTALL)
    assert found, head
    cells = re.findall(r"<td.*?</td>", found.group(), re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells]


@pytest.mark.usefixtures("built")
def test_columns_stand_side_by_side_with_what_they_share(browse: browsing.Browse) -> None:
    page = browse("lid", PAIR)
    assert row(page, "PPS-netwerk") == ["Net 1", "Net 2"]
    assert row(page, "Rode lijn") == ["Lijn 1 (gedeeld)", "Lijn 1 (gedeeld)"]
    assert row(page, "Resultaat") == ["Woorden 1, resultaat", "Woorden 2, resultaat"]
    assert row(page, "Status die telt")[0] == "Op schema Periode 2025-06 Peildatum 30 juni 2025"
    assert "Maatregel 1 van Netwerk 3" in page
    assert "Delen de rode lijn ‘Lijn 1’, het subdoel ‘Doel 1’ en de ketenfase ‘Fase 1’" in page
    assert "%" not in page.partition("Lijkt hierop")[2].partition("</main>")[0]


@pytest.mark.usefixtures("built")
def test_what_differs_is_not_called_shared(browse: browsing.Browse, bare_session: Session) -> None:
    other = builders.maatregel(bare_session, "net-2-m1")
    other.themes = [bare_session.scalars(sa.select(Theme).where(Theme.code == "lijn-2")).one()]
    other.chain_stages = list(bare_session.scalars(sa.select(ChainStage)))
    bare_session.commit()
    page = browse("lid", PAIR)
    assert row(page, "Rode lijn") == ["Lijn 1", "Lijn 2"]
    assert row(page, "Ketenfase") == ["Fase 1 (gedeeld)", "Fase 1 (gedeeld) Fase 2"]


@pytest.mark.usefixtures("built")
def test_words_for_others_stay_away(browse: browsing.Browse) -> None:
    assert row(browse("coordinator.net-1", PAIR), "Resultaat") == [
        "Woorden 1, resultaat",
        "Niet voor u bedoeld",
    ]
    page = browse("lezer.een", PAIR)
    assert row(page, "Status die telt")[1] == "Geen inzage"
    assert row(page, "Resultaat") == ["Woorden 1, resultaat", "Geen inzage"]
    assert "Woorden 2" not in page


def test_a_draft_and_a_submitted_report_say_nothing_here(
    browse: browsing.Browse, bare_session: Session, built: House
) -> None:
    period = builders.open_round(bare_session, built, "2025-12", SECOND)
    report = builders.report_of(bare_session, period, built.networks[0])
    builders.fill(bare_session, built, report, words="Concept")
    bare_session.commit()
    for name in ("lid", "coordinator.net-2", "coordinator.net-1"):
        assert "Concept, resultaat" not in browse(name, PAIR)


@pytest.mark.usefixtures("built")
def test_without_a_choice_pairs_are_proposed_and_odd_choices_are_left_out(browse: browsing.Browse) -> None:
    page = browse("lid", PATH)
    assert "Maatregelen die precies hetzelfde beogen" in page
    assert "maatregel=net-1-m1&amp;maatregel=net-2-m1&amp;maatregel=net-3-m1" in page
    assert browse("lid", f"{PATH}?maatregel=onzin") == page
    added = row(browse("lid", f"{PATH}?naast=net-1-m1+net-2-m1&maatregel=net-3-m1"), "PPS-netwerk")
    assert added == ["Net 1", "Net 2", "Net 3"]
    many = "&".join(f"maatregel=net-{n}-m{m}" for n in (1, 2, 3) for m in (1, 2))
    full = browse("lid", f"{PATH}?{many}")
    assert len(row(full, "PPS-netwerk")) == 4
    assert "Nog een maatregel" not in full
    browse("beheerder", PATH, status=403)


@pytest.mark.usefixtures("built")
def test_what_has_ended_is_not_compared(browse: browsing.Browse, bare_session: Session) -> None:
    builders.end_maatregel(bare_session, builders.maatregel(bare_session, "net-2-m1").id, date(2026, 3, 19))
    bare_session.commit()
    assert row(browse("lid", PAIR), "PPS-netwerk") == ["Net 1"]


@pytest.mark.usefixtures("built")
def test_the_number_of_queries_is_fixed(browse: browsing.Browse, bare_session: Session) -> None:
    for path in (PAIR, f"{PAIR}&maatregel=net-3-m1&maatregel=net-3-m2"):
        browse("lid", path)
        with browsing.counted_queries() as queries:
            browse("lid", path)
        assert len(queries) == 14, queries
    assert bare_session.scalars(sa.select(MaatregelProgress)).first()
