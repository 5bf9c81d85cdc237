"""What a report costs whoever has no mouse: pages, keystrokes and minutes, from an "unchanged" base.

Run it with `make keyboard`. Pages and keystrokes are counted in a real browser; minutes follow from them
and from the assumptions below, which are on the slow side.
"""

import logging
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from portal.database import db
from tests.browser.conftest import CHROMIUM, served
from tests.conftest import make_app
from tests.keyboard import Effort, Keyboard
from tests.reporting import report_by_keyboard
from tests.second_round import second_round

NETWORKS, MAATREGELEN = 6, 12
CHANGED = (4, 9)
LIMIT = 30

KEYSTROKE = 0.28
"""Seconds a key, also for a letter: somebody who types now and then (keystroke-level model)."""
CHOICE = 1.35
"""Seconds to decide where to go (keystroke-level model)."""
LOAD = 3.0
"""Seconds a page, waiting and finding one's way."""
READING = 15.0
"""Seconds to read again what was said of a maatregel."""
TEXT = 60.0
"""Seconds to think what to write in a field."""
NUMBER = 15.0
"""Seconds to look an amount up."""


def seconds(spent: Effort) -> float:
    """Return how long this takes, reading of the maatregelen apart."""
    return (
        (spent.keys + spent.letters) * KEYSTROKE
        + spent.choices * CHOICE
        + spent.loads * LOAD
        + spent.texts * TEXT
        + spent.numbers * NUMBER
    )


def measure(page: Page, url: str) -> Keyboard:
    """Report for the first network, from the page to sign in to the report being submitted."""
    keys = Keyboard(page)
    page.goto(f"{url}/inloggen")
    report_by_keyboard(keys, 1, MAATREGELEN, CHANGED)
    if "De rapportage is ingediend" not in page.content():
        raise RuntimeError("the report was not submitted")
    return keys


def show(keys: Keyboard) -> float:
    """Print what each part costs, as a table for docs/reporting.md; return the minutes of it all."""
    print("| Onderdeel | Pagina’s | Toetsen | Getypte tekens | Teksten | Getallen | Minuten |")
    print("| --- | --: | --: | --: | --: | --: | --: |")
    reading = READING * MAATREGELEN
    for name, each in (*keys.parts, ("Samen", keys.spent)):
        spent = seconds(each) + (reading if "maatregelen" in name or name == "Samen" else 0)
        counts = (each.loads, each.keys, each.letters, each.texts, each.numbers)
        cells = " | ".join(map(str, counts))
        print(f"| {name} | {cells} | {spent / 60:.1f}".replace(".", ",") + " |")
    return (seconds(keys.spent) + reading) / 60


def main() -> None:
    """Build the round, report once and say whether it can be done in time."""
    if CHROMIUM is None:
        raise SystemExit("chromium is not on this machine: apt install chromium")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        app = make_app(f"sqlite:///{Path(folder) / 'keyboard.sqlite3'}")
        with app.app_context():
            second_round(db.session, NETWORKS, MAATREGELEN)
            db.session.commit()
        with served(app) as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            began = time.monotonic()
            keys = measure(browser.new_page(locale="nl-NL"), site.url)
            script = time.monotonic() - began
            browser.close()
    minutes = show(keys)
    print(f"\n{NETWORKS} networks of {MAATREGELEN} maatregelen; the script itself took {script:.0f} seconds.")
    if minutes >= LIMIT:
        raise SystemExit(f"{minutes:.1f} minutes is more than {LIMIT}")


if __name__ == "__main__":
    main()
