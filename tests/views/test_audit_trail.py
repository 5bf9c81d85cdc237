"""The page Auditspoor: who reads it, what it shows, what it keeps back, and taking lines along."""

import json
import re
import zipfile
from io import BytesIO

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from config.settings import DEMO_AUDIT_KEY
from portal.domain.audience import Audience
from portal.domain.audit import SYSTEM, AuditAction, SubjectKind
from portal.domain.audit_groups import ActionGroup, group_of
from portal.domain.roles import Role
from portal.models import AuditEvent, AuditSeal
from portal.services import audit, reports
from portal.services.accounts import give_appointment
from portal.services.audit_chain import use_key
from portal.services.audit_verifying import record_verified, verify
from tests.browsing import signed_in
from tests.builders import BEGINNING, SECOND, House, fill, house, open_round, person, report_of
from tests.signals import filed

SECRET = "Geheimzinnige zin uit een concept"


@pytest.fixture
def built(bare_app: Flask, bare_session: Session, monkeypatch: pytest.MonkeyPatch) -> House:
    """A round in which a report was sent back, a confidential signal, and everybody who looks."""
    use_key(DEMO_AUDIT_KEY)
    monkeypatch.setitem(bare_app.config, "WTF_CSRF_ENABLED", False)
    made = house(bare_session, 2)
    period = open_round(bare_session, made, "ronde", SECOND)
    report = report_of(bare_session, period, made.networks[0])
    fill(bare_session, made, report)
    reports.submit_report(bare_session, made.coordinators["net-1"], report, report.content_version)
    sent_back = {report.progress[0].id: SECRET}
    reports.return_report(
        bare_session, made.officer, report, report.version, section_reason="", maatregel_reasons=sent_back
    )
    filed(bare_session, made.officer, None, f"Signaal {SECRET}", audience=Audience.STEERING)
    people = {"beheer": Role.ADMINISTRATOR, "auditor": Role.AUDITOR, "lid": Role.STEERING_MEMBER}
    for name, role in people.items():
        person(bare_session, name, role)
    audit.record(
        bare_session, SYSTEM, AuditAction.ACCOUNT_CHANGED, SubjectKind.ACCOUNT, 1, "Iemand",
        reason="Getrouwd.", details={"name": ["Vroeger", "Nu"], "role": "coordinator"},
    )  # fmt: skip
    bare_session.commit()
    return made


@pytest.fixture
def auditor(bare_app: Flask, built: House) -> FlaskClient:
    return signed_in(bare_app, "auditor@toets.example")


def text(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def number(session: Session, action: AuditAction) -> int:
    return session.scalars(sa.select(sa.func.max(AuditEvent.id)).where(AuditEvent.action == action)).one()


@pytest.mark.parametrize(
    ("name", "status"),
    [("beheer", 200), ("auditor", 200), ("lid", 403), ("medewerker", 403), ("coordinator.net-1", 403)],
)
def test_administrators_and_auditors_read_it_and_nobody_else(
    bare_app: Flask, built: House, bare_session: Session, name: str, status: int
) -> None:
    client = signed_in(bare_app, f"{name}@toets.example")
    line = number(bare_session, AuditAction.REPORT_RETURNED)
    for path in ("/auditspoor", f"/auditspoor/{line}"):
        assert client.get(path).status_code == status
    assert client.post("/auditspoor/exporteren", data={"bestand": "csv"}).status_code == status
    assert ("Auditspoor" in text(client, "/")) == (status == 200)


def test_filters_find_what_they_say(auditor: FlaskClient, bare_session: Session) -> None:
    def found(query: str) -> int:
        match = re.search(r"(\d+) regels? gevonden", text(auditor, f"/auditspoor?{query}"))
        return int(match[1]) if match else 0

    every = found("")
    assert every == bare_session.scalar(sa.select(sa.func.count(AuditEvent.id)))
    assert found("handeling=report_returned") == 1
    assert found("soort=signal") == 1
    assert found("persoon=coordinator.net-1&groep=rounds") > 0
    assert found("netwerk=net-1&handeling=report_submitted") == 1
    assert found("netwerk=net-2&handeling=report_submitted") == 0
    assert found("q=Iemand") == 1
    assert found("van=2030-01-01") == 0
    assert found("van=2026-03-20&tot=2026-03-20") > 0
    assert found("adres=192.0.2") == 0
    assert found("groep=onzin&handeling=onzin&soort=onzin") == every
    assert sum(found(f"groep={group.value}") for group in ActionGroup) == every
    assert "Deze dag bestaat niet" in text(auditor, "/auditspoor?van=31-02-2026")
    assert "Geen regels gevonden" in text(auditor, "/auditspoor?q=bestaatniet")
    auditor.get("/signalen/2000000000")
    assert found("groep=refused") == 1


def test_every_line_is_in_one_group() -> None:
    for action in AuditAction:
        for kind in SubjectKind:
            assert group_of(action, kind) in ActionGroup


def test_a_line_tells_old_and_new_and_that_it_is_sound(auditor: FlaskClient, bare_session: Session) -> None:
    page = text(auditor, f"/auditspoor/{number(bare_session, AuditAction.ACCOUNT_CHANGED)}")
    assert all(words in page for words in ("Vroeger", "Nu", "Getrouwd.", "Coördinator", "Klopt</"))
    assert "in de keten" in page
    assert "Een deel van deze regel ziet u niet" not in page
    assert auditor.get("/auditspoor/2000000000").status_code == 404


def test_a_line_without_seal_is_shown_as_such(auditor: FlaskClient, bare_session: Session) -> None:
    audit.record(bare_session, SYSTEM, AuditAction.ASK_CHANGED, SubjectKind.ASK, 1, "los")
    bare_session.info.clear()
    bare_session.commit()
    assert "Geen zegel" in text(auditor, f"/auditspoor/{number(bare_session, AuditAction.ASK_CHANGED)}")


@pytest.mark.parametrize("name", ["auditor", "beheer"])
def test_words_about_drafts_and_signals_stay_with_their_readers(
    bare_app: Flask, built: House, bare_session: Session, name: str
) -> None:
    client = signed_in(bare_app, f"{name}@toets.example")
    for action in (AuditAction.REPORT_RETURNED, AuditAction.SIGNAL_FILED):
        page = text(client, f"/auditspoor/{number(bare_session, action)}")
        assert SECRET not in page
        assert "niet voor u" in page.lower()
    assert SECRET not in text(client, "/auditspoor")
    assert "Geen regels gevonden" in text(client, "/auditspoor?q=Geheimzinnige")
    for kind in ("csv", "jsonl"):
        answer = client.post("/auditspoor/exporteren", data={"bestand": kind})
        assert SECRET not in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("action", "kind", "details"),
    [
        (AuditAction.GOAL_ASSESSED, SubjectKind.GOAL, {"rating": [None, SECRET]}),
        (AuditAction.REPORT_WRITTEN_OFF, SubjectKind.PERIOD, {}),
        (AuditAction.PROPOSAL_REJECTED, SubjectKind.OPEN_DATA, {}),
        (AuditAction.LETTER_REGISTERED, SubjectKind.LETTER, {}),
    ],
)
def test_the_trail_tells_no_more_than_the_page_of_a_thing(
    bare_app: Flask,
    built: House,
    bare_session: Session,
    action: AuditAction,
    kind: SubjectKind,
    details: dict[str, object],
) -> None:
    said = audit.record(bare_session, SYSTEM, action, kind, 1, "Iets", reason=SECRET, details=details)
    officer = give_appointment(
        bare_session,
        SYSTEM,
        person(bare_session, "tweede", Role.AUDITOR),
        Role.PROGRAMME_OFFICER,
        None,
        BEGINNING,
    )
    bare_session.commit()
    digest = bare_session.scalars(sa.select(AuditSeal.digest).where(AuditSeal.event_id == said.id)).one()
    for name in ("auditor", "beheer"):
        client = signed_in(bare_app, f"{name}@toets.example")
        page = text(client, f"/auditspoor/{said.id}")
        lines = client.post("/auditspoor/exporteren", data={"bestand": "jsonl"}).get_data(as_text=True)
        for words in (page, lines):
            assert SECRET not in words
            assert digest not in words
    reader = signed_in(bare_app, officer.account.email)
    page = text(reader, f"/auditspoor/{said.id}")
    assert SECRET in page
    assert digest in page
    assert digest in reader.post("/auditspoor/exporteren", data={"bestand": "jsonl"}).get_data(as_text=True)


def test_an_auditor_with_a_second_role_reads_what_that_role_reads(
    bare_app: Flask, built: House, bare_session: Session
) -> None:
    both = person(bare_session, "dubbel", Role.AUDITOR)
    give_appointment(bare_session, SYSTEM, both, Role.COORDINATOR, built.networks[0], BEGINNING)
    bare_session.commit()
    client = signed_in(bare_app, "dubbel@toets.example")
    assert SECRET in text(client, f"/auditspoor/{number(bare_session, AuditAction.REPORT_RETURNED)}")


def test_lines_are_taken_along_with_their_filter_written_down(
    auditor: FlaskClient, bare_session: Session
) -> None:
    wanted = {"handeling": "account_changed", "persoon": "Systeem"}
    book = auditor.post("/auditspoor/exporteren", data={"bestand": "xlsx", **wanted})
    assert book.headers["Content-Disposition"].startswith("attachment;")
    assert zipfile.is_zipfile(BytesIO(book.data))
    table = auditor.post("/auditspoor/exporteren", data={"bestand": "csv", **wanted}).get_data(as_text=True)
    assert "Naam: Vroeger → Nu" in table
    lines = auditor.post("/auditspoor/exporteren", data={"bestand": "jsonl", **wanted}).data.splitlines()
    about, line = (json.loads(each) for each in lines)
    assert (about["regels"], about["gevonden"]) == (1, 1)
    assert line["gegevens"]["Naam"] == ["Vroeger", "Nu"]
    assert line["plaats"]
    assert len(line["zegel"]) == 64
    event = bare_session.scalars(
        sa.select(AuditEvent).where(AuditEvent.action == AuditAction.EXPORTED).order_by(AuditEvent.id.desc())
    ).first()
    assert event is not None
    assert event.details == {
        "format": "jsonl",
        "count": 1,
        "left_out": 0,
        "filter": "handeling: Gegevens van het account gewijzigd; persoon: Systeem",
    }
    assert auditor.post("/auditspoor/exporteren", data={"bestand": "exe"}).status_code == 400


def test_what_is_left_out_is_told(
    auditor: FlaskClient, bare_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.views.audit_trail.MOST_EXPORTED", 3)
    answer = auditor.post("/auditspoor/exporteren", data={"bestand": "csv"}).get_data(as_text=True)
    every = bare_session.scalar(sa.select(sa.func.count(AuditEvent.id))) or 0
    assert f"Weggelaten;{every - 1 - 3}" in answer


def test_the_state_of_the_chain_stands_above(auditor: FlaskClient, bare_session: Session) -> None:
    assert "nog nooit gecontroleerd" in text(auditor, "/auditspoor")
    assert "lang niet gecontroleerd" in text(auditor, "/")
    record_verified(bare_session, SYSTEM, verify(bare_session, ()))
    bare_session.commit()
    page = text(auditor, "/auditspoor")
    assert "Het auditspoor klopte op" in page
    assert "18 maanden" in page
    assert "lang niet gecontroleerd" not in text(auditor, "/")
    audit.record(bare_session, SYSTEM, AuditAction.ASK_CHANGED, SubjectKind.ASK, 1, "los")
    bare_session.info.clear()
    record_verified(bare_session, SYSTEM, verify(bare_session, ()))
    bare_session.commit()
    assert "vond 1 fout." in text(auditor, "/auditspoor")
    assert "Het auditspoor klopt niet" in text(auditor, "/")
