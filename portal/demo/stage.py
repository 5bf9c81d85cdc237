"""What the rounds of the demonstration share."""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from portal.demo.cast import Cast
from portal.demo.story import Story
from portal.models import MaatregelProgress


@dataclass
class Stage:
    """The database, the persons, the texts, and what was last adopted of each maatregel."""

    session: Session
    cast: Cast
    story: Story
    adopted: dict[str, MaatregelProgress] = field(default_factory=dict)
    told: dict[str, set[str]] = field(default_factory=dict)
    """Titles of the milestones that stood in adopted reports, by code of the maatregel."""
    ids: dict[type, dict[str, int]] = field(default_factory=dict)
    """Of what the plan holds, by code."""
