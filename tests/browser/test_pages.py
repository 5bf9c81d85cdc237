"""Every page at both widths: accessible, valid, quiet and never wider than the screen."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from portal.access.identify import identify
from portal.access.policy import READ_STATE, Permission
from portal.queries.accounts import account_by_email
from portal.web.doors import Door, lock_of
from tests.browser.conftest import Site, Visitor
from tests.catalogue import ASKS_OF_REPORT, visits
from tests.conftest import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
VALIDATE = ROOT / "node_modules" / ".bin" / "html-validate"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
READERS = (
    "medewerker1.programmabureau",
    "secretaris.stuurgroep",
    "coordinator.rotterdam",
    "coordinator.noordzeekanaalgebied",
    "beheerder",
    "lezer.rotterdam",
)
on_one_database = pytest.mark.skipif(
    os.environ.get("PORTAL_TEST_DATABASE") == "postgres",
    reason="pages look the same on both databases; SQLite shows them, the round is played on both",
)
# Areas that look the same to everybody who may open them, so that one reader sees them for all.
FOR_ALL = {"networks", "goals", "moties", "budget", "chain", "documents", "roles"}
MORE = ["/samenhang?as=subdoelen", "/samenhang?as=ketenfasen", "/maatregelen?q=xyz", "/bestaat-niet"]
NOT_PAGES = {"health.healthz", "health.readyz"}


def pages_for(site: Site, session: Session, local_part: str) -> list[str]:
    """The addresses this persona may open, each kind of page for each state of a report once."""
    account = account_by_email(session, f"{local_part}@mainportaal.example")
    principal = identify(session, account.id) if account else None
    assert principal is not None
    found: dict[tuple[str, object], str] = {}
    for visit in visits(site.app, session):
        lock = lock_of(site.app, visit.endpoint)
        if visit.method != "GET" or visit.endpoint in NOT_PAGES:
            continue
        if isinstance(lock, Permission) and not principal.allows(lock):
            continue
        if visit.state is not None:
            asked = ASKS_OF_REPORT[visit.endpoint] or READ_STATE[visit.state]
            readable = principal.allows(READ_STATE[visit.state], visit.network_id)
            if not (readable and principal.allows(asked, visit.network_id)):
                continue
        if local_part != READERS[0] and (lock is Door.PUBLIC or visit.endpoint.partition(".")[0] in FOR_ALL):
            continue
        found.setdefault((visit.endpoint, visit.state), visit.url)
    return [*found.values(), *(MORE if local_part == READERS[0] else [])]


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result: dict[str, Any] = page.evaluate(
        "rules => axe.run({runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})", RULES
    )
    return [f"{found['id']}: {found['nodes'][0]['html'][:160]}" for found in result["violations"]]


@on_one_database
@pytest.mark.parametrize("local_part", READERS)
def test_every_page_is_accessible_and_fits(
    visitor: Visitor, site: Site, site_session: Session, local_part: str, tmp_path: Path
) -> None:
    page = visitor(local_part)
    faults, files = [], []
    for number, url in enumerate(pages_for(site, site_session, local_part)):
        for width in (1280, 390, 320):
            page.set_viewport_size({"width": width, "height": 900})
            if width == 1280:
                answer = page.goto(url)
                assert answer is not None
                assert answer.status < 500, url
                files.append(tmp_path / f"{number}.html")
                files[-1].write_text(answer.text(), encoding="utf-8")
            if width != 320:
                faults += [f"{url} at {width}: {fault}" for fault in violations(page)]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                faults.append(f"{url} is wider than {width}")
    assert faults == []
    validate(files)


@on_one_database
def test_dark_is_accessible_too(visitor: Visitor, site: Site, site_session: Session) -> None:
    page = visitor("medewerker1.programmabureau")
    page.emulate_media(color_scheme="dark")
    faults = []
    for url in pages_for(site, site_session, "medewerker1.programmabureau"):
        page.goto(url)
        faults += [f"{url}: {fault}" for fault in violations(page)]
    assert faults == []


def validate(files: list[Path]) -> None:
    """Let html-validate read every page as the server sent it."""
    configuration = files[0].parent / ".htmlvalidate.json"
    rules = {
        "long-title": "off",
        "no-trailing-whitespace": "off",
        "no-inline-style": "error",
        "void-style": "off",
    }
    configuration.write_text(
        json.dumps({"root": True, "extends": ["html-validate:recommended"], "rules": rules})
    )
    done = subprocess.run(  # noqa: S603 - the validator of the project on files of this test
        [str(VALIDATE), "--formatter", "text", *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout[:3000] + done.stderr[:500]


def test_everything_works_without_javascript(visitor: Visitor) -> None:
    page = visitor("coordinator.rotterdam", javascript=False)
    page.get_by_role("main").get_by_role("link", name="Rapportage Rotterdam invullen").click()
    page.get_by_role("main").get_by_role("link", name="Internationale samenwerking").click()
    page.get_by_label("Wat is er gedaan?").fill("Zonder JavaScript ingevuld.")
    page.get_by_role("button", name="Opslaan", exact=True).click()
    assert "‘Internationale samenwerking’ is opgeslagen." in page.content()


def test_a_form_is_filled_in_by_keyboard_alone(visitor: Visitor) -> None:
    page = visitor("coordinator.rotterdam")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Naar de inhoud"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Rapportage Rotterdam invullen"
    page.keyboard.press("Enter")
    page.wait_for_url("**/rotterdam")
    page.get_by_role("link", name="Crimineel vermogen afpakken").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/rtm-03")
    page.get_by_label("Op schema", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Met het toetsenbord ingevuld.")
    page.get_by_role("button", name="Opslaan", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/rotterdam")
    assert "‘Crimineel vermogen afpakken’ is opgeslagen." in page.content()
