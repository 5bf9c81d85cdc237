"""What a page weighs on the way to a browser: the first time with all that comes with it, then by itself."""

import re
from pathlib import PurePosixPath

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.models import Period
from tests.conftest import ROOT, SignIn

FIRST_VISIT, LATER_VISIT = 60_000, 15_000
OFFICE, NETWORK = "medewerker1.programmabureau", "coordinator.rotterdam"
OWN_REPORT = "/rapportages/{open}/rotterdam"
ADOPTED_REPORT = "/rapportages/{adopted}/rotterdam"
PAGES = [
    (OFFICE, "/"),
    (OFFICE, "/overzicht"),
    (OFFICE, "/samenhang"),
    (OFFICE, "/maatregelen"),
    (OFFICE, "/maatregelen/rtm-01"),
    (OFFICE, "/moties"),
    (OFFICE, "/rapportages"),
    (OFFICE, ADOPTED_REPORT),
    (OFFICE, "/kamer"),
    (NETWORK, "/"),
    (NETWORK, OWN_REPORT),
    (NETWORK, OWN_REPORT + "/maatregelen/rtm-03"),
]
ASKED = {"Accept-Encoding": "gzip, deflate, br", "Sec-Fetch-Site": "same-origin"}
ON_PAGE = re.compile(r'(?:href|src)="(/static/[^"#?]+)')
IN_STYLES = re.compile(r"url\([\"']?(?:\./)?([\w-]+\.(?:woff2|svg))")
ONLY_SOMETIMES = re.compile("latin-ext|-dark")
"""Letters and colours that few people need: a browser fetches them for nobody else."""


def weight(client: FlaskClient, path: str) -> int:
    """Return how many bytes come over the line."""
    answer = client.get(path, headers=ASKED)
    assert answer.status_code == 200, path
    return len(answer.get_data())


def files_of(client: FlaskClient, page: str) -> set[str]:
    """Return what a browser fetches with a page."""
    files = set(ON_PAGE.findall(page))
    for sheet in [file for file in files if file.endswith(".css")]:
        folder = PurePosixPath(sheet).parent
        named = IN_STYLES.findall(client.get(sheet).get_data(as_text=True))
        files |= {str(folder / name) for name in named if not ONLY_SOMETIMES.search(name)}
    return files


@pytest.mark.parametrize(("name", "path"), PAGES)
def test_a_page_stays_light(sign_in: SignIn, db_session: Session, name: str, path: str) -> None:
    newest = sa.select(Period.state, Period.code).order_by(Period.observes_from)
    path = path.format_map({state.value: code for state, code in db_session.execute(newest)})
    client = sign_in(f"{name}@mainportaal.example")
    page = weight(client, path)
    files = files_of(client, client.get(path).get_data(as_text=True))
    assert {PurePosixPath(file).suffix for file in files} == {".css", ".js", ".svg", ".woff2"}
    assert page <= LATER_VISIT
    assert page + sum(weight(client, file) for file in files) <= FIRST_VISIT


def test_the_stylesheet_has_only_what_pages_can_ask_for() -> None:
    styles = (ROOT / "static" / "build" / "app.css").read_text(encoding="utf-8")
    assert ".nl-button--primary" in styles
    assert ".utrecht-alert--warning" in styles, "a name that gets its end on the page"
    assert ".utrecht-select--invalid" in styles
    assert ".utrecht-table__cell--numeric" not in styles


def test_no_template_hides_the_beginning_of_a_class() -> None:
    hidden = re.compile(r"[\"'](?:--|__)\w")
    assert hidden.search('{{ look ~ "--invalid" }}')
    for file in ROOT.glob("templates/**/*.html"):
        assert not hidden.search(file.read_text(encoding="utf-8")), f"the build cannot read it: {file.name}"
