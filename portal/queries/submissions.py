"""What was submitted of a report, which of it stands, and what differs between two submissions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.domain.audience import Audience
from portal.domain.differences import PartChange, part_changes
from portal.domain.questionnaires import Section
from portal.domain.workflow import COUNTED, ReportState
from portal.models import (
    Contribution,
    MaatregelProgress,
    MoneyLine,
    PartReturn,
    ProgressRequirement,
    Report,
    Submission,
)
from portal.queries.traces import traces

Row = TypeVar("Row")
_WITH_THE_OFFICE = frozenset({ReportState.SUBMITTED}) | COUNTED
CONTENT = (
    selectinload(Report.judgements),
    selectinload(Report.progress).options(
        joinedload(MaatregelProgress.maatregel),
        selectinload(MaatregelProgress.milestones),
        selectinload(MaatregelProgress.requirements).joinedload(ProgressRequirement.maatregel),
        selectinload(MaatregelProgress.partners),
    ),
    selectinload(Report.sections),
    selectinload(Report.answers),
    selectinload(Report.partners),
    selectinload(Report.money).joinedload(MoneyLine.funding_source),
    selectinload(Report.contributions).joinedload(Contribution.partner),
)
"""Everything a report says."""


@dataclass(frozen=True)
class Returned:
    """One part that was sent back, and what the network then did about it."""

    entry: PartReturn
    key: str
    number: int
    """The number of the submission of which it was sent back."""
    answered_by: Submission | None
    """The next submission; None while the network has not submitted again."""
    changed: int
    """How many fields of the part are different in that submission."""


@dataclass(frozen=True)
class History:
    """All submissions of a report, oldest first, with the parts that were sent back after them."""

    submissions: Sequence[Submission]
    returns: Sequence[PartReturn]
    state: ReportState

    @property
    def standing(self) -> list[Submission]:
        """The submissions that were not withdrawn: the office returned something of it, or has it now."""
        answered = {entry.submission_id for entry in self.returns}
        return [
            each
            for each in self.submissions
            if each.id in answered or (each is self.submissions[-1] and self.state in _WITH_THE_OFFICE)
        ]

    def withdrawn(self, submission: Submission) -> bool:
        """Return whether the network took this submission back."""
        return submission not in self.standing

    def offered(self, *, every: bool) -> Sequence[Submission]:
        """Return the submissions one may look at; the withdrawn ones are for the network itself only."""
        return self.submissions if every else self.standing

    def changes(self, audiences: Collection[Audience], *, money: bool) -> list[PartChange]:
        """Return what is different in the last standing submission since the one before."""
        if len(self.standing) < 2:  # noqa: PLR2004 - a difference is between two
            return []
        former, present = self.standing[-2:]
        return part_changes(former.content, present.content, audiences, money=money)

    @property
    def threads(self) -> dict[str, list[Returned]]:
        """What was sent back of each part, oldest first."""
        found: dict[str, list[Returned]] = {}
        for entry in self.returns:
            returned = self._returned(entry)
            found.setdefault(returned.key, []).append(returned)
        return found

    def _returned(self, entry: PartReturn) -> Returned:
        key = part_key(entry)
        first = next(each for each in self.submissions if each.id == entry.submission_id)
        answer = next((each for each in self.standing if each.number > first.number), None)
        changes = part_changes(first.content, answer.content, ()) if answer else []
        return Returned(
            entry,
            key,
            first.number,
            answer,
            next((change.count for change in changes if change.key == key), 0),
        )


def part_key(entry: PartReturn) -> str:
    """Return the name of the part that was sent back, as submissions keep it."""
    if entry.progress_id is not None:
        return f"progress:{entry.progress_id}"
    return section_key(entry.section) if entry.section else "summary"


def section_key(section: Section) -> str:
    """Return the name of a section, as submissions keep it."""
    return f"section:{section}"


_SUBMISSIONS = (
    sa.select(Submission)
    .where(Submission.report_id == sa.bindparam("report_id"))
    .order_by(Submission.number)
    .options(joinedload(Submission.submitted_by))
)
_RETURNS = (
    sa.select(PartReturn)
    .where(PartReturn.report_id == sa.bindparam("report_id"))
    .order_by(PartReturn.id)
    .options(joinedload(PartReturn.returned_by))
)


def history_of(session: Session, report: Report) -> History:
    """Return what was submitted and sent back of a report; who asks must be allowed to read it now."""
    known = traces(session)
    submissions = _asked(session, _SUBMISSIONS, report) if report.id in known.handed_in else []
    returns = _asked(session, _RETURNS, report) if report.id in known.sent_back else []
    return History(submissions, returns, report.state)


def threads_of(session: Session, report: Report) -> dict[str, list[Returned]]:
    """Return what was sent back of each part; where nothing ever was, nothing is asked."""
    return history_of(session, report).threads if report.id in traces(session).sent_back else {}


def _asked(session: Session, question: sa.Select[Row], report: Report) -> Sequence[Row]:
    return session.scalars(question, {"report_id": report.id}).all()


def last_submission(session: Session, report_id: int) -> Submission | None:
    """Return the newest submission of a report."""
    return session.scalar(
        sa.select(Submission)
        .where(Submission.report_id == report_id)
        .order_by(Submission.number.desc())
        .limit(1)
    )


def submission_by_id(session: Session, submission_id: int) -> Submission:
    """Return a submission that is known to exist."""
    return session.get_one(Submission, submission_id)


def last_returns(session: Session, report_id: int) -> Sequence[PartReturn]:
    """Return the parts that were sent back together the last time, none where nothing ever was."""
    newest = (
        sa.select(PartReturn.submission_id)
        .where(PartReturn.report_id == report_id)
        .order_by(PartReturn.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return session.scalars(sa.select(PartReturn).where(PartReturn.submission_id == newest)).all()
