"""Roles and the reach of an appointment (design: product, section 2)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """What a person may be in the programme."""

    CONTRIBUTOR = "contributor"
    COORDINATOR = "coordinator"
    PROGRAMME_OFFICER = "programme_officer"
    STEERING_MEMBER = "steering_member"
    STEERING_SECRETARY = "steering_secretary"
    READER = "reader"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


NETWORK_ROLES = frozenset({Role.CONTRIBUTOR, Role.COORDINATOR})
"""Roles that only make sense for one network."""

PROGRAMME_ROLES = frozenset(
    {
        Role.PROGRAMME_OFFICER,
        Role.STEERING_MEMBER,
        Role.STEERING_SECRETARY,
        Role.ADMINISTRATOR,
        Role.AUDITOR,
    }
)
"""Roles that hold for the programme as a whole; a reader may have either."""


class InvalidAppointmentError(ValueError):
    """Raised when role, network and dates of an appointment do not go together."""


@dataclass(frozen=True)
class Duty:
    """One current appointment of the person who acts: a role, and the network it is limited to."""

    role: Role
    network_id: int | None = None
    network_title: str = ""


def check_appointment(role: Role, network_id: int | None, starts_on: date, ends_on: date | None) -> None:
    """Raise InvalidAppointmentError unless role, network and dates (inclusive) go together."""
    if role in NETWORK_ROLES and network_id is None:
        raise InvalidAppointmentError("network_required")
    if role in PROGRAMME_ROLES and network_id is not None:
        raise InvalidAppointmentError("network_forbidden")
    if ends_on is not None and ends_on < starts_on:
        raise InvalidAppointmentError("ends_before_start")
