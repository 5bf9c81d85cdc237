"""Everything remarkable in a report, with what its network said about it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal.domain.audience import Audience
from portal.domain.checks import CheckCode, Finding, Level
from portal.models import Explanation, Report
from portal.queries.check_parts import Place, checked_parts

MONEY = "money:"
"""How the names of lines of public money begin."""


@dataclass(frozen=True)
class CheckFinding:
    """A finding in one part of a report, and what stands beside it."""

    part: str
    place: Place
    finding: Finding
    explanation: Explanation | None = None
    """What was said of this very value."""

    @property
    def level(self) -> Level:
        """How much it matters."""
        return self.finding.level

    @property
    def key(self) -> tuple[str, str, str]:
        """What an explanation refers to."""
        return self.part, self.finding.field, self.finding.code.value

    @property
    def is_amount(self) -> bool:
        """Whether it is about public money, which not everybody who writes a report reads."""
        return self.part.startswith(MONEY)

    @property
    def stands(self) -> bool:
        """Whether the report cannot be submitted with it; what nobody may write stops nobody."""
        if not self.place.editable or self.level is Level.HINT:
            return False
        return self.level is Level.ERROR or self.explanation is None


def findings_of(session: Session, report: Report) -> list[CheckFinding]:
    """Return everything remarkable in a report that was read as a whole, in the order of the form."""
    explained = {
        (each.part, each.field, each.code, each.value): each for each in explanations_of(session, report.id)
    }
    return [
        CheckFinding(part, place, found, explained.get((part, found.field, found.code.value, found.value)))
        for part, place, findings in checked_parts(session, report)
        for found in findings
    ]


def readable_explanations(
    session: Session, report: Report, audiences: Collection[Audience], *, money: bool
) -> dict[str, list[Explanation]]:
    """Return what went along with a report that may be read, by part.

    An explanation is for whom the words it is about are for; about personal data it is for the network and
    the programme office alone, about amounts for who reads those.
    """
    meant_for = {f"progress:{row.id}": row.audience for row in report.progress}
    found: dict[str, list[Explanation]] = {}
    for each in explanations_of(session, report.id):
        audience = meant_for.get(each.part, Audience.ALL_NETWORKS)
        if each.field == "developments":
            audience = report.developments_audience
        if each.code == CheckCode.PERSONAL_DATA:
            audience = Audience.NETWORK
        amount = each.part.startswith(MONEY)
        if audience in audiences and (money or not amount):
            found.setdefault(each.part, []).append(each)
    return found


_EXPLANATIONS = (
    sa.select(Explanation)
    .where(Explanation.report_id == sa.bindparam("report_id"))
    .order_by(Explanation.id)
    .options(joinedload(Explanation.explained_by))
)


def explanations_of(session: Session, report_id: int) -> Sequence[Explanation]:
    """Return what the network explained in a report; once submitted, all of it is about what stands there."""
    return session.scalars(_EXPLANATIONS, {"report_id": report_id}).all()
