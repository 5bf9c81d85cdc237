"""Pages stand still while they come in, and bring their figures with them."""

import time
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route

from tests.browser.conftest import Visitor
from tests.databases import once

pytestmark = [pytest.mark.browser, once("how a page comes in is the same on both databases")]
OFFICE, NETWORK = "medewerker1.programmabureau", "coordinator.rotterdam"
PAGES = {
    OFFICE: [
        "/",
        "/overzicht",
        "/samenhang",
        "/maatregelen",
        "/maatregelen/rtm-01",
        "/aanpak",
        "/verplaatsing",
    ],
    NETWORK: ["/", "/rapportages", "/indicatoren"],
}
WITH_FIGURES = ["/aanpak", "/verplaatsing", "/onderbouwing", "/indicatoren/ind-01"]
LATE = 0.4
"""Seconds after which the font comes, when the text has long been drawn."""
UNSEEN = 0.01
"""A page in two parts widens the columns of a table by less than this; a font that swaps moves more."""
SHIFTS = """() => new Promise((done) => {
  const seen = (list) => done(list.getEntries().map((entry) => entry.value));
  new PerformanceObserver(seen).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done([]), 300);
})"""


def come_late(route: Route) -> None:
    """Bring a file as a slow line does."""
    time.sleep(LATE)
    route.continue_()


def shifts(page: Page, path: str) -> list[str]:
    """Tell how much of a page moves each time that it is opened, and not by a chance pause half-way."""
    found: list[str] = []
    for _time in range(3):
        page.goto(path, wait_until="networkidle")
        page.evaluate("document.fonts.ready")
        found = [f"{path} moved {moved}" for moved in page.evaluate(SHIFTS) if moved > UNSEEN]
        if not found:
            break
    return found


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_moves_while_a_page_comes_in(visitor: Visitor, name: str, width: int) -> None:
    page = visitor(name, width)
    # Who routes, keeps nothing: every page is a first visit.
    page.route("**/*.woff2", come_late)
    assert [moved for path in PAGES[name] for moved in shifts(page, path)] == []


def test_figures_come_with_the_page(visitor: Visitor) -> None:
    page = visitor(OFFICE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    for path in WITH_FIGURES:
        page.goto(path, wait_until="networkidle")
        assert page.locator("svg.fig").count(), path
    assert [path for path in asked if not path.startswith("/static/build/")] == WITH_FIGURES
    drawings = {path.rpartition("/")[2] for path in asked if path.endswith(".svg")}
    assert drawings <= {"mark.svg", "icons.svg", "chevron.svg"}
