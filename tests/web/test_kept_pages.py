"""Pages that are kept: new after a change, for nobody with other roles, and with the token of who looks."""

import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.database import db
from portal.domain.roles import Role
from portal.models import Network, Period
from tests.browsing import counted_queries, signed_in
from tests.builders import FIRST, House, accept, fill, house, open_round, person, report_of, submit
from tests.conftest import NewDatabase, dispose, make_app

PAGE = "/maatregelen/net-1-m1"
STATE = "Op schema"


@pytest.fixture
def app(new_database: NewDatabase, frozen_clock: object) -> Iterator[Flask]:
    """An application where what somebody does is really kept."""
    app = make_app(new_database())
    yield app
    dispose(app)


@pytest.fixture
def built(app: Flask) -> House:
    """A report waits for acceptance; two may read it then, two only once it is adopted."""
    with app.app_context():
        made = house(db.session, 2)
        for name, role in (
            ("lezer", Role.READER),
            ("lid", Role.STEERING_MEMBER),
            ("ander", Role.STEERING_MEMBER),
        ):
            person(db.session, name, role)
        period = open_round(db.session, made, "eerste", FIRST)
        report = report_of(db.session, period, made.networks[0])
        fill(db.session, made, report)
        submit(db.session, made, report, FIRST.submit_from)
        db.session.commit()
    return made


def look(app: Flask, name: str, address: str = PAGE) -> str:
    answer = signed_in(app, f"{name}@toets.example").get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def main_part(page: str) -> str:
    return page[page.index("<main") :]


def test_a_page_is_made_anew_after_a_change_and_only_then(app: Flask, built: House) -> None:
    assert "Nog geen rapportage" not in look(app, "lid")
    panel = "Laatste geaccepteerde status</h2>"
    assert "Geen geaccepteerde rapportage" in look(app, "lid").partition(panel)[2][:600]
    client = signed_in(app, "ander@toets.example")
    with counted_queries() as statements:
        kept = client.get(PAGE).get_data(as_text=True)
    assert not any("FROM maatregel_progress" in each for each in statements)
    assert main_part(kept) == main_part(look(app, "lid"))
    with app.app_context():
        report = report_of(
            db.session,
            db.session.scalars(sa.select(Period)).one(),
            db.session.scalars(sa.select(Network).where(Network.code == "net-1")).one(),
        )
        accept(db.session, built, report, FIRST.submit_from)
        db.session.commit()
    assert STATE in look(app, "lid").partition(panel)[2][:600]


def test_who_may_read_less_gets_another_page(app: Flask, built: House) -> None:
    assert "Tekst, gedaan" in look(app, "lid")
    assert "Tekst, gedaan" not in look(app, "lezer")
    assert "Tekst, gedaan" in look(app, "coordinator.net-1")
    assert "Tekst, gedaan" not in look(app, "coordinator.net-2")


def test_the_forms_on_a_kept_page_have_the_token_of_who_looks(app: Flask, built: House) -> None:
    found = [
        re.findall(r'name="csrf_token" value="([^"]+)"', look(app, name, "/geld"))
        for name in ("lid", "ander")
    ]
    for tokens in found:
        assert len(tokens) > 1
        assert len(set(tokens)) == 1
    assert found[0][0] != found[1][0]


def test_who_answers_for_it_can_be_said_on_a_kept_page(app: Flask, built: House) -> None:
    assert "Eigenaar aanwijzen" in look(app, "medewerker")
    assert "Eigenaar aanwijzen" in look(app, "medewerker")
    assert "Eigenaar aanwijzen" not in look(app, "lid")
