"""Writing together in real browsers: at once, signed out half-way, back and twice; without script too."""

import re
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from portal.domain.audit import AuditAction
from portal.domain.workflow import PeriodState
from portal.models import AuditEvent, Maatregel, MaatregelProgress, Report
from tests.browser.conftest import Visitor
from tests.browser.steps import press
from tests.browser.test_workbook import draft_of

pytestmark = pytest.mark.browser
CODE = "rtm-01"


@pytest.fixture
def place(site_session: Session) -> str:
    """The page of one maatregel of Rotterdam that a contributor and two coordinators write."""
    report = draft_of(site_session, "rotterdam")
    path = f"/rapportages/{report.period.code}/rotterdam/maatregelen/{CODE}"
    # A session on SQLite keeps everybody else from writing for as long as it is open.
    site_session.rollback()
    return path


@dataclass(frozen=True)
class Saved:
    """What is saved of the maatregel, and how often the audit trail says that somebody wrote."""

    done: str
    version: int
    lines: int


def saved(session: Session) -> Saved:
    """Look what is saved now."""
    found = sa.select(MaatregelProgress).join(MaatregelProgress.report).join(MaatregelProgress.maatregel)
    found = found.where(Maatregel.code == CODE, Report.period.has(state=PeriodState.OPEN))
    lines = sa.select(sa.func.count()).where(AuditEvent.action == AuditAction.PROGRESS_WRITTEN)
    row = session.scalars(found).one()
    now = Saved(row.done, row.version, session.scalar(lines) or 0)
    session.rollback()
    return now


def type_done(page: Page, words: str) -> None:
    """Type letter by letter, as people do."""
    field = page.get_by_label("Wat is er gedaan?")
    field.fill("")
    field.press_sequentially(words)


def test_three_people_write_at_once_and_every_text_stays(
    visitor: Visitor, site_session: Session, place: str
) -> None:
    coordinator, partner = visitor("coordinator.rotterdam"), visitor("partner.rotterdam")
    substitute = visitor("vervanger.rotterdam")
    for page in (coordinator, partner, substitute):
        page.goto(place)
    partner.reload()
    expect(partner.locator("[data-others]")).to_contain_text("Naima Verhulst")

    type_done(partner, "Tekst van de partner.")
    partner.get_by_label("Wat is het resultaat?").focus()
    expect(partner.locator("[data-saved]")).to_have_text(re.compile(r"Opgeslagen om \d\d\.\d\d uur\."))
    assert saved(site_session).done == "Tekst van de partner."

    type_done(coordinator, "Tekst van de coördinator.")
    coordinator.get_by_label("Wat is het resultaat?").focus()
    expect(coordinator.locator("[data-saved]")).to_contain_text("Iemand anders heeft dit onderdeel")
    press(coordinator, "Opslaan")
    expect(coordinator.get_by_text("Tekst van de partner.")).to_be_visible()
    expect(coordinator.get_by_text("Tekst van de coördinator.")).to_be_visible()
    press(coordinator, "Samenvoegen en opslaan")
    expect(coordinator.get_by_text("is opgeslagen.")).to_be_visible()

    type_done(substitute, "Tekst van de vervanger.")
    press(substitute, "Opslaan")
    press(substitute, "Samenvoegen en opslaan")
    expect(substitute.get_by_text("is opgeslagen.")).to_be_visible()
    assert saved(site_session).done == (
        "Tekst van de partner.\n\nTekst van de coördinator.\n\nTekst van de vervanger."
    )


def test_typing_saves_by_itself_and_the_button_still_saves(
    visitor: Visitor, site_session: Session, place: str
) -> None:
    page = visitor("coordinator.rotterdam")
    page.goto(place)
    type_done(page, "Zonder knop.")
    expect(page.locator("[data-saved]")).to_contain_text("Opgeslagen om")
    assert saved(site_session).done == "Zonder knop."
    page.get_by_label("Wat is er gedaan?").press_sequentially(" En met knop.")
    press(page, "Opslaan")
    expect(page.get_by_text("is opgeslagen.")).to_be_visible()
    assert saved(site_session).done == "Zonder knop. En met knop."


def test_without_a_connection_it_says_so_and_saves_later(
    visitor: Visitor, site_session: Session, place: str
) -> None:
    page = visitor("coordinator.rotterdam")
    page.goto(place)
    page.route("**/tussentijds", lambda route: route.abort())
    type_done(page, "Onder de tunnel.")
    page.get_by_label("Wat is het resultaat?").focus()
    expect(page.locator("[data-saved]")).to_contain_text("Geen verbinding")
    page.unroute("**/tussentijds")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("[data-saved]")).to_contain_text("Opgeslagen om")
    assert saved(site_session).done == "Onder de tunnel."


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_what_was_typed_survives_the_end_of_the_session(
    visitor: Visitor, site_session: Session, place: str, *, javascript: bool
) -> None:
    page = visitor("coordinator.rotterdam", javascript=javascript)
    page.goto(place)
    words = f"Getypt voordat de sessie verliep ({javascript})."
    page.context.clear_cookies()
    page.get_by_label("Wat is er gedaan?").fill(words)
    if javascript:
        page.get_by_label("Wat is het resultaat?").focus()
        expect(page.locator("[data-saved]")).to_contain_text("U bent niet meer ingelogd")
    press(page, "Opslaan")
    expect(page.get_by_role("heading", level=1)).to_have_text("U bent niet meer ingelogd")
    page.get_by_label("E-mailadres").fill("coordinator.rotterdam@mainportaal.example")
    page.get_by_label("Wachtwoord", exact=True).fill("demonstratie-2022")
    press(page, "Inloggen")
    expect(page.get_by_text("Uw tekst is teruggezet")).to_be_visible()
    expect(page.get_by_label("Wat is er gedaan?")).to_have_value(words)
    press(page, "Opslaan")
    expect(page.get_by_text("is opgeslagen.")).to_be_visible()
    assert saved(site_session).done == words


def test_a_conflict_without_script_keeps_both_texts(
    visitor: Visitor, site_session: Session, place: str
) -> None:
    coordinator = visitor("coordinator.rotterdam", javascript=False)
    partner = visitor("partner.rotterdam", javascript=False)
    for page, words in ((coordinator, "Links."), (partner, "Rechts.")):
        page.goto(place)
        page.get_by_label("Wat is er gedaan?").fill(words)
    press(partner, "Opslaan")
    expect(partner.get_by_text("is opgeslagen.")).to_be_visible()
    press(coordinator, "Opslaan")
    expect(coordinator.get_by_text("Iemand anders heeft dit intussen opgeslagen")).to_be_visible()
    press(coordinator, "Samenvoegen en opslaan")
    expect(coordinator.get_by_text("is opgeslagen.")).to_be_visible()
    assert saved(site_session).done == "Rechts.\n\nLinks."


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_back_shows_what_was_saved_and_an_old_page_overwrites_nothing(
    visitor: Visitor, site_session: Session, place: str, *, javascript: bool
) -> None:
    page = visitor("coordinator.rotterdam", javascript=javascript)
    page.goto(place)
    page.get_by_label("Wat is er gedaan?").fill(f"Eerst ({javascript}).")
    press(page, "Opslaan")
    expect(page.get_by_text("is opgeslagen.")).to_be_visible()
    page.go_back()
    field = page.get_by_label("Wat is er gedaan?")
    expect(field).to_have_value(f"Eerst ({javascript}).")
    field.fill(f"Daarna ({javascript}).")
    press(page, "Opslaan")
    if page.get_by_role("button", name="Samenvoegen en opslaan").is_visible():
        press(page, "Samenvoegen en opslaan")
    expect(page.get_by_text("is opgeslagen.")).to_be_visible()
    assert f"Daarna ({javascript})." in saved(site_session).done


def test_a_double_click_saves_once(visitor: Visitor, site_session: Session, place: str) -> None:
    page = visitor("coordinator.rotterdam")
    page.goto(place)
    before = saved(site_session)
    page.get_by_label("Wat is er gedaan?").fill("Dubbel geklikt.")
    page.get_by_role("main").get_by_role("button", name="Opslaan", exact=True).dblclick()
    expect(page.get_by_text("is opgeslagen.")).to_be_visible()
    after = saved(site_session)
    assert (after.done, after.version) == ("Dubbel geklikt.", before.version + 1)
    assert after.lines - before.lines <= 1
