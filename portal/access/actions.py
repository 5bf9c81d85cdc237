"""Which actions somebody sees, and what may be said of them."""

from portal.access.policy import Permission
from portal.access.principal import Principal
from portal.domain.actions import ActionState, moves_for
from portal.models import ActionItem
from portal.queries.actions import ActionScope


def action_scope(principal: Principal) -> ActionScope:
    """Return all actions for who reads meetings; else the own ones and those of networks one coordinates."""
    return ActionScope(
        principal.allows(Permission.READ_MEETINGS),
        principal.account_id,
        principal.reach(Permission.COORDINATE_REPORT).networks,
    )


def action_moves(principal: Principal, action: ActionItem) -> frozenset[ActionState]:
    """Return the states that somebody may choose for an action; none for who does not answer for it."""
    return moves_for(
        action.state,
        owns=action.owner_id == principal.account_id,
        gives=action.given_by_id == principal.account_id or principal.allows(Permission.GIVE_ACTIONS),
    )
