"""Deciding about what stands out: once, about the facts that were seen, and only for as long as it holds."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.actions import ActionState
from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.errors import (
    ActionIncompleteError,
    DomainError,
    FlagChangedError,
    PastDayError,
    ReasonRequiredError,
    StaleVersionError,
)
from portal.domain.flags import BackBecause, Flag, FlagKind, FlagOutcome
from portal.models import Account, ActionItem, AuditEvent, FlagDisposition
from portal.queries.flags import FlagState, state_of
from portal.services.actions import ActionContent
from portal.services.flags import DispositionContent, Seen, dispose_flag
from tests import builders
from tests.builders import House

FLAG = Flag(FlagKind.SINGLE_POINT, "themes:lijn-1", {"axis": "themes", "entry": "lijn-1", "maatregel": "a"})
SEEN = Seen(FLAG.fingerprint)
ACCEPTED = DispositionContent(FlagOutcome.ACCEPTED, "Zo is het bedoeld.")
TODAY = date(2026, 3, 20)


@pytest.fixture
def built(bare_session: Session) -> House:
    return builders.house(bare_session, networks=1)


def decide(
    session: Session, built: House, content: DispositionContent = ACCEPTED, **more: Any
) -> FlagDisposition:
    actor, flag, seen = more.get("actor", built.secretary), more.get("flag", FLAG), more.get("seen", SEEN)
    return dispose_flag(session, actor, flag, "Eén steunpunt: lijn 1", seen, content)


def acting(session: Session, built: House) -> DispositionContent:
    owner = session.get_one(Account, built.coordinators["net-1"].account_id)
    action = ActionContent("Zoek een tweede drager.", owner, TODAY + timedelta(days=30), built.networks[0].id)
    return DispositionContent(FlagOutcome.ACTION, "Dit is te smal.", action=action)


def state(session: Session, flag: Flag = FLAG, today: date = TODAY) -> FlagState:
    rows = session.scalars(
        sa.select(FlagDisposition).where(FlagDisposition.key == flag.key).order_by(FlagDisposition.id.desc())
    )
    return state_of(flag, rows.all(), today)


def test_a_decision_is_kept_with_its_facts_and_audited(bare_session: Session, built: House) -> None:
    made = decide(bare_session, built)
    assert state(bare_session).holds is made
    assert made.facts == FLAG.facts
    event = bare_session.scalars(
        sa.select(AuditEvent).where(AuditEvent.action == AuditAction.FLAG_DISPOSED)
    ).one()
    assert (event.subject_kind, event.subject_id) == (SubjectKind.FLAG, made.id)
    assert event.subject_label == "Eén steunpunt: lijn 1"
    assert event.reason == "Zo is het bedoeld."
    assert event.details["key"] == FLAG.key


def test_an_action_goes_to_its_owner_and_the_flag_is_back_when_it_ends(
    bare_session: Session, built: House
) -> None:
    made = decide(bare_session, built, acting(bare_session, built))
    action = bare_session.scalars(sa.select(ActionItem)).one()
    assert made.action is action
    assert (action.flag_key, action.network_id) == (FLAG.key, built.networks[0].id)
    assert state(bare_session).holds is made
    action.state = ActionState.DONE
    assert state(bare_session).back_because is BackBecause.ACTION_ENDED


def test_the_same_form_sent_twice_is_one_decision(bare_session: Session, built: House) -> None:
    content = acting(bare_session, built)
    assert decide(bare_session, built, content) is decide(bare_session, built, content)
    assert len(bare_session.scalars(sa.select(FlagDisposition)).all()) == 1
    assert len(bare_session.scalars(sa.select(ActionItem)).all()) == 1


@pytest.mark.parametrize("other", [{"reason": "Anders."}, {"until": TODAY}])
def test_somebody_who_decided_in_between_is_not_passed_over(
    bare_session: Session, built: House, other: dict[str, Any]
) -> None:
    made = decide(bare_session, built)
    with pytest.raises(StaleVersionError):
        decide(bare_session, built, replace(ACCEPTED, **other))
    with pytest.raises(StaleVersionError):
        decide(bare_session, built, actor=built.officer)
    second = decide(bare_session, built, replace(ACCEPTED, **other), seen=replace(SEEN, newest_id=made.id))
    assert state(bare_session).holds is second


def test_other_facts_than_were_seen_are_refused(bare_session: Session, built: House) -> None:
    changed = replace(FLAG, facts={**FLAG.facts, "maatregel": "b"})
    with pytest.raises(FlagChangedError):
        decide(bare_session, built, flag=changed)
    decide(bare_session, built)
    back = state(bare_session, changed)
    assert back.is_open
    assert back.back_because is BackBecause.FACTS_CHANGED
    assert back.former is not None


def test_after_its_last_day_a_decision_no_longer_holds(bare_session: Session, built: House) -> None:
    decide(bare_session, built, replace(ACCEPTED, until=TODAY))
    assert not state(bare_session).is_open
    late = state(bare_session, today=TODAY + timedelta(days=1))
    assert late.is_open
    assert late.back_because is BackBecause.TERM_PASSED


def test_facts_that_return_find_their_own_decision_again(bare_session: Session, built: House) -> None:
    first = decide(bare_session, built)
    changed = replace(FLAG, facts={**FLAG.facts, "maatregel": "b"})
    with clock.at(datetime(2026, 3, 21, 9, 0, tzinfo=UTC)):
        decide(
            bare_session,
            built,
            replace(ACCEPTED, reason="Ook goed."),
            flag=changed,
            seen=Seen(changed.fingerprint, first.id),
        )
    assert state(bare_session).holds is first


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"reason": "  "}, ReasonRequiredError),
        ({"outcome": FlagOutcome.ACTION}, ActionIncompleteError),
        ({"until": date(2026, 3, 19)}, PastDayError),
    ],
)
def test_what_is_not_complete_is_refused(
    bare_session: Session, built: House, change: dict[str, Any], error: type[DomainError]
) -> None:
    with pytest.raises(error):
        decide(bare_session, built, replace(ACCEPTED, **change))
    assert not bare_session.scalars(sa.select(FlagDisposition)).all()


def test_an_action_needs_its_outcome_and_a_day_that_is_still_to_come(
    bare_session: Session, built: House
) -> None:
    content = acting(bare_session, built)
    with pytest.raises(ActionIncompleteError):
        decide(bare_session, built, replace(content, outcome=FlagOutcome.ACCEPTED))
    assert content.action is not None
    late = replace(content.action, due_on=date(2026, 3, 19))
    with pytest.raises(PastDayError):
        decide(bare_session, built, replace(content, action=late))
