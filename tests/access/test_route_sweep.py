"""Every door × somebody for whom it opens, of each combination of roles: once put out, once without duties,
and to what does not exist."""

from collections import Counter
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from portal.access.identify import identify
from portal.access.principal import NOBODY
from portal.database import db
from portal.domain import clock
from portal.models import Account, Appointment, Report
from portal.queries.accounts import account_by_email
from portal.web.doors import Door, lock_of
from tests.access.sweeping import ONE_OF_EACH, doors_of, with_one_impossible
from tests.access.test_doors import expected, outcome
from tests.browsing import signed_in
from tests.workbooks import told

MARK = "Een zin die alleen in concepten staat"
Record = Callable[[str, object], None]
REFUSES_FIRST: dict[str, set[int]] = {
    # The open data are off in the demonstration.
    "kamer_records.show": {302},
    "kamer_records.propose": {409},
    # What cannot be changed now leads back to its page, whatever the number.
    "evidence.confirm_removal": {302},
}
"""Doors that refuse for another reason before they look at what the address names."""


@pytest.fixture
def marks(app: Flask, db_session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a sentence in every draft; CSRF has a sweep of its own."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    db_session.execute(sa.update(Report).where(Report.state == "draft").values(summary=MARK))
    db_session.commit()


@pytest.mark.usefixtures("marks")
def test_who_was_put_out_finds_every_door_shut(
    app: Flask, world: sa.Connection, db_session: Session, record_property: Record
) -> None:
    """The session began before the account was deactivated, and no request ended it."""
    leaks: list[str] = []
    count = 0
    for email in ONE_OF_EACH:
        doors = doors_of(app, db_session, email)
        client = signed_in(app, email)
        db_session.execute(sa.update(Account).where(Account.email == email).values(active=False))
        db_session.commit()
        for visit in doors:
            count += 1
            found, body = outcome(client, visit)
            wanted = "sign_in" if visit.method == "GET" else "forbidden"
            if found != wanted or MARK in body:
                leaks.append(f"{email}: {visit.method} {visit.url} gave {found}")
    record_property("visits", count)
    print(f"{count} visits of people who were put out, {len(leaks)} leaks")  # noqa: T201
    assert leaks == []
    assert count > 500


@pytest.mark.usefixtures("marks")
def test_whose_appointments_ended_may_what_anybody_without_duties_may(
    app: Flask, world: sa.Connection, db_session: Session, record_property: Record
) -> None:
    """The session began before the appointments ended, and no request ended it."""
    leaks: list[str] = []
    count = 0
    for email in ONE_OF_EACH:
        doors = doors_of(app, db_session, email)
        client = signed_in(app, email)
        account = account_by_email(db_session, email)
        assert account is not None
        db_session.execute(
            sa.update(Appointment)
            .where(Appointment.account_id == account.id)
            .values(ended_at=clock.now(), ends_on=None, substitute_for_id=None)
        )
        db_session.commit()
        principal = identify(db_session, account.id) or NOBODY
        assert principal.duties == ()
        for visit in doors:
            if lock_of(app, visit.endpoint) is Door.SIGNED_IN:
                # What is for everybody says nothing of the programme: only the sentence may not be there.
                with world.begin_nested() as savepoint:
                    body = told(client.get(visit.url)) if visit.method == "GET" else ""
                    savepoint.rollback()
                found, wanted = "in", "in"
            else:
                found, body = outcome(client, visit)
                wanted = expected(app, principal, visit)
                assert wanted == "forbidden"
            count += 1
            if found != wanted or MARK in body:
                leaks.append(f"{email}: {visit.method} {visit.url} gave {found}")
    record_property("visits", count)
    print(f"{count} visits of people whose appointments ended, {len(leaks)} leaks")  # noqa: T201
    assert leaks == []
    assert count > 500


@pytest.mark.usefixtures("marks")
def test_what_does_not_exist_is_not_found(
    app: Flask, world: sa.Connection, db_session: Session, record_property: Record
) -> None:
    """Each argument of each address in turn is of nothing: never a page, never a failure."""
    odd: list[str] = []
    answers: Counter[int] = Counter()
    for email in ONE_OF_EACH:
        client = signed_in(app, email)
        addresses = [
            (visit, address)
            for visit in doors_of(app, db_session, email)
            for address in with_one_impossible(app, visit)
        ]
        for visit, address in addresses:
            with world.begin_nested() as savepoint:
                answer = client.open(address, method=visit.method)
                savepoint.rollback()
            answers[answer.status_code] += 1
            refuses = {403, 404} | REFUSES_FIRST.get(visit.endpoint, set())
            if answer.status_code not in refuses or MARK in told(answer):
                odd.append(f"{email}: {visit.method} {address} gave {answer.status_code}")
    record_property("visits", answers.total())
    print(f"{answers.total()} visits to what does not exist: {dict(answers)}")  # noqa: T201
    assert odd == [], odd
    assert answers.total() > 500


def test_the_session_of_who_was_put_out_is_not_touched(app: Flask, db_session: Session) -> None:
    """So that putting somebody back lets them in again only as long as the session would have lasted."""
    client = signed_in(app, ONE_OF_EACH[0])
    db_session.execute(sa.update(Account).where(Account.email == ONE_OF_EACH[0]).values(active=False))
    db_session.commit()
    assert client.get("/maatregelen").status_code == 302
    with app.app_context():
        assert db.session.scalar(sa.select(Account.active).where(Account.email == ONE_OF_EACH[0])) is False
