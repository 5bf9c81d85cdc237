"""For whom an item in a report is meant, once the report may be read (design: product, section 3)."""

from enum import StrEnum


class Audience(StrEnum):
    """Who may see an item; each next member adds readers to the one before.

    The programme office judges every report, so it reads each item from the first member on.
    """

    NETWORK = "network"
    STEERING = "steering"
    ALL_NETWORKS = "all_networks"
    PUBLIC = "public"


WIDTH = {audience: width for width, audience in enumerate(Audience)}
"""How wide an audience is; a wider one includes all narrower ones."""


def at_least(narrowest: Audience) -> frozenset[Audience]:
    """Return the audiences that include this group of readers."""
    return frozenset(audience for audience in Audience if WIDTH[audience] >= WIDTH[narrowest])
