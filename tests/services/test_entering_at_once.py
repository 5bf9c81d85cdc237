"""Somebody who comes in while the account changes: what ended every session leaves none that came after."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from portal.demo.personas import PASSWORD
from portal.domain.accounts import SessionEnd, SignInMethod
from portal.domain.roles import Role
from portal.domain.single_sign_on import ExternalPerson
from portal.domain.visitors import origin_of
from portal.models import Account, ExternalIdentity, SignInSession
from portal.services import passwords, second_step, sessions
from portal.services import single_sign_on as service
from portal.services.sessions import Visitor
from portal.services.sign_in import Outcome, sign_in
from tests.builders import person
from tests.conftest import NOW
from tests.factoring import code, with_app

KEY = "een-sleutel-voor-deze-proeven-van-ruim-32-tekens"


@pytest.fixture
def anna(bare_session: Session) -> Account:
    return person(bare_session, "anna", Role.PROGRAMME_OFFICER)


class Meanwhile(PasswordHasher):
    """Argon2 that takes so long that somebody else does something before it has its answer."""

    def __init__(self, job: Callable[[], object]) -> None:
        super().__init__()
        self.job = job

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]  # noqa: A002
        fits = super().verify(hash, password)
        self.job()
        return fits


def entering(session: Session, monkeypatch: pytest.MonkeyPatch, **changed: object) -> Outcome:
    """Sign in with the right password, while somebody else changes this of the account."""

    def change() -> None:
        # As another connection would: what this session knows of the account stays as it was.
        statement = sa.update(Account).values(**changed) if changed else sa.select(Account.id)
        session.execute(statement, execution_options={"synchronize_session": False})

    monkeypatch.setattr(passwords, "_hasher", Meanwhile(change))
    place = origin_of("192.0.2.10")
    return sign_in(session, "anna@toets.example", PASSWORD, place, key=KEY, demonstration=False)


def test_the_password_that_was_compared_must_still_be_the_one(
    bare_session: Session, anna: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert entering(bare_session, monkeypatch).account is anna
    new = passwords.hash_of("zeven blauwe stoeptegels")
    assert entering(bare_session, monkeypatch, password_hash=new).account is None
    # The hash that came in its place is not written over by one of the former password.
    assert anna.password_hash == new


@pytest.mark.usefixtures("anna")
def test_who_is_put_out_meanwhile_stays_out(bare_session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    assert entering(bare_session, monkeypatch, active=False).account is None


def test_a_second_step_of_a_session_that_ended_lets_nobody_in(bare_session: Session, anna: Account) -> None:
    with_app(bare_session, anna, KEY)
    sessions.begin(bare_session, anna, SignInMethod.PASSWORD, Visitor(), complete=False)
    waiting = bare_session.scalars(sa.select(SignInSession)).one()
    sessions.end_all(bare_session, anna.id, SessionEnd.PASSWORD_CHANGED)
    assert second_step.by_code(bare_session, KEY, waiting, code()) is None


def test_who_is_linked_and_put_out_meanwhile_stays_out(bare_session: Session, anna: Account) -> None:
    bare_session.add(ExternalIdentity(account=anna, issuer="https://sso.example", subject="x", linked_at=NOW))
    bare_session.flush()
    bare_session.execute(
        sa.update(Account).values(active=False), execution_options={"synchronize_session": False}
    )
    assert anna.active
    whom = ExternalPerson("x")
    assert service.sign_in(bare_session, "https://sso.example", whom, demonstration=False) is None
