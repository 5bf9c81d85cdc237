"""Second factors in a real browser: passkeys with its virtual authenticator, an app, and recovery codes."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pyotp
import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, CDPSession, Page
from sqlalchemy.orm import Session

from portal.domain.accounts import SignInMethod
from portal.domain.roles import Role
from portal.models import Account, SignInSession
from tests.browser.conftest import Site, served
from tests.browser.steps import follow, give_password, press
from tests.browser.test_pages import violations
from tests.builders import person
from tests.conftest import NewDatabase, make_app

pytestmark = pytest.mark.browser
FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
"""A device that asks for a finger, and gets one."""
SECOND_STEP = re.compile("/inloggen/tweede-stap")
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def small_site(new_database: NewDatabase) -> Iterator[Site]:
    """A portal with nothing but people: passkeys ask for a name, so it is visited as localhost."""
    app = make_app(new_database())
    with served(app) as site:
        with Session(site.engine) as session:
            for name in ("anna", "bram", "carla", "daan"):
                person(session, name, Role.PROGRAMME_OFFICER)
            session.commit()
        site.url = site.url.replace("127.0.0.1", "localhost")
        yield site


@pytest.fixture
def open_page(small_site: Site, browser: Browser) -> Iterator[Open]:
    """Open a window; whatever the browser complains about fails the test, apart from refusals."""
    contexts, noise = [], []

    def start(*, javascript: bool = True) -> Page:
        context = browser.new_context(base_url=small_site.url, locale="nl-NL", java_script_enabled=javascript)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: noise.append(message.text))
        page.on("pageerror", lambda error: noise.append(str(error)))
        return page

    yield start
    for context in contexts:
        context.close()
    assert [text for text in noise if "the server responded with a status of 4" not in text] == []


def device(page: Page, **options: object) -> tuple[CDPSession, str]:
    """Give the browser an authenticator."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    given = session.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER | options})
    return session, str(given["authenticatorId"])


def sign_in(page: Page, name: str) -> None:
    give_password(page, f"{name}@toets.example")


def be_in(page: Page) -> None:
    page.get_by_role("heading", name="Start", level=1).wait_for()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Uitloggen").click()
    page.wait_for_url("**/inloggen")


def add_passkey(page: Page, name: str = "Laptop") -> None:
    page.goto("/mijn/factoren/passkey")
    page.get_by_label("Naam").fill(name)
    page.get_by_role("button", name="Passkey maken").click()


def methods_of(site: Site, name: str) -> list[SignInMethod]:
    found = sa.select(SignInSession.method).join(SignInSession.account).order_by(SignInSession.id)
    with Session(site.engine) as session:
        return list(session.scalars(found.where(Account.email == f"{name}@toets.example")))


def test_a_passkey_is_made_signs_in_alone_and_is_the_second_step(small_site: Site, open_page: Open) -> None:
    page = open_page()
    session, number = device(page)
    sign_in(page, "anna")
    be_in(page)
    add_passkey(page)
    page.wait_for_url("**/herstelcodes")
    assert page.locator(".p-codes li").count() == 10
    made = session.send("WebAuthn.getCredentials", {"authenticatorId": number})["credentials"]
    assert [(each["rpId"], each["isResidentCredential"]) for each in made] == [("localhost", True)]
    sign_out(page)

    page.goto("/inloggen?volgende=/rollen")
    page.get_by_role("button", name="Passkey gebruiken").click()
    page.wait_for_url("**/rollen")
    sign_out(page)

    sign_in(page, "anna")
    page.wait_for_url(SECOND_STEP)
    page.get_by_role("button", name="Passkey gebruiken").click()
    be_in(page)
    assert methods_of(small_site, "anna")[-3:] == [
        SignInMethod.PASSKEY,
        SignInMethod.PASSWORD,
        SignInMethod.PASSWORD_PASSKEY,
    ]


def test_alone_a_device_must_see_who_it_is(open_page: Open) -> None:
    page = open_page()
    session, number = device(page)
    sign_in(page, "bram")
    be_in(page)
    add_passkey(page)
    page.wait_for_url("**/herstelcodes")
    sign_out(page)
    session.send("WebAuthn.setUserVerified", {"authenticatorId": number, "isUserVerified": False})
    page.get_by_role("button", name="Passkey gebruiken").click()
    page.get_by_text("Het gebruiken van de passkey is niet gelukt").wait_for()
    page.goto("/rollen")
    page.wait_for_url(re.compile("/inloggen"))


def test_the_same_device_is_not_added_twice(open_page: Open) -> None:
    page = open_page()
    device(page)
    sign_in(page, "carla")
    be_in(page)
    add_passkey(page)
    page.wait_for_url("**/herstelcodes")
    add_passkey(page, "Nog eens")
    page.get_by_text("Op dit apparaat staat al een passkey voor uw account.").wait_for()


def test_an_app_and_then_a_recovery_code(open_page: Open, tmp_path: Path) -> None:
    page = open_page()
    sign_in(page, "daan")
    be_in(page)
    page.goto("/mijn/factoren")
    follow(page, "App met codes toevoegen")
    assert fits(page)
    page.get_by_text("Scannen lukt niet").click()
    secret = page.locator(".p-secret").inner_text().replace(" ", "").replace("\n", "")
    page.get_by_label("Naam").fill("Telefoon")
    page.get_by_label("Code uit de app").fill("000000")
    press(page, "App toevoegen")
    page.get_by_role("alert").get_by_text("Deze code klopt niet.").wait_for()
    page.get_by_label("Code uit de app").fill(pyotp.TOTP(secret).now())
    press(page, "App toevoegen")
    page.wait_for_url("**/herstelcodes")
    assert fits(page)
    with page.expect_download() as loading:
        page.get_by_role("button", name="Codes als bestand opslaan").click()
    saved = tmp_path / "codes.txt"
    loading.value.save_as(saved)
    codes = page.locator(".p-codes li").all_inner_texts()
    assert all(each in saved.read_text(encoding="utf-8") for each in codes)
    follow(page, "Ik heb ze bewaard, verder")
    sign_out(page)

    sign_in(page, "daan")
    page.wait_for_url(SECOND_STEP)
    assert fits(page)
    page.get_by_label("Code", exact=True).fill(codes[0].upper())
    page.keyboard.press("Enter")
    be_in(page)
    page.goto("/mijn/factoren")
    page.get_by_text("U hebt nog 9 herstelcodes.").wait_for()
    assert fits(page)


def test_without_a_script_the_pages_say_how_else(open_page: Open) -> None:
    page = open_page(javascript=False)
    page.goto("/inloggen")
    assert not page.get_by_role("button", name="Passkey gebruiken").is_visible()
    sign_in(page, "carla")
    page.wait_for_url(SECOND_STEP)
    page.get_by_text("Uw passkey werkt alleen als JavaScript aanstaat.").wait_for()
    assert not page.get_by_role("button", name="Passkey gebruiken").is_visible()


def fits(page: Page) -> bool:
    """Whether a page is accessible, and needs no sideways scrolling on any screen."""
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)
    assert violations(page) == []
    return True
