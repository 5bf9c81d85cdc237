"""A whole report is written and submitted with the keys only; `make keyboard` counts a real one."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from portal.database import db
from portal.domain.workflow import ReportState
from portal.models import Report
from tests.browser.conftest import Site, Visitor, served
from tests.conftest import NewDatabase, make_app
from tests.keyboard import Keyboard
from tests.reporting import CHANGED, report_by_keyboard
from tests.second_round import second_round

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(new_database: NewDatabase) -> Iterator[Site]:
    """One network with two maatregelen that reported once before."""
    app = make_app(new_database())
    with app.app_context():
        second_round(db.session, 1, 2)
        db.session.commit()
    with served(app) as site:
        yield site


def test_a_report_by_keyboard_alone(visitor: Visitor, site_session: Session) -> None:
    page = visitor()
    keys = Keyboard(page)
    page.goto("/inloggen")
    report_by_keyboard(keys, 1, 2, changed=[1])
    expect(page.get_by_text("De rapportage is ingediend bij het programmabureau.")).to_be_visible()
    report = site_session.scalars(sa.select(Report).order_by(Report.id.desc())).first()
    assert report is not None
    assert report.state is ReportState.SUBMITTED
    changed, unchanged = report.progress
    assert changed.done.endswith(CHANGED.strip())
    assert unchanged.unchanged_since is not None
