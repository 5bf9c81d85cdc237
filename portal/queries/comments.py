"""Reading what the people of a network said about a maatregel in their report."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.models import Account, Comment, Presence
from portal.queries.presence import asked_of, recent


def comments_on(session: Session, progress_id: int) -> Sequence[Comment]:
    """Return the comments on one maatregel in one report, oldest first."""
    return session.scalars(
        sa.select(Comment)
        .where(Comment.progress_id == progress_id)
        .options(joinedload(Comment.author), selectinload(Comment.mentioned))
        .order_by(Comment.id)
    ).all()


_BESIDE: Any = sa.union_all(
    sa.select(Presence.part.label("part"), Account.name.label("name"), sa.literal_column("0").label("number"))
    .join(Presence.account)
    .where(*recent()),
    sa.select(
        sa.cast(Comment.progress_id, sa.Text), sa.literal_column("''"), sa.func.count(Comment.progress_id)
    )
    .where(Comment.report_id == sa.bindparam("report_id"), Comment.progress_id.is_not(None))
    .group_by(Comment.progress_id),
).order_by("name")


def beside_writing(
    session: Session, report_id: int, besides: int | None
) -> tuple[Mapping[str, Sequence[str]], Mapping[int, int]]:
    """Return who else has a part open, by part, and how many comments there are by row; in one query."""
    at_work: dict[str, list[str]] = {}
    comments: dict[int, int] = {}
    for part, name, number in session.execute(_BESIDE, asked_of(report_id, besides)):
        if number:
            comments[int(part)] = number
        else:
            at_work.setdefault(part, []).append(name)
    return at_work, comments
