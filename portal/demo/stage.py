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
