"""A page asks the database a fixed number of questions, however many networks there are."""

from collections.abc import Sequence
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.roles import Role
from portal.models import Account, Network
from portal.queries.networks import all_networks
from portal.services.reports import accept_report
from tests.browsing import browse, counted_queries
from tests.builders import FIRST, SECOND, accepted, adopt, fill, house, open_round, person, report_of, submit
from tests.conftest import NOW, isolated, session_on

MOST = 14
"""Questions a page may ask, with who is signed in included."""
PAGES = [
    ("medewerker", "/"),
    ("medewerker", "/rapportages"),
    ("medewerker", "/rapportages/tweede"),
    ("medewerker", "/rapportages/tweede/net-2"),
    ("medewerker", "/rapportages/tweede/net-2/terugsturen"),
    ("medewerker", "/overzicht"),
    ("medewerker", "/samenhang"),
    ("medewerker", "/samenhang?as=subdoelen"),
    ("medewerker", "/samenhang?as=ketenfasen"),
    ("medewerker", "/netwerken"),
    ("medewerker", "/netwerken/net-1"),
    ("medewerker", "/maatregelen"),
    ("medewerker", "/maatregelen/net-1-m1"),
    ("medewerker", "/subdoelen"),
    ("medewerker", "/subdoelen/doel-1"),
    ("medewerker", "/moties"),
    ("medewerker", "/toezeggingen"),
    ("medewerker", "/coalitieakkoord"),
    ("medewerker", "/begroting"),
    ("medewerker", "/aanpak"),
    ("medewerker", "/bronnen"),
    ("medewerker", "/rollen"),
    ("medewerker", "/over"),
    ("secretaris", "/"),
    ("secretaris", "/rapportages/eerste"),
    ("coordinator.net-3", "/"),
    ("coordinator.net-3", "/rapportages/tweede/net-3"),
    ("coordinator.net-3", "/rapportages/tweede/net-3/samenvatting"),
    ("coordinator.net-3", "/rapportages/tweede/net-3/maatregelen/net-3-m1"),
    ("coordinator.net-3", "/rapportages/tweede/net-3/indienen"),
    ("lezer", "/"),
    ("beheerder", "/"),
    ("beheerder", "/accounts"),
    ("beheerder", "/accounts/{account}"),
]


def build(session: Session, networks: int) -> int:
    """An adopted and an open round, with reports in every state; returns the id of an account."""
    built = house(session, networks)
    person(session, "lezer", Role.READER)
    person(session, "beheerder", Role.ADMINISTRATOR)
    first = open_round(session, built, "eerste", FIRST)
    for network in built.networks:
        accepted(session, built, first, network)
    adopt(session, built, first, date(2025, 9, 1))
    second = open_round(session, built, "tweede", SECOND)
    for number, network in enumerate(built.networks):
        report = report_of(session, second, network)
        if number % 3 != 2:
            fill(session, built, report)
            submit(session, built, report, SECOND.submit_from)
        if number % 3 == 0:
            with clock.at(NOW):
                accept_report(session, built.officer, report, report.version)
    session.commit()
    return session.scalars(sa.select(Account.id).where(Account.name == "Lezer")).one()


Counts = dict[tuple[str, str], int]
"""Who opened which page, and how many questions that took."""


def count(app: Flask, networks: int, pages: Sequence[tuple[str, str]] = PAGES) -> Counts:
    with isolated(app) as connection, pytest.MonkeyPatch.context() as patch:
        with session_on(connection) as session:
            account = build(session, networks)
        open_page = browse(app, patch)
        counts = {}
        for name, path in pages:
            open_page(name, "/over")
            with counted_queries() as statements:
                open_page(name, path.format(account=account))
            counts[name, path] = len(statements)
        return counts


def grown(few: Counts, many: Counts) -> dict[tuple[str, str], tuple[int, int]]:
    """The pages that do not ask the same number of questions in both houses."""
    return {page: (few[page], many[page]) for page in few if few[page] != many[page]}


def test_pages_cost_the_same_with_six_and_with_sixty_networks(bare_app: Flask, frozen_clock: object) -> None:
    few, many = count(bare_app, 6), count(bare_app, 60)
    assert grown(few, many) == {}
    assert {page: asked for page, asked in many.items() if asked > MOST} == {}


def test_a_page_that_loads_per_row_is_noticed(
    bare_app: Flask, frozen_clock: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetful(session: Session) -> Sequence[Network]:
        networks = all_networks(session)
        assert not any(network.partners for network in networks)
        return networks

    monkeypatch.setattr("portal.views.networks.networks_with_places", forgetful)
    pages = [("medewerker", "/netwerken"), ("medewerker", "/netwerken/net-1")]
    noticed = grown(count(bare_app, 6, pages), count(bare_app, 60, pages))
    assert list(noticed) == pages[:1]
    few, many = noticed[pages[0]]
    assert many - few == 60 - 6
