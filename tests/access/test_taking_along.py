"""Whatever somebody takes along leaves a line in the audit trail: every door that hands out a file."""

from http import HTTPStatus

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain.audit import AuditAction
from portal.models import AuditEvent
from tests.catalogue import Visit, visits
from tests.conftest import SignIn

TAKEN = (AuditAction.EXPORTED, AuditAction.EVIDENCE_READ)
EMPTY = {
    "observation_imports.xlsx_template": "an empty sheet to fill in",
    "observation_imports.csv_template": "an empty sheet to fill in",
    "word_templates.download": "the house style of the ministry, without a word of content",
}
"""Files that tell nothing, and so need no line."""
PEOPLE = ("medewerker1.programmabureau", "coordinator.rotterdam", "auditor")
LEAST = 8
"""Doors that must be seen to hand something out, so that this test cannot pass by finding none."""


def taken(session: Session) -> int:
    session.expire_all()
    wanted = sa.select(sa.func.count(AuditEvent.id)).where(AuditEvent.action.in_(TAKEN))
    return session.scalar(wanted) or 0


def open_door(client: FlaskClient, visit: Visit) -> tuple[bool, bool]:
    """Go through a door, and return whether it opened and whether a file was behind it."""
    if visit.method == "GET":
        answer = client.get(visit.url)
    else:
        answer = client.post(visit.url, data={"soort": "csv", "bestand": "csv"})
    is_file = answer.headers.get("Content-Disposition", "").startswith("attachment")
    return answer.status_code == HTTPStatus.OK, is_file


def test_every_file_that_is_handed_out_leaves_a_line(
    app: Flask, db_session: Session, sign_in: SignIn
) -> None:
    doors = [
        visit
        for visit in visits(app, db_session)
        if visit.method == "GET" or visit.endpoint.endswith(".export")
    ]
    handed, silent, opened = set(), set(), set()
    for name in PEOPLE:
        client = sign_in(f"{name}@mainportaal.example")
        for visit in doors:
            if visit.endpoint in opened:
                continue
            before = taken(db_session)
            is_open, is_file = open_door(client, visit)
            if is_open:
                opened.add(visit.endpoint)
            if is_file:
                handed.add(visit.endpoint)
            if is_file and taken(db_session) == before:
                silent.add(visit.endpoint)
    assert silent <= set(EMPTY)
    assert len(handed - set(EMPTY)) >= LEAST
