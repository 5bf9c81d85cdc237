"""All progress as one file: what is in it, for whom, and what is left of it afterwards."""

import csv
import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO, StringIO
from itertools import cycle
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.access.identify import identify
from portal.database import db
from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.workflow import COUNTED, ReportState
from portal.models import AuditEvent, MaatregelProgress, Network, Report
from portal.queries.accounts import account_by_email
from portal.web.labels import label
from tests.browsing import counted_queries, signed_in
from tests.conftest import NOW, NewDatabase, SignIn, a_world
from tests.observation_files import sheets_of

XLSX, CSV = "/maatregelen/voortgang.xlsx", "/maatregelen/voortgang.csv"
MARK = "zeepaardje-van-een-concept"
EVERYBODY = (
    "coordinator.rotterdam", "partner.rotterdam", "medewerker1.programmabureau", "lid1.stuurgroep",
    "secretaris.stuurgroep", "lezer.rotterdam",
)  # fmt: skip


def person(sign_in: SignIn, name: str) -> FlaskClient:
    return sign_in(f"{name}@mainportaal.example")


def rows_of(client: FlaskClient, url: str = XLSX) -> list[dict[str, Any]]:
    answer = client.get(url)
    assert answer.status_code == 200
    heads, *rows = sheets_of(answer.get_data())["Voortgang"]
    return [dict(zip(heads, row, strict=True)) for row in rows]


def counted(session: Session) -> list[MaatregelProgress]:
    query = sa.select(MaatregelProgress).join(MaatregelProgress.report)
    return list(session.scalars(query.where(Report.state.in_(COUNTED))))


def place(row: MaatregelProgress) -> tuple[str, str]:
    return row.report.period.title, row.maatregel.code


def test_the_workbook_says_what_the_database_says(sign_in: SignIn, db_session: Session) -> None:
    found = {
        (row["Rapportageperiode"], row["Code"]): row for row in rows_of(person(sign_in, "lid1.stuurgroep"))
    }
    kept = counted(db_session)
    assert set(found) == {place(row) for row in kept}
    for row in kept:
        told = found[place(row)]
        assert told["Tot en met"] == row.report.period.observes_until
        assert isinstance(told["Tot en met"], date)
        assert told["PPS-netwerk"] == row.report.network.title
        assert told["Status"] == str(label(row.status))
        assert told["Fte gepland"] == ("" if row.fte_planned is None else float(row.fte_planned))
        assert told["Stand van de rapportage"] == str(label(row.report.state))
        if row.audience in {Audience.ALL_NETWORKS, Audience.PUBLIC, Audience.STEERING}:
            assert told["Wat is er gedaan?"] == row.done
            assert told["Wat is de volgende stap?"] == row.next_step


def test_the_csv_says_the_same(sign_in: SignIn) -> None:
    client = person(sign_in, "lid1.stuurgroep")
    text = client.get(CSV).get_data().decode("utf-8-sig")
    lines = list(csv.reader(StringIO(text, newline=""), delimiter=";"))
    assert lines[0][0] == "DEMONSTRATIE"
    heads = next(number for number, line in enumerate(lines) if line[:1] == ["Rapportageperiode"])
    book = rows_of(client)
    assert len(lines) - heads - 1 == len(book)
    first = dict(zip(lines[heads], lines[heads + 1], strict=True))
    assert first["Wat is er gedaan?"].lstrip("'") == book[0]["Wat is er gedaan?"].replace("\n=", "\n'=")
    day = book[0]["Tot en met"]
    assert first["Tot en met"] == f"{day.day}-{day.month}-{day.year}"


def test_it_says_what_it_is_and_for_whom(sign_in: SignIn) -> None:
    about = dict(sheets_of(person(sign_in, "lid1.stuurgroep").get(XLSX).get_data())["Over deze export"])
    assert next(iter(about)) == "DEMONSTRATIE"
    assert about["Stand van"].startswith("20 maart 2026")
    assert about["Wat"] == "Alle PPS-netwerken"
    assert "niet voor u" in about["Weggelaten"]


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_gets_the_words_meant_for_them_and_no_others(
    app: Flask, sign_in: SignIn, db_session: Session, who: str
) -> None:
    open_to_change = [row for row in counted(db_session) if row.report.state is ReportState.ACCEPTED]
    for row, audience in zip(open_to_change, cycle(Audience), strict=False):
        row.audience = audience
    db_session.commit()
    db_session.expire_all()
    account = account_by_email(db_session, f"{who}@mainportaal.example")
    principal = identify(db_session, account.id) if account else None
    assert principal is not None
    expected = {
        place(row): row.done if row.audience in principal.audiences(row.report.network_id) else ""
        for row in counted(db_session)
        if principal.may_read(row.report.state, row.report.network_id)
    }
    found = rows_of(person(sign_in, who))
    assert {(row["Rapportageperiode"], row["Code"]): row["Wat is er gedaan?"] for row in found} == expected


def test_words_of_a_draft_are_in_no_file(sign_in: SignIn, db_session: Session) -> None:
    drafts = sa.select(Report.id).where(Report.state == ReportState.DRAFT)
    changed = db_session.execute(
        sa.update(MaatregelProgress).where(MaatregelProgress.report_id.in_(drafts)).values(done=MARK)
    )
    assert changed.rowcount  # type: ignore[attr-defined]
    db_session.commit()
    for who in EVERYBODY:
        client = person(sign_in, who)
        assert MARK not in str(sheets_of(client.get(XLSX).get_data()))
        assert MARK not in client.get(CSV).get_data(as_text=True)


def test_one_network_alone_and_one_that_is_not_there(sign_in: SignIn) -> None:
    client = person(sign_in, "lid1.stuurgroep")
    rows = rows_of(client, f"{XLSX}?netwerk=rotterdam")
    assert rows
    assert len({row["PPS-netwerk"] for row in rows}) == 1
    assert client.get(f"{XLSX}?netwerk=atlantis").status_code == 404


def test_it_is_written_down_before_a_byte_is_sent(sign_in: SignIn, db_session: Session) -> None:
    answer = person(sign_in, "lid1.stuurgroep").get(f"{CSV}?netwerk=rotterdam", buffered=False)
    line = db_session.scalars(
        sa.select(AuditEvent)
        .where(AuditEvent.action == AuditAction.EXPORTED, AuditEvent.subject_kind == SubjectKind.MAATREGEL)
        .order_by(AuditEvent.id.desc())
    ).first()
    assert line is not None
    assert line.details["format"] == "csv"
    assert line.details["filter"] == db_session.scalar(
        sa.select(Network.title).where(Network.code == "rotterdam")
    )
    assert (
        line.details["count"] == answer.get_data(as_text=True).count("\r\nEerste")
        or line.details["count"] > 0
    )


@pytest.mark.parametrize("url", [XLSX, CSV])
def test_the_first_piece_goes_out_before_the_rows_are_asked(sign_in: SignIn, url: str) -> None:
    client = person(sign_in, "lid1.stuurgroep")
    with counted_queries() as asked:
        answer = client.get(url, buffered=False)
        pieces = answer.iter_encoded()
        assert next(pieces)
        assert not [statement for statement in asked if "maatregel_progress.done" in statement]
        assert list(pieces)
        assert len([statement for statement in asked if "maatregel_progress.done" in statement]) == 1
    answer.close()


def test_who_is_not_signed_in_gets_no_file(client: FlaskClient) -> None:
    assert client.get(XLSX).status_code == 302


def test_nothing_in_it_runs_as_a_formula(sign_in: SignIn, db_session: Session) -> None:
    row = next(row for row in counted(db_session) if row.report.state is ReportState.ACCEPTED)
    db_session.execute(
        sa.update(MaatregelProgress)
        .where(MaatregelProgress.id == row.id)
        .values(
            done='=HYPERLINK("http://x","y")',
            result="<b>&amp;_x0041_\x0b\uffff",
            audience=Audience.ALL_NETWORKS,
        )
    )
    db_session.commit()
    client = person(sign_in, "lid1.stuurgroep")
    data = client.get(XLSX).get_data()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert "<f" not in archive.read("xl/worksheets/sheet2.xml").decode().replace("<formula", "")
    told = next(each for each in rows_of(client) if each["Wat is er gedaan?"].startswith("="))
    assert told["Wat is het resultaat?"] == "<b>&amp;_x0041_ "
    assert "\"'=HYPERLINK(" in client.get(CSV).get_data(as_text=True)


@pytest.fixture(scope="module")
def own_app(new_database: NewDatabase) -> Iterator[Flask]:
    """An application with a pool of its own, because these tests look at its connections."""
    with a_world(new_database()) as app, clock.at(NOW):
        yield app


@pytest.mark.parametrize("read", [0, 1, 10_000])
def test_no_connection_stays_behind_when_somebody_stops(own_app: Flask, read: int) -> None:
    client = signed_in(own_app, "lid1.stuurgroep@mainportaal.example")
    answer = client.get(CSV, buffered=False)
    pieces = answer.iter_encoded()
    for _number, _piece in zip(range(read), pieces, strict=False):
        pass
    answer.close()
    with own_app.app_context():
        pool = db.engine.pool
        assert pool.checkedout() == 0  # type: ignore[attr-defined]
