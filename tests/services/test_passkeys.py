"""Passkeys, with an authenticator of software: what is right gets in, and nothing that is not."""

import json
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.domain.audit import Actor
from portal.domain.errors import PasskeyRefusedError
from portal.domain.roles import Role
from portal.models import Account, SecondFactor
from portal.queries.factors import passkey_by_credential
from portal.services import own_factors, passkey_making, passkeys
from portal.services.own_factors import Owner
from portal.services.passkeys import Site, handle_of, new_challenge
from tests.authenticator import ORIGIN, Authenticator
from tests.builders import person

KEY = "een-sleutel-voor-deze-proeven-van-ruim-32-tekens"
SITE = Site("localhost", ORIGIN)


@pytest.fixture
def anna(bare_session: Session) -> Account:
    return person(bare_session, "anna", Role.PROGRAMME_OFFICER)


def owner(account: Account) -> Owner:
    return Owner(account, Actor(account.id, account.name), 0)


def registered(session: Session, account: Account, made: Authenticator, **options: Any) -> SecondFactor:
    challenge = new_challenge()
    asked = passkey_making.registration_options(session, SITE, KEY, account, challenge)
    new = passkey_making.read_registration(SITE, challenge, made.create(asked, **options))
    own_factors.add_passkey(session, owner(account), new, "Laptop")
    found = passkey_by_credential(session, new.credential_id)
    assert found
    return found


def sign_in(session: Session, made: Authenticator, account: Account | None = None, **options: Any) -> Account:
    challenge = new_challenge()
    asked = passkeys.authentication_options(session, SITE, challenge, account)
    return passkeys.check(session, SITE, KEY, challenge, made.get(asked, **options), account)


def test_a_passkey_signs_in_alone_and_as_second_step(bare_session: Session, anna: Account) -> None:
    made = Authenticator()
    factor = registered(bare_session, anna, made)
    assert (factor.transports, factor.sign_count) == ("internal", 0)
    assert sign_in(bare_session, made) is anna
    assert sign_in(bare_session, made, anna) is anna
    assert factor.sign_count == 2


def test_what_is_asked_names_only_own_passkeys(bare_session: Session, anna: Account) -> None:
    factor = registered(bare_session, anna, Authenticator())
    other = person(bare_session, "bram", Role.PROGRAMME_OFFICER)
    registered(bare_session, other, Authenticator())
    asked = passkeys.authentication_options(bare_session, SITE, b"x" * 32, anna)
    assert [each["id"] for each in asked["allowCredentials"]] == [factor.credential_id]
    alone = passkeys.authentication_options(bare_session, SITE, b"x" * 32)
    assert (alone["allowCredentials"], alone["userVerification"]) == ([], "required")
    again = passkey_making.registration_options(bare_session, SITE, KEY, anna, b"x" * 32)
    assert [each["id"] for each in again["excludeCredentials"]] == [factor.credential_id]
    assert again["authenticatorSelection"]["residentKey"] == "required"


def test_the_handle_tells_nothing_and_stays_the_same() -> None:
    assert handle_of(KEY, 1) == handle_of(KEY, 1) != handle_of(KEY, 2)
    assert handle_of("andere sleutel", 1) != handle_of(KEY, 1)


@pytest.mark.parametrize("alone", [True, False])
@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "http://localhost.evil.example"},
        {"origin": "https://localhost"},
        {"origin": "http://localhost:1"},
    ],
)
def test_an_answer_from_another_address_is_refused(
    bare_session: Session, anna: Account, wrong: dict[str, str], *, alone: bool
) -> None:
    made = Authenticator()
    registered(bare_session, anna, made)
    with pytest.raises(PasskeyRefusedError):
        sign_in(bare_session, made, None if alone else anna, **wrong)


def test_a_passkey_for_another_site_is_refused(bare_session: Session, anna: Account) -> None:
    challenge = new_challenge()
    asked = passkey_making.registration_options(bare_session, SITE, KEY, anna, challenge)
    made = Authenticator(rp_id="evil.example")
    with pytest.raises(PasskeyRefusedError):
        passkey_making.read_registration(SITE, challenge, made.create(asked))


def test_an_answer_to_another_challenge_is_refused(bare_session: Session, anna: Account) -> None:
    made = Authenticator()
    registered(bare_session, anna, made)
    asked = passkeys.authentication_options(bare_session, SITE, new_challenge(), anna)
    answer = made.get(asked)
    with pytest.raises(PasskeyRefusedError):
        passkeys.check(bare_session, SITE, KEY, new_challenge(), answer, anna)
    with pytest.raises(PasskeyRefusedError):
        passkey_making.read_registration(SITE, new_challenge(), made.create({**asked, "user": {"id": "x"}}))


def test_a_new_passkey_is_read_from_an_object_and_nothing_else(bare_session: Session, anna: Account) -> None:
    challenge = new_challenge()
    asked = passkey_making.registration_options(bare_session, SITE, KEY, anna, challenge)
    answer = Authenticator().create(asked)
    with pytest.raises(PasskeyRefusedError):
        passkey_making.read_registration(SITE, challenge, json.dumps(answer))
    given: list[Any] = [None, 7, "usb", [None, "usb", {}]]
    for transports in given:
        answer["response"]["transports"] = transports
        read = passkey_making.read_registration(SITE, challenge, answer)
        assert read.transports == ("usb" if isinstance(transports, list) else "")


def test_a_challenge_is_answered_once(bare_session: Session) -> None:
    challenge = new_challenge()
    passkeys.use_up(bare_session, challenge)
    with pytest.raises(PasskeyRefusedError):
        passkeys.use_up(bare_session, challenge)
    passkeys.use_up(bare_session, new_challenge())


def test_alone_it_must_have_asked_who_uses_it(bare_session: Session, anna: Account) -> None:
    made = Authenticator()
    registered(bare_session, anna, made)
    with pytest.raises(PasskeyRefusedError):
        sign_in(bare_session, made, verified=False)
    assert sign_in(bare_session, made, anna, verified=False) is anna


@pytest.mark.parametrize("back_to", [0, 1, 5])
def test_a_count_that_does_not_rise_is_a_copy_and_refused(
    bare_session: Session, anna: Account, back_to: int
) -> None:
    made = Authenticator()
    registered(bare_session, anna, made)
    for _time in range(6):
        sign_in(bare_session, made)
    copy = Authenticator(number=made.number, handle=made.handle, key=made.key, count=back_to)
    with pytest.raises(PasskeyRefusedError):
        sign_in(bare_session, copy)


def test_a_passkey_that_does_not_count_works_each_time(bare_session: Session, anna: Account) -> None:
    made = Authenticator(counts=False)
    registered(bare_session, anna, made)
    assert sign_in(bare_session, made) is anna
    assert sign_in(bare_session, made) is anna


def test_a_passkey_of_somebody_else_is_no_second_step(bare_session: Session, anna: Account) -> None:
    made = Authenticator()
    registered(bare_session, anna, made)
    other = person(bare_session, "bram", Role.PROGRAMME_OFFICER)
    with pytest.raises(PasskeyRefusedError):
        sign_in(bare_session, made, other)


def test_a_passkey_that_says_to_be_of_somebody_else_is_refused(bare_session: Session, anna: Account) -> None:
    made = Authenticator()
    registered(bare_session, anna, made)
    for handle in ("iemand", "é", "\ud800"):
        with pytest.raises(PasskeyRefusedError):
            sign_in(bare_session, made, handle=handle)


def test_another_key_under_the_same_number_is_refused(bare_session: Session, anna: Account) -> None:
    made = Authenticator()
    registered(bare_session, anna, made)
    forged = Authenticator(number=made.number, handle=made.handle)
    with pytest.raises(PasskeyRefusedError):
        sign_in(bare_session, forged)


def test_a_passkey_belongs_to_one_account(bare_session: Session, anna: Account) -> None:
    made = Authenticator()
    registered(bare_session, anna, made)
    other = person(bare_session, "bram", Role.PROGRAMME_OFFICER)
    with pytest.raises(PasskeyRefusedError):
        registered(bare_session, other, Authenticator(number=made.number, key=made.key))
    assert sign_in(bare_session, made) is anna


def test_a_passkey_of_an_account_that_is_off_is_refused(bare_session: Session, anna: Account) -> None:
    made = Authenticator()
    registered(bare_session, anna, made)
    anna.active = False
    bare_session.flush()
    with pytest.raises(PasskeyRefusedError):
        sign_in(bare_session, made)


def test_whatever_comes_instead_of_an_answer_is_refused(bare_session: Session, anna: Account) -> None:
    made = Authenticator()
    registered(bare_session, anna, made)
    asked = passkeys.authentication_options(bare_session, SITE, new_challenge(), anna)
    good = made.get(asked)
    inside: list[Any] = [None, "", 1, [], {}, {"clientDataJSON": "\x00"}, {"userHandle": 3}]
    strange: list[Any] = [None, "", 7, [], {}, {"id": "\x00"}, {"id": "\ud800"}]
    strange += [good | {"response": each} for each in inside]
    for name in good["response"]:
        wrong = [good["response"] | {name: each} for each in ("", 1, "é", "AAAA", None)]
        strange += [good | {"response": each} for each in wrong]
    strange += [good | {"id": 5}, good | {"type": "x"}, good | {"rawId": "AAAA"}]
    for answer in strange:
        with pytest.raises(PasskeyRefusedError):
            passkeys.check(bare_session, SITE, KEY, b"x" * 32, answer)
        with pytest.raises(PasskeyRefusedError):
            passkey_making.read_registration(SITE, b"x" * 32, answer)
