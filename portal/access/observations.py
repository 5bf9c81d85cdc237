"""Whether none that somebody may read means that there is none."""

from portal.access.principal import Principal
from portal.domain.audience import Audience


def reads_observations(principal: Principal) -> bool:
    """Return whether observations that are meant for all networks are for this person, of every network."""
    return Audience.ALL_NETWORKS in principal.words().everywhere
