"""Figures: only for who knows the token, without anything about a person or a network."""

import os
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client import values
from sqlalchemy.orm import Session

from portal.domain.audit import SYSTEM, AuditAction, SubjectKind
from portal.domain.periods import PeriodDates
from portal.services import audit
from portal.web import metrics
from tests import builders

TOKEN = "een-kenmerk-van-ruim-dertig-tekens-lang"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def app(bare_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setitem(bare_app.config, "METRICS_TOKEN", TOKEN)
    return bare_app


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": TOKEN},
        {"Authorization": "Bearer "},
        {"Authorization": f"Bearer {TOKEN}x"},
        {"Authorization": "Bearer ünicode"},
        {"Authorization": f"Basic {TOKEN}"},
    ],
)
def test_without_the_token_there_is_no_such_page(
    app: Flask, bare_session: Session, headers: dict[str, str]
) -> None:
    answer = app.test_client().get("/metrics", headers=headers)
    assert answer.status_code == 404
    assert b"portal_" not in answer.data


def test_where_no_token_is_set_nobody_sees_figures(
    app: Flask, bare_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "METRICS_TOKEN", "")
    for headers in ({}, {"Authorization": "Bearer "}):
        assert app.test_client().get("/metrics", headers=headers).status_code == 404


def test_what_the_figures_tell(app: Flask, bare_session: Session) -> None:
    built = builders.house(bare_session, 2)
    builders.open_round(bare_session, built, "ronde", PeriodDates(*builders.SECOND.__dict__.values()))
    audit.record(
        bare_session, SYSTEM, AuditAction.SIGN_IN_REFUSED, SubjectKind.ACCOUNT, None, "iemand@toets.example"
    )
    bare_session.commit()
    client = app.test_client()
    client.get("/inloggen")
    client.get("/bestaat-niet")
    answer = client.get("/metrics", headers=BEARER)
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/plain")
    assert answer.headers["Cache-Control"] == "no-store"
    text = answer.text
    assert "portal_database_up 1.0" in text
    assert 'portal_reports{state="draft"} 2.0' in text
    assert 'portal_security_events{action="sign_in_refused"} 1.0' in text
    assert 'portal_request_seconds_count{area="session",status="2xx"}' in text
    assert 'portal_mails{state="pending"}' in text
    for private in ("toets.example", "net-1", "Netwerk", "iemand", "127.0.0.1"):
        assert private not in text


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_processes_of_one_server_count_together(
    app: Flask, bare_session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(metrics.SHARED, str(tmp_path))
    monkeypatch.setattr(values, "ValueClass", values.ValueClass)
    figures = metrics.RequestFigures()
    pid = os.fork()
    if pid == 0:
        figures.failures.labels("503").inc(2)
        os._exit(0)
    os.waitpid(pid, 0)
    figures.failures.labels("503").inc()
    found = figures.registry().get_sample_value("portal_request_failures_total", {"status": "503"})
    assert found == 3
