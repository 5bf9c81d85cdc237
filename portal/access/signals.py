"""Who reads which signal, and who may change or link it."""

from collections.abc import Sequence

from portal.access.policy import Permission
from portal.access.principal import Principal
from portal.domain.signals import SignalAction, SignalState, possible_signal_actions
from portal.models import Network, Signal
from portal.queries.audience import AudienceScope
from portal.queries.signals import SignalScope

_NOTHING = SignalScope(None, AudienceScope())


def signal_scope(principal: Principal) -> SignalScope:
    """Return which signals this person may read, as an argument for queries."""
    if not principal.allows(Permission.READ_SIGNALS):
        return _NOTHING
    return SignalScope(principal.account_id, principal.words())


def may_write_signal(principal: Principal, signal: Signal) -> bool:
    """Return whether a signal is somebody's to write: who filed it, and who interprets."""
    if principal.allows(Permission.TRIAGE_SIGNALS):
        return True
    own = signal.filed_by_id == principal.account_id
    return own and principal.allows(Permission.FILE_SIGNAL, signal.network_id)


def may_change_signal(principal: Principal, signal: Signal) -> bool:
    """Return whether somebody may change its text now: only while it is new."""
    return signal.state is SignalState.NEW and may_write_signal(principal, signal)


def may_link_signal(principal: Principal, signal: Signal) -> bool:
    """Return whether somebody may link a signal now: who filed it only while it is new."""
    if signal.state is SignalState.MERGED:
        return False
    return principal.allows(Permission.TRIAGE_SIGNALS) or may_change_signal(principal, signal)


def may_merge_signal(principal: Principal, signal: Signal) -> bool:
    """Return whether somebody may let a signal go on in another one now."""
    possible = SignalAction.MERGE in possible_signal_actions(signal.state)
    return possible and principal.allows(Permission.TRIAGE_SIGNALS)


def files_for(principal: Principal, networks: Sequence[Network]) -> list[Network]:
    """Return those of the networks for which somebody may file a signal."""
    return [network for network in networks if principal.allows(Permission.FILE_SIGNAL, network.id)]


def files_for_office(principal: Principal) -> bool:
    """Return whether somebody may file a signal of no network: who interprets them."""
    return principal.allows(Permission.TRIAGE_SIGNALS)
