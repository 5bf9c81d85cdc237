"""The stuurgroep's overview, as each kind of reader sees it."""

import re
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.demo.personas import person_for
from portal.domain.audit import SYSTEM
from portal.domain.progress import Aspect, ProgressStatus, Rating
from portal.domain.roles import Role
from portal.domain.workflow import ReportState
from portal.models import Network, Period, Report
from portal.services import progress
from tests import browsing, builders
from tests.builders import FIRST, SECOND, House

PATH = "/overzicht"


@pytest.fixture
def built(bare_session: Session) -> House:
    """Five networks, one adopted round and an open one with reports in every state."""
    built = builders.house(bare_session, networks=6)
    one, two, three, four, five, six = built.networks
    first = builders.open_round(bare_session, built, "2025-06", FIRST)
    for network in (one, two, three, four, five):
        builders.accepted(bare_session, built, first, network, words=f"Oud {network.code}")
    builders.adopt(bare_session, built, first, date(2025, 9, 1))
    second = builders.open_round(bare_session, built, "2025-12", SECOND)
    builders.accepted(
        bare_session,
        built,
        second,
        one,
        statuses=[ProgressStatus.BEHIND, ProgressStatus.COMPLETED],
        ratings={Aspect.MEANS: Rating.CRITICAL},
        words="Nieuw",
    )
    for reporter, on in ((two, date(2026, 3, 10)), (three, date(2026, 3, 11))):
        report = builders.report_of(bare_session, second, reporter)
        builders.fill(bare_session, built, report, words=f"Ingediend {reporter.code}")
        builders.submit(bare_session, built, report, on)
    builders.fill(bare_session, built, builders.report_of(bare_session, second, four), words="Geheim concept")
    people: tuple[tuple[str, Role, Network | None], ...] = (
        ("lid", Role.STEERING_MEMBER, None),
        ("lezer", Role.READER, None),
        ("lezer.een", Role.READER, one),
        ("beheerder", Role.ADMINISTRATOR, None),
    )
    for name, role, limit in people:
        builders.person(bare_session, name, role, limit)
    assert six.code == "net-6"
    bare_session.commit()
    return built


@pytest.fixture
def browse(bare_app: Flask, monkeypatch: pytest.MonkeyPatch) -> browsing.Browse:
    return browsing.browse(bare_app, monkeypatch)


def row_of(page: str, network: str) -> str:
    """The first table row of a network, without markup."""
    found = re.search(rf'<tr>\s*<th scope="row">(?:<a[^>]*>)?{network}<.*?</tr>', page, re.DOTALL)
    assert found, f"no row for {network}"
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found.group()))


@pytest.mark.usefixtures("built")
def test_an_accepted_report_shows_judgement_trend_date_and_source(browse: browsing.Browse) -> None:
    page = browse("lid", PATH)
    row = row_of(page, "Net 1")
    assert "Zorgelijk" in row
    assert "Slechter" in row
    assert "Gelijk" in row
    assert "Peildatum 31 december 2025" in row
    assert "Geaccepteerd 5 januari 2026" in row
    assert "1 achter op schema" in row
    assert "/rapportages/2025-12/net-1" in page
    assert "Nieuw, samenvatting" in page


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(
    ("network", "words"),
    [
        ("Net 2", "Ingediend, nog niet geaccepteerd"),
        ("Net 3", "Te laat ingediend"),
        ("Net 4", "Te laat, niet ontvangen"),
        ("Net 6", "Te laat, niet ontvangen"),
    ],
)
def test_what_is_not_accepted_shows_its_receipt_and_is_never_green(
    browse: browsing.Browse, network: str, words: str
) -> None:
    page = browse("lid", PATH)
    row = row_of(page, network)
    assert words in row
    assert "Goed" not in row
    assert "Geen oordeel" in row
    assert f"Ingediend net-{network[-1]}" not in page


@pytest.mark.usefixtures("built")
def test_an_adopted_period_shows_who_never_reported(browse: browsing.Browse) -> None:
    assert "Niet ontvangen" in row_of(browse("lid", f"{PATH}?periode=2025-06"), "Net 6")


@pytest.mark.usefixtures("built")
def test_the_cards_are_counted_from_the_rows(browse: browsing.Browse) -> None:
    page = browse("lid", PATH)
    cards = re.findall(r'p-card__label">.*?<span>(.*?)</span>.*?p-card__value">(.*?)<', page, re.DOTALL)
    assert dict(cards) == {
        "Rapportages ontvangen": "3 van 6",
        "Rapportages geaccepteerd": "1 van 6",
        "Te laat of niet ontvangen": "3",
        "Maatregelen achter op schema": "1 van 2",
        "Oordelen “zorgelijk”": "1 van 4",
    }


@pytest.mark.usefixtures("built")
def test_a_coordinator_sees_own_receipt_and_of_others_only_what_is_adopted(browse: browsing.Browse) -> None:
    page = browse("coordinator.net-2", f"{PATH}?periode=2025-12")
    assert "Ingediend, nog niet geaccepteerd" in row_of(page, "Net 2")
    for network in ("Net 1", "Net 3", "Net 4", "Net 6"):
        assert "Nog niet vastgesteld" in row_of(page, network)
    assert "Nieuw" not in page
    assert "2025-12/net-1" not in page
    assert "Oud net-1, samenvatting" in browse("coordinator.net-2", f"{PATH}?periode=2025-06")


@pytest.mark.usefixtures("built")
def test_begin_with_the_newest_period_that_has_something_to_read(browse: browsing.Browse) -> None:
    assert "Periode 2025-12, open</p>" in browse("lid", PATH)
    assert "Periode 2025-12, open</p>" in browse("coordinator.net-1", PATH)
    page = browse("coordinator.net-2", PATH)
    assert "Periode 2025-06, vastgesteld</p>" in page
    assert "nieuwere rapportageperiode" in page


@pytest.mark.usefixtures("built")
def test_a_reader_sees_adopted_periods_and_own_networks_only(browse: browsing.Browse) -> None:
    page = browse("lezer", PATH)
    assert "Periode 2025-06, vastgesteld</p>" in page
    assert "2025-12" not in page
    page = browse("lezer.een", PATH)
    assert "Oud net-1, samenvatting" in page
    assert "Net 2" not in page
    assert "waarvoor u bent aangesteld" in page
    browse("lezer", f"{PATH}?periode=2025-12", status=404)


@pytest.mark.usefixtures("built")
def test_unknown_periods_are_not_found_and_the_administrator_stays_outside(browse: browsing.Browse) -> None:
    browse("lid", f"{PATH}?periode=bestaat-niet", status=404)
    browse("beheerder", PATH, status=403)


@pytest.mark.usefixtures("built")
def test_the_first_period_has_nothing_to_compare_with(browse: browsing.Browse) -> None:
    page = browse("lid", f"{PATH}?periode=2025-06")
    assert "Er is geen andere periode om mee te vergelijken" in page
    assert "Slechter" not in row_of(page, "Net 1")


@pytest.mark.usefixtures("built")
def test_any_two_periods_can_be_compared(browse: browsing.Browse) -> None:
    page = browse("lid", f"{PATH}?periode=2025-06&met=2025-12")
    row = row_of(page, "Net 1")
    assert "Beter (was: zorgelijk)" in row
    assert "2 op schema (was 0)" in row
    assert "vergelijken met de periode Periode 2025-12" in page
    assert "Net 2" in page
    assert "Beter" not in row_of(page, "Net 2")
    itself = browse("lid", f"{PATH}?periode=2025-12&met=2025-12")
    assert "Slechter (was: goed)" in row_of(itself, "Net 1")
    browse("lid", f"{PATH}?periode=2025-12&met=bestaat-niet", status=404)
    browse("lezer", f"{PATH}?periode=2025-06&met=2025-12", status=404)


def test_a_period_without_any_report_says_so(
    bare_app: Flask, bare_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    builders.person(bare_session, "lid", Role.STEERING_MEMBER)
    assert "Nog geen rapportages" in browsing.browse(bare_app, monkeypatch)("lid", PATH)


@pytest.mark.parametrize("path", [PATH, f"{PATH}?periode=2025-12", "/samenhang", "/samenhang?as=subdoelen"])
@pytest.mark.parametrize("who", ["lid", "lezer", "coordinator.net-1", "coordinator.net-2"])
def test_a_draft_of_another_network_changes_nothing(
    bare_session: Session, built: House, browse: browsing.Browse, who: str, path: str
) -> None:
    status = 404 if who == "lezer" and "2025-12" in path else 200
    before = browse(who, path, status=status)
    second = bare_session.scalars(sa.select(Period).where(Period.code == "2025-12")).one()
    draft = builders.report_of(bare_session, second, built.networks[3])
    assert draft.state is ReportState.DRAFT
    builders.fill(
        bare_session,
        built,
        draft,
        statuses=[ProgressStatus.STOPPED],
        ratings=dict.fromkeys(Aspect, Rating.CRITICAL),
        words="Heel andere tekst",
    )
    assert browse(who, path, status=status) == before


@pytest.mark.parametrize("networks", [6, 60])
def test_the_number_of_queries_does_not_grow(
    bare_app: Flask, bare_session: Session, monkeypatch: pytest.MonkeyPatch, networks: int
) -> None:
    built = builders.house(bare_session, networks)
    for code, dates in (("2025-06", FIRST), ("2025-12", SECOND)):
        period = builders.open_round(bare_session, built, code, dates)
        for network in built.networks:
            builders.accepted(bare_session, built, period, network)
        builders.adopt(bare_session, built, period, dates.submit_until)
    builders.person(bare_session, "lid", Role.STEERING_MEMBER)
    browse = browsing.browse(bare_app, monkeypatch)
    browse("lid", PATH)
    with browsing.counted_queries() as queries:
        page = browse("lid", PATH)
    assert f"Net {min(networks, 20)}<" in page
    assert len(queries) == 10, queries


def test_the_demonstration_stays_within_its_number_of_queries(sign_in: browsing.SignIn) -> None:
    client: FlaskClient = sign_in(person_for(Role.STEERING_MEMBER).email)
    client.get(PATH)
    with browsing.counted_queries() as queries:
        answer = client.get(PATH)
    assert answer.status_code == 200
    assert len(queries) <= 8, queries


def test_a_draft_in_the_demonstration_changes_nothing(sign_in: browsing.SignIn, db_session: Session) -> None:
    draft = db_session.scalars(
        sa.select(Report).where(Report.state == ReportState.DRAFT).order_by(Report.id)
    ).first()
    assert draft is not None
    client = sign_in(person_for(Role.STEERING_MEMBER).email)
    pages = [browsing.without_tokens(client.get(path)) for path in (PATH, "/samenhang")]
    for row in draft.progress:
        content = builders.said(ProgressStatus.BEHIND, "Lekt dit?")
        progress.write_progress(db_session, SYSTEM, row, row.version, content)
    assert [browsing.without_tokens(client.get(path)) for path in (PATH, "/samenhang")] == pages
