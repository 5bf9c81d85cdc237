"""Which reports somebody may read, as a WHERE clause: never a template `if`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from portal.domain.workflow import COUNTED, ReportState
from portal.models import Report

_HANDED_IN = frozenset({ReportState.SUBMITTED}) | COUNTED


@dataclass(frozen=True)
class Visibility:
    """States one may read everywhere, and states one may read in some networks."""

    everywhere: frozenset[ReportState] = frozenset()
    in_networks: Mapping[ReportState, frozenset[int]] = field(default_factory=dict)

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

    def counted(self) -> sa.ColumnElement[bool]:
        """Return the condition that a report counts for the stuurgroep and may be read."""
        return sa.and_(Report.state.in_(sorted(COUNTED)), self.clause())

    def handed_in(self) -> sa.ColumnElement[bool]:
        """Return the condition that a report is now with the programme office or beyond, and may be read."""
        return sa.and_(Report.state.in_(sorted(_HANDED_IN)), self.clause())
