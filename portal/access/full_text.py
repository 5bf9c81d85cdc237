"""What somebody may find by words: what somebody may open, by the rules of those pages."""

from functools import lru_cache

from portal.access.actions import action_scope
from portal.access.goals import assessments_of
from portal.access.issued import issued_for
from portal.access.policy import Permission
from portal.access.principal import Principal
from portal.access.signals import signal_scope
from portal.queries.full_text import Search, SearchScope


def search_scope(principal: Principal) -> SearchScope:
    """Return what this person may find, as an argument for queries."""
    return SearchScope(
        programme=principal.allows(Permission.READ_PROGRAMME),
        visibility=principal.visibility(),
        signals=signal_scope(principal),
        actions=action_scope(principal) if principal.allows(Permission.READ_ACTIONS) else None,
        meetings=principal.allows(Permission.READ_MEETINGS),
        issued=issued_for(principal),
        changes=_networks(principal, Permission.READ_CHANGES),
        statements=_networks(principal, Permission.READ_STATEMENT),
        assessments=assessments_of(principal),
    )


@lru_cache(maxsize=64)
def search_of(principal: Principal) -> Search:
    """Return the questions for this person; the same appointments ask the same."""
    return Search(search_scope(principal))


def _networks(principal: Principal, permission: Permission) -> frozenset[int] | None:
    """Return the networks in which something is allowed; None for all."""
    reach = principal.reach(permission)
    return None if reach.everywhere else reach.networks
