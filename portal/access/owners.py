"""Whose business it is who answers for a maatregel."""

from portal.access.policy import Permission
from portal.access.principal import Principal, Reach

_INSIDE = (Permission.READ_DRAFT, Permission.ASSIGN_OWNER)


def owner_reach(principal: Principal) -> Reach:
    """Return for which networks the name of the owner may be seen: inside, or where one names them."""
    reaches = [principal.reach(permission) for permission in _INSIDE]
    return Reach(
        everywhere=any(reach.everywhere for reach in reaches),
        networks=frozenset().union(*(reach.networks for reach in reaches)),
    )
