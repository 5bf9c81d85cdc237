"""What must be in order before a round of reports can open (design: product, section 3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Obstacle(StrEnum):
    """Why a period cannot open yet."""

    NO_COORDINATOR = "no_coordinator"
    NO_MAATREGELEN = "no_maatregelen"
    NO_OWNER = "no_owner"
    OTHER_PERIOD_OPEN = "other_period_open"
    SUBMISSION_PAST = "submission_past"


@dataclass(frozen=True)
class NetworkReadiness:
    """What is known of one network at the moment of opening."""

    name: str
    code: str
    coordinators: int
    maatregelen: int
    ownerless: Sequence[tuple[str, str]]
    """Code and title of the active maatregelen without an owner who still has access."""


@dataclass(frozen=True)
class Finding:
    """One obstacle and what it is about: codes for a link, a name for the eye."""

    obstacle: Obstacle
    name: str
    code: str


def readiness_findings(
    networks: Sequence[NetworkReadiness], open_periods: Sequence[tuple[str, str]], *, submission_past: bool
) -> list[Finding]:
    """Return everything that would let the round run into a silent dead end; empty means ready."""
    findings = [Finding(Obstacle.OTHER_PERIOD_OPEN, title, code) for title, code in open_periods]
    if submission_past:
        findings.append(Finding(Obstacle.SUBMISSION_PAST, "", ""))
    for network in networks:
        if network.coordinators == 0:
            findings.append(Finding(Obstacle.NO_COORDINATOR, network.name, network.code))
        if network.maatregelen == 0:
            findings.append(Finding(Obstacle.NO_MAATREGELEN, network.name, network.code))
        findings.extend(Finding(Obstacle.NO_OWNER, title, code) for code, title in network.ownerless)
    return findings
