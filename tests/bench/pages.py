"""What each page costs on the demonstration world, beside a bare page of 100 rows in the same run.

Run it with `make bench`. Times are medians of processor time, so that two runs agree; compare ratios,
not milliseconds.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask, render_template_string
from flask.testing import FlaskClient

from portal.database import db
from portal.demo.personas import PASSWORD
from portal.demo.world import build_world
from portal.domain.audit import SYSTEM
from portal.models import Period
from portal.queries.periods import open_period_now
from portal.services.plan import check_plan, load_plan
from tests.browsing import counted_queries
from tests.conftest import ROOT, dispose, make_app

ROUNDS = 15
BARE = "<table>{% for row in rows %}<tr><td>{{ row }}</td><td>{{ row * 2 }}</td></tr>{% endfor %}</table>"
PAGES = [
    ("medewerker1.programmabureau", "/"),
    ("lid1.stuurgroep", "/overzicht"),
    ("lid1.stuurgroep", "/samenhang"),
    ("lid1.stuurgroep", "/maatregelen"),
    ("lid1.stuurgroep", "/maatregelen/ovk-02"),
    ("lid1.stuurgroep", "/moties/mot-mutluer"),
    ("lid1.stuurgroep", "/begroting"),
    ("lid1.stuurgroep", "/aanpak"),
    ("lid1.stuurgroep", "/rapportages"),
    ("coordinator.rotterdam", "/rapportages/{period}/rotterdam"),
    ("coordinator.rotterdam", "/rapportages/{period}/rotterdam/maatregelen/rtm-01"),
]


def yardstick() -> Callable[[], object]:
    """A bare Flask page of 100 rows: what any page costs at least."""
    app = Flask(__name__)
    app.add_url_rule("/", "bare", lambda: render_template_string(BARE, rows=range(100)))
    client = app.test_client()
    return lambda: client.get("/")


def cost(job: Callable[[], object]) -> float:
    """Median milliseconds of processor time, after two rounds that do not count."""
    spent = []
    for number in range(ROUNDS + 2):
        began = time.process_time()
        job()
        if number > 1:
            spent.append((time.process_time() - began) * 1000)
    return statistics.median(spent)


def sign_in(app: Flask, local_part: str) -> FlaskClient:
    """Return the browser of a persona."""
    client = app.test_client()
    data = {"email": f"{local_part}@mainportaal.example", "wachtwoord": PASSWORD}
    client.post("/inloggen", data=data)
    return client


def world(folder: str) -> tuple[Flask, Period]:
    """Build the demonstration world on SQLite."""
    app = make_app(f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        load_plan(db.session, check_plan(ROOT / "config" / "plan"), SYSTEM)
        for _step in build_world(db.session):
            pass
        db.session.commit()
        period = open_period_now(db.session)
        if period is None:
            raise RuntimeError("the demonstration has no open period")
        db.session.expunge(period)
    return app, period


def main() -> None:
    """Print a row per page: processor time, how many times the bare page, queries and bytes."""
    with tempfile.TemporaryDirectory() as folder:
        app, period = world(folder)
        bare = cost(yardstick())
        print(f"{'page':52} {'cpu ms':>8} {'x bare':>7} {'queries':>8} {'bytes':>8}")
        print(f"{'bare page of 100 rows':52} {bare:8.2f} {1:7.1f}")
        for local_part, path in PAGES:
            client, url = sign_in(app, local_part), path.format(period=period.code)
            with counted_queries() as statements:
                size = len(client.get(url).get_data())
            spent = cost(lambda client=client, url=url: client.get(url))  # type: ignore[misc]
            print(f"{url:52} {spent:8.2f} {spent / bare:7.1f} {len(statements):8} {size:8}")
        dispose(app)


if __name__ == "__main__":
    main()
