"""Setting a password: what is refused, what ends, who hears of it, and that no hash is read as a password."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.accounts import SessionEnd, SignInMethod, TokenPurpose
from portal.domain.audit import SYSTEM, Actor, AuditAction
from portal.domain.notices import NoticeKind
from portal.domain.passwords import PasswordFault, WeakPasswordError
from portal.domain.roles import Role
from portal.models import Account, AccountToken, AuditEvent, Mail, Notice, SignInSession
from portal.services import passwords, sessions, tokens
from portal.services.accounts import create_account
from portal.services.sessions import Visitor
from tests.builders import house, person
from tests.conftest import NOW

NEW = "zeven blauwe stoeptegels"


@pytest.fixture
def account(bare_session: Session) -> Account:
    return person(bare_session, "lezer", Role.READER)


def change(session: Session, account: Account, new: str = NEW, keep_session: int | None = None) -> None:
    actor = Actor(account.id, account.name)
    action = AuditAction.PASSWORD_CHANGED
    passwords.set_password(session, actor, account, new, action, keep_session=keep_session)


def test_a_new_password_takes_the_place_of_the_old_one(bare_session: Session, account: Account) -> None:
    old = account.password_hash
    change(bare_session, account)
    assert account.password_hash.startswith("$argon2id$")
    assert account.password_hash != old
    assert passwords.verify(account, NEW)
    assert not passwords.verify(account, NEW.upper())
    assert account.password_changed_at == NOW


def test_other_sessions_end_and_the_own_one_may_stay(bare_session: Session, account: Account) -> None:
    for _device in range(3):
        sessions.begin(bare_session, account, SignInMethod.PASSWORD, Visitor())
    own = bare_session.scalars(sa.select(sa.func.min(SignInSession.id))).one()
    change(bare_session, account, keep_session=own)
    bare_session.expire_all()
    ended = {row.id: row.end_reason for row in bare_session.scalars(sa.select(SignInSession))}
    assert ended.pop(own) is None
    assert list(ended.values()) == [SessionEnd.PASSWORD_CHANGED] * 2
    change(bare_session, account, "acht rode dakpannen!")
    bare_session.expire_all()
    assert bare_session.get_one(SignInSession, own).end_reason is SessionEnd.PASSWORD_CHANGED


@pytest.mark.parametrize("purpose", TokenPurpose)
def test_an_open_link_of_any_kind_is_worth_nothing_any_more(
    bare_session: Session, account: Account, purpose: TokenPurpose
) -> None:
    link = tokens.issue(bare_session, SYSTEM, account, purpose, "nieuw@toets.example")
    change(bare_session, account)
    bare_session.expire_all()
    assert not tokens.is_usable(link)
    assert bare_session.get_one(AccountToken, link.id).withdrawn_at == NOW


def test_the_owner_hears_of_it_each_time_and_it_is_audited_without_the_password(
    bare_session: Session, account: Account
) -> None:
    change(bare_session, account)
    with clock.at(NOW + timedelta(minutes=1)):
        change(bare_session, account, "acht rode dakpannen!")
    kinds = bare_session.scalars(sa.select(Notice.kind)).all()
    assert kinds == [NoticeKind.PASSWORD_CHANGED] * 2
    assert bare_session.scalar(sa.select(sa.func.count()).select_from(Mail)) == 2
    events = bare_session.scalars(
        sa.select(AuditEvent).where(AuditEvent.action == AuditAction.PASSWORD_CHANGED)
    ).all()
    assert [event.actor_id for event in events] == [account.id] * 2
    assert all(NEW not in str(vars(event)) for event in events)


def test_a_first_password_is_no_news(bare_session: Session, account: Account) -> None:
    account.password_hash = ""
    change(bare_session, account)
    assert bare_session.scalars(sa.select(Notice)).all() == []


@pytest.mark.parametrize(
    ("new", "fault"),
    [
        ("kort", PasswordFault.TOO_SHORT),
        ("Welkom2026!!", PasswordFault.COMMON),
        ("lezer@toets.example", PasswordFault.PERSONAL),
        ("netwerk-1-netwerk", PasswordFault.COMMON),
        ("kadenet-kadenet", PasswordFault.CONTEXT),
    ],
)
def test_a_weak_password_changes_nothing(
    bare_session: Session, account: Account, new: str, fault: PasswordFault
) -> None:
    built = house(bare_session, 1)
    built.networks[0].title = "Kadenet"
    bare_session.flush()
    sessions.begin(bare_session, account, SignInMethod.PASSWORD, Visitor())
    old = account.password_hash
    with pytest.raises(WeakPasswordError) as refused:
        change(bare_session, account, new)
    assert refused.value.fault is fault
    assert new not in str(refused.value)
    assert (account.password_hash, account.password_changed_at) == (old, None)
    assert bare_session.scalars(sa.select(SignInSession.ended_at)).one() is None


def test_the_policy_holds_for_a_new_account_and_its_own_names(bare_session: Session) -> None:
    def create(password: str) -> Account:
        return create_account(
            bare_session,
            SYSTEM,
            email="vonkel@toets.example",
            name="Vonkel Zwiep",
            organisation="Grutterij",
            password=password,
        )

    for password in ("VonkelZwiep1!", "Grutterij-2026"):
        with pytest.raises(WeakPasswordError) as refused:
            create(password)
        assert refused.value.fault is PasswordFault.PERSONAL
    assert passwords.verify(create(NEW), NEW)


@pytest.mark.parametrize("stored", ["", "geen hash", "$argon2id$v=19$m=65536,t=3,p=4$stuk"])
def test_without_a_sound_hash_no_password_fits(bare_session: Session, account: Account, stored: str) -> None:
    account.password_hash = stored
    for password in ("", stored, NEW, "geen enkel account heeft dit wachtwoord"):
        assert not passwords.verify(account, password)
    assert not passwords.verify(None, "geen enkel account heeft dit wachtwoord")


def test_a_hash_of_less_effort_is_renewed_and_one_of_today_stays(
    bare_session: Session, account: Account
) -> None:
    account.password_hash = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(NEW)
    weak = account.password_hash
    assert passwords.verify(account, NEW)
    passwords.renew_hash(account, NEW)
    renewed = account.password_hash
    assert renewed != weak
    assert passwords.verify(account, NEW)
    passwords.renew_hash(account, NEW)
    assert account.password_hash == renewed
