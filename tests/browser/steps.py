"""Steps on a page; each ends when the next page is there, so that no test runs ahead of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

from portal.demo.personas import PASSWORD

# A machine that does everything at once may take its time; what never comes is told all the same.
expect.set_options(timeout=20_000)


@contextmanager
def next_page(page: Page) -> Iterator[None]:
    """Wait for the page that this block leads to: a click returns as soon as the mouse is up."""
    with page.expect_event("load"):
        yield


def press(page: Page, name: str) -> None:
    """Press the one button of this name; it sends a form."""
    button = page.get_by_role("main").get_by_role("button", name=name, exact=True)
    with next_page(page):
        button.click()


def follow(page: Page, name: str) -> None:
    """Follow the first link with this name."""
    link = page.get_by_role("main").get_by_role("link", name=name, exact=True).first
    with next_page(page):
        link.click()


def give_password(page: Page, email: str, password: str = PASSWORD) -> None:
    """Fill in the first form of signing in; what comes next may be a refusal or a second step."""
    page.goto("/inloggen")
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord", exact=True).fill(password)
    press(page, "Inloggen")


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Sign in with a name and a password, up to the first page."""
    give_password(page, email, password)
    page.wait_for_url("**/")
