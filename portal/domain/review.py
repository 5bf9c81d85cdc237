"""What judging a report adds: the programme office's own judgement, and errata beside what is adopted."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.domain.audience import Audience
from portal.domain.progress import Aspect, Rating


@dataclass(frozen=True)
class OfficeContent:
    """The programme office's own judgement of one aspect, with words where it differs."""

    aspect: Aspect
    rating: Rating
    explanation: str = ""


@dataclass(frozen=True)
class ErratumContent:
    """A correction beside an adopted report; without a maatregel it is about the report as a whole."""

    passage: str
    correction: str
    reason: str
    audience: Audience = Audience.ALL_NETWORKS
    progress_id: int | None = None


def differs_without_reason(own: OfficeContent, network: Mapping[Aspect, Rating | None]) -> bool:
    """Return whether the office says something else than the network without saying why."""
    return own.rating is not network.get(own.aspect) and not own.explanation.strip()
