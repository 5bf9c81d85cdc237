"""Following a change of the law: started once, moved with a source, refused where it must be, remembered."""

from dataclasses import replace
from datetime import date

import pytest
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
from portal.domain.parliament import LegislationStage as Stage
from portal.domain.workflow import IllegalTransitionError
from portal.models import AuditEvent, LegislationStep, LegislationTrack
from portal.queries.legislation import law_states, laws_of, waiting_for
from portal.services.legislation import StepContent, TrackContent, change_track, start_track, take_step
from tests import builders
from tests.builders import House

FIRST = StepContent(Stage.EXPLORATION, date(2025, 1, 10), "Kamerbrief van 10 januari 2025")
NEXT = StepContent(Stage.CONSULTATION, date(2025, 9, 1), "internetconsultatie", date(2027, 1, 1))


@pytest.fixture
def built(bare_session: Session) -> House:
    return builders.house(bare_session, 2)


@pytest.fixture
def actor(built: House) -> Actor:
    return built.officer


def content(session: Session, *codes: str, title: str = "Gegevens delen") -> TrackContent:
    ids = frozenset(builders.maatregel(session, code).id for code in codes)
    return TrackContent(title, "Wat zij regelt.", date(2026, 12, 31), ids)


@pytest.fixture
def track(bare_session: Session, actor: Actor) -> LegislationTrack:
    return start_track(bare_session, actor, content(bare_session, "net-1-m1", "net-2-m1"), FIRST)


def events(session: Session, track: LegislationTrack) -> list[AuditEvent]:
    wanted = sa.select(AuditEvent).where(
        AuditEvent.subject_kind == SubjectKind.LEGISLATION, AuditEvent.subject_id == track.id
    )
    return list(session.scalars(wanted.order_by(AuditEvent.id)))


def test_it_starts_once_with_its_first_stage(
    bare_session: Session, actor: Actor, track: LegislationTrack
) -> None:
    assert (track.stage, track.code) == (Stage.EXPLORATION, "wet-01")
    assert [each.code for each in track.maatregelen] == ["net-1-m1", "net-2-m1"]
    assert start_track(bare_session, actor, content(bare_session), NEXT) is track
    assert bare_session.scalar(sa.select(sa.func.count(LegislationStep.id))) == 1
    other = start_track(bare_session, actor, content(bare_session, title="Iets anders"), NEXT)
    assert other.code != track.code
    written, moved = events(bare_session, track)
    assert written.action is AuditAction.LEGISLATION_WRITTEN
    assert written.details["maatregelen"] == ["net-1-m1", "net-2-m1"]
    assert moved.action is AuditAction.LEGISLATION_MOVED
    assert moved.details["stage"] == [None, "exploration"]
    assert moved.details["source"] == FIRST.source


def test_a_step_moves_it_once_and_newest_counts(
    bare_session: Session, actor: Actor, track: LegislationTrack
) -> None:
    version = track.version
    made = take_step(bare_session, actor, track, version, NEXT)
    assert take_step(bare_session, actor, track, version, NEXT) is made
    state = law_states(bare_session)[track.id]
    assert (state.stage, state.since, state.expected_on) == (NEXT.stage, NEXT.since, NEXT.expected_in_force)
    # News within a stage: the source no longer names a day.
    news = replace(NEXT, since=date(2026, 1, 5), expected_in_force=None, source="Kamerbrief")
    take_step(bare_session, actor, track, track.version, news)
    state = law_states(bare_session)[track.id]
    assert (state.expected_on, state.source) == (None, "Kamerbrief")
    assert [step.stage for step in track.steps] == [Stage.EXPLORATION, Stage.CONSULTATION, Stage.CONSULTATION]


def test_what_is_refused(bare_session: Session, actor: Actor, track: LegislationTrack) -> None:
    def step(step: StepContent, version: int | None = None) -> None:
        take_step(bare_session, actor, track, version or track.version, step)

    with pytest.raises(StaleVersionError):
        step(NEXT, track.version + 1)
    with pytest.raises(SourceRequiredError):
        step(replace(NEXT, source=" "))
    with pytest.raises(FutureDayError):
        step(replace(NEXT, since=date(2026, 3, 21)))
    with pytest.raises(EarlierStepError):
        step(replace(NEXT, since=date(2025, 1, 9)))
    with pytest.raises(ReasonRequiredError):
        step(replace(NEXT, stage=Stage.DROPPED))
    step(replace(NEXT, stage=Stage.PUBLISHED))
    with pytest.raises(ReasonRequiredError):
        step(replace(NEXT, stage=Stage.COUNCIL_OF_STATE))
    step(replace(NEXT, stage=Stage.IN_FORCE, since=date(2026, 1, 1)))
    with pytest.raises(IllegalTransitionError):
        step(replace(NEXT, since=date(2026, 2, 1)))
    assert [event.details["stage"][1] for event in events(bare_session, track)[1:]] == [
        "exploration",
        "published",
        "in_force",
    ]


def test_what_was_dropped_begins_again(bare_session: Session, actor: Actor, track: LegislationTrack) -> None:
    dropped = StepContent(Stage.DROPPED, date(2025, 6, 1), "Kamerbrief", note="Er is geen draagvlak.")
    take_step(bare_session, actor, track, track.version, dropped)
    with pytest.raises(IllegalTransitionError):
        take_step(bare_session, actor, track, track.version, NEXT)
    again = StepContent(Stage.PREPARATION, date(2026, 1, 1), "Kamerbrief", note="Nieuw kabinet.")
    take_step(bare_session, actor, track, track.version, again)
    assert track.stage is Stage.PREPARATION
    assert events(bare_session, track)[-1].reason == "Nieuw kabinet."


def test_describing_it_anew(bare_session: Session, actor: Actor, track: LegislationTrack) -> None:
    version = track.version
    other = replace(content(bare_session, "net-2-m1", "net-2-m2"), needed_on=None)
    change_track(bare_session, actor, track, version, other)
    assert [each.code for each in track.maatregelen] == ["net-2-m1", "net-2-m2"]
    with pytest.raises(StaleVersionError):
        change_track(bare_session, actor, track, version, other)
    assert events(bare_session, track)[-1].details == {
        "needed_on": ["2026-12-31", None],
        "maatregelen": [["net-1-m1", "net-2-m1"], ["net-2-m1", "net-2-m2"]],
    }


def test_who_waits_is_who_still_runs(bare_session: Session, actor: Actor, track: LegislationTrack) -> None:
    today = clock.today()
    waiting = waiting_for(bare_session, today)[track.id]
    assert [each.code for each in waiting] == ["net-1-m1", "net-2-m1"]
    gone = builders.maatregel(bare_session, "net-1-m1")
    builders.end_maatregel(bare_session, gone.id, date(2026, 3, 19))
    assert [each.code for each in waiting_for(bare_session, today)[track.id]] == ["net-2-m1"]
    assert [law.code for law in laws_of(bare_session, gone.id)] == [track.code]
    assert laws_of(bare_session, builders.maatregel(bare_session, "net-1-m2").id) == []
