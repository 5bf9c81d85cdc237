"""The person who acts, with the appointments that hold today."""

from dataclasses import dataclass

from portal.access.policy import POLICY, READ_STATE, Permission, Scope
from portal.domain.audit import Actor
from portal.domain.roles import Duty, Role
from portal.domain.workflow import ReportState
from portal.queries.visibility import Visibility


@dataclass(frozen=True)
class Reach:
    """For which networks a permission holds: all of them, or these."""

    everywhere: bool
    networks: frozenset[int]

    def __bool__(self) -> bool:
        """Return whether the permission holds anywhere."""
        return self.everywhere or bool(self.networks)

    def covers(self, network_id: int | None) -> bool:
        """Return whether the permission holds for this network; None asks for all networks."""
        return self.everywhere or network_id in self.networks


@dataclass(frozen=True)
class Principal:
    """Who is signed in, and what the current appointments allow; default is nothing."""

    account_id: int | None
    name: str
    duties: tuple[Duty, ...] = ()
    demonstration: bool = False
    """Whether this is an invented person, who may act in a demonstration only."""

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles held today, each once, in the order of the enum."""
        held = {duty.role for duty in self.duties}
        return tuple(role for role in Role if role in held)

    @property
    def actor(self) -> Actor:
        """How the audit trail will remember this person."""
        return Actor(self.account_id, self.name, self.roles)

    def reach(self, permission: Permission) -> Reach:
        """Return where this permission holds."""
        networks: set[int] = set()
        for grant in POLICY[permission]:
            for duty in self.duties:
                if duty.role is not grant.role:
                    continue
                if grant.scope is Scope.ALL or duty.network_id is None:
                    return Reach(everywhere=True, networks=frozenset())
                networks.add(duty.network_id)
        return Reach(everywhere=False, networks=frozenset(networks))

    def allows(self, permission: Permission, network_id: int | None = None) -> bool:
        """Return whether the permission holds for this network, or anywhere when none is given."""
        reach = self.reach(permission)
        return bool(reach) if network_id is None else reach.covers(network_id)

    def may_read(self, state: ReportState, network_id: int) -> bool:
        """Return whether the content of a report of this network in this state may be read."""
        return self.allows(READ_STATE[state], network_id)

    def visibility(self) -> Visibility:
        """Return which reports may be read, as an argument for queries."""
        everywhere: set[ReportState] = set()
        in_networks: dict[ReportState, frozenset[int]] = {}
        for state, permission in READ_STATE.items():
            reach = self.reach(permission)
            if reach.everywhere:
                everywhere.add(state)
            elif reach.networks:
                in_networks[state] = reach.networks
        return Visibility(frozenset(everywhere), in_networks)


NOBODY = Principal(None, "")
"""Somebody who is not signed in."""
