"""For which places somebody records values of indicators."""

from collections.abc import Iterable

from portal.access.policy import Permission
from portal.access.principal import Principal
from portal.queries.observations import Place


def may_record(principal: Principal, place: Place) -> bool:
    """Return whether this person records values for a place; one without a network is for the office."""
    reach = principal.reach(Permission.RECORD_OBSERVATIONS)
    return reach.everywhere or (place.network_id is not None and reach.covers(place.network_id))


def recordable(principal: Principal, places: Iterable[Place]) -> list[Place]:
    """Return the places for which this person records values."""
    return [place for place in places if may_record(principal, place)]
