"""Asking in many by file: faults by sheet and cell, a preview that writes nothing, part of it, and limits."""

import re
from collections.abc import Sequence
from io import BytesIO

import pytest
import sqlalchemy as sa
import xlsxwriter
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.domain import clock
from portal.domain.audit import AuditAction
from portal.models import Account, AccountToken
from tests.administering import Office, browser, make_office, told
from tests.conftest import NOW

IMPORT = "/accounts/inlezen"
HEADS = ["Naam", "E-mailadres", "Organisatie", "Rol", "PPS-netwerk", "Eerste dag", "Laatste dag"]
NOOR = ["Noor", "noor@toets.example", "Gemeente", "PPS-partner", "Netwerk 1", "20-3-2026", ""]
OMAR = ["Omar", "omar@toets.example", "Dienst", "Lezer", "", "20-3-2026", "31-12-2026"]


@pytest.fixture
def office(bare_session: Session) -> Office:
    return make_office(bare_session)


@pytest.fixture
def admin(bare_app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    return browser(bare_app, monkeypatch)


def csv_of(*rows: Sequence[str]) -> bytes:
    return "\r\n".join(";".join(row) for row in [HEADS, *rows]).encode("utf-8-sig")


def workbook_of(*rows: Sequence[str]) -> bytes:
    target = BytesIO()
    book = xlsxwriter.Workbook(target)
    page = book.add_worksheet("Accounts")
    for number, row in enumerate([HEADS, *rows]):
        for place, text in enumerate(row):
            page.write(number, place, text)
    book.close()
    return target.getvalue()


def send(client: FlaskClient, content: bytes, name: str = "mensen.csv") -> TestResponse:
    return client.post(IMPORT, data={"bestand": (BytesIO(content), name)})


def sealed(page: str) -> str:
    found = re.search(r'name="inhoud" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def count(session: Session, kind: type[Account] | type[AccountToken]) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(kind)) or 0


@pytest.mark.parametrize("name", ["mensen.csv", "mensen.xlsx"])
def test_a_file_is_previewed_and_then_processed(admin: FlaskClient, office: Office, name: str) -> None:
    before = count(office.session, Account)
    content = csv_of(NOOR, OMAR) if name.endswith("csv") else workbook_of(NOOR, OMAR)
    page = told(send(admin, content, name))
    assert "2 personen uitnodigen" in page
    assert (count(office.session, Account), count(office.session, AccountToken)) == (before, 0)
    answer = admin.post(IMPORT, data={"inhoud": sealed(page)})
    assert answer.status_code == 302
    assert "2 personen zijn uitgenodigd." in told(admin.get(answer.location))
    noor, omar = office.account("noor").appointments[0], office.account("omar").appointments[0]
    assert (noor.role.value, noor.network and noor.network.code) == ("contributor", "net-1")
    assert (omar.role.value, str(omar.ends_on)) == ("reader", "2026-12-31")
    imported = office.events(AuditAction.ACCOUNTS_IMPORTED)[0]
    assert (imported.subject_label, imported.details) == (name, {"rows": 2, "invited": 2})
    assert len(office.events(AuditAction.INVITED)) == 2


def test_the_same_preview_twice_invites_once(admin: FlaskClient, office: Office) -> None:
    data = {"inhoud": sealed(told(send(admin, csv_of(NOOR))))}
    admin.post(IMPORT, data=data)
    answer = admin.post(IMPORT, data=data)
    assert "Wie intussen al een account had, is overgeslagen." in told(admin.get(answer.location))
    assert len(office.events(AuditAction.INVITED)) == 1


WRONG = [
    (["", *NOOR[1:]], "A2 (Naam): deze cel mag niet leeg zijn."),
    (["Noor", "", *NOOR[2:]], "B2 (E-mailadres): deze cel mag niet leeg zijn."),
    (["Noor", "noor", *NOOR[2:]], "B2 (E-mailadres): ‘noor’ is geen e-mailadres."),
    (["Noor", "LEZER@toets.example", *NOOR[2:]], "B2 (E-mailadres): er is al een account"),
    ([*NOOR[:3], "Koning", *NOOR[4:]], "D2 (Rol): ‘Koning’ is geen rol."),
    ([*NOOR[:4], "Mars", *NOOR[5:]], "E2 (PPS-netwerk): ‘Mars’ is geen PPS-netwerk."),
    ([*NOOR[:4], "", *NOOR[5:]], "E2 (PPS-netwerk): bij deze rol hoort een PPS-netwerk."),
    ([*NOOR[:3], "Beheerder", *NOOR[4:]], "E2 (PPS-netwerk): deze rol geldt voor het hele programma"),
    ([*NOOR[:5], "morgen", ""], "F2 (Eerste dag)"),
    ([*NOOR[:6], "19-3-2026"], "G2 (Laatste dag): de laatste dag ligt voor de eerste dag."),
    (["=1+1", *NOOR[1:]], "A2 (Naam): hier staat een formule."),
    (["N" * 121, *NOOR[1:]], "A2 (Naam): deze tekst is langer dan 120 tekens."),
]


@pytest.mark.parametrize(("row", "message"), WRONG)
def test_each_fault_names_sheet_and_cell(admin: FlaskClient, row: list[str], message: str) -> None:
    page = told(send(admin, workbook_of(row), "mensen.xlsx"))
    assert f"Blad Accounts, cel {message}" in page
    assert 'name="inhoud"' not in page


def test_a_double_address_is_told_and_the_good_rows_can_go(admin: FlaskClient, office: Office) -> None:
    page = told(send(admin, csv_of(NOOR, OMAR, ["Nog", "NOOR@toets.example", *NOOR[2:]])))
    assert "Rij 4, kolom E-mailadres: dit e-mailadres staat ook in rij 2." in page
    assert "Alleen de goede 2 regels uitnodigen" in page
    admin.post(IMPORT, data={"inhoud": sealed(page)})
    assert len(office.events(AuditAction.INVITED)) == 2


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "mensen.csv", "leeg"),
        (csv_of(), "mensen.csv", "Er staat niemand in dit bestand."),
        (b"a;b\r\n1;2", "mensen.csv", "De namen van de kolommen ontbreken."),
        (b"Naam;E-mailadres\r\nx;y", "mensen.csv", "De kolom ‘Organisatie’ ontbreekt."),
        (csv_of(*[NOOR] * 501), "mensen.csv", "meer dan 500 rijen"),
        (b"MZ\x90", "mensen.xlsx", ""),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(
    admin: FlaskClient, content: bytes, name: str, message: str
) -> None:
    assert message in told(send(admin, content, name), 422)


def test_no_file_at_all(admin: FlaskClient) -> None:
    assert "Kies het bestand dat u hebt ingevuld." in told(admin.post(IMPORT, data={}), 422)


def test_nobody_confirms_what_was_changed_is_old_or_of_a_colleague(
    admin: FlaskClient, office: Office, bare_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = sealed(told(send(admin, csv_of(NOOR))))
    other = browser(bare_app, monkeypatch, "beheerder2")
    for client, text in ((other, kept), (admin, kept[:-4] + "AAAA"), (admin, "é"), (admin, "")):
        answer = client.post(IMPORT, data={"inhoud": text})
        assert answer.location == IMPORT
    assert "Er is niemand uitgenodigd." in told(admin.get(IMPORT))
    with clock.at(NOW.replace(hour=11, minute=1)):
        late = browser(bare_app, monkeypatch)
        assert late.post(IMPORT, data={"inhoud": kept}).location == IMPORT
    assert office.events(AuditAction.INVITED) == []


def test_the_templates_can_be_filled_in_and_sent_back(admin: FlaskClient) -> None:
    assert "Sjabloon als werkmap" in told(admin.get(IMPORT))
    book = CalamineWorkbook.from_filelike(BytesIO(admin.get(f"{IMPORT}/sjabloon.xlsx").data))
    assert HEADS in book.get_sheet_by_name("Accounts").to_python()
    assert admin.get(f"{IMPORT}/sjabloon.csv").data.decode("utf-8-sig").strip() == ";".join(HEADS)
    assert "Er staat niemand" in told(send(admin, admin.get(f"{IMPORT}/sjabloon.xlsx").data, "a.xlsx"), 422)
