"""The main job, played by the personas in a browser, from the opening of a period to the overview."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.models import MaatregelProgress, Network, Period, Report
from tests.browser.conftest import Visitor
from tests.browser.steps import follow, next_page, press

pytestmark = pytest.mark.browser
REPORT = "/rapportages/proef/schiphol"
TITLES = ("Kwetsbare locaties aanpakken", "Branchegerichte aanpak", "Medewerkers weerbaarder maken")


def open_a_new_period(officer: Page) -> None:
    officer.goto("/rapportages")
    with next_page(officer):
        officer.get_by_role("main").get_by_role("heading", level=2).first.get_by_role("link").click()
    follow(officer, "Periode sluiten")
    press(officer, "Periode sluiten")
    expect(officer.get_by_text("De periode is gesloten. Er kan niets meer worden ingediend.")).to_be_visible()
    officer.goto("/rapportages")
    follow(officer, "Periode plannen")
    today = clock.today()
    days = {
        "Rapportage gaat over: eerste dag": today - timedelta(days=90),
        "Rapportage gaat over: laatste dag": today - timedelta(days=1),
        "Indienen: eerste dag": today,
        "Indienen: laatste dag": today + timedelta(days=14),
    }
    officer.get_by_label("Code").fill("proef")
    officer.get_by_label("Titel").fill("proefronde")
    for label, day in days.items():
        officer.get_by_label(label).fill(day.isoformat())
    press(officer, "Periode plannen")
    expect(officer.get_by_text("De periode is klaar om te openen")).to_be_visible()
    press(officer, "Periode openen")
    expect(officer.get_by_text("Er zijn 6 conceptrapportages gemaakt.")).to_be_visible()


def fill_maatregel(coordinator: Page, title: str, done: str) -> None:
    coordinator.goto(REPORT)
    follow(coordinator, title)
    coordinator.get_by_label("Op schema", exact=True).check()
    coordinator.get_by_label("Gelijk", exact=True).check()
    coordinator.get_by_label("Wat is er gedaan?").fill(done)
    coordinator.get_by_label("Wat is het resultaat?").fill("Het resultaat is zichtbaar.")
    coordinator.get_by_label("Wat is de volgende stap?").fill("Volgende maand verder.")
    press(coordinator, "Opslaan")
    expect(coordinator.get_by_text(f"‘{title}’ is opgeslagen.")).to_be_visible()


def fill_section(coordinator: Page) -> None:
    coordinator.goto(REPORT)
    follow(coordinator, "Samenvatting en oordelen invullen")
    coordinator.get_by_label("Samenvatting", exact=True).fill("Op Schiphol ging het goed.")
    for group in coordinator.get_by_role("group").all():
        group.get_by_label("Goed", exact=True).check()
    for words in coordinator.get_by_label("Toelichting").all():
        words.fill("Alles loopt volgens plan.")
    press(coordinator, "Opslaan")
    expect(coordinator.get_by_text("Samenvatting en oordelen zijn opgeslagen.")).to_be_visible()


def fill_other_parts(coordinator: Page) -> None:
    for part in ("Het PPS-netwerk zelf", "Gegevensdeling"):
        coordinator.goto(REPORT)
        follow(coordinator, part)
        press(coordinator, "Ongewijzigd overnemen")
        expect(
            coordinator.get_by_text(f"De antwoorden bij ‘{part}’ zijn ongewijzigd overgenomen.")
        ).to_be_visible()
    coordinator.goto(REPORT)
    follow(coordinator, "Geld")
    expect(coordinator.get_by_role("heading", level=1)).to_have_text("Geld")
    form = coordinator.get_by_role("main")
    for label in ("Verplicht in", "Gerealiseerd in", "Verwachting voor"):
        for amount in form.get_by_label(label).all():
            amount.fill("0")
    for reason in form.get_by_label("Reden dat er").all():
        reason.select_option(label="Later begonnen dan gepland")
    press(coordinator, "Opslaan")
    expect(coordinator.get_by_role("row", name="Geld").get_by_text("Compleet")).to_be_visible()


def explain_what_stands_out(coordinator: Page) -> None:
    follow(coordinator, "Opvallende waarden toelichten")
    expect(coordinator.get_by_role("heading", level=1)).to_have_text("Opvallende waarden")
    unexplained = coordinator.get_by_role("article").filter(has_text="Licht toe")
    for left in range(unexplained.count() - 1, -1, -1):
        unexplained.first.get_by_role("textbox").fill("Dit klopt: deze ronde is een korte proef.")
        unexplained.first.get_by_role("button", name="Toelichting opslaan").click()
        expect(unexplained).to_have_count(left)


def meet_today(secretary: Page) -> None:
    """Plan a meeting for today, put the period on its agenda and share it; choose it to adopt at."""
    secretary.goto("/vergaderingen")
    follow(secretary, "Vergadering plannen")
    secretary.get_by_label("Titel").fill("Proefvergadering")
    secretary.get_by_label("Datum").fill(clock.today().isoformat())
    press(secretary, "Vergadering plannen")
    secretary.get_by_label("Rapportages over proefronde").check()
    press(secretary, "Gekozen voorstellen toevoegen")
    press(secretary, "Agenda delen")
    expect(secretary.get_by_text("De agenda is gedeeld.")).to_be_visible()
    secretary.goto("/")
    follow(secretary, "Rapportageperiode proefronde vaststellen")
    secretary.get_by_label("Proefvergadering").check()


def submit(coordinator: Page) -> None:
    coordinator.goto(REPORT)
    follow(coordinator, "Rapportage indienen")
    press(coordinator, "Rapportage indienen")
    expect(coordinator.get_by_text("De rapportage is ingediend bij het programmabureau.")).to_be_visible()


def test_from_opening_to_overview(visitor: Visitor, site_session: Session) -> None:
    officer = visitor("medewerker1.programmabureau")
    coordinator = visitor("coordinator.schiphol")
    open_a_new_period(officer)

    coordinator.goto("/")
    follow(coordinator, "Rapportage Schiphol invullen")
    coordinator.get_by_role("row", name=TITLES[0]).get_by_role("button", name="Ongewijzigd").click()
    expect(coordinator.get_by_text("Ongewijzigd sinds").first).to_be_visible()
    fill_maatregel(coordinator, TITLES[1], "Met twee branches gesproken.")
    fill_maatregel(coordinator, TITLES[2], "Iets met trainingen.")
    fill_section(coordinator)
    fill_other_parts(coordinator)
    explain_what_stands_out(coordinator)
    submit(coordinator)

    officer.goto("/")
    follow(officer, "Rapportage Luchthaven Schiphol beoordelen")
    follow(officer, "Terugsturen")
    officer.get_by_label(TITLES[2]).fill("Noem het aantal trainingen.")
    press(officer, "Terugsturen")
    expect(officer.get_by_text("De rapportage is teruggestuurd naar het PPS-netwerk.")).to_be_visible()
    officer.goto(REPORT)
    expect(officer.get_by_role("heading", level=1)).to_have_text("Pagina niet gevonden")

    coordinator.goto("/")
    follow(coordinator, "Teruggestuurde rapportage Schiphol aanpassen")
    expect(coordinator.get_by_text("Noem het aantal trainingen.").first).to_be_visible()
    expect(coordinator.get_by_role("main").get_by_role("link", name=TITLES[1], exact=True)).to_have_count(0)
    fill_maatregel(coordinator, TITLES[2], "Twaalf trainingen gegeven aan 240 medewerkers.")
    submit(coordinator)

    officer.goto(REPORT)
    press(officer, "Accepteren")
    expect(officer.get_by_text("De rapportage is geaccepteerd.")).to_be_visible()
    officer.goto("/rapportages/proef/sluiten")
    press(officer, "Periode sluiten")

    secretary = visitor("secretaris.stuurgroep")
    meet_today(secretary)
    press(secretary, "Periode vaststellen")
    expect(secretary.get_by_text("Geef een reden om toch vast te stellen.").first).to_be_visible()
    secretary.get_by_label("Reden").fill("De andere netwerken rapporteren in de volgende ronde.")
    press(secretary, "Periode vaststellen")
    expect(secretary.get_by_text("De rapportages kunnen niet meer veranderen.").first).to_be_visible()

    member = visitor("lid1.stuurgroep")
    member.goto("/overzicht?periode=proef")
    row = member.get_by_role("row", name="Schiphol").first
    expect(row).to_contain_text("Goed")
    expect(row).to_contain_text("Peildatum")
    expect(member.get_by_role("row", name="Rotterdam").first).to_contain_text("Niet ontvangen")
    row.get_by_role("link", name="Goed").first.click()
    expect(member).to_have_url(re.compile(f"{REPORT}#oordelen$"))
    expect(member.get_by_text("Twaalf trainingen gegeven aan 240 medewerkers.")).to_be_visible()

    read_only_for_ever(coordinator, site_session)


def read_only_for_ever(coordinator: Page, session: Session) -> None:
    """No button, no direct POST and no SQL changes an adopted report."""
    coordinator.goto(REPORT)
    expect(coordinator.get_by_role("main").get_by_role("button")).to_have_count(0)
    token = coordinator.locator("input[name=csrf_token]").first.get_attribute("value") or ""
    for rest in ("/maatregelen/sch-01", "/samenvatting", "/indienen"):
        fields: dict[str, str | float | bool] = {
            "csrf_token": token,
            "version": "1",
            "gedaan": "Vervalst",
            "samenvatting": "Vervalst",
        }
        answer = coordinator.request.post(f"{REPORT}{rest}", form=fields, max_redirects=0)
        assert answer.status == 409, rest
    report = session.scalars(
        sa.select(Report)
        .join(Report.period)
        .join(Report.network)
        .where(Period.code == "proef", Network.code == "schiphol")
    ).one()
    with pytest.raises(DBAPIError, match="frozen"):
        session.execute(
            sa.update(MaatregelProgress)
            .where(MaatregelProgress.report_id == report.id)
            .values(done="Vervalst")
        )
    session.rollback()
    coordinator.reload()
    assert "Vervalst" not in coordinator.content()
