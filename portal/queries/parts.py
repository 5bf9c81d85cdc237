"""What belongs to a report besides its texts and judgements, read at once."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.models import Report
from portal.queries.details import Former, former_milestones, read_details
from portal.queries.questionnaires import ReadSections, read_sections
from portal.queries.visibility import Visibility


@dataclass(frozen=True)
class ReadParts:
    """Milestones of the report before, and the questionnaires with their trend."""

    former: Former
    sections: ReadSections


def read_parts(session: Session, visibility: Visibility, report: Report) -> ReadParts:
    """Read the details of every maatregel in a report, and return what stands beside them."""
    read_details(session, report)
    return ReadParts(former_milestones(session, report), read_sections(session, visibility, report))
