"""Following a change of the law: starting, describing, and each step with its source."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import (
    EarlierStepError,
    FutureDayError,
    ReasonRequiredError,
    SourceRequiredError,
    StaleVersionError,
)
from portal.domain.legislation import STAGES_AFTER, needs_explanation, track_code
from portal.domain.parliament import LegislationStage
from portal.domain.workflow import IllegalTransitionError
from portal.models import LegislationStep, LegislationTrack, Maatregel
from portal.services import audit
from portal.services.locks import hold_table


@dataclass(frozen=True)
class TrackContent:
    """What the change of the law is, by when it must hold, and what waits for it."""

    title: str
    description: str = ""
    needed_on: date | None = None
    maatregel_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class StepContent:
    """To which stage it came, since when, what is expected now, and where that stands."""

    stage: LegislationStage
    since: date
    source: str
    expected_in_force: date | None = None
    note: str = ""


def start_track(
    session: Session, actor: Actor, content: TrackContent, first: StepContent
) -> LegislationTrack:
    """Begin to follow a change of the law; one with the same title is the one that is there.

    Raises SourceRequiredError or FutureDayError.
    """
    hold_table(session, LegislationTrack)
    present = session.scalar(sa.select(LegislationTrack).where(LegislationTrack.title == content.title))
    if present is not None:
        return present
    number = (session.scalar(sa.select(sa.func.max(LegislationTrack.id))) or 0) + 1
    track = LegislationTrack(
        code=track_code(number),
        title=content.title,
        stage=first.stage,
        added_at=clock.now(),
        added_by_id=actor.account_id,
    )
    _describe(session, track, content)
    session.add(track)
    session.flush()
    record(session, actor, AuditAction.LEGISLATION_WRITTEN, track, details=_described(track))
    _add_step(session, actor, track, first, former=None)
    return track


def change_track(
    session: Session, actor: Actor, track: LegislationTrack, version: int, content: TrackContent
) -> None:
    """Describe it anew; raises StaleVersionError."""
    _hold(session, track, version)
    former = _described(track)
    track.title = content.title
    _describe(session, track, content)
    # Also where only what waits for it differs, whoever has the former page must notice.
    sa.orm.attributes.flag_modified(track, "title")
    session.flush()
    now = _described(track)
    details: dict[str, object] = {
        name: [former[name], now[name]] for name in now if former[name] != now[name]
    }
    record(session, actor, AuditAction.LEGISLATION_WRITTEN, track, details=details)


def take_step(
    session: Session, actor: Actor, track: LegislationTrack, version: int, content: StepContent
) -> LegislationStep:
    """Note to which stage it came, or news within a stage; the same step again is the one that is there.

    Raises StaleVersionError, IllegalTransitionError, ReasonRequiredError, SourceRequiredError, FutureDayError
    or EarlierStepError.
    """
    _lock(session, track)
    newest = track.steps[-1] if track.steps else None
    if newest is not None and _content(newest) == content:
        return newest
    _hold(session, track, version)
    if content.stage not in STAGES_AFTER[track.stage]:
        raise IllegalTransitionError(content.stage, track.stage)
    if needs_explanation(track.stage, content.stage) and not content.note.strip():
        raise ReasonRequiredError
    if newest is not None and content.since < newest.since:
        raise EarlierStepError
    return _add_step(session, actor, track, content, former=track.stage)


def record(
    session: Session,
    actor: Actor,
    action: AuditAction,
    track: LegislationTrack,
    reason: str = "",
    details: dict[str, object] | None = None,
) -> None:
    """Write a line in the audit trail about a change of the law."""
    label = f"{track.code} {track.title}"
    audit.record(
        session, actor, action, SubjectKind.LEGISLATION, track.id, label, reason=reason, details=details
    )


def _lock(session: Session, track: LegislationTrack) -> None:
    """Keep others from changing it, and read again what they may have changed."""
    session.refresh(track, ["title", "description", "stage", "needed_on", "version"], with_for_update=True)
    session.expire(track, ["steps", "maatregelen"])


def _hold(session: Session, track: LegislationTrack, version: int) -> None:
    _lock(session, track)
    if track.version != version:
        raise StaleVersionError


def _describe(session: Session, track: LegislationTrack, content: TrackContent) -> None:
    track.description, track.needed_on = content.description, content.needed_on
    track.maatregelen = _maatregelen(session, content.maatregel_ids)


def _maatregelen(session: Session, ids: Collection[int]) -> list[Maatregel]:
    wanted = sa.select(Maatregel).where(Maatregel.id.in_(sorted(ids))).order_by(Maatregel.position)
    return list(session.scalars(wanted))


def _described(track: LegislationTrack) -> dict[str, object]:
    """Return what the audit trail keeps: words, days and codes."""
    return {
        "title": track.title,
        "description": track.description,
        "needed_on": track.needed_on.isoformat() if track.needed_on else None,
        "maatregelen": sorted(each.code for each in track.maatregelen),
    }


def _add_step(
    session: Session,
    actor: Actor,
    track: LegislationTrack,
    content: StepContent,
    former: LegislationStage | None,
) -> LegislationStep:
    if not content.source.strip():
        raise SourceRequiredError
    if content.since > clock.today():
        raise FutureDayError
    step = LegislationStep(
        stage=content.stage,
        since=content.since,
        expected_in_force=content.expected_in_force,
        source=content.source,
        note=content.note,
        at=clock.now(),
        by_id=actor.account_id,
    )
    track.steps.append(step)
    track.stage = content.stage
    # News within a stage is news as well: whoever has the former page must notice.
    sa.orm.attributes.flag_modified(track, "stage")
    session.flush()
    details: dict[str, object] = {
        "stage": [former.value if former else None, content.stage.value],
        "since": content.since.isoformat(),
        "expected": content.expected_in_force.isoformat() if content.expected_in_force else None,
        "source": content.source,
    }
    record(session, actor, AuditAction.LEGISLATION_MOVED, track, content.note, details)
    return step


def _content(step: LegislationStep) -> StepContent:
    return StepContent(step.stage, step.since, step.source, step.expected_in_force, step.note)
