"""Another e-mail address: by a link to the new one, told at the old one, and nobody learns who exists."""

import re

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from portal.domain import clock
from portal.domain.accounts import SessionEnd, TokenPurpose
from portal.domain.audit import SYSTEM, AuditAction
from portal.domain.errors import DuplicateError
from portal.domain.notices import NoticeKind
from portal.domain.roles import Role
from portal.jobs.delivering import deliver_due
from portal.jobs.posting import LocalPost
from portal.models import Account, AccountToken, AuditEvent, Mail, Notice, SignInSession
from portal.services import own_email, tokens
from portal.services.outbox import Letter
from tests.browsing import without_tokens
from tests.builders import person
from tests.conftest import NOW
from tests.own import LATER, Visit, after, visit

__all__ = ["visit"]
NEW = "nieuw@elders.example"


class Box(LocalPost):
    """A postbox that shows what was sent."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    def send(self, letter: Letter) -> None:
        self.letters.append(letter)


def sent(visit: Visit) -> list[Letter]:
    """Send what is due, and return it."""
    box = Box()
    # Both sessions share a connection: what the requests did must not be rolled back with what this one saw.
    visit.session.commit()
    with visit.app.app_context():
        deliver_due(visit.session, box, "toets", LATER)
    return box.letters


def ask(visit: Visit, address: str = NEW) -> str:
    """Ask for another address and return the link of the mail."""
    answer = visit.client.post("/mijn/email", data={"email": address})
    assert answer.headers["Location"] == "/mijn"
    letter, warning = sent(visit)
    assert (letter.address, warning.address) == (address, "een@toets.example")
    link = re.search(r"http://[^\s]+(/mijn/email/bevestigen/\S+)", letter.text)
    assert link is not None
    assert link[1] not in warning.text + warning.html
    assert "Was u dit niet? Stel dan direct een nieuw wachtwoord in" in warning.text
    assert "/wachtwoord/vergeten" in warning.text
    return link[1]


def test_asking_changes_nothing_until_the_link_is_used(visit: Visit) -> None:
    link = ask(visit)
    assert visit.again().email == "een@toets.example"
    assert visit.actions(1) == [AuditAction.EMAIL_CHANGE_ASKED]
    # A mail program that looks at the link changes nothing either.
    assert NEW in visit.app.test_client().get(link).get_data(as_text=True)
    assert visit.again().email == "een@toets.example"


def test_the_link_changes_the_address_and_signs_everybody_out(visit: Visit) -> None:
    other = visit.browser()
    link = ask(visit)
    answer = visit.client.post(link)
    assert answer.headers["Location"] == "/inloggen"
    with visit.client.session_transaction() as cookie:
        assert "_user_id" not in cookie
    assert "Uw e-mailadres is gewijzigd" in visit.client.get("/inloggen").get_data(as_text=True)
    assert visit.again().email == NEW
    assert visit.client.get("/mijn").status_code == other.get("/mijn").status_code == 302
    ends = set(visit.session.scalars(sa.select(SignInSession.end_reason)))
    assert ends == {SessionEnd.EMAIL_CHANGED}
    event = visit.session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
    assert event.action is AuditAction.EMAIL_CHANGED
    assert event.details == {"email": ["een@toets.example", NEW]}


def test_the_old_address_is_told(visit: Visit) -> None:
    visit.app.test_client().post(ask(visit))
    (letter,) = sent(visit)
    assert letter.address == "een@toets.example"
    assert "Uw e-mailadres is gewijzigd" in letter.text
    assert visit.session.scalars(sa.select(Notice.kind)).all() == [NoticeKind.EMAIL_CHANGED]


def test_the_link_works_without_being_signed_in_and_once(visit: Visit) -> None:
    link = ask(visit)
    visit.app.test_client().post(link)
    assert visit.again().email == NEW
    again = visit.app.test_client()
    assert again.get(link).status_code == 410
    assert "werkt niet meer" in again.post(link).get_data(as_text=True)


def test_a_newer_link_takes_the_place_of_an_older_one(visit: Visit) -> None:
    older = ask(visit)
    newer = ask(visit, "ander@elders.example")
    assert visit.client.get(older).status_code == 410
    assert visit.client.get(newer).status_code == 200


def test_a_link_is_over_after_a_day(visit: Visit) -> None:
    link = ask(visit)
    with clock.at(after(NOW, hours=24)):
        assert visit.app.test_client().post(link).status_code == 410
    assert visit.again().email == "een@toets.example"


def test_a_link_of_another_kind_or_of_nobody_is_refused(visit: Visit) -> None:
    reset = tokens.issue(visit.session, SYSTEM, visit.account, TokenPurpose.PASSWORD_RESET)
    visit.session.commit()
    secret = tokens.secret_of(reset, visit.app.config["SECRET_KEY"])
    for geheim in (secret, "onzin", secret[:-1]):
        assert visit.client.post(f"/mijn/email/bevestigen/{geheim}").status_code == 410


def test_an_address_of_somebody_else_gets_the_same_answer_and_is_refused_at_the_link(visit: Visit) -> None:
    person(visit.session, "twee", Role.READER)
    visit.session.commit()
    known = visit.client.post("/mijn/email", data={"email": "TWEE@toets.example"})
    page = without_tokens(visit.client.get("/mijn"))
    unknown = visit.client.post("/mijn/email", data={"email": "niemand@toets.example"})
    same = without_tokens(visit.client.get("/mijn"))
    assert known.headers["Location"] == unknown.headers["Location"] == "/mijn"
    assert page.replace("TWEE@", "niemand@") == same
    link = ask(visit, "TWEE@toets.example")
    taken = visit.client.post(link)
    assert taken.status_code == 409
    assert "al in gebruik" in taken.get_data(as_text=True)
    assert visit.again().email == "een@toets.example"
    assert visit.client.get("/mijn").status_code == 200


def test_two_at_the_same_moment_cannot_get_one_address(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    token = tokens.issue(visit.session, SYSTEM, visit.account, TokenPurpose.EMAIL_CHANGE, NEW)
    other = person(visit.session, "twee", Role.READER)
    other.email = NEW.upper()
    visit.session.commit()
    # As if the other one got it after we looked.
    monkeypatch.setattr(own_email, "account_by_email", lambda _session, _address: None)
    with pytest.raises(DuplicateError):
        own_email.change(visit.session, token)
    visit.session.rollback()
    assert visit.again().email == "een@toets.example"
    assert visit.session.get_one(AccountToken, token.id).used_at is None


def test_the_database_itself_refuses_one_address_twice(visit: Visit) -> None:
    other = person(visit.session, "twee", Role.READER)
    other.email = visit.account.email.upper()
    with pytest.raises(IntegrityError):
        visit.session.flush()


@pytest.mark.parametrize("purpose", [TokenPurpose.PASSWORD_RESET, TokenPurpose.INVITATION])
def test_a_link_to_the_account_in_the_old_mailbox_dies(visit: Visit, purpose: TokenPurpose) -> None:
    link = ask(visit)
    other = tokens.issue(visit.session, SYSTEM, visit.account, purpose)
    visit.session.commit()
    visit.client.post(link)
    visit.session.expire_all()
    assert other.withdrawn_at is not None


def test_it_is_dangerous(visit: Visit) -> None:
    with clock.at(NOW + LATER):
        assert visit.client.get("/mijn/email").headers["Location"].startswith("/bevestigen")
        assert visit.client.post("/mijn/email", data={"email": NEW}).status_code == 401
    assert visit.session.scalar(sa.select(sa.func.count()).select_from(Mail)) == 0


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("", "Vul het nieuwe e-mailadres in."),
        ("geen adres", "Vul een volledig e-mailadres in"),
        ("a@b", "Vul een volledig e-mailadres in"),
        ("een@b.nl, twee@b.nl", "Vul een volledig e-mailadres in"),
        ("EEN@toets.example", "Dit is uw e-mailadres al."),
        ("x" * 250 + "@b.nl", "te lang"),
    ],
)
def test_wrong_input_is_told_and_kept(visit: Visit, address: str, message: str) -> None:
    answer = visit.client.post("/mijn/email", data={"email": address})
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert message in page
    assert address in page
    assert visit.session.scalar(sa.select(sa.func.count()).select_from(AccountToken)) == 0


def test_a_stranger_is_not_flooded(visit: Visit) -> None:
    codes = [
        visit.client.post("/mijn/email", data={"email": f"{n}@elders.example"}).status_code for n in range(7)
    ]
    assert codes == [302, 302, 302, 302, 302, 429, 429]
    assert visit.session.scalar(sa.select(sa.func.count()).select_from(Account)) == 1
