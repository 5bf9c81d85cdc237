"""Which assessments of goals somebody reads: they speak of all networks, so only who reads of all does."""

from collections.abc import Mapping

from portal.access.policy import Permission
from portal.access.principal import Principal
from portal.domain.workflow import PeriodState

READ_ASSESSMENT: Mapping[PeriodState, Permission] = {
    PeriodState.PLANNED: Permission.ASSESS_GOALS,
    PeriodState.OPEN: Permission.READ_SUBMITTED,
    PeriodState.CLOSED: Permission.READ_SUBMITTED,
    PeriodState.ADOPTED: Permission.READ_ADOPTED,
}
"""What one must be allowed everywhere to read the assessment of a goal over a period in a state."""


def assessments_of(principal: Principal) -> frozenset[PeriodState]:
    """Return the states of the periods over which this person reads assessments."""
    return frozenset(
        state for state, permission in READ_ASSESSMENT.items() if principal.reach(permission).everywhere
    )
