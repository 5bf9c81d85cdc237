"""Taking a file with values in: kept beside everything until somebody looked at it, then written at once."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import NotEditableError, ReasonRequiredError, StaleVersionError
from portal.domain.observation_import import (
    KEPT_FOR,
    Compared,
    ImportRow,
    RowOutcome,
    compare,
    fingerprint,
)
from portal.models import ObservationUpload
from portal.services import audit
from portal.services.observations import (
    content_of,
    hold_indicators,
    record_observations,
    standing_values,
    withdraw_observation,
)


def keep_upload(
    session: Session, actor: Actor, file_name: str, rows: Sequence[ImportRow]
) -> ObservationUpload:
    """Keep a file that was read, in the place of the one this person sent before."""
    drop_uploads(session, actor)
    kept = ObservationUpload(
        account_id=actor.account_id,
        file_name=file_name,
        rows=[row.as_json() for row in rows],
        uploaded_at=clock.now(),
    )
    session.add(kept)
    session.flush()
    return kept


def drop_uploads(session: Session, actor: Actor) -> None:
    """Throw away what this person sent and did not process, and whatever anybody left lying too long."""
    session.execute(
        sa.delete(ObservationUpload).where(
            ObservationUpload.processed_at.is_(None),
            sa.or_(
                ObservationUpload.account_id == actor.account_id,
                ObservationUpload.uploaded_at < clock.now() - KEPT_FOR,
            ),
        )
    )


def rows_of(upload: ObservationUpload) -> list[ImportRow]:
    """Return the rows of a file that was kept."""
    return [ImportRow.from_json(row) for row in upload.rows]


def preview(session: Session, upload: ObservationUpload, allowed: Collection[int]) -> list[Compared]:
    """Return what a file would do now, for somebody who records values for these places."""
    rows = rows_of(upload)
    standing = standing_values(session, {row.content.indicator_id for row in rows})
    return compare(rows, {place: content_of(row) for place, row in standing.items()}, allowed)


def process(
    session: Session,
    actor: Actor,
    upload: ObservationUpload,
    allowed: Collection[int],
    seen: str,
    reason: str,
) -> int:
    """Write what is new in a file and replace what differs, all of it or nothing; return how many values.

    `seen` is the mark of the preview that was confirmed. Raises StaleVersionError when the preview would now
    be another one, NotEditableError where a row is not for this person, ReasonRequiredError where values
    would be replaced without a reason, and what recording a value raises.
    """
    session.refresh(upload, with_for_update=True)
    if upload.processed_at is not None:
        raise StaleVersionError
    hold_indicators(session, {row.content.indicator_id for row in rows_of(upload)})
    found = preview(session, upload, allowed)
    if fingerprint(found) != seen:
        raise StaleVersionError
    if any(each.outcome is RowOutcome.NOT_ALLOWED for each in found):
        raise NotEditableError
    _withdraw(session, actor, [each for each in found if each.outcome is RowOutcome.DIFFERS], reason)
    wanted = [each.row.content for each in found if each.outcome is not RowOutcome.SAME]
    record_observations(session, actor, wanted)
    upload.processed_at, upload.rows = clock.now(), []
    session.flush()
    audit.record(
        session,
        actor,
        AuditAction.OBSERVATIONS_IMPORTED,
        SubjectKind.OBSERVATION,
        None,
        upload.file_name,
        details={"rows": len(found), "recorded": len(wanted)},
    )
    return len(wanted)


def _withdraw(session: Session, actor: Actor, replaced: Sequence[Compared], reason: str) -> None:
    if not replaced:
        return
    if not reason.strip():
        raise ReasonRequiredError
    standing = standing_values(session, {each.row.content.indicator_id for each in replaced})
    for each in replaced:
        withdraw_observation(session, actor, standing[each.row.content.place], reason)
