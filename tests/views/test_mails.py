"""The mail log of the programme office, and the postbox of the demonstration."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.notices import MailState
from portal.models import Account, AuditEvent, Mail
from tests.conftest import SignIn

OFFICER = "medewerker1.programmabureau"


def person(sign_in: SignIn, name: str) -> FlaskClient:
    return sign_in(f"{name}@mainportaal.example")


@pytest.fixture
def sent(db_session: Session) -> Mail:
    """A mail that a coordinator got."""
    account = db_session.scalars(
        sa.select(Account).where(Account.email == "coordinator.rotterdam@mainportaal.example")
    ).one()
    mail = Mail(
        account_id=account.id,
        key="toets",
        state=MailState.SENT,
        created_at=clock.now(),
        due_at=clock.now(),
        sent_at=clock.now(),
        attempts=1,
        address=account.email,
        subject="Toets <van> de mail",
        text="Beste lezer,\nhttp://127.0.0.1:5000/over\n<script>alert(1)</script>",
        html="<p>Beste lezer</p>",
    )
    db_session.add(mail)
    db_session.commit()
    return mail


def test_the_office_finds_a_mail_and_sends_it_again(sign_in: SignIn, sent: Mail, db_session: Session) -> None:
    client = person(sign_in, OFFICER)
    listed = client.get("/mails?q=toets").get_data(as_text=True)
    assert "Toets &lt;van&gt; de mail" in listed
    assert "coordinator.rotterdam@mainportaal.example" in listed
    assert "Geen mails gevonden" in client.get("/mails?q=bestaat-niet").get_data(as_text=True)
    assert "Toets &lt;van&gt;" not in client.get("/mails?q=toets&status=failed").get_data(as_text=True)
    shown = client.get(f"/mails/{sent.id}").get_data(as_text=True)
    assert "<script>alert" not in shown
    assert "Opnieuw versturen" in shown
    answer = client.post(f"/mails/{sent.id}/opnieuw", data={"version": 1})
    again = db_session.scalars(sa.select(Mail).where(Mail.key == "toets:opnieuw-1")).one()
    assert answer.headers["Location"] == f"/mails/{again.id}"
    assert (again.state, again.account_id) == (MailState.PENDING, sent.account_id)
    event = db_session.scalars(
        sa.select(AuditEvent).where(
            AuditEvent.subject_kind == SubjectKind.MAIL, AuditEvent.subject_id == sent.id
        )
    ).one()
    assert event.action is AuditAction.MAIL_RESENT
    waiting = client.get(f"/mails/{again.id}").get_data(as_text=True)
    assert "maakt de tekst bij het verzenden" in waiting
    assert "Opnieuw versturen</span>" not in waiting


def test_a_double_click_sends_once(sign_in: SignIn, sent: Mail, db_session: Session) -> None:
    client = person(sign_in, OFFICER)
    for _click in range(2):
        assert client.post(f"/mails/{sent.id}/opnieuw", data={"version": 1}).status_code == 302
    again = db_session.scalars(sa.select(Mail).where(Mail.key.startswith("toets:"))).one()
    assert client.post(f"/mails/{again.id}/opnieuw", data={"version": 2}).status_code == 409
    assert client.post(f"/mails/{sent.id}/opnieuw", data={}).status_code == 400


@pytest.mark.parametrize("who", ["coordinator.rotterdam", "lid1.stuurgroep", "lezer.programma", "beheerder"])
def test_the_log_is_for_the_office(sign_in: SignIn, sent: Mail, who: str) -> None:
    client = person(sign_in, who)
    for path in ("/mails", f"/mails/{sent.id}"):
        assert client.get(path).status_code == 403
    assert client.post(f"/mails/{sent.id}/opnieuw", data={"version": 1}).status_code == 403


def test_everybody_has_a_postbox_of_their_own(sign_in: SignIn, sent: Mail) -> None:
    assert "Toets &lt;van&gt; de mail" in person(sign_in, "coordinator.rotterdam").get("/postvak").get_data(
        as_text=True
    )
    other = person(sign_in, "coordinator.schiphol").get("/postvak").get_data(as_text=True)
    assert "Toets &lt;van&gt; de mail" not in other


def test_without_a_mail_server_the_log_says_so(
    sign_in: SignIn, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = person(sign_in, OFFICER)
    words = "Mails worden nu niet verzonden"
    assert words not in client.get("/mails").get_data(as_text=True)
    monkeypatch.setitem(app.config, "SENDS_MAIL", False)
    assert words in client.get("/mails").get_data(as_text=True)


def test_the_demonstration_sent_mails_through_the_services(sign_in: SignIn, db_session: Session) -> None:
    found = db_session.execute(sa.select(Mail.state, sa.func.count()).group_by(Mail.state))
    counts = {row[0]: row[1] for row in found}
    assert counts[MailState.SENT] > 20
    assert counts.get(MailState.FAILED) is None
    assert "Beste " in person(sign_in, "coordinator.rotterdam").get("/postvak").get_data(as_text=True)
