"""A page asks the database a fixed number of questions, however many networks there are."""

from collections.abc import Iterator, Sequence
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from portal.database import db
from portal.domain import clock
from portal.domain.roles import Role
from portal.models import Account, Network
from portal.queries.networks import networks_with_places
from portal.services.reports import accept_report
from portal.web.listing import PAGE_SIZE
from tests.browsing import browse, counted_queries
from tests.builders import FIRST, SECOND, accepted, adopt, fill, house, open_round, person, report_of, submit
from tests.conftest import NOW, NewDatabase, dispose, make_app

# The houses that they share take a while to build.
pytestmark = pytest.mark.xdist_group("query-counts")
FEW, MANY = 6, 60
"""Networks in the two houses."""
MOST = 12
"""Questions a page may ask, with who is signed in and the count of unread notices included."""
MORE = {
    "/rapportages/tweede/net-2": (17, "a whole report with all that belongs to it"),
    "/kamerstukken/nieuw/bijlage": (23, "makes a whole document to look at"),
    "/kamerstukken/nieuw/hoofdstuk": (25, "makes a whole document to look at"),
}
"""Pages that may ask more, and why."""
AT_FIRST = 32
"""Questions a page may ask when nothing of it is remembered, as after a change of what it tells."""
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
    ("medewerker", "/subdoelen/doel-1/beoordelen/tweede"),
    ("medewerker", "/onderbouwing"),
    ("medewerker", "/onderbouwing/net-1"),
    ("medewerker", "/maatregelen/net-1-m1/onderbouwing"),
    ("medewerker", "/moties"),
    ("medewerker", "/toezeggingen"),
    ("medewerker", "/coalitieakkoord"),
    ("medewerker", "/kamerstukken"),
    ("medewerker", "/kamerstukken/nieuw/bijlage"),
    ("medewerker", "/kamerstukken/nieuw/hoofdstuk"),
    ("medewerker", "/kamerstukken/sjablonen"),
    ("medewerker", "/brieven"),
    ("medewerker", "/brieven/nieuw"),
    ("medewerker", "/verzoeken/akkoord"),
    ("medewerker", "/kamer"),
    ("medewerker", "/kamer/verzoeken"),
    ("medewerker", "/wetstrajecten"),
    ("medewerker", "/aanbevelingen"),
    ("medewerker", "/begroting"),
    ("medewerker", "/geld"),
    ("medewerker", "/geld/verschuivingen"),
    ("medewerker", "/verantwoordingen"),
    ("medewerker", "/aanpak"),
    ("medewerker", "/bronnen"),
    ("medewerker", "/zoeken?q=net"),
    ("coordinator.net-3", "/zoeken?q=net"),
    ("medewerker", "/rollen"),
    ("medewerker", "/over"),
    ("medewerker", "/mijn/factoren"),
    ("medewerker", "/mijn/factoren/app"),
    ("medewerker", "/mijn/factoren/passkey"),
    ("medewerker", "/mijn/factoren/herstelcodes"),
    ("secretaris", "/"),
    ("secretaris", "/rapportages/eerste"),
    ("coordinator.net-3", "/"),
    ("coordinator.net-3", "/rapportages/tweede/net-3"),
    ("coordinator.net-3", "/rapportages/tweede/net-3/samenvatting"),
    ("coordinator.net-3", "/rapportages/tweede/net-3/geld"),
    ("coordinator.net-3", "/rapportages/tweede/net-3/maatregelen/net-3-m1"),
    ("coordinator.net-3", "/rapportages/tweede/net-3/maatregelen/net-3-m1/planning"),
    ("coordinator.net-3", "/rapportages/tweede/net-3/onderdelen/netwerk"),
    ("coordinator.net-3", "/rapportages/tweede/net-3/onderdelen/gegevensdeling"),
    ("coordinator.net-3", "/rapportages/tweede/net-3/maatregelen/net-3-m1/overleg"),
    ("coordinator.net-3", "/netwerken/net-3/verdeling"),
    ("coordinator.net-3", "/rapportages/tweede/net-3/indienen"),
    ("medewerker", "/maatregelen?status=on_schedule&sorteer=-titel&pagina=2"),
    ("medewerker", "/maatregelen?q=maatregel"),
    ("lezer", "/maatregelen"),
    ("lezer", "/maatregelen/net-1-m1"),
    ("medewerker", "/actiepunten"),
    ("medewerker", "/besluiten"),
    ("medewerker", "/wijzigingsverzoeken"),
    ("medewerker", "/mails"),
    ("coordinator.net-3", "/meldingen"),
    ("coordinator.net-3", "/meldingen/voorkeuren"),
    ("coordinator.net-3", "/mijn"),
    ("coordinator.net-3", "/mijn/gegevens"),
    ("coordinator.net-3", "/mijn/email"),
    ("coordinator.net-3", "/mijn/wachtwoord"),
    ("coordinator.net-3", "/mijn/sessies"),
    ("coordinator.net-3", "/mijn/auditspoor"),
    ("coordinator.net-3", "/mijn/gegevens/downloaden"),
    ("coordinator.net-3", "/bevestigen"),
    ("lezer", "/"),
    ("beheerder", "/"),
    ("beheerder", "/auditspoor"),
    ("beheerder", "/auditspoor?groep=rounds"),
    ("beheerder", "/accounts"),
    ("beheerder", "/accounts/{account}"),
    ("beheerder", "/accounts/uitnodigen"),
    ("beheerder", "/accounts/inlezen"),
    ("beheerder", "/accounts/controle"),
    ("beheerder", "/accounts/{account}/gegevens"),
    ("beheerder", "/accounts/{account}/e-mailadres"),
    ("beheerder", "/accounts/{account}/aanstellingen"),
    ("beheerder", "/accounts/{account}/uitzetten"),
    ("beheerder", "/accounts/{account}/aanzetten"),
    ("beheerder", "/accounts/{account}/overdragen"),
    ("beheerder", "/accounts/{account}/sessies"),
    ("beheerder", "/accounts/{account}/factoren"),
]


def build(session: Session, networks: int) -> int:
    """Make an adopted and an open round, with reports in every state; returns the id of an account."""
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
Houses = dict[int, tuple[Flask, int]]
"""By the number of networks: the application, and the id of an account."""


@pytest.fixture(scope="module")
def houses(new_database: NewDatabase) -> Iterator[Houses]:
    """A house with few networks and one with many, both as if somebody made them before."""
    made: Houses = {}
    for networks in (FEW, MANY):
        app = make_app(new_database())
        with app.app_context(), clock.at(NOW):
            made[networks] = (app, build(db.session, networks))
        made[networks][0].config["WTF_CSRF_ENABLED"] = False
    yield made
    for app, _account in made.values():
        dispose(app)


@pytest.fixture
def for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was remembered is not forgotten because the test is slow."""
    monkeypatch.setattr("portal.queries.remembered.LASTS", float("inf"))


def count(
    house: tuple[Flask, int], patch: pytest.MonkeyPatch, pages: Sequence[tuple[str, str]] = PAGES
) -> tuple[Counts, Counts]:
    """Open each page twice: what that took at first, and what it took when nothing had changed since."""
    app, account = house
    open_page = browse(app, patch)
    counts: tuple[Counts, Counts] = ({}, {})
    for name, path in pages:
        open_page(name, "/over")
        for each in counts:
            with counted_queries() as statements:
                open_page(name, path.format(account=account))
            each[name, path] = len(statements)
    return counts


def grown(few: Counts, many: Counts) -> dict[tuple[str, str], tuple[int, int]]:
    """The pages that do not ask the same number of questions in both houses."""
    return {page: (few[page], many[page]) for page in few if few[page] != many[page]}


def above(counts: Counts) -> Counts:
    """The pages that ask more than they may."""
    return {
        page: asked
        for page, asked in counts.items()
        if asked > (MORE[page[1]][0] if page[1] in MORE else MOST)
    }


def test_pages_cost_the_same_with_six_and_with_sixty_networks(
    houses: Houses, frozen_clock: object, for_good: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    first_of_few, few = count(houses[FEW], monkeypatch)
    first_of_many, many = count(houses[MANY], monkeypatch)
    assert grown(first_of_few, first_of_many) == {}
    assert grown(few, many) == {}
    assert above(many) == {}
    assert {page: asked for page, asked in first_of_many.items() if asked > AT_FIRST} == {}


def test_a_page_that_loads_per_row_is_noticed(
    houses: Houses, frozen_clock: object, for_good: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetful(session: Session, limit: int, offset: int) -> Sequence[Network]:
        networks = networks_with_places(session, limit, offset)
        assert not any(network.partners for network in networks)
        return networks

    monkeypatch.setattr("portal.views.networks.networks_with_places", forgetful)
    # Nobody with these roles looked at the list before: it is made here.
    pages = [("lezer", "/netwerken"), ("lezer", "/netwerken/net-1")]
    few, _again = count(houses[FEW], monkeypatch, pages)
    many, _again = count(houses[MANY], monkeypatch, pages)
    noticed = grown(few, many)
    assert list(noticed) == pages[:1]
    assert noticed[pages[0]][1] - noticed[pages[0]][0] == PAGE_SIZE - FEW
    assert above(many) == {pages[0]: many[pages[0]]}
