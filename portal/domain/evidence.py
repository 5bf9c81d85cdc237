"""Evidence: what may be attached to a maatregel or an ask."""

from enum import StrEnum

from portal.domain.audience import Audience

MOST_EVIDENCE = 25
"""How many files and links stand with one maatregel in one report, or with one ask."""
AUDIENCES_OF_ASK = (Audience.STEERING, Audience.ALL_NETWORKS, Audience.PUBLIC)
"""An ask belongs to no network, so nothing with it is for one network."""


class EvidenceKind(StrEnum):
    """A file that we keep, or an address elsewhere that we only name."""

    FILE = "file"
    LINK = "link"
