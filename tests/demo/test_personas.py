from datetime import date

import pytest
from sqlalchemy.orm import Session

from portal.access.identify import identify
from portal.access.policy import Permission
from portal.demo.cast import Cast, NotAllowedError
from portal.demo.personas import PASSWORD, PERSONAS, person_for
from portal.domain.passwords import MINIMUM_LENGTH
from portal.domain.roles import NETWORK_ROLES, Role
from portal.models import Account
from portal.queries.accounts import account_by_email
from portal.services import passwords

NETWORKS = [
    "rotterdam",
    "zeeland-west-brabant",
    "noordzeekanaalgebied",
    "schiphol",
    "bloemenveilingen",
    "overkoepelend",
]


def _account(session: Session, local_part: str) -> Account:
    account = account_by_email(session, f"{local_part}@mainportaal.example")
    assert account is not None
    return account


def test_names_and_addresses_are_given_once() -> None:
    assert len({persona.name for persona in PERSONAS}) == len(PERSONAS)
    assert len({persona.email for persona in PERSONAS}) == len(PERSONAS)
    assert all(persona.email.isascii() and persona.email.endswith(".example") for persona in PERSONAS)


def test_the_password_could_be_chosen_by_a_person() -> None:
    assert len(PASSWORD) >= MINIMUM_LENGTH


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("role", sorted(NETWORK_ROLES))
def test_every_network_has_somebody_for_every_role(role: Role, network: str) -> None:
    assert person_for(role, network).posts[0].network == network


def test_every_role_of_the_programme_has_somebody() -> None:
    for role in set(Role) - NETWORK_ROLES:
        assert person_for(role).posts[0].role is role


def test_everybody_but_the_deactivated_can_sign_in_with_the_password(db_session: Session) -> None:
    accounts = [_account(db_session, persona.local_part) for persona in PERSONAS]
    assert len({account.password_hash for account in accounts}) == 1
    assert passwords.verify(accounts[0], PASSWORD)
    assert all(account.demonstration for account in accounts)
    assert [account.name for account in accounts if not account.active] == ["Sander Veldkoning"]


def test_one_person_holds_two_roles_in_two_networks(db_session: Session) -> None:
    principal = identify(db_session, _account(db_session, "partner.schiphol-bloemenveilingen").id)
    assert principal is not None
    assert principal.roles == (Role.CONTRIBUTOR, Role.COORDINATOR)
    assert len({duty.network_id for duty in principal.duties}) == 2


def test_the_substitute_has_an_end_date_and_the_former_partner_no_role(db_session: Session) -> None:
    substitute = _account(db_session, "vervanger.rotterdam")
    assert [str(post.ends_on) for post in substitute.appointments] == ["2026-05-19"]
    former = _account(db_session, "oud-partner.noordzeekanaalgebied")
    principal = identify(db_session, former.id)
    assert principal is not None
    assert principal.roles == ()


def test_nobody_in_the_story_does_what_the_policy_refuses(db_session: Session) -> None:
    cast = Cast(db_session, date(2026, 3, 20))
    with pytest.raises(NotAllowedError):
        cast.act(_account(db_session, "lezer.programma"), Permission.ACCEPT_REPORT)
