"""What somebody may read of all that shows that asks are carried out."""

from portal.access.policy import Permission
from portal.access.principal import Principal
from portal.queries.ask_references import ReferenceScope


def reference_scope(principal: Principal) -> ReferenceScope:
    """Return which references this person may read, as an argument for queries."""
    return ReferenceScope(principal.visibility(), principal.allows(Permission.READ_MEETINGS))
