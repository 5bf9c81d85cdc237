"""Writing why a maatregel should work, since when it does, and when that is looked into."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import NotYetOperationalError, StaleVersionError
from portal.domain.underpinning import UnderpinningCheck, UnderpinningContent, findings
from portal.models import Maatregel, Underpinning
from portal.queries.underpinning import underpinning_of
from portal.services import audit


def write_underpinning(
    session: Session, actor: Actor, maatregel: Maatregel, version: int, content: UnderpinningContent
) -> None:
    """Save it; version zero is one that was not there yet, and saying the same again changes nothing.

    Raises NotYetOperationalError or StaleVersionError.
    """
    if UnderpinningCheck.OPERATIONAL_IN_FUTURE in findings(content, clock.today()):
        raise NotYetOperationalError
    # Two people who begin at once must not both make one.
    session.execute(
        sa.select(Maatregel.id).where(Maatregel.id == maatregel.id).with_for_update(key_share=True)
    ).all()
    row = underpinning_of(session, maatregel.id)
    if row is not None:
        session.refresh(row, with_for_update={"of": Underpinning})
    before = content_of(row)
    if before == content:
        return
    if (row.version if row else 0) != version:
        raise StaleVersionError
    if row is None:
        row = Underpinning(maatregel=maatregel)
        session.add(row)
    row.mechanism = content.mechanism
    row.operational_on = content.operational_on
    row.evaluation_on = content.evaluation_on
    row.written_at = clock.now()
    row.written_by_id = actor.account_id  # type: ignore[assignment]  # the database refuses nobody
    session.flush()
    audit.record(
        session,
        actor,
        AuditAction.UNDERPINNING_WRITTEN,
        SubjectKind.MAATREGEL,
        maatregel.id,
        maatregel.title,
        network_id=maatregel.network_id,
        details={"changed": _changed(before, content)},
    )


def content_of(row: Underpinning | None) -> UnderpinningContent:
    """Return what was filled in, without the row around it; nothing where there is no row."""
    if row is None:
        return UnderpinningContent()
    return UnderpinningContent(row.mechanism, row.operational_on, row.evaluation_on)


def _changed(before: UnderpinningContent, after: UnderpinningContent) -> dict[str, Any]:
    """Return the days that changed, old and new; of the text only that it did."""
    days = {
        name: [old and old.isoformat(), new and new.isoformat()]
        for name in ("operational_on", "evaluation_on")
        if (old := getattr(before, name)) != (new := getattr(after, name))
    }
    return days | ({"mechanism": True} if before.mechanism != after.mechanism else {})
