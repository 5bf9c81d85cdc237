"""Who writes what in a report, for the list of work."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from portal.access.policy import Permission
from portal.access.writing import own_rows
from portal.database import db
from portal.models import Report
from portal.queries.comments import beside_writing
from portal.queries.worklist import Worklist, WorkRow
from portal.web.sign_in import current_principal


@dataclass(frozen=True)
class Writing:
    """The rows of a list of work as one of the network sees them."""

    rows: Sequence[WorkRow]
    """First those that this person fills in."""
    own: Collection[int]
    """Their ids."""
    coordinates: bool
    busy: Mapping[str, Sequence[str]]
    """Who else has a part open, by part."""
    comments: Mapping[int, int]
    """How often people talked about a maatregel, by the id of its row."""


def writing_of(report: Report, work: Worklist) -> Writing:
    """Return who writes what in a report of the own network."""
    principal = current_principal()
    own = own_rows(principal, report)
    return Writing(
        sorted(work.rows, key=lambda row: row.progress.id not in own),
        own,
        principal.allows(Permission.COORDINATE_REPORT, report.network_id),
        *beside_writing(db.session, report.id, principal.account_id),
    )
