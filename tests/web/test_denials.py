"""Every refusal leaves a line in the audit trail, and tells who was refused nothing."""

from datetime import timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.audit import AuditAction
from portal.domain.roles import Role
from portal.models import AuditEvent, AuditSeal
from portal.services.denials import MOST
from portal.services.signals import file_signal
from tests.browsing import counted_queries, signed_in, without_tokens
from tests.builders import SECOND, House, house, open_round, person
from tests.conftest import NOW
from tests.signals import content

NOWHERE = 2_000_000_000


@pytest.fixture
def built(bare_session: Session) -> House:
    """Two networks with a draft each, and somebody who looks after accounts."""
    made = house(bare_session, 2)
    open_round(bare_session, made, "ronde", SECOND)
    person(bare_session, "beheer", Role.ADMINISTRATOR)
    bare_session.commit()
    return made


@pytest.fixture
def client(bare_app: Flask, built: House, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """The browser of who reports for the first network."""
    monkeypatch.setitem(bare_app.config, "WTF_CSRF_ENABLED", False)
    return signed_in(bare_app, "coordinator.net-1@toets.example")


def denied(session: Session) -> list[AuditEvent]:
    session.expire_all()
    wanted = sa.select(AuditEvent).where(AuditEvent.action == AuditAction.ACCESS_DENIED)
    return list(session.scalars(wanted.order_by(AuditEvent.id)))


def test_a_draft_of_another_network_is_refused_and_noted(
    client: FlaskClient, built: House, bare_session: Session
) -> None:
    assert client.get("/rapportages/ronde/net-2").status_code == 404
    (event,) = denied(bare_session)
    assert event.actor_name == built.coordinators["net-1"].name
    assert event.subject_label == "/rapportages/ronde/net-2"
    assert event.network_id == built.networks[1].id
    assert event.details == {"page": "reports.show", "method": "GET", "status": 404, "exists": True}
    sealed = sa.select(AuditSeal.position).where(AuditSeal.event_id == event.id)
    assert bare_session.scalars(sealed).one()


def test_what_does_not_exist_takes_the_same_steps_and_looks_the_same(
    client: FlaskClient, built: House, bare_session: Session
) -> None:
    hidden = content(audience=Audience.NETWORK)
    signal = file_signal(bare_session, built.coordinators["net-2"], hidden, built.networks[1])
    bare_session.commit()
    pages, counts = [], []
    for number in (signal.id, NOWHERE):
        with counted_queries() as statements:
            answer = client.get(f"/signalen/{number}")
        assert answer.status_code == 404
        pages.append(without_tokens(answer))
        counts.append(len(statements))
    assert pages[0] == pages[1]
    assert counts[0] == counts[1]
    assert [event.details["exists"] for event in denied(bare_session)] == [True, False]


def test_a_right_that_is_missing_is_noted_also_for_who_posts(
    client: FlaskClient, bare_session: Session
) -> None:
    assert client.get("/accounts").status_code == 403
    assert client.post("/accounts/1/uitzetten").status_code == 403
    assert [
        (event.details["page"], event.details["method"], event.subject_label)
        for event in denied(bare_session)
    ] == [
        ("accounts.index", "GET", "/accounts"),
        ("account_access.deactivate", "POST", "/accounts/1/uitzetten"),
    ]


def test_asking_again_is_no_news_for_a_minute(client: FlaskClient, bare_session: Session) -> None:
    for _time in range(3):
        client.get("/rapportages/ronde/net-2")
    assert len(denied(bare_session)) == 1
    with clock.at(NOW + timedelta(minutes=2)):
        client.get("/rapportages/ronde/net-2")
    assert len(denied(bare_session)) == 2


def test_nobody_fills_the_disk(client: FlaskClient, bare_session: Session) -> None:
    for number in range(MOST + 10):
        client.get(f"/signalen/{NOWHERE - number}")
    events = denied(bare_session)
    assert len(events) == MOST
    assert events[-1].details["last_for_now"]
    assert not any("last_for_now" in event.details for event, _next in pairwise(events))
    with clock.at(NOW + timedelta(minutes=11)):
        client.get(f"/signalen/{NOWHERE}")
    assert len(denied(bare_session)) == MOST + 1


@pytest.mark.parametrize(
    "path",
    ["/maatregelen/bestaat-niet", "/bestaat-niet", "/rapportages/ronde/net%002", "/rapportages/ronde/net-1"],
)
def test_what_hides_nothing_is_not_noted(client: FlaskClient, bare_session: Session, path: str) -> None:
    assert client.get(path).status_code in {200, 404}
    assert denied(bare_session) == []


def test_who_is_not_signed_in_leaves_no_line(bare_app: Flask, built: House, bare_session: Session) -> None:
    assert bare_app.test_client().get("/rapportages/ronde/net-2").status_code == 302
    assert bare_app.test_client().post("/accounts/1/uitzetten").status_code in {400, 401}
    assert denied(bare_session) == []
