"""Reading what somebody was told, as far as that person may still know it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal.domain.notices import DEFAULT_DELIVERY, Delivery, NoticeKind
from portal.models import Ask, Notice, NoticePreference, Report
from portal.models.notice import mail_notice

_SUBJECTS = (
    joinedload(Notice.period),
    joinedload(Notice.network),
    joinedload(Notice.report).joinedload(Report.network),
    joinedload(Notice.report).joinedload(Report.period),
    joinedload(Notice.maatregel),
    joinedload(Notice.signal),
    joinedload(Notice.action),
    joinedload(Notice.meeting),
    joinedload(Notice.ask).joinedload(Ask.item),
)


@dataclass(frozen=True)
class NoticeScope:
    """Which notices of one account may be shown now: a right that was withdrawn hides them."""

    account_id: int
    networks: Mapping[NoticeKind, frozenset[int] | None] = field(default_factory=dict)
    """For which networks a kind may be shown; None stands for all, a kind that is absent for none."""

    def clause(self) -> sa.ColumnElement[bool]:
        """Return the condition on notices."""
        kinds = [_of_kind(kind, networks) for kind, networks in sorted(self.networks.items())]
        return sa.and_(Notice.account_id == self.account_id, sa.or_(*kinds) if kinds else sa.false())

    def shows(self, kind: NoticeKind, network_id: int | None) -> bool:
        """Return whether a notice of this account may be shown: the same condition, in Python."""
        if kind not in self.networks:
            return False
        networks = self.networks[kind]
        return networks is None or network_id is None or network_id in networks


# Asked by every page, so made once; what may be shown of it is decided in Python.
_UNREAD = (
    sa.select(Notice.kind, Notice.network_id, sa.func.count())
    .where(Notice.account_id == sa.bindparam("account_id"), Notice.read_at.is_(None))
    .group_by(Notice.kind, Notice.network_id)
)


def count_unread(session: Session, scope: NoticeScope) -> int:
    """Return how many notices were not read yet."""
    rows = session.connection().execute(_UNREAD, {"account_id": scope.account_id})
    return sum(many for kind, network_id, many in rows if scope.shows(kind, network_id))


def count_notices(session: Session, scope: NoticeScope) -> int:
    """Return how many notices there are."""
    return _count(session, scope.clause())


def notices(session: Session, scope: NoticeScope, limit: int, offset: int) -> Sequence[Notice]:
    """Return notices with what they are about, newest first."""
    return session.scalars(
        sa.select(Notice)
        .where(scope.clause())
        .order_by(Notice.created_at.desc(), Notice.id.desc())
        .limit(limit)
        .offset(offset)
        .options(*_SUBJECTS)
    ).all()


def notice_by_id(session: Session, scope: NoticeScope, notice_id: int) -> Notice | None:
    """Return one notice, when it may be shown."""
    return session.scalar(sa.select(Notice).where(scope.clause(), Notice.id == notice_id).options(*_SUBJECTS))


def notices_in_mail(session: Session, scope: NoticeScope, mail_id: int) -> Sequence[Notice]:
    """Return what a mail would tell, as far as it may be shown, in the order in which it happened."""
    return session.scalars(
        sa.select(Notice)
        .join(mail_notice, mail_notice.c.notice_id == Notice.id)
        .where(scope.clause(), mail_notice.c.mail_id == mail_id)
        .order_by(Notice.id)
        .options(*_SUBJECTS)
    ).all()


def preferences(session: Session, account_id: int) -> dict[NoticeKind, Delivery]:
    """Return how this person wants each kind by mail, chosen or by default."""
    rows = session.scalars(sa.select(NoticePreference).where(NoticePreference.account_id == account_id))
    return {**DEFAULT_DELIVERY, **{row.kind: row.delivery for row in rows}}


def _of_kind(kind: NoticeKind, networks: frozenset[int] | None) -> sa.ColumnElement[bool]:
    if networks is None:
        return Notice.kind == kind
    # What is about no network in particular is for whoever has the right anywhere.
    own = sa.or_(Notice.network_id.in_(sorted(networks)), Notice.network_id.is_(None))
    return sa.and_(Notice.kind == kind, own)


def _count(session: Session, condition: sa.ColumnElement[bool]) -> int:
    return session.scalar(sa.select(sa.func.count(Notice.id)).where(condition)) or 0
