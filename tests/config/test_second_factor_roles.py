"""Which roles must have a second factor: those who can do most, unless an installation says otherwise."""

import pytest

from config.settings import ROLES, SettingsError, load_settings
from portal.domain.roles import Role
from tests.config.test_settings import IN_EARNEST

NAME = "PORTAL_SECOND_FACTOR_ROLES"


def test_settings_know_every_role() -> None:
    assert set(ROLES) == set(Role)


def test_in_earnest_who_can_do_most_must_have_one() -> None:
    assert load_settings(IN_EARNEST).second_factor_roles == ("programme_officer", "administrator")


def test_in_a_demonstration_nobody_must_unless_it_is_asked() -> None:
    assert load_settings({"PORTAL_DEMO": "true"}).second_factor_roles == ()
    asked = load_settings({"PORTAL_DEMO": "true", NAME: "Administrator, auditor"})
    assert asked.second_factor_roles == ("administrator", "auditor")


def test_an_installation_can_choose_none() -> None:
    assert load_settings({**IN_EARNEST, NAME: "geen"}).second_factor_roles == ()


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("administrators", "'administrators' is geen rol; bedoelt u administrator?"),
        ("administrator,", "'' is geen rol"),
        ("administrator,geen", "'geen' is geen rol"),
        ("beheerder", "Kies met komma's uit contributor, coordinator"),
    ],
)
def test_another_word_is_named_in_dutch(value: str, message: str) -> None:
    with pytest.raises(SettingsError, match=NAME) as refused:
        load_settings({**IN_EARNEST, NAME: value})
    assert message in str(refused.value)
