"""What is remembered for one reader never shows to another, and is forgotten at a change elsewhere."""

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from portal.database import db
from portal.domain import clock
from portal.domain.progress import Aspect, ProgressStatus, Rating
from portal.domain.roles import Role
from portal.models import Report
from portal.queries import remembered
from portal.services.reports import accept_report
from tests import browsing, builders
from tests.browsing import counted_queries
from tests.builders import FIRST, SECOND, House
from tests.conftest import NOW, dispose, make_app

NETWORKS = 3
MOST = 12
"""Questions a page of the stuurgroep may ask, with who is signed in and the marks included."""
READERS = ("lid", "coordinator.net-1", "coordinator.net-2", "lezer", "medewerker", "secretaris")
PAGES = ("/", "/overzicht", "/samenhang", "/samenhang?as=subdoelen", "/aanpak", "/onderbouwing")
OF_STUURGROEP = (
    *PAGES,
    "/overzicht?periode=eerste&met=tweede",
    "/samenhang?as=ketenfasen",
    "/samenhang/signaleringen",
    "/samenhang/vergelijken",
    "/samenhang/afhankelijkheden",
    "/verplaatsing",
    "/verplaatsing/grenzen",
    "/indicatoren",
    "/vergaderingen",
    "/signalen",
    "/begroting",
    "/geld",
    "/actiepunten",
)


@pytest.fixture
def own_app(new_database: Callable[[], str], frozen_clock: object) -> Iterator[Flask]:
    """An application on a database of its own, in which changes are really committed."""
    app = make_app(new_database())
    yield app
    dispose(app)


@pytest.fixture
def built(own_app: Flask) -> House:
    """An adopted round, and an open one: accepted, handed in, and a draft."""
    with own_app.app_context():
        session = db.session
        built = builders.house(session, NETWORKS)
        builders.person(session, "lid", Role.STEERING_MEMBER)
        builders.person(session, "lezer", Role.READER)
        first = builders.open_round(session, built, "eerste", FIRST)
        for network in built.networks:
            builders.accepted(session, built, first, network, words=f"Oud {network.code}")
        builders.adopt(session, built, first, FIRST.submit_until)
        second = builders.open_round(session, built, "tweede", SECOND)
        one, two, three = built.networks
        builders.accepted(session, built, second, one, words="Tweede ronde")
        report = builders.report_of(session, second, two)
        worse = {Aspect.MEANS: Rating.CRITICAL}
        builders.fill(
            session, built, report, statuses=[ProgressStatus.BEHIND], ratings=worse, words="Net ingediend"
        )
        builders.submit(session, built, report, SECOND.submit_until)
        builders.fill(session, built, builders.report_of(session, second, three), words="Nog concept")
        session.commit()
        return built


@pytest.fixture
def browse(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> browsing.Browse:
    return browsing.browse(own_app, monkeypatch)


def forget() -> None:
    """Let this process forget everything, as one that just started."""
    remembered._memory.kept.clear()


def seen(browse: browsing.Browse, name: str, path: str) -> str:
    return browse(name, path, status=200)


@pytest.mark.usefixtures("built")
def test_who_asks_after_somebody_else_gets_the_own_page(browse: browsing.Browse) -> None:
    alone = {}
    for name in READERS:
        for path in PAGES:
            forget()
            alone[name, path] = seen(browse, name, path)
    assert alone["lid", "/overzicht"] != alone["lezer", "/overzicht"]
    assert alone["coordinator.net-1", "/overzicht"] != alone["coordinator.net-2", "/overzicht"]
    assert alone["lid", "/samenhang"] != alone["lezer", "/samenhang"]
    forget()
    for path in PAGES:
        for name in (*READERS, *reversed(READERS)):
            assert seen(browse, name, path) == alone[name, path], (name, path)


@pytest.mark.usefixtures("built")
def test_no_draft_and_no_judgement_that_is_not_there_yet_comes_out_of_memory(browse: browsing.Browse) -> None:
    for name in (*READERS, *reversed(READERS)):
        for path in PAGES:
            page = seen(browse, name, path)
            assert "Nog concept" not in page, (name, path)
            assert "Net ingediend" not in page, (name, path)
    assert "Tweede ronde" in seen(browse, "lid", "/overzicht")
    assert "Tweede ronde" not in seen(browse, "lezer", "/overzicht")
    assert "Tweede ronde" not in seen(browse, "coordinator.net-2", "/overzicht")


def test_a_change_elsewhere_shows_at_once(own_app: Flask, built: House, browse: browsing.Browse) -> None:
    before = {path: seen(browse, "lid", path) for path in ("/overzicht", "/samenhang", "/")}
    with own_app.app_context():
        engine = sa.create_engine(db.engine.url)
    with Session(engine) as elsewhere, clock.at(NOW):
        report = elsewhere.scalars(sa.select(Report).where(Report.state == "submitted")).one()
        accept_report(elsewhere, built.officer, report, report.version)
        elsewhere.commit()
    engine.dispose()
    assert "Net ingediend" not in before["/overzicht"]
    assert "Net ingediend" in seen(browse, "lid", "/overzicht")
    assert "Achter op schema" not in before["/samenhang"].partition("Hoe u deze matrix leest")[0]
    assert "Achter op schema" in seen(browse, "lid", "/samenhang").partition("Hoe u deze matrix leest")[0]
    assert seen(browse, "lid", "/") != before["/"]
    assert "Net ingediend" not in seen(browse, "coordinator.net-1", "/overzicht")


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("name", ["lid", "secretaris", "medewerker", "coordinator.net-3"])
def test_a_page_of_the_stuurgroep_asks_little_once_it_is_remembered(
    browse: browsing.Browse, name: str
) -> None:
    paths = OF_STUURGROEP if name != "coordinator.net-3" else PAGES
    asked = {}
    for path in paths:
        seen(browse, name, path)
        with counted_queries() as statements:
            seen(browse, name, path)
        asked[path] = len(statements)
    assert {path: number for path, number in asked.items() if number > MOST} == {}
