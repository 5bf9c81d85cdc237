"""A report as a workbook and back, through the doors of the portal."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.documents.guard import inspect
from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.audit import SubjectKind
from portal.domain.progress import Aspect
from portal.domain.questionnaires import Question
from portal.domain.workbook import KEPT_FOR
from portal.domain.workflow import PeriodState, ReportState
from portal.models import AuditEvent, MaatregelProgress, Network, Period, Report, WorkbookUpload
from tests.workbooks import Value, filled, grid, parts_changed, place, sheet_names

SignIn = Callable[[str], FlaskClient]
COORDINATOR = "coordinator.rotterdam@mainportaal.example"
OWN = ("/werkmap", "/werkmap.xlsx", "/werkmap/verschillen", "/formulier", "/export.xlsx", "/export.csv")
PARTNER = "partner.rotterdam@mainportaal.example"


def draft(session: Session, network: str = "rotterdam") -> Report:
    query = sa.select(Report).join(Report.network).join(Report.period)
    found = query.where(Network.code == network, Report.state == ReportState.DRAFT)
    return session.scalars(found.order_by(Period.observes_from.desc())).first() or pytest.fail("no draft")


def at(report: Report) -> str:
    return f"/rapportages/{report.period.code}/{report.network.code}"


def download(client: FlaskClient, report: Report) -> bytes:
    answer = client.get(f"{at(report)}/werkmap.xlsx")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return answer.get_data()


def send(
    client: FlaskClient, report: Report, data: bytes, name: str = "werkmap.xlsx", *, follow: bool = True
) -> TestResponse:
    return client.post(
        f"{at(report)}/werkmap", data={"werkmap": (BytesIO(data), name)}, follow_redirects=follow
    )


def process(client: FlaskClient, report: Report, page: str, chosen: tuple[str, ...] = ()) -> TestResponse:
    seen = re.search(r'name="gezien" value="([0-9a-f]+)"', page)
    assert seen
    return client.post(
        f"{at(report)}/werkmap/verwerken",
        data={"gezien": seen[1], "overnemen": list(chosen)},
        follow_redirects=True,
    )


def written(data: bytes, row: str, values: dict[str, Value], sheet: str = "Maatregelen") -> bytes:
    return filled(data, sheet, {place(data, sheet, row, head): value for head, value in values.items()})


def first(report: Report) -> MaatregelProgress:
    return min(report.progress, key=lambda row: row.maatregel.position)


def actions(session: Session, report: Report) -> list[str]:
    query = sa.select(AuditEvent.action).where(
        AuditEvent.subject_kind == SubjectKind.REPORT, AuditEvent.subject_id == report.id
    )
    return [action.value for action in session.scalars(query.order_by(AuditEvent.id))]


def test_an_untouched_workbook_changes_nothing(db_session: Session, sign_in: SignIn) -> None:
    report, client = draft(db_session), sign_in(COORDINATOR)
    version = report.content_version
    page = send(client, report, download(client, report)).get_data(as_text=True)
    assert "Geen verschillen" in page
    db_session.expire_all()
    assert report.content_version == version
    assert actions(db_session, report)[-2:] == ["exported", "workbook_uploaded"]


def test_every_sheet_goes_there_and_back(db_session: Session, sign_in: SignIn) -> None:
    report, client = draft(db_session), sign_in(COORDINATOR)
    row, line = first(report), report.money[0]
    code = row.maatregel.code
    data = download(client, report)
    data = written(
        data,
        code,
        {
            "Status": "op schema",
            "Wat is er gedaan?": "=1+1 hoort hier als tekst\nen een tweede regel",
            "Fte gepland": "2,5",
            "Fte ingevuld": 1.25,
            "Voor wie": "Ook de stuurgroep",
        },
    )
    data = written(data, "summary", {"Tekst of toelichting": "Nieuwe samenvatting"}, "Samenvatting")
    data = written(data, "developments", {"Tekst of toelichting": "Iets nieuws"}, "Samenvatting")
    data = written(data, "risks", {"Oordeel": "Zorgelijk"}, "Samenvatting")
    data = written(data, "covenant_ends_on", {"Datum": "31 december 2027"}, "Vragen")
    data = written(data, "mandate", {"Antwoord": "Deels", "Toelichting": "Nog te weinig"}, "Vragen")
    data = written(
        data, f"{code}/nieuw-1", {"Mijlpaal": "Nieuwe poort", "Gepland op": "1-9-2026"}, "Mijlpalen"
    )
    data = written(data, str(line.id), {"Besteed (€)": "€ 125.000"}, "Geld")
    page = send(client, report, data).get_data(as_text=True)
    assert "Nieuwe poort" in page
    assert "Er is nog niets verwerkt" in page
    db_session.expire_all()
    assert report.summary != "Nieuwe samenvatting"

    done = process(client, report, page).get_data(as_text=True)
    assert "De werkmap is verwerkt" in done
    db_session.expire_all()
    assert row.status == "on_schedule"
    assert row.done == "=1+1 hoort hier als tekst\nen een tweede regel"
    assert (str(row.fte_planned), str(row.fte_filled), row.audience) == ("2.5", "1.25", "steering")
    assert (report.summary, report.developments) == ("Nieuwe samenvatting", "Iets nieuws")
    assert {each.aspect: each.rating for each in report.judgements}[Aspect.RISKS] == "critical"
    assert str(report.covenant_ends_on) == "2027-12-31"
    assert {each.question: each.answer for each in report.answers}[Question.MANDATE] == "partly"
    assert "Nieuwe poort" in [milestone.title for milestone in row.milestones]
    assert line.realised == 125_000
    assert db_session.scalar(sa.select(sa.func.count()).select_from(WorkbookUpload)) == 0
    assert "workbook_processed" in actions(db_session, report)
    again = client.post(f"{at(report)}/werkmap/verwerken", follow_redirects=True)
    assert "al verwerkt" in again.get_data(as_text=True)
    assert "Geen verschillen" in send(client, report, download(client, report)).get_data(as_text=True)


def test_all_mistakes_are_named_at_once_and_nothing_is_kept(db_session: Session, sign_in: SignIn) -> None:
    report, client = draft(db_session), sign_in(COORDINATOR)
    code = first(report).maatregel.code
    data = download(client, report)
    wrong: dict[str, Value] = {
        "Status": "bijna klaar",
        "Fte gepland": "twee",
        "Wat is er gedaan?": "a" * 5_001,
    }
    data = written(data, code, wrong)
    data = written(data, str(report.money[0].id), {"Verplicht (€)": "<f>1+1</f><v>2</v>"}, "Geld")
    data = written(data, f"{code}/nieuw-1", {"Mijlpaal": "Ooit", "Gehaald op": "31-2-2026"}, "Mijlpalen")
    answer = send(client, report, data)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    cell = place(data, "Maatregelen", code, "Status")
    money = place(data, "Geld", str(report.money[0].id), "Verplicht (€)")
    assert f"Blad Maatregelen, cel {cell}: ‘bijna klaar’ kan hier niet. Kies uit: ‘Niet gestart’" in page
    for text in (
        f"cel {place(data, 'Maatregelen', code, 'Fte gepland')}: ‘twee’ is geen getal",
        f"cel {place(data, 'Maatregelen', code, 'Wat is er gedaan?')}: deze tekst is te lang: 5.001 tekens",
        f"Blad Geld, cel {money}: hier staat een formule",
        "‘31-2-2026’ is geen datum",
    ):
        assert text in page
    assert db_session.scalar(sa.select(sa.func.count()).select_from(WorkbookUpload)) == 0


def test_what_changed_in_the_portal_meanwhile_is_only_taken_when_ticked(
    db_session: Session, sign_in: SignIn
) -> None:
    report, client = draft(db_session), sign_in(COORDINATOR)
    rows = sorted(report.progress, key=lambda row: row.maatregel.position)
    stale, other, quiet = rows[:3]
    data = download(client, report)
    for row, words in ((stale, "In het portaal"), (quiet, "Ook in het portaal")):
        row.done = words
    db_session.commit()
    data = written(data, stale.maatregel.code, {"Wat is er gedaan?": "In de werkmap"})
    data = written(data, other.maatregel.code, {"Wat is het resultaat?": "Alleen in de werkmap"})
    page = send(client, report, data).get_data(as_text=True)
    assert "In het portaal" in page
    assert "In de werkmap" in page
    assert "Ook in het portaal" not in page

    process(client, report, page)
    db_session.expire_all()
    assert (stale.done, other.result, quiet.done) == (
        "In het portaal",
        "Alleen in de werkmap",
        "Ook in het portaal",
    )
    page = send(client, report, data).get_data(as_text=True)
    process(client, report, page, (f"progress:{stale.id}",))
    db_session.expire_all()
    assert (stale.done, quiet.done) == ("In de werkmap", "Ook in het portaal")


def test_a_change_after_the_preview_asks_for_another_look(db_session: Session, sign_in: SignIn) -> None:
    report, client = draft(db_session), sign_in(COORDINATOR)
    row = first(report)
    data = written(download(client, report), row.maatregel.code, {"Wat is er gedaan?": "In de werkmap"})
    page = send(client, report, data).get_data(as_text=True)
    row.done = "Net opgeslagen"
    db_session.commit()
    answer = process(client, report, page)
    assert answer.status_code == 409
    assert "Er is intussen iets gewijzigd" in answer.get_data(as_text=True)
    db_session.expire_all()
    assert row.done == "Net opgeslagen"


def test_a_contributor_brings_back_only_what_is_given_to_them(db_session: Session, sign_in: SignIn) -> None:
    report = draft(db_session)
    rows = sorted(report.progress, key=lambda row: row.maatregel.position)
    client = sign_in(PARTNER)
    account = db_session.scalar(sa.text("SELECT id FROM account WHERE email = :email"), {"email": PARTNER})
    mine, theirs = rows[:2]
    mine.maatregel.owner_id = account
    theirs.maatregel.owner_id = None
    theirs.maatregel.contributors = []
    db_session.commit()
    data = download(client, report)
    assert "Geld" not in sheet_names(data)
    data = written(data, mine.maatregel.code, {"Wat is er gedaan?": "Door de partner"})
    data = written(data, theirs.maatregel.code, {"Wat is er gedaan?": "Niet van mij"})
    data = written(data, "summary", {"Tekst of toelichting": "Niet van mij"}, "Samenvatting")
    page = send(client, report, data).get_data(as_text=True)
    assert "Wordt niet overgenomen" in page
    process(client, report, page)
    db_session.expire_all()
    assert mine.done == "Door de partner"
    assert theirs.done != "Niet van mij"
    assert report.summary != "Niet van mij"


def test_a_workbook_of_another_report_is_refused(db_session: Session, sign_in: SignIn) -> None:
    report = draft(db_session)
    data = download(sign_in(COORDINATOR), report)
    marked = parts_changed(
        data,
        {"xl/sharedStrings.xml": lambda text: text.replace(f"<t>{report.id}</t>", "<t>99999</t>")},
    )
    answer = send(sign_in(COORDINATOR), report, marked)
    assert answer.status_code == 422
    assert "hoort bij een andere rapportage" in answer.get_data(as_text=True)


def test_nobody_else_sees_the_workbook(db_session: Session, sign_in: SignIn) -> None:
    report = draft(db_session)
    row = first(report)
    client = sign_in(COORDINATOR)
    data = written(download(client, report), row.maatregel.code, {"Wat is er gedaan?": "Heel eigen tekst"})
    send(client, report, data)
    colleague = sign_in(PARTNER)
    assert colleague.get(f"{at(report)}/werkmap/verschillen").status_code == 302
    assert "al verwerkt of weggegooid" in colleague.post(
        f"{at(report)}/werkmap/verwerken", follow_redirects=True
    ).get_data(as_text=True)
    for email in ("coordinator.schiphol", "medewerker1.programmabureau", "lid1.stuurgroep"):
        outsider = sign_in(f"{email}@mainportaal.example")
        for path in OWN:
            assert outsider.get(at(report) + path).status_code in {403, 404}
        for path in ("/werkmap", "/werkmap/verwerken", "/werkmap/weggooien"):
            assert outsider.post(at(report) + path).status_code in {403, 404}


def test_a_report_that_was_handed_in_takes_no_workbook(db_session: Session, sign_in: SignIn) -> None:
    report, client = draft(db_session), sign_in(COORDINATOR)
    row = first(report)
    data = written(download(client, report), row.maatregel.code, {"Wat is er gedaan?": "Te laat"})
    page = send(client, report, data).get_data(as_text=True)
    report.period.state = PeriodState.CLOSED
    db_session.commit()
    answer = process(client, report, page)
    assert answer.status_code == 409
    db_session.expire_all()
    assert row.done != "Te laat"
    assert client.get(f"{at(report)}/werkmap.xlsx").status_code == 302


HOSTILE = {
    "leeg": (b"", "werkmap.xlsx"),
    "tekst": (b"Status;Trend\n", "werkmap.xlsx"),
    "macro": (b"PK\x03\x04macro", "werkmap.xlsm"),
    "dubbel": (b"PK\x03\x04", "werkmap.xlsx.exe"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_workbook_is_refused(db_session: Session, sign_in: SignIn, name: str) -> None:
    report, client = draft(db_session), sign_in(COORDINATOR)
    answer = send(client, report, *HOSTILE[name])
    assert answer.status_code == 422
    assert "Er is 1 fout gevonden" in answer.get_data(as_text=True)


def test_a_bomb_a_far_cell_and_a_macro_are_refused(db_session: Session, sign_in: SignIn) -> None:
    report, client = draft(db_session), sign_in(COORDINATOR)
    data = download(client, report)
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    hostile = [
        parts_changed(data, {"xl/worksheets/sheet2.xml": lambda text: text.replace("</sheetData>", far)}),
        parts_changed(data, {"xl/vbaProject.bin": b"macro"}),
        parts_changed(data, {"xl/media/bom.xml": b"<a>" + b" " * 60_000_000 + b"</a>"}),
        parts_changed(data, {"xl/workbook.xml": lambda text: text.replace("?>", "?><!DOCTYPE a>", 1)}),
    ]
    for content in hostile:
        answer = send(client, report, content)
        assert answer.status_code == 422
    assert db_session.scalar(sa.select(sa.func.count()).select_from(WorkbookUpload)) == 0


def test_the_export_leaves_out_what_is_not_for_the_reader(db_session: Session, sign_in: SignIn) -> None:
    report = db_session.scalars(sa.select(Report).where(Report.state == ReportState.ACCEPTED)).first()
    assert report
    row = first(report)
    row.done, row.audience = "Alleen voor ons", Audience.NETWORK
    db_session.commit()
    reader = sign_in("lid1.stuurgroep@mainportaal.example")
    told = reader.get(f"{at(report)}/export.csv")
    text = told.get_data().decode("utf-8-sig")
    assert told.get_data().startswith(b"\xef\xbb\xbf")
    assert "Alleen voor ons" not in text
    assert "weggelaten, omdat" in text
    assert "DEMONSTRATIE" in text
    office = sign_in("medewerker1.programmabureau@mainportaal.example")
    book = office.get(f"{at(report)}/export.xlsx").get_data()
    assert "Alleen voor ons" in str(grid(book, "Maatregelen"))
    assert "Alleen voor ons" not in str(
        grid(reader.get(f"{at(report)}/export.xlsx").get_data(), "Maatregelen")
    )
    assert actions(db_session, report)[-1] == "exported"


def test_text_never_becomes_a_formula(db_session: Session, sign_in: SignIn) -> None:
    report, client = draft(db_session), sign_in(COORDINATOR)
    row = first(report)
    row.done = '=HYPERLINK("https://kwaad.example","klik")'
    db_session.commit()
    told = client.get(f"{at(report)}/export.csv").get_data().decode("utf-8-sig")
    assert "\"'=HYPERLINK" in told
    for data in (client.get(f"{at(report)}/export.xlsx").get_data(), download(client, report)):
        assert row.done in str(grid(data, "Maatregelen"))
        assert not any(marked.formulas for marked in inspect(data).values())


def test_the_empty_form_shows_the_former_text(db_session: Session, sign_in: SignIn) -> None:
    report, client = draft(db_session), sign_in(COORDINATOR)
    page = client.get(f"{at(report)}/formulier")
    assert page.status_code == 200
    text = page.get_data(as_text=True)
    assert "Vorige keer" in text
    assert first(report).title in text


def test_a_workbook_that_lay_too_long_is_gone(db_session: Session, sign_in: SignIn) -> None:
    report, client = draft(db_session), sign_in(COORDINATOR)
    data = written(
        download(client, report), first(report).maatregel.code, {"Wat is er gedaan?": "Lang geleden"}
    )
    send(client, report, data)
    long_ago = clock.now() - KEPT_FOR - timedelta(days=1)
    db_session.execute(sa.update(WorkbookUpload).values(uploaded_at=long_ago))
    db_session.commit()
    assert client.get(f"{at(report)}/werkmap/verschillen").status_code == 302


def test_throwing_it_away_changes_nothing(db_session: Session, sign_in: SignIn) -> None:
    report, client = draft(db_session), sign_in(COORDINATOR)
    row = first(report)
    data = written(download(client, report), row.maatregel.code, {"Wat is er gedaan?": "Toch niet"})
    send(client, report, data)
    page = client.post(f"{at(report)}/werkmap/weggooien", follow_redirects=True).get_data(as_text=True)
    assert "De rapportage is niet gewijzigd" in page
    db_session.expire_all()
    assert row.done != "Toch niet"
    assert db_session.scalar(sa.select(sa.func.count()).select_from(WorkbookUpload)) == 0


def test_a_returned_report_opens_only_what_was_returned(db_session: Session, sign_in: SignIn) -> None:
    report, client = draft(db_session), sign_in(COORDINATOR)
    back, fixed = sorted(report.progress, key=lambda row: row.maatregel.position)[:2]
    report.state, report.first_submitted_at = ReportState.RETURNED, clock.now()
    back.return_reason = "Noem het aantal."
    db_session.commit()
    data = download(client, report)
    assert f"Maatregelen: {back.maatregel.code}" in str(grid(data, "Uitleg"))
    for row in (back, fixed):
        data = written(data, row.maatregel.code, {"Wat is er gedaan?": "Aangepast"})
    page = send(client, report, data).get_data(as_text=True)
    process(client, report, page)
    db_session.expire_all()
    assert back.done == "Aangepast"
    assert fixed.done != "Aangepast"
