"""A report that is sent back for one maatregel of ten, and the whole road without any script."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from portal.database import db
from portal.domain.progress import ProgressStatus
from portal.domain.workflow import ReportState
from portal.models import Network, Report
from portal.services import progress
from tests.browser.conftest import Site, Visitor, served
from tests.browser.steps import follow, press, sign_in
from tests.builders import fill, report_of, said, submit
from tests.conftest import NewDatabase, make_app
from tests.second_round import AMOUNT, second_round

pytestmark = pytest.mark.browser
PART = "Maatregel {place} van Netwerk {number}"
PLACES = range(1, 11)
RETURNED = 4


@pytest.fixture(scope="module")
def site(new_database: NewDatabase) -> Iterator[Site]:
    """Networks 1 and 2 submitted ten maatregelen; network 3 has one of ten still to write, and the rest."""
    app = make_app(new_database())
    with app.app_context():
        built, period = second_round(db.session, 3, len(PLACES))
        for network in built.networks[:2]:
            report = report_of(db.session, period, network)
            fill(db.session, built, report, words="Camera’s geplaatst op vier kades")
            submit(db.session, built, report, period.submit_from)
        last = report_of(db.session, period, built.networks[2])
        for row in last.progress[1:]:
            actor = built.coordinators[last.network.code]
            content = said(ProgressStatus.ON_SCHEDULE, "Camera’s geplaatst op vier kades")
            progress.write_progress(db.session, actor, row, row.version, content)
        db.session.commit()
    with served(app) as site:
        yield site


def person(visitor: Visitor, name: str, *, javascript: bool) -> Page:
    page = visitor(javascript=javascript)
    sign_in(page, f"{name}@toets.example")
    return page


def links_to(page: Page, number: int) -> list[str]:
    """The maatregelen and other parts that this page offers to write."""
    links = page.get_by_role("main").get_by_role("table").get_by_role("link").all_inner_texts()
    names = {PART.format(place=place, number=number) for place in PLACES}
    return [each for each in links if each in names | {"Het PPS-netwerk zelf", "Gegevensdeling", "Geld"}]


def hand_in(page: Page, report: str) -> None:
    page.goto(report)
    follow(page, "Rapportage indienen")
    press(page, "Rapportage indienen")
    expect(page.get_by_text("De rapportage is ingediend bij het programmabureau.")).to_be_visible()


def give_back(officer: Page, report: str, reasons: dict[str, str]) -> None:
    officer.goto(report)
    follow(officer, "Terugsturen")
    for part, reason in reasons.items():
        officer.get_by_label(part).fill(reason)
    press(officer, "Terugsturen")
    expect(officer.get_by_text("De rapportage is teruggestuurd naar het PPS-netwerk.")).to_be_visible()


@pytest.mark.parametrize(("number", "javascript"), [(1, True), (2, False)], ids=["script", "no script"])
def test_one_maatregel_of_ten_comes_back(visitor: Visitor, number: int, *, javascript: bool) -> None:
    report = f"/rapportages/winter/net-{number}"
    title = PART.format(place=RETURNED, number=number)
    officer = person(visitor, "medewerker", javascript=javascript)
    coordinator = person(visitor, f"coordinator.net-{number}", javascript=javascript)
    give_back(officer, report, {title: "Op hoeveel kades?"})

    coordinator.goto(report)
    assert links_to(coordinator, number) == [title]
    expect(coordinator.get_by_role("row", name=title)).to_contain_text("Op hoeveel kades?")
    for place in PLACES:
        coordinator.goto(f"{report}/maatregelen/net-{number}-m{place}")
        opened = coordinator.get_by_label("Wat is er gedaan?").count() == 1
        assert opened is (place == RETURNED), place
    for part in ("samenvatting", "onderdelen/netwerk", "onderdelen/gegevensdeling", "geld"):
        coordinator.goto(f"{report}/{part}")
        expect(coordinator.get_by_text("Dit onderdeel kunt u nu niet wijzigen.")).to_be_visible()

    follow(coordinator, title)
    coordinator.get_by_label("Wat is er gedaan?").fill("Camera’s geplaatst op zes kades, gedaan")
    press(coordinator, "Opslaan")
    expect(coordinator.get_by_text(f"‘{title}’ is opgeslagen.")).to_be_visible()
    hand_in(coordinator, report)

    officer.goto(report)
    follow(officer, "Wijzigingen woord voor woord")
    main = officer.get_by_role("main")
    expect(main.get_by_text("1 onderdeel is gewijzigd.")).to_be_visible()
    assert main.get_by_role("heading", level=2).all_inner_texts() == [title]
    assert texts(main.locator("del").all_inner_texts()) == ["vier"]
    assert texts(main.locator("ins").all_inner_texts()) == ["zes"]
    officer.goto(report)
    press(officer, "Accepteren")
    expect(officer.get_by_text("De rapportage is geaccepteerd.")).to_be_visible()


def test_the_whole_road_without_script(visitor: Visitor, site_session: Session) -> None:
    report = "/rapportages/winter/net-3"
    coordinator = person(visitor, "coordinator.net-3", javascript=False)
    coordinator.goto(report)
    write_the_first(coordinator)
    plan_the_first(coordinator, report)
    write_the_rest(coordinator, report)
    hand_in_explained(coordinator, report)
    follow(coordinator, "Indiening intrekken")
    press(coordinator, "Indiening intrekken")
    expect(coordinator.get_by_text("U hebt de indiening ingetrokken.")).to_be_visible()
    hand_in(coordinator, report)

    officer = person(visitor, "medewerker", javascript=False)
    give_back(officer, report, {"Samenvatting": "Noem ook de kades."})
    coordinator.goto(report)
    assert links_to(coordinator, 3) == []
    follow(coordinator, "Samenvatting en oordelen invullen")
    coordinator.get_by_label("Samenvatting", exact=True).fill("Het ging goed op alle kades.")
    press(coordinator, "Opslaan")
    hand_in(coordinator, report)
    officer.goto(report)
    expect(officer.get_by_text("Twee collega’s begonnen eerder dan gepland.").first).to_be_visible()
    press(officer, "Accepteren")
    expect(officer.get_by_text("De rapportage is geaccepteerd.")).to_be_visible()
    found = sa.select(Report).join(Report.network).where(Network.code == "net-3")
    row = site_session.scalars(found.order_by(Report.id.desc())).first()
    assert row is not None
    assert (row.state, row.summary) == (ReportState.ACCEPTED, "Het ging goed op alle kades.")
    assert [each.title for each in row.progress[0].milestones] == ["Hekken klaar"]
    assert {line.forecast for line in row.money} == {AMOUNT}


def write_the_first(page: Page) -> None:
    """Write the one maatregel that is left, with more people than planned: that asks for an explanation."""
    follow(page, PART.format(place=1, number=3))
    page.get_by_label("Op schema", exact=True).check()
    page.get_by_label("Gelijk", exact=True).check()
    for label in ("Wat is er gedaan?", "Wat is het resultaat?", "Wat is de volgende stap?"):
        page.get_by_label(label).fill("Hekken geplaatst bij de twee ingangen van de kade.")
    page.get_by_label("Geplande fte").fill("2")
    page.get_by_label("Ingevulde fte").fill("4")
    press(page, "Opslaan")


def plan_the_first(page: Page, report: str) -> None:
    page.goto(f"{report}/maatregelen/net-3-m1")
    follow(page, "Mijlpalen, partners en afhankelijkheden")
    first = page.get_by_role("group", name="Mijlpaal 1")
    first.get_by_label("Naam van mijlpaal 1").fill("Hekken klaar")
    first.get_by_label("Gepland op").fill("2031-03-01")
    press(page, "Opslaan")


def write_the_rest(page: Page, report: str) -> None:
    page.goto(report)
    follow(page, "Samenvatting en oordelen invullen")
    page.get_by_label("Samenvatting", exact=True).fill("Het ging goed.")
    for group in page.get_by_role("group").all():
        group.get_by_label("Goed", exact=True).check()
    for words in page.get_by_label("Toelichting").all():
        words.fill("Alles loopt volgens plan, zoals afgesproken met de partners.")
    press(page, "Opslaan")
    for part in ("Het PPS-netwerk zelf", "Gegevensdeling"):
        page.goto(report)
        follow(page, part)
        press(page, "Ongewijzigd overnemen")
    follow(page, "Geld")
    for label in ("Verplicht in", "Gerealiseerd in", "Verwachting voor"):
        for amount in page.get_by_label(label).all():
            amount.fill(str(AMOUNT))
    press(page, "Opslaan")


def hand_in_explained(page: Page, report: str) -> None:
    """Submit; first it says what is remarkable and asks why."""
    page.goto(report)
    follow(page, "Rapportage indienen")
    expect(page.get_by_role("button", name="Rapportage indienen")).to_have_count(0)
    follow(page, "Opvallende waarden toelichten")
    page.get_by_role("main").get_by_role("textbox").fill("Twee collega’s begonnen eerder dan gepland.")
    press(page, "Toelichting opslaan")
    hand_in(page, report)


def texts(words: list[str]) -> list[str]:
    """What changed, without what only a screen reader hears."""
    heard = ("[toegevoegd:", "einde toevoeging]", "[verwijderd:", "einde verwijdering]")
    for each in heard:
        words = [word.replace(each, "") for word in words]
    return [word.strip() for word in words]
