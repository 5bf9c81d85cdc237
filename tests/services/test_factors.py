"""Second factors: codes that work once, and what an administrator takes away."""

from datetime import timedelta

import pyotp
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.accounts import FactorKind, SessionEnd, SignInMethod
from portal.domain.audit import SYSTEM, Actor, AuditAction
from portal.domain.errors import OwnAppointmentError, ReasonRequiredError
from portal.domain.notices import NoticeKind
from portal.domain.roles import Role
from portal.models import Account, AuditEvent, Notice, SecondFactor, SignInSession
from portal.queries.factors import recovery_codes_left
from portal.services import app_codes, factors, recovery_codes, sessions
from portal.services.sessions import Visitor
from tests.builders import person
from tests.conftest import NOW

KEY = "een-sleutel-voor-deze-proeven-van-ruim-32-tekens"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def account(bare_session: Session) -> Account:
    return person(bare_session, "anna", Role.PROGRAMME_OFFICER)


def with_app(session: Session, account: Account) -> SecondFactor:
    factor = SecondFactor(
        account_id=account.id,
        kind=FactorKind.TOTP,
        name="Telefoon",
        created_at=NOW,
        confirmed_at=NOW,
        sealed_secret=app_codes.sealed(KEY, SECRET),
    )
    session.add(factor)
    session.flush()
    return factor


def code_at(seconds: int) -> str:
    return pyotp.TOTP(SECRET).at(NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("seconds", "works"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
)
def test_the_code_of_an_app_works_one_step_around_now(
    bare_session: Session, account: Account, seconds: int, *, works: bool
) -> None:
    with_app(bare_session, account)
    method = factors.check_code(bare_session, account, code_at(seconds), KEY)
    assert method is (SignInMethod.PASSWORD_TOTP if works else None)


def test_a_code_works_once_and_an_older_one_not_after_it(bare_session: Session, account: Account) -> None:
    with_app(bare_session, account)
    assert factors.check_code(bare_session, account, code_at(0), KEY)
    assert factors.check_code(bare_session, account, code_at(0), KEY) is None
    assert factors.check_code(bare_session, account, code_at(-30), KEY) is None
    with clock.at(NOW + timedelta(seconds=30)):
        assert factors.check_code(bare_session, account, code_at(30), KEY)


def test_no_code_works_for_an_app_that_was_not_confirmed(bare_session: Session, account: Account) -> None:
    with_app(bare_session, account).confirmed_at = None
    bare_session.flush()
    assert factors.check_code(bare_session, account, code_at(0), KEY) is None
    assert not factors.has_factor(bare_session, account.id)


def test_the_secret_does_not_lie_readable_and_needs_the_key(bare_session: Session, account: Account) -> None:
    factor = with_app(bare_session, account)
    assert SECRET not in factor.sealed_secret
    assert factors.check_code(bare_session, account, code_at(0), "een heel andere sleutel") is None
    assert app_codes.secret_of(KEY, factor) == SECRET


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "١٢٣٤٥٦", "abcdef", "a" * 5000, "\x00" * 6])
def test_what_is_no_code_is_refused(bare_session: Session, account: Account, typed: str) -> None:
    with_app(bare_session, account)
    recovery_codes.make(bare_session, SYSTEM, account)
    assert factors.check_code(bare_session, account, typed, KEY) is None


def test_a_recovery_code_works_once_however_it_is_typed(bare_session: Session, account: Account) -> None:
    codes = recovery_codes.make(bare_session, SYSTEM, account)
    assert len(set(codes)) == 10
    typed = f" {recovery_codes.grouped(codes[0]).upper()} "
    assert factors.check_code(bare_session, account, typed, KEY) is SignInMethod.PASSWORD_RECOVERY
    assert factors.check_code(bare_session, account, typed, KEY) is None
    assert recovery_codes_left(bare_session, account.id) == 9
    used = bare_session.scalars(
        sa.select(AuditEvent).where(AuditEvent.action == AuditAction.RECOVERY_CODE_USED)
    ).one()
    assert codes[0] not in str(used.details)


def test_a_recovery_code_of_somebody_else_is_refused(bare_session: Session, account: Account) -> None:
    codes = recovery_codes.make(bare_session, SYSTEM, account)
    other = person(bare_session, "bram", Role.PROGRAMME_OFFICER)
    recovery_codes.make(bare_session, SYSTEM, other)
    assert factors.check_code(bare_session, other, codes[0], KEY) is None


def test_new_recovery_codes_take_the_place_of_the_old(bare_session: Session, account: Account) -> None:
    old = recovery_codes.make(bare_session, SYSTEM, account)
    new = recovery_codes.make(bare_session, SYSTEM, account)
    assert factors.check_code(bare_session, account, old[0], KEY) is None
    assert factors.check_code(bare_session, account, new[0], KEY)


def test_an_administrator_takes_all_factors_away_with_a_reason(
    bare_session: Session, account: Account
) -> None:
    with_app(bare_session, account)
    recovery_codes.make(bare_session, SYSTEM, account)
    sessions.begin(bare_session, account, SignInMethod.PASSWORD_TOTP, Visitor())
    boss = person(bare_session, "bas", Role.ADMINISTRATOR)
    actor = Actor(boss.id, boss.name, (Role.ADMINISTRATOR,))

    with pytest.raises(ReasonRequiredError):
        factors.reset(bare_session, actor, account, "  ")
    assert factors.reset(bare_session, actor, account, "Telefoon verloren") == 1

    assert not factors.has_factor(bare_session, account.id)
    assert recovery_codes_left(bare_session, account.id) == 0
    ended = bare_session.scalars(sa.select(SignInSession.end_reason)).all()
    assert ended == [SessionEnd.FACTORS_CHANGED]
    event = bare_session.scalars(
        sa.select(AuditEvent).where(AuditEvent.action == AuditAction.FACTORS_RESET)
    ).one()
    assert (event.reason, event.details) == ("Telefoon verloren", {"kinds": ["totp"]})
    notice = bare_session.scalars(sa.select(Notice)).one()
    assert (notice.kind, notice.account_id) == (NoticeKind.FACTOR_REMOVED, account.id)


def test_nobody_resets_the_own_factors(bare_session: Session, account: Account) -> None:
    with pytest.raises(OwnAppointmentError):
        factors.reset(bare_session, Actor(account.id, account.name), account, "Handig")


def test_factors_are_counted_for_a_list(bare_session: Session, account: Account) -> None:
    with_app(bare_session, account)
    other = person(bare_session, "bram", Role.PROGRAMME_OFFICER)
    assert factors.count_of(bare_session, [account.id, other.id]) == {account.id: 1, other.id: 0}
