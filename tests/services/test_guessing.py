"""Ten thousand guesses: how few are compared, and that the owner still gets in."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.accounts import SignInMethod
from portal.domain.audit import AuditAction
from portal.domain.notices import NoticeKind
from portal.domain.roles import Role
from portal.domain.visitors import origin_of, shortened
from portal.models import Account, AuditEvent, Notice, Throttle
from portal.services import passwords, sessions
from portal.services.sessions import Visitor
from portal.services.sign_in import Outcome, sign_in
from tests.builders import person
from tests.conftest import NOW
from tests.databases import once

RIGHT = "zeven blauwe stoeptegels"
EMAIL = "lezer@toets.example"
HOME = "192.0.2.10"
GUESSES = 10_000
how_long_is_python = once("what is SQL in it is tried on both in test_throttling")


class CountingHasher(PasswordHasher):
    """Argon2 with hardly any effort, which counts against which hash a password was compared."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.compared: Counter[str] = Counter()

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]  # noqa: A002
        self.compared[str(hash)] += 1
        return super().verify(hash, password)


@pytest.fixture
def hasher(monkeypatch: pytest.MonkeyPatch) -> CountingHasher:
    """What is counted here is how often, not how long."""
    counting = CountingHasher()
    monkeypatch.setattr(passwords, "_hasher", counting)
    monkeypatch.setattr(passwords, "_NOBODYS_HASH", counting.hash("van niemand"))
    return counting


@pytest.fixture
def account(bare_session: Session, hasher: CountingHasher) -> Account:
    """Somebody who was signed in from home before."""
    owner = person(bare_session, "lezer", Role.READER)
    owner.password_hash = hasher.hash(RIGHT)
    with clock.at(NOW - timedelta(days=10)):
        sessions.begin(bare_session, owner, SignInMethod.PASSWORD, Visitor(shortened(HOME)))
    return owner


def attempt(session: Session, password: str, address: str, email: str = EMAIL) -> Outcome:
    return sign_in(session, email, password, origin_of(address), key="sleutel", demonstration=False)


def within(hours: int, attempts: int) -> Iterator[datetime]:
    """Moments spread evenly over some hours."""
    return (NOW + timedelta(hours=hours) * number / attempts for number in range(attempts))


@how_long_is_python
def test_guessing_from_one_address_compares_a_few_dozen_in_a_day(
    bare_session: Session, account: Account, hasher: CountingHasher
) -> None:
    for number, moment in enumerate(within(24, GUESSES)):
        with clock.at(moment):
            assert attempt(bare_session, f"gok {number}", "198.51.100.7").account is None
    compared = hasher.compared[account.password_hash]
    print(f"{GUESSES} guesses from one address in a day: {compared} compared")  # noqa: T201
    # Five freely, a few while the wait grows, then one each quarter of an hour.
    assert 90 <= compared <= 110
    with clock.at(NOW + timedelta(hours=24)):
        assert attempt(bare_session, RIGHT, HOME).account is account


@how_long_is_python
def test_guessing_from_many_addresses_compares_hardly_more(
    bare_session: Session, account: Account, hasher: CountingHasher
) -> None:
    for number, moment in enumerate(within(1, GUESSES)):
        with clock.at(moment):
            place = number % 100
            assert attempt(bare_session, f"gok {number}", f"203.0.{place}.{place}").account is None
            if number % 1000 == 999:
                # At home nothing is noticed of it, in the middle of the storm.
                assert attempt(bare_session, RIGHT, HOME).account is account
    compared = hasher.compared[account.password_hash] - 10
    print(f"{GUESSES} guesses from 100 addresses in an hour: {compared} compared")  # noqa: T201
    # Thirty freely, then one each five minutes.
    assert 30 <= compared <= 50
    with clock.at(NOW + timedelta(hours=1)):
        attempt(bare_session, "nog een gok", "203.1.1.1")
        elsewhere = attempt(bare_session, RIGHT, "198.51.100.7")
        assert elsewhere.account is None
        assert elsewhere.pause is not None
        assert elsewhere.pause <= timedelta(minutes=5)
    with clock.at(NOW + timedelta(hours=1) + elsewhere.pause):
        assert attempt(bare_session, RIGHT, "198.51.100.7").account is account


def test_one_password_tried_on_many_accounts_stops_at_the_address(
    bare_session: Session, account: Account, hasher: CountingHasher
) -> None:
    for number in range(200):
        attempt(bare_session, "Welkom2026!!", "198.51.100.7", f"iemand{number}@toets.example")
    assert hasher.compared.total() == 20
    refused = attempt(bare_session, RIGHT, "198.51.100.7")
    assert refused.account is None
    assert refused.pause is not None
    with clock.at(NOW + timedelta(minutes=15)):
        assert attempt(bare_session, RIGHT, "198.51.100.7").account is account


def test_changing_address_within_a_network_does_not_help_for_long(
    bare_session: Session, account: Account, hasher: CountingHasher
) -> None:
    for number in range(300):
        attempt(bare_session, "gok", f"198.51.100.{number % 250}", f"iemand{number}@toets.example")
    assert hasher.compared.total() == 100
    assert attempt(bare_session, RIGHT, "198.51.100.251").pause is not None
    assert attempt(bare_session, RIGHT, "198.51.101.7").account is account


def test_one_customer_has_one_counter_however_many_ipv6_addresses(
    bare_session: Session, account: Account, hasher: CountingHasher
) -> None:
    for number in range(100):
        attempt(bare_session, "gok", f"2001:db8:7:7::{number:x}")
    assert hasher.compared[account.password_hash] == 5


@pytest.mark.parametrize("email", [EMAIL, "niemand@toets.example"])
def test_while_one_waits_the_right_password_is_refused_too_and_nobody_learns_who_exists(
    bare_session: Session, account: Account, email: str
) -> None:
    answers = [attempt(bare_session, "gok", "198.51.100.7", email).pause for _n in range(7)]
    assert answers == [None] * 5 + [timedelta(seconds=30)] * 2
    assert attempt(bare_session, RIGHT, "198.51.100.7", email).pause == timedelta(seconds=30)
    assert attempt(bare_session, RIGHT, "198.51.100.7", f"  {email.upper()} ").pause is not None


def test_guessing_at_home_is_slowed_down_too_also_during_a_storm(
    bare_session: Session, account: Account, hasher: CountingHasher
) -> None:
    for number in range(40):
        attempt(bare_session, "gok", f"203.0.{number}.1")
    before = hasher.compared[account.password_hash]
    answers = {attempt(bare_session, "gok", HOME).pause is None for _n in range(50)}
    # During the storm the answer is to wait, at home as elsewhere: only the right password is let through.
    assert answers == {False}
    assert hasher.compared[account.password_hash] - before == 5


def test_an_unknown_account_is_answered_alike_during_a_storm(bare_session: Session, account: Account) -> None:
    answers = {}
    for email in (EMAIL, "niemand@toets.example"):
        storm = [attempt(bare_session, "gok", f"203.0.{number}.1", email) for number in range(40)]
        at_home = [attempt(bare_session, "gok", HOME, email) for _n in range(8)]
        answers[email] = [*storm, *at_home]
    assert answers[EMAIL] == answers["niemand@toets.example"]


def test_success_forgets_the_failures_here_and_not_those_elsewhere(
    bare_session: Session, account: Account, hasher: CountingHasher
) -> None:
    for _round in range(30):
        for _n in range(4):
            assert attempt(bare_session, "verschreven", HOME).pause is None
        # Else a house full of people who mistype would shut itself out.
        assert attempt(bare_session, RIGHT, HOME).account is account
    for _n in range(10):
        attempt(bare_session, "gok", "198.51.100.7")
    before = hasher.compared[account.password_hash]
    assert attempt(bare_session, RIGHT, HOME).account is account
    assert attempt(bare_session, "gok", "198.51.100.7").pause is not None
    assert hasher.compared[account.password_hash] == before + 1


def test_the_owner_hears_of_a_block_once_a_day_and_of_a_success_after_failures(
    bare_session: Session, account: Account
) -> None:
    def told() -> list[NoticeKind]:
        return list(bare_session.scalars(sa.select(Notice.kind).order_by(Notice.id)))

    for _n in range(4):
        attempt(bare_session, "gok", "198.51.100.7")
    assert told() == []
    for minute in range(0, 60, 10):
        with clock.at(NOW + timedelta(minutes=minute)):
            for _n in range(3):
                attempt(bare_session, "gok", "198.51.100.7")
    assert told() == [NoticeKind.SIGN_IN_BLOCKED]
    with clock.at(NOW + timedelta(minutes=70)):
        attempt(bare_session, RIGHT, HOME)
        attempt(bare_session, RIGHT, HOME)
    assert told() == [NoticeKind.SIGN_IN_BLOCKED, NoticeKind.NEW_SIGN_IN]
    with clock.at(NOW + timedelta(days=1)):
        for _n in range(6):
            attempt(bare_session, "gok", "198.51.100.8")
    assert told()[2:] == [NoticeKind.SIGN_IN_BLOCKED]


def test_refusals_and_blocks_are_audited_without_what_was_typed(
    bare_session: Session, account: Account
) -> None:
    for _n in range(8):
        attempt(bare_session, "een wachtwoord in wording", "198.51.100.7", "geheim@toets.example")
    events = bare_session.scalars(sa.select(AuditEvent).where(AuditEvent.actor_name == "Onbekend")).all()
    actions = Counter(event.action for event in events)
    assert actions == {AuditAction.SIGN_IN_REFUSED: 5, AuditAction.SIGN_IN_BLOCKED: 1}
    assert all("geheim" not in str(vars(event)) and "wording" not in str(vars(event)) for event in events)
    assert [event.details for event in events if event.details] == [{"seconds": 30}]


def test_where_no_address_is_known_only_the_account_is_counted(
    bare_session: Session, account: Account
) -> None:
    attempt(bare_session, "gok", "")
    names = {bucket.partition(":")[0] for bucket in bare_session.scalars(sa.select(Throttle.bucket))}
    assert names == {"password_place", "password_anywhere"}
    for number in range(120):
        attempt(bare_session, "gok", "", f"iemand{number}@toets.example")
    assert attempt(bare_session, RIGHT, "").account is account
