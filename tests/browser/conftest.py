"""A real browser against a real server, on a demonstration world of its own."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from portal.database import db
from portal.demo.world import build_world
from portal.domain.audit import SYSTEM
from portal.services.plan import check_plan, load_plan
from tests.browser.steps import sign_in
from tests.conftest import ROOT, NewDatabase, make_app

# Without the window that nobody looks at, the same browser asks a fifth less of the machine.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, _NAMES)), None)


@dataclass
class Site:
    """Where the portal is served for the browser."""

    app: Flask
    url: str
    engine: sa.Engine
    noise: list[str] = field(default_factory=list)
    """Everything the browser complained about."""


@contextmanager
def served(app: Flask) -> Iterator[Site]:
    """Serve an application for as long as the block lasts."""
    with app.app_context():
        engine = db.engine
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Site(app, f"http://127.0.0.1:{server.server_port}", engine)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        engine.dispose()


@pytest.fixture(scope="session")
def site(new_database: NewDatabase) -> Iterator[Site]:
    app = make_app(new_database())
    with app.app_context():
        load_plan(db.session, check_plan(ROOT / "config" / "plan"), SYSTEM)
        for _step in build_world(db.session):
            pass
        db.session.commit()
    with served(app) as site:
        yield site


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for as long as the tests of one file run: Flask cannot work beside its event loop."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have chromium")
        pytest.skip("chromium is not on this machine: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


Visitor = Callable[..., Page]


def hear(site: Site, message: ConsoleMessage) -> None:
    """Note a complaint; that a page answers 404 or 409 is told by the test, that a file is missing is not."""
    if not message.text.startswith("Failed to load resource") or "/static/" in message.location.get(
        "url", ""
    ):
        site.noise.append(f"{message.type}: {message.text}")


@pytest.fixture
def visitor(site: Site, browser: Browser) -> Iterator[Visitor]:
    """Open a window as a persona; everything the browser complains about fails the test."""
    contexts: list[BrowserContext] = []
    site.noise.clear()

    def start(local_part: str | None = None, width: int = 1280, *, javascript: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            base_url=site.url,
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            java_script_enabled=javascript,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: hear(site, message))
        page.on("pageerror", lambda error: site.noise.append(str(error)))
        if local_part:
            sign_in(page, f"{local_part}@mainportaal.example")
        return page

    yield start
    for context in contexts:
        context.close()
    assert site.noise == []


@pytest.fixture
def site_session(site: Site) -> Iterator[Session]:
    """A session of the test itself; an application context does not go with the loop of the browser."""
    with Session(site.engine) as session:
        yield session
