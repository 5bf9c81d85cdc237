"""The browser warns about personal data as the server does, and sends nothing while it looks."""

import pytest
from playwright.sync_api import Page, Request

from portal.domain.personal_data import PersonalDataKind, passages
from tests.browser.conftest import Visitor
from tests.domain.test_personal_data import FOUND, INNOCENT

pytestmark = pytest.mark.browser
PATH = "/maatregelen/rtm-01/wijzigingsverzoeken"
LABELS = {
    PersonalDataKind.IBAN: "bankrekeningnummer",
    PersonalDataKind.EMAIL: "e-mailadres",
    PersonalDataKind.CONTAINER: "containernummer",
    PersonalDataKind.PHONE: "telefoonnummer",
    PersonalDataKind.BSN: "burgerservicenummer",
    PersonalDataKind.PLATE: "kenteken",
}


def warning_for(page: Page, text: str) -> str:
    """Type a text, let the clock of the page pass the pause, and return what then stands under the field."""
    page.locator("form[method=post] textarea").first.fill(text)
    page.clock.run_for(1_000)
    return page.locator("p[role=status][id$=-personal-data]").first.inner_text()


def test_browser_and_server_see_the_same_while_nothing_is_sent(visitor: Visitor) -> None:
    page = visitor("coordinator.rotterdam")
    page.clock.install()
    page.goto(PATH)
    sent: list[str] = []

    def hear(request: Request) -> None:
        if "/static/" not in request.url:
            sent.append(request.url)

    page.on("request", hear)
    for text in [*(text for text, _kind, _passage in FOUND), *INNOCENT]:
        kinds = dict.fromkeys(each.kind for each in passages(text))
        labels = ", ".join(LABELS[kind] for kind in PersonalDataKind if kind in kinds)
        warning = warning_for(page, text)
        wanted = f"Dit lijkt op: {labels}." if labels else ""
        assert warning.startswith(wanted), text
        assert bool(warning) is bool(wanted), text
    assert sent == []


def test_the_warning_belongs_to_its_field(visitor: Visitor) -> None:
    page = visitor("coordinator.rotterdam")
    page.goto(PATH)
    field = page.locator("form[method=post] textarea").first
    described = (field.get_attribute("aria-describedby") or "").split()
    assert f"{field.get_attribute('id')}-personal-data" in described
