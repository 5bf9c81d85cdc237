"""Requests to change a maatregel itself (nota 4: adjust plans in time; function F16)."""

from enum import StrEnum


class ChangeState(StrEnum):
    """Where a request stands; nothing leaves the last three."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
