"""The person who acts, with the appointments that hold today."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from portal.access.policy import POLICY, READ_AUDIENCE, READ_STATE, Permission, Scope
from portal.domain.audience import Audience
from portal.domain.audit import Actor
from portal.domain.roles import Duty, Role
from portal.domain.workflow import ReportState
from portal.queries.audience import AudienceScope
from portal.queries.visibility import Visibility

_MOST = 10_000


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

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        """The roles held today, each once, in the order of the enum."""
        held = {duty.role for duty in self.duties}
        return tuple(role for role in Role if role in held)

    @property
    def scope(self) -> frozenset[tuple[Role, int | None]]:
        """What every permission follows from: equal for all who may do and read the same."""
        return frozenset((duty.role, duty.network_id) for duty in self.duties)

    @property
    def actor(self) -> Actor:
        """How the audit trail will remember this person."""
        return Actor(self.account_id, self.name, self.roles)

    def reach(self, permission: Permission) -> Reach:
        """Return where this permission holds."""
        return _reach(permission, self.duties)

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
        return Visibility(frozenset(everywhere), in_networks, self.words())

    def audiences(self, network_id: int | None) -> frozenset[Audience]:
        """Return which items in reports of this network are for this person; None: of no network."""
        return self.words().of(network_id)

    def words(self) -> AudienceScope:
        """Return which items in reports are for this person, as an argument for queries."""
        everywhere: set[Audience] = set()
        in_networks: dict[Audience, frozenset[int]] = {}
        for audience, permissions in READ_AUDIENCE.items():
            reaches = [self.reach(permission) for permission in permissions]
            if any(reach.everywhere for reach in reaches):
                everywhere.add(audience)
            elif any(reaches):
                in_networks[audience] = frozenset().union(*(reach.networks for reach in reaches))
        return AudienceScope(frozenset(everywhere), in_networks)


NOBODY = Principal(None, "")
"""Somebody who is not signed in."""


@lru_cache(_MOST)
def _reach(permission: Permission, duties: tuple[Duty, ...]) -> Reach:
    """Return where who has these duties has this permission; a page asks it of dozens of permissions."""
    networks: set[int] = set()
    for grant in POLICY[permission]:
        for duty in duties:
            if duty.role is not grant.role:
                continue
            if grant.scope is Scope.ALL or duty.network_id is None:
                return Reach(everywhere=True, networks=frozenset())
            networks.add(duty.network_id)
    return Reach(everywhere=False, networks=frozenset(networks))
