"""Every page at both widths: accessible, valid, quiet and never wider than the screen."""

import json
import subprocess
from collections.abc import Mapping
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
from tests.browser.shapes import shapes_of
from tests.browser.steps import follow, press
from tests.catalogue import ASKS_OF_REPORT, visits
from tests.conftest import ROOT
from tests.databases import once

pytestmark = pytest.mark.browser
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
VALIDATE = ROOT / "node_modules" / ".bin" / "html-validate"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL = {"type": "tag", "values": RULES}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""All rules about colours that hold for us: nothing else can differ in the dark."""
READERS = (
    "medewerker1.programmabureau",
    "secretaris.stuurgroep",
    "coordinator.rotterdam",
    "coordinator.noordzeekanaalgebied",
    "beheerder",
    "lezer.rotterdam",
)
ON_A_PHONE = {"medewerker1.programmabureau", "coordinator.rotterdam"}
"""Whose pages axe also reads on a phone: who sees most, and who writes; others see the same parts."""
# Areas that look the same to everybody who may open them, so that one reader sees them for all.
FOR_ALL = {
    *("networks", "goals", "moties", "budget", "chain", "documents", "roles", "indicators", "displacement"),
    *("own", "own_email", "own_password", "own_sessions", "own_data", "confirming"),
    *("factors", "authenticator_apps", "passkeys", "recovery_codes"),
    *(
        "full_text",
        "screening",
        "comparison",
        "dependencies",
        "vocabulary",
        "decisions",
        "underpinning_overview",
    ),
}
MORE = [
    "/samenhang?as=subdoelen",
    "/samenhang?as=ketenfasen",
    "/maatregelen?q=xyz",
    "/zoeken?q=haven",
    "/zoeken?q=xyz",
    "/bestaat-niet",
]
NOT_PAGES = {
    "account_imports.csv_template",
    "account_imports.xlsx_template",
    "ask_evidence.moved",
    "health.healthz",
    "health.readyz",
    "metrics.metrics",
    "security_txt.show",
    # The demonstration has no provider; tests/oidc looks at these pages.
    "single_sign_on.start",
    "single_sign_on.finish",
    "single_sign_on.own",
    "single_sign_on.ask",
    "evidence.download",
    "exports.csv",
    "exports.xlsx",
    "letters.download",
    "meeting_documents.action_list",
    "meeting_documents.book",
    "meeting_documents.decision_list",
    "issued.download",
    "word_templates.download",
    "money_overview.export",
    "own_data.json",
    "own_data.xlsx",
    "staying.left",
    "observation_exports.csv",
    "observation_exports.xlsx",
    "observation_imports.csv_template",
    "observation_imports.xlsx_template",
    # Only what the server just did has a number; the list of them is a page like any other.
    "profile.show",
    "progress_exports.csv",
    "progress_exports.xlsx",
    "statements.export",
    "workbooks.download",
}


SEEN: dict[str, set[str]] = {}
"""What axe has read of each kind of page: another reader's page made of nothing else says nothing new."""


def pages_for(site: Site, session: Session, local_part: str) -> Mapping[str, str]:
    """The addresses this persona may open and whose they are, each kind for each state of a report once."""
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
    # Let go of the database: the server must be able to write that a file was fetched.
    session.rollback()
    pages = {url: endpoint for (endpoint, _state), url in found.items()}
    return pages | (dict.fromkeys(MORE, "") if local_part == READERS[0] else {})


def is_new(endpoint: str, html: str, width: int) -> bool:
    """Whether this kind of page has something at this width that axe did not read yet."""
    seen, shapes = SEEN.setdefault(f"{endpoint} {width}", set()), shapes_of(html)
    before = len(seen)
    seen |= shapes
    return len(seen) > before


def violations(page: Page, rules: Mapping[str, object] = ALL) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    result: dict[str, Any] = page.evaluate(
        "rules => axe.run({runOnly: rules, resultTypes: ['violations']})", rules
    )
    return [f"{found['id']}: {found['nodes'][0]['html'][:160]}" for found in result["violations"]]


def violations_in_the_dark(page: Page) -> list[str]:
    """Look again with the colours of the night, and leave the page as it was."""
    page.emulate_media(color_scheme="dark")
    found = violations(page, COLOURS)
    page.emulate_media(color_scheme="light")
    return found


@once("pages look the same on both databases; SQLite shows them, the round is played on both")
@pytest.mark.sweep
@pytest.mark.parametrize("local_part", READERS)
def test_every_page_is_accessible_and_fits(
    visitor: Visitor, site: Site, site_session: Session, local_part: str, tmp_path: Path
) -> None:
    page = visitor(local_part)
    faults, files, html = [], [], ""
    for number, (url, endpoint) in enumerate(pages_for(site, site_session, local_part).items()):
        for width in (1280, 390, 320):
            page.set_viewport_size({"width": width, "height": 900})
            if width == 1280:
                answer = page.goto(url)
                assert answer is not None
                assert answer.status < 500, url
                files.append(tmp_path / f"{number}.html")
                html = answer.text()
                files[-1].write_text(html, encoding="utf-8")
            read = width == 1280 or (width == 390 and local_part in ON_A_PHONE)
            if read and is_new(endpoint, html, width):
                faults += [f"{url} at {width}: {fault}" for fault in violations(page)]
            if width == 1280 and local_part == READERS[0]:
                faults += [f"{url} in the dark: {fault}" for fault in violations_in_the_dark(page)]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                faults.append(f"{url} is wider than {width}")
    assert faults == []
    validate(files)


def validate(files: list[Path]) -> None:
    """Let html-validate read every page as the server sent it."""
    configuration = files[0].parent / ".htmlvalidate.json"
    rules = {
        "long-title": "off",
        "no-trailing-whitespace": "off",
        "no-inline-style": "error",
        "void-style": "off",
        # A group of checkboxes shares its name, as HTML intends.
        "form-dup-name": ["error", {"shared": ["radio", "checkbox", "button", "reset", "submit"]}],
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
    follow(page, "Rapportage Rotterdam invullen")
    follow(page, "Internationale samenwerking")
    page.get_by_label("Wat is er gedaan?").fill("Zonder JavaScript ingevuld.")
    press(page, "Opslaan")
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
    page.get_by_role("link", name="Crimineel vermogen afpakken", exact=True).focus()
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
