"""Staying signed in, as a browser sees it: warned in time, kept by a button, and told when it is over."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page, expect

from portal.database import db
from portal.domain.accounts import IDLE
from portal.domain.roles import Role
from portal.models import SignInSession
from tests.browser.conftest import Site, served
from tests.browser.steps import sign_in
from tests.builders import person
from tests.conftest import NewDatabase, make_app

pytestmark = pytest.mark.browser
FORM = "/mijn/gegevens"
WARNING = "U wordt zo uitgelogd"


@pytest.fixture(scope="session")
def quiet_site(new_database: NewDatabase) -> Iterator[Site]:
    """A portal with one person and nothing else, at the real time."""
    app = make_app(new_database())
    with app.app_context():
        person(db.session, "een", Role.PROGRAMME_OFFICER)
        db.session.commit()
    with served(app) as site:
        yield site


@pytest.fixture
def page(browser: Browser, quiet_site: Site) -> Iterator[Page]:
    """The form with the name, on a clock that the test moves."""
    context = browser.new_context(base_url=quiet_site.url)
    shown = context.new_page()
    sign_in(shown, "een@toets.example")
    shown.clock.install()
    shown.goto(FORM)
    yield shown
    context.close()


def used(site: Site, ago: timedelta) -> None:
    """Let the last use of every session be so long ago."""
    with site.engine.begin() as connection:
        connection.execute(sa.update(SignInSession).values(last_seen_at=datetime.now(UTC) - ago))


def wait(page: Page, **passed: int) -> None:
    """Let time pass in the browser, until the script has looked again."""
    page.clock.fast_forward(int(timedelta(**passed).total_seconds() * 1000))
    page.clock.run_for(16_000)


def test_nothing_is_said_while_there_is_time(page: Page, quiet_site: Site) -> None:
    wait(page, minutes=20)
    expect(page.get_by_text(WARNING)).to_be_hidden()


def test_who_was_busy_in_another_tab_is_not_warned(page: Page, quiet_site: Site) -> None:
    with page.expect_response("**/mijn/sessie"):
        wait(page, minutes=26)
    expect(page.get_by_text(WARNING)).to_be_hidden()


def test_a_button_keeps_the_session_and_gives_the_field_back(page: Page, quiet_site: Site) -> None:
    used(quiet_site, IDLE - timedelta(minutes=4))
    page.get_by_label("Naam").focus()
    wait(page, minutes=26)
    expect(page.get_by_role("alert")).to_contain_text(WARNING)
    with page.expect_response("**/mijn/sessie/verlengen") as answer:
        page.get_by_role("button", name="Ingelogd blijven").click()
    assert answer.value.json()["idle"] == IDLE.total_seconds()
    expect(page.get_by_text(WARNING)).to_be_hidden()
    expect(page.get_by_label("Naam")).to_be_focused()


def test_who_types_is_not_idle(page: Page, quiet_site: Site) -> None:
    used(quiet_site, timedelta(minutes=20))
    wait(page, minutes=10)
    with page.expect_response("**/mijn/sessie/verlengen") as answer:
        page.get_by_label("Naam").press_sequentially("x")
    assert answer.value.json()["idle"] == IDLE.total_seconds()


def test_when_it_is_over_the_page_says_that_the_text_comes_back(page: Page, quiet_site: Site) -> None:
    used(quiet_site, IDLE)
    wait(page, minutes=31)
    expect(page.get_by_role("alert")).to_contain_text("Uw sessie is voorbij")


def test_the_last_minutes_of_twelve_hours_are_told(page: Page, quiet_site: Site) -> None:
    with quiet_site.engine.begin() as connection:
        soon = datetime.now(UTC) + timedelta(minutes=10)
        connection.execute(sa.update(SignInSession).values(expires_at=soon))
    page.goto(FORM)
    expect(page.get_by_role("alert")).to_contain_text("Uw sessie loopt af")
    expect(page.get_by_role("button", name="Ingelogd blijven")).to_be_hidden()
