"""What the people of a network say to each other about a maatregel in their report."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import NotEditableError
from portal.domain.notices import NoticeKind
from portal.domain.workflow import FROZEN
from portal.models import Account, Comment, MaatregelProgress, Report
from portal.services import audit
from portal.services.locks import hold_open
from portal.services.notices import tell

TWICE_WITHIN = timedelta(minutes=1)
"""The same words from the same person within this time are one comment that was sent twice."""


def comments_are_open(report: Report) -> bool:
    """Return whether the network still talks about this report: until it stands for ever."""
    return report.state not in FROZEN


def add_comment(
    session: Session,
    actor: Actor,
    progress: MaatregelProgress,
    text: str,
    mentioned: Sequence[Account] = (),
) -> None:
    """Add a comment and tell who is mentioned; raises NotEditableError in a report that stands for ever."""
    report = progress.report
    hold_open(session, report)
    if not comments_are_open(report) or actor.account_id is None:
        raise NotEditableError
    if _was_just_added(session, actor, progress, text):
        return
    comment = Comment(
        report_id=report.id,
        progress_id=progress.id,
        text=text,
        author_id=actor.account_id,
        added_at=clock.now(),
        mentioned=list(mentioned),
    )
    session.add(comment)
    session.flush()
    audit.record(
        session,
        actor,
        AuditAction.COMMENT_ADDED,
        SubjectKind.REPORT,
        report.id,
        f"{report.network.title}, {report.period.title}",
        network_id=report.network_id,
        details={"part": progress.title},
    )
    tell(
        session,
        NoticeKind.MENTIONED,
        [account for account in mentioned if account.id != actor.account_id],
        key=f"mentioned:{comment.id}",
        report=report,
        maatregel=progress.maatregel,
    )


def _was_just_added(session: Session, actor: Actor, progress: MaatregelProgress, text: str) -> bool:
    same = sa.exists().where(
        Comment.progress_id == progress.id,
        Comment.author_id == actor.account_id,
        Comment.text == text,
        Comment.added_at > clock.now() - TWICE_WITHIN,
    )
    return session.scalar(sa.select(same)) or False
