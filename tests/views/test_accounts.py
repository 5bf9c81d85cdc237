"""The list of accounts and one account: filters, the file, name and address; and no sight of content."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.accounts import FactorKind
from portal.domain.audit import SYSTEM, AuditAction
from portal.domain.roles import Role
from portal.models import SecondFactor
from portal.services.accounts import give_appointment, set_active
from portal.services.inviting import Guest, invite
from tests.administering import Office, browser, make_office, told
from tests.browsing import counted_queries


@pytest.fixture
def office(bare_session: Session) -> Office:
    """A house in which people differ in everything the list can filter on."""
    office = make_office(bare_session)
    office.reader.organisation = "Auditdienst"
    office.reader.last_signed_in_at = clock.now() - timedelta(days=100)
    office.admin.last_signed_in_at = clock.now()
    bare_session.add(
        SecondFactor(
            account_id=office.admin.id,
            kind=FactorKind.TOTP,
            name="Telefoon",
            created_at=clock.now(),
            confirmed_at=clock.now(),
            sealed_secret="dicht",
        )
    )
    guest = Guest("Genodigde", "gast@toets.example", "Gemeente", Role.READER, None, clock.today())
    invite(bare_session, office.actor, guest)
    set_active(bare_session, SYSTEM, office.account("partner.net-2"), active=False)
    soon = clock.today() + timedelta(days=30)
    give_appointment(bare_session, SYSTEM, office.second, Role.STEERING_MEMBER, None, clock.today(), soon)
    bare_session.commit()
    return office


@pytest.fixture
def admin(bare_app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    return browser(bare_app, monkeypatch)


def rows_of(page: str) -> str:
    return page.partition("<tbody")[2].partition("</tbody")[0]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=auditdienst", {"Lezer"}),
        ("status=invited", {"Genodigde"}),
        ("status=off", {"Partner.Net-2"}),
        ("rol=administrator", {"Beheerder", "Beheerder2"}),
        ("netwerk=net-1", {"Coordinator.Net-1", "Partner.Net-1"}),
        ("rol=coordinator&netwerk=net-1", {"Coordinator.Net-1"}),
        ("factor=ja", {"Beheerder"}),
        ("loopt-af=30-dagen", {"Beheerder2"}),
        ("ingelogd=90-dagen", {"Lezer"}),
        ("ingelogd=nooit&status=active&rol=steering_secretary", {"Secretaris"}),
        ("q=niemand", set()),
    ],
)
def test_each_filter_finds_who_is_asked_for(admin: FlaskClient, query: str, names: set[str]) -> None:
    page = told(admin.get(f"/accounts?{query}"))
    everybody = {
        "Beheerder",
        "Beheerder2",
        "Genodigde",
        "Lezer",
        "Medewerker",
        "Secretaris",
        *(f"{who}.Net-{n}" for who in ("Coordinator", "Partner") for n in (1, 2)),
    }
    assert {name for name in everybody if f">{name}</a>" in rows_of(page)} == names
    assert ("Geen accounts gevonden" in page) == (not names)


def test_odd_filters_and_pages_are_ignored(admin: FlaskClient) -> None:
    page = told(admin.get("/accounts?status=koning&rol=x&pagina=9999999999&sorteer=wachtwoord&factor=%00"))
    assert "10 accounts gevonden" in page


def test_the_list_is_sorted_and_costs_the_same(admin: FlaskClient, office: Office) -> None:
    page = rows_of(told(admin.get("/accounts?sorteer=-naam")))
    assert page.index(">Secretaris</a>") < page.index(">Beheerder</a>")
    page = rows_of(told(admin.get("/accounts?sorteer=-ingelogd")))
    assert page.index(">Beheerder</a>") < page.index(">Lezer</a>") < page.index(">Medewerker</a>")
    with counted_queries() as few:
        admin.get("/accounts")
    for number in range(30):
        guest = Guest("Nog een", f"nog{number}@toets.example", "G", Role.READER, None, clock.today())
        invite(office.session, office.actor, guest)
    office.session.commit()
    with counted_queries() as many:
        assert "nl-link" in told(admin.get("/accounts"))
    assert len(few) == len(many) <= 12


def test_the_file_holds_what_was_filtered_and_is_recorded(admin: FlaskClient, office: Office) -> None:
    answer = admin.post("/accounts/exporteren?status=invited", data={"bestand": "xlsx"})
    assert answer.status_code == 200
    book = CalamineWorkbook.from_filelike(BytesIO(answer.data))
    rows = book.get_sheet_by_name("Accounts").to_python()
    assert [row[0] for row in rows] == ["Naam", "Genodigde"]
    assert "DEMONSTRATIE" in str(book.get_sheet_by_name("Over deze export").to_python())
    assert office.events(AuditAction.EXPORTED)[0].details == {"format": "xlsx", "count": 1}
    csv = admin.post("/accounts/exporteren", data={"bestand": "csv"}).get_data(as_text=True)
    assert "gast@toets.example" in csv
    assert "Uitgezet" in csv
    assert admin.post("/accounts/exporteren", data={"bestand": "pdf"}).status_code == 400


def test_the_list_warns_when_no_administrator_lasts(admin: FlaskClient, office: Office) -> None:
    warning = "Geen enkele beheerder heeft een aanstelling zonder einddatum"
    assert warning not in told(admin.get("/accounts"))
    for each in (office.admin, office.second):
        each.appointments[0].ends_on = clock.today() + timedelta(days=10)
    office.session.commit()
    assert warning in told(admin.get("/accounts"))


def test_name_and_organisation_change(admin: FlaskClient, office: Office) -> None:
    url = f"/accounts/{office.reader.id}/gegevens"
    assert 'value="Auditdienst"' in told(admin.get(url))
    wrong = told(admin.post(url, data={"naam": "", "organisatie": "Dienst"}), 422)
    assert "Vul de naam in." in wrong
    assert 'value="Dienst"' in wrong
    assert admin.post(url, data={"naam": "Olga", "organisatie": "Dienst"}).status_code == 302
    assert "Olga" in told(admin.get(f"/accounts/{office.reader.id}"))


@pytest.mark.parametrize(
    ("email", "reason", "message"),
    [
        ("geen adres", "Nieuw werk.", "Vul een e-mailadres in"),
        ("nieuw@toets.example", "", "Schrijf in één zin op waarom"),
        ("BEHEERDER2@toets.example", "Nieuw werk.", "Een ander account heeft dit e-mailadres."),
        ("a\x00b@toets.example", "Nieuw werk.", "niet kan worden opgeslagen"),
    ],
)
def test_a_wrong_address_is_told(
    admin: FlaskClient, office: Office, email: str, reason: str, message: str
) -> None:
    url = f"/accounts/{office.reader.id}/e-mailadres"
    assert message in told(admin.post(url, data={"email": email, "reden": reason}), 422)


def test_another_address_is_recorded_with_the_reason(admin: FlaskClient, office: Office) -> None:
    url = f"/accounts/{office.reader.id}/e-mailadres"
    assert "lezer@toets.example" in told(admin.get(url))
    data = {"email": "olga@toets.example", "reden": "Nieuw werk."}
    assert admin.post(url, data=data).status_code == 302
    assert office.events(AuditAction.EMAIL_CHANGED)[0].reason == "Nieuw werk."
    own = f"/accounts/{office.admin.id}/e-mailadres"
    assert admin.post(own, data=data | {"email": "ik@toets.example"}).status_code == 409


def test_an_account_that_is_not_there(admin: FlaskClient) -> None:
    for page in ("", "/gegevens", "/e-mailadres", "/uitnodiging", "/overdragen", "/sessies", "/factoren"):
        assert admin.get(f"/accounts/2147483647{page}").status_code == 404


@pytest.mark.parametrize("path", ["/overzicht", "/samenhang", "/rapportages", "/rapportages/nieuw"])
def test_an_administrator_sees_no_reports(admin: FlaskClient, path: str) -> None:
    assert admin.get(path).status_code == 403


@pytest.mark.parametrize("name", ["lezer", "medewerker", "secretaris", "coordinator.net-1"])
def test_others_do_not_come_in(
    bare_app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    client = browser(bare_app, monkeypatch, name)
    one = f"/accounts/{office.reader.id}"
    for path in ("/accounts", "/accounts/uitnodigen", "/accounts/inlezen", "/accounts/controle", one):
        assert client.get(path).status_code == 403
    assert client.post(f"{one}/uitzetten", data={"reden": "x"}).status_code == 403
