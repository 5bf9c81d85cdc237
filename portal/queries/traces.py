"""In which reports anything was ever handed in, sent back, judged or shown: where not, nobody asks for it."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.areas import Area
from portal.models import Evidence, MaatregelProgress, OfficeJudgement, PartReturn, Submission
from portal.queries.remembered import remembered


@dataclass(frozen=True)
class Traces:
    """The ids of reports with a trace of each kind."""

    handed_in: frozenset[int]
    sent_back: frozenset[int]
    judged: frozenset[int]
    with_evidence: frozenset[int]


_KINDS = (
    sa.select(Submission.report_id),
    sa.select(PartReturn.report_id),
    sa.select(OfficeJudgement.report_id),
    sa.select(MaatregelProgress.report_id)
    .join(Evidence, Evidence.progress_id == MaatregelProgress.id)
    .where(Evidence.removed_at.is_(None)),
)
_ALL = sa.union_all(
    *(
        question.add_columns(sa.literal_column(str(number), sa.Integer)).distinct()
        for number, question in enumerate(_KINDS)
    )
)


@remembered(Area.REPORTING)
def traces(session: Session) -> Traces:
    """Return which reports have traces; never what these say, nor for whom they are."""
    found: list[set[int]] = [set() for _kind in _KINDS]
    for report_id, number in session.execute(_ALL):
        found[number].add(report_id)
    return Traces(*map(frozenset, found))
