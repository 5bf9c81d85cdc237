"""What reviewing left beside a report, as far as who is signed in may know it; other pages use it too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from portal.access.policy import Permission
from portal.access.review import follows_review, may_judge, sees_office_judgement
from portal.database import db
from portal.domain.progress import Aspect
from portal.domain.workflow import ReportState
from portal.models import Erratum, OfficeJudgement, Report
from portal.queries.review import errata_of, office_judgements
from portal.queries.submissions import History, Returned, history_of, threads_of
from portal.queries.traces import traces
from portal.web.sign_in import current_principal
from portal.web.submitted import WordedPart, worded


@dataclass(frozen=True)
class Reviewed:
    """Submissions with what changed, the parts that were sent back, the office's judgement and errata."""

    history: History | None = None
    """None for who reads the report but not the conversation about it."""
    changes: Sequence[WordedPart] = ()
    """What is different since the submission before."""
    threads: Mapping[str, Sequence[Returned]] = field(default_factory=dict)
    office: Mapping[Aspect, OfficeJudgement] = field(default_factory=dict)
    office_shown: bool = False
    may_judge: bool = False
    errata: Sequence[Erratum] = ()
    may_add_erratum: bool = False

    def errata_on(self, progress_id: int) -> list[Erratum]:
        """Return the errata about one maatregel."""
        return [erratum for erratum in self.errata if erratum.progress_id == progress_id]

    @property
    def once_returned(self) -> bool:
        """Whether any part was ever sent back."""
        return self.history is not None and bool(self.history.returns)

    @property
    def comparable(self) -> bool:
        """Whether there are two submissions to compare."""
        return self.history is not None and len(self.history.submissions) > 1


def reviewed(report: Report) -> Reviewed:
    """Return what reviewing left beside a report that may be read."""
    principal = current_principal()
    audiences = principal.audiences(report.network_id)
    money = principal.allows(Permission.READ_MONEY, report.network_id)
    history = history_of(db.session, report) if follows_review(principal, report) else None
    shown = sees_office_judgement(principal, report)
    judged = shown and report.id in traces(db.session).judged
    office = office_judgements(db.session, report.id) if judged else []
    adopted = report.state is ReportState.ADOPTED
    return Reviewed(
        history,
        [worded(part) for part in history.changes(audiences, money=money)] if history else [],
        history.threads if history else {},
        {row.aspect: row for row in office},
        shown,
        may_judge(principal, report),
        errata_of(db.session, [report.id], audiences) if adopted else [],
        adopted and principal.allows(Permission.ADD_ERRATUM, report.network_id),
    )


def thread_of(report: Report, key: str) -> Sequence[Returned]:
    """Return what was sent back of one part of a report, for the page on which that part is written."""
    if not follows_review(current_principal(), report):
        return []
    return threads_of(db.session, report).get(key, [])
