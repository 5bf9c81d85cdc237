"""Sessions on the server: how long they last, how they end, and what the database keeps of them."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.accounts import IDLE, LONGEST, SEEN_EVERY, SessionEnd, SignInMethod
from portal.domain.audit import Actor, AuditAction
from portal.domain.roles import Role
from portal.models import Account, AuditEvent, SignInSession
from portal.queries.sessions import (
    HeldSession,
    closed_sessions,
    halfway_session,
    held_session,
    open_sessions,
    signed_in_before,
)
from portal.services import sessions
from portal.services.sessions import Visitor, hash_of
from tests.builders import person
from tests.conftest import NOW

MOMENT = timedelta(seconds=1)


@pytest.fixture
def anna(bare_session: Session) -> Account:
    return person(bare_session, "anna", Role.READER)


def begin(session: Session, account: Account, *, complete: bool = True) -> str:
    visitor = Visitor("192.0.2.0/24", "Firefox op Linux")
    return sessions.begin(session, account, SignInMethod.PASSWORD, visitor, complete=complete)


def held(session: Session, token: str, moment: datetime = NOW) -> HeldSession | None:
    return held_session(session, hash_of(token), moment, moment.date())


def only(session: Session) -> SignInSession:
    session.expire_all()
    return session.scalars(sa.select(SignInSession)).one()


def test_the_token_is_long_fresh_and_kept_nowhere(bare_session: Session, anna: Account) -> None:
    tokens = {begin(bare_session, anna) for _n in range(20)}
    assert len(tokens) == 20
    assert min(map(len, tokens)) >= 43  # 256 bits
    kept = {str(value) for row in bare_session.execute(sa.select(SignInSession.__table__)) for value in row}
    assert not tokens & kept


def test_half_an_hour_without_use_ends_it(bare_session: Session, anna: Account) -> None:
    token = begin(bare_session, anna)
    assert held(bare_session, token, NOW + IDLE - MOMENT) is not None
    assert held(bare_session, token, NOW + IDLE) is None


def test_twelve_hours_end_it_whatever_happens(bare_session: Session, anna: Account) -> None:
    token = begin(bare_session, anna)
    only(bare_session).last_seen_at = NOW + LONGEST - MOMENT
    bare_session.flush()
    assert held(bare_session, token, NOW + LONGEST - MOMENT) is not None
    assert held(bare_session, token, NOW + LONGEST) is None


def test_use_is_noted_at_most_once_a_minute(bare_session: Session, anna: Account) -> None:
    token = begin(bare_session, anna)
    with clock.at(NOW + SEEN_EVERY - MOMENT):
        found = held(bare_session, token)
        assert found is not None
        assert not sessions.touch(bare_session, found)
    assert only(bare_session).last_seen_at == NOW
    with clock.at(NOW + SEEN_EVERY):
        assert sessions.touch(bare_session, found)
    assert only(bare_session).last_seen_at == NOW + SEEN_EVERY


def test_an_older_request_never_turns_the_clock_back(bare_session: Session, anna: Account) -> None:
    found = held(bare_session, begin(bare_session, anna))
    assert found is not None
    for minutes in (9, 5):
        with clock.at(NOW + timedelta(minutes=minutes)):
            sessions.touch(bare_session, found)
    assert only(bare_session).last_seen_at == NOW + timedelta(minutes=9)


def test_halfway_opens_nothing_and_lasts_ten_minutes(bare_session: Session, anna: Account) -> None:
    token = begin(bare_session, anna, complete=False)
    assert held(bare_session, token) is None
    assert halfway_session(bare_session, hash_of(token), NOW + timedelta(minutes=9)) is not None
    assert halfway_session(bare_session, hash_of(token), NOW + timedelta(minutes=10)) is None


def test_an_end_has_a_reason_and_happens_once(bare_session: Session, anna: Account) -> None:
    token = begin(bare_session, anna)
    number = only(bare_session).id
    assert sessions.end(bare_session, number, SessionEnd.SIGNED_OUT)
    assert not sessions.end(bare_session, number, SessionEnd.DEACTIVATED)
    assert held(bare_session, token) is None
    ended = only(bare_session)
    assert (ended.ended_at, ended.end_reason) == (NOW, SessionEnd.SIGNED_OUT)


def test_all_end_except_one_and_except_those_of_others(bare_session: Session, anna: Account) -> None:
    other = begin(bare_session, person(bare_session, "bert", Role.READER))
    kept, gone = begin(bare_session, anna), begin(bare_session, anna)
    here = held(bare_session, kept)
    assert here is not None
    ended = sessions.end_all(bare_session, anna.id, SessionEnd.PASSWORD_CHANGED, but=here.session_id)
    assert ended == 1
    assert [held(bare_session, token) is None for token in (kept, gone, other)] == [False, True, False]


def test_what_ended_by_itself_is_not_ended_again(bare_session: Session, anna: Account) -> None:
    begin(bare_session, anna)
    with clock.at(NOW + IDLE):
        assert sessions.end_all(bare_session, anna.id, SessionEnd.DEACTIVATED) == 0
    assert only(bare_session).end_reason is None


def test_confirming_renews_the_token_but_not_the_time(bare_session: Session, anna: Account) -> None:
    former = begin(bare_session, anna)
    number = only(bare_session).id
    actor = Actor(anna.id, anna.name)
    with clock.at(NOW + timedelta(minutes=20)):
        token = sessions.confirm(bare_session, actor, number)
        assert token is not None
        assert sessions.confirm(bare_session, actor, number) is None
    later = NOW + timedelta(minutes=20)
    assert held(bare_session, former, later) is None
    renewed = held(bare_session, token, later)
    assert renewed is not None
    assert (renewed.created_at, renewed.expires_at) == (NOW, NOW + LONGEST)
    assert renewed.reauthenticated_at == later
    last = bare_session.scalars(sa.select(AuditEvent.action).order_by(AuditEvent.id.desc()).limit(1)).one()
    assert last is AuditAction.REAUTHENTICATED


def test_open_and_closed_sessions_of_somebody(bare_session: Session, anna: Account) -> None:
    begin(bare_session, anna)
    begin(bare_session, anna)
    begin(bare_session, person(bare_session, "bert", Role.READER))
    first = open_sessions(bare_session, anna.id, NOW)[-1]
    assert len(open_sessions(bare_session, anna.id, NOW)) == 2
    sessions.end(bare_session, first.id, SessionEnd.ENDED_BY_OWNER)
    month = NOW - timedelta(days=30)
    assert [one.id for one in closed_sessions(bare_session, anna.id, NOW, month)] == [first.id]
    assert len(closed_sessions(bare_session, anna.id, NOW + IDLE, month)) == 2


def test_the_sign_in_before_this_one(bare_session: Session, anna: Account) -> None:
    begin(bare_session, anna)
    assert signed_in_before(bare_session, anna.id, NOW) is None
    before = signed_in_before(bare_session, anna.id, NOW + MOMENT)
    assert before is not None
    assert before.device == "Firefox op Linux"


def test_the_database_refuses_an_end_without_a_reason(bare_session: Session, anna: Account) -> None:
    begin(bare_session, anna)
    only(bare_session).ended_at = NOW
    with pytest.raises(sa.exc.IntegrityError):
        bare_session.flush()
