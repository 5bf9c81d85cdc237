"""Which reports somebody may read, as a WHERE clause: never a template `if`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from portal.domain.workflow import COUNTED, ReportState
from portal.models import Report
from portal.queries.audience import AudienceScope

_HANDED_IN = frozenset({ReportState.SUBMITTED}) | COUNTED


@dataclass(frozen=True)
class Visibility:
    """States one may read everywhere or in some networks, and which items in reports are for one's eyes."""

    everywhere: frozenset[ReportState] = frozenset()
    in_networks: Mapping[ReportState, frozenset[int]] = field(default_factory=dict)
    words: AudienceScope = field(default_factory=AudienceScope)
    """For whom items in those reports must be meant; the default is nobody."""

    def __hash__(self) -> int:
        """Let what somebody may read be the key of what is remembered for them."""
        return hash((self.everywhere, frozenset(self.in_networks.items()), self.words))

    def clause(self) -> sa.ColumnElement[bool]:
        """Return the condition on reports; nothing allowed means no row."""
        conditions: list[sa.ColumnElement[bool]] = []
        if self.everywhere:
            conditions.append(Report.state.in_(sorted(self.everywhere)))
        conditions.extend(
            sa.and_(Report.state == state, Report.network_id.in_(sorted(networks)))
            for state, networks in sorted(self.in_networks.items())
        )
        return sa.or_(*conditions) if conditions else sa.false()

    def reads(self, state: ReportState, network_id: int) -> bool:
        """Return whether a report of this network in this state may be read."""
        return state in self.everywhere or network_id in self.in_networks.get(state, ())

    def of_counted(self) -> "Visibility":
        """Return what is left where only reports that count matter: who reads the same shares a memory."""
        some = {state: networks for state, networks in self.in_networks.items() if state in COUNTED}
        return Visibility(self.everywhere & COUNTED, some)

    def counted(self) -> sa.ColumnElement[bool]:
        """Return the condition that a report counts for the stuurgroep and may be read."""
        return sa.and_(Report.state.in_(sorted(COUNTED)), self.clause())

    def handed_in(self) -> sa.ColumnElement[bool]:
        """Return the condition that a report is now with the programme office or beyond, and may be read."""
        return sa.and_(Report.state.in_(sorted(_HANDED_IN)), self.clause())
