"""Filing, changing, interpreting, merging and linking signals, through the services."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.errors import (
    MergeTargetError,
    ReasonRequiredError,
    RetiredInPastError,
    SignalContentError,
    SignalUnderWayError,
    StaleVersionError,
)
from portal.domain.notices import NoticeKind
from portal.domain.signals import SignalKind, SignalState, VocabularyKind
from portal.domain.workflow import IllegalTransitionError
from portal.models import AuditEvent, Maatregel, Notice, Signal
from portal.services import vocabulary
from portal.services.signals import (
    change_signal,
    content_of,
    link_signal,
    merge_signals,
    move_signal,
)
from tests.builders import House, house
from tests.signals import add_places, bring_to, content, filed


@pytest.fixture
def built(bare_session: Session) -> House:
    return house(bare_session, 2)


def told(session: Session, kind: NoticeKind) -> list[int]:
    return list(session.scalars(sa.select(Notice.account_id).where(Notice.kind == kind)))


def recorded(session: Session, signal: Signal) -> list[AuditEvent]:
    found = sa.select(AuditEvent).where(
        AuditEvent.subject_kind == SubjectKind.SIGNAL, AuditEvent.subject_id == signal.id
    )
    return list(session.scalars(found.order_by(AuditEvent.id)))


def test_filing_tells_the_office_and_is_recorded_without_a_word_of_it(
    bare_session: Session, built: House
) -> None:
    signal = filed(bare_session, built.coordinators["net-1"], built.networks[0], "Kenmerkend")
    assert signal.state is SignalState.NEW
    assert told(bare_session, NoticeKind.SIGNAL_FILED) == [built.officer.account_id]
    (event,) = recorded(bare_session, signal)
    assert event.action is AuditAction.SIGNAL_FILED
    assert event.network_id == built.networks[0].id
    assert "Kenmerkend" not in f"{event.subject_label} {event.details} {event.reason}"


def test_who_files_is_not_told_of_it(bare_session: Session, built: House) -> None:
    filed(bare_session, built.officer, None)
    assert told(bare_session, NoticeKind.SIGNAL_FILED) == []


def test_the_same_twice_while_it_is_new_is_one(bare_session: Session, built: House) -> None:
    coordinator, network = built.coordinators["net-1"], built.networks[0]
    first = filed(bare_session, coordinator, network)
    assert filed(bare_session, coordinator, network) is first
    assert filed(bare_session, coordinator, network, place_words="Elders") is not first
    assert filed(bare_session, built.officer, network) is not first
    bring_to(bare_session, built.officer, first, SignalState.INTERPRETING)
    assert filed(bare_session, coordinator, network) is not first


def test_one_outcome_of_the_screening_makes_one_signal(bare_session: Session, built: House) -> None:
    places = add_places(bare_session)
    told_by_screening: dict[str, Any] = {"screening_key": "a:b:2026", "to_knooppunt_id": places[0].id}
    first = filed(bare_session, built.coordinators["net-1"], built.networks[0], **told_by_screening)
    again = filed(bare_session, built.officer, None, "Andere woorden", **told_by_screening)
    assert again is first
    assert first.title == "Er valt iets op"


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"title": " "}, ReasonRequiredError),
        ({"description": ""}, ReasonRequiredError),
        ({"kind": SignalKind.DISPLACEMENT}, SignalContentError),
        ({"noticed_on": date(2099, 1, 1)}, SignalContentError),
    ],
)
def test_what_cannot_be_filed(
    bare_session: Session, built: House, wrong: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        filed(bare_session, built.officer, None, **{"title": "Goed", **wrong})
    assert bare_session.scalar(sa.select(sa.func.count(Signal.id))) == 0


def test_a_shift_to_the_same_place_is_none(bare_session: Session, built: House) -> None:
    place = add_places(bare_session, 1)[0].id
    with pytest.raises(SignalContentError):
        filed(bare_session, built.officer, None, from_knooppunt_id=place, to_knooppunt_id=place)


def test_the_database_refuses_a_shift_to_nowhere(bare_session: Session, built: House) -> None:
    signal = filed(bare_session, built.officer, None)
    signal.kind = SignalKind.DISPLACEMENT
    with pytest.raises(IntegrityError):
        bare_session.flush()


def test_changing_says_which_fields_but_not_what(bare_session: Session, built: House) -> None:
    coordinator = built.coordinators["net-1"]
    places = add_places(bare_session)
    term = vocabulary.add_term(bare_session, built.officer, VocabularyKind.GOODS_FLOW, "Stukgoed")
    signal = filed(bare_session, coordinator, built.networks[0])
    wanted = content("Anders", to_knooppunt_id=places[1].id, term_ids=frozenset({term.id}))
    change_signal(bare_session, coordinator, signal, signal.version, wanted)
    assert content_of(signal) == wanted
    assert signal.to_knooppunt is places[1]
    event = recorded(bare_session, signal)[-1]
    assert event.action is AuditAction.SIGNAL_CHANGED
    assert event.details == {"fields": ["description", "term_ids", "title", "to_knooppunt_id"]}
    change_signal(bare_session, coordinator, signal, signal.version, wanted)
    assert recorded(bare_session, signal)[-1] is event


def test_other_terms_alone_are_a_new_version(bare_session: Session, built: House) -> None:
    term = vocabulary.add_term(bare_session, built.officer, VocabularyKind.GOODS_FLOW, "Stukgoed")
    signal = filed(bare_session, built.officer, None)
    seen = signal.version
    change_signal(bare_session, built.officer, signal, seen, content(term_ids=frozenset({term.id})))
    assert signal.version == seen + 1
    with pytest.raises(StaleVersionError):
        change_signal(bare_session, built.officer, signal, seen, content("Te laat"))


def test_the_text_stands_once_interpretation_began(bare_session: Session, built: House) -> None:
    signal = filed(bare_session, built.officer, None)
    bring_to(bare_session, built.officer, signal, SignalState.INTERPRETING)
    with pytest.raises(SignalUnderWayError):
        change_signal(bare_session, built.officer, signal, signal.version, content("Anders"))
    assert signal.title == "Er valt iets op"


def test_a_step_keeps_why_and_tells_who_filed(bare_session: Session, built: House) -> None:
    coordinator = built.coordinators["net-1"]
    signal = filed(bare_session, coordinator, built.networks[0])
    bring_to(bare_session, built.officer, signal, SignalState.ANSWERED)
    assert [(step.from_state, step.to_state, step.reason) for step in signal.steps] == [
        (SignalState.NEW, SignalState.INTERPRETING, "Naar interpreting."),
        (SignalState.INTERPRETING, SignalState.PLAUSIBLE, "Naar plausible."),
        (SignalState.PLAUSIBLE, SignalState.ANSWERED, "Naar answered."),
    ]
    assert told(bare_session, NoticeKind.SIGNAL_MOVED) == [coordinator.account_id] * 3
    assert [event.details for event in recorded(bare_session, signal)[1:]] == [
        {"state": "interpreting"},
        {"state": "plausible"},
        {"state": "answered"},
    ]
    move_signal(
        bare_session, built.officer, signal, signal.version, SignalState.INTERPRETING, "Nieuwe feiten."
    )
    assert signal.state is SignalState.INTERPRETING


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_no_step_without_a_reason(bare_session: Session, built: House, reason: str) -> None:
    signal, other = filed(bare_session, built.officer, None), filed(bare_session, built.officer, None, "B")
    with pytest.raises(ReasonRequiredError):
        move_signal(bare_session, built.officer, signal, signal.version, SignalState.INTERPRETING, reason)
    with pytest.raises(ReasonRequiredError):
        merge_signals(bare_session, built.officer, signal, other, signal.version, reason)


def test_a_step_that_does_not_exist_or_is_late(bare_session: Session, built: House) -> None:
    signal = filed(bare_session, built.officer, None)
    with pytest.raises(IllegalTransitionError):
        move_signal(bare_session, built.officer, signal, signal.version, SignalState.ANSWERED, "Klaar.")
    with pytest.raises(MergeTargetError):
        move_signal(bare_session, built.officer, signal, signal.version, SignalState.MERGED, "Dubbel.")
    with pytest.raises(StaleVersionError):
        move_signal(bare_session, built.officer, signal, 0, SignalState.INTERPRETING, "Te laat.")
    assert signal.steps == []


def test_merging_takes_the_links_along_and_is_final(bare_session: Session, built: House) -> None:
    coordinator = built.coordinators["net-1"]
    double = filed(bare_session, coordinator, built.networks[0], "Dubbel")
    into = filed(bare_session, built.officer, None, "Eerste")
    first, second = bare_session.scalars(sa.select(Maatregel.id).order_by(Maatregel.id).limit(2))
    link_signal(bare_session, built.officer, double, double.version, frozenset({first, second}), frozenset())
    link_signal(bare_session, built.officer, into, into.version, frozenset({second}), frozenset())
    merge_signals(bare_session, built.officer, double, into, double.version, "Zelfde waarneming.")
    bare_session.expire_all()
    assert double.state is SignalState.MERGED
    assert double.merged_into is into
    assert {each.id for each in into.maatregelen} == {first, second}
    assert told(bare_session, NoticeKind.SIGNAL_MOVED) == [coordinator.account_id]
    assert recorded(bare_session, double)[-1].details == {"state": "merged"}
    third = filed(bare_session, built.officer, None, "Derde")
    for duplicate, target in ((third, double), (third, third)):
        with pytest.raises(MergeTargetError):
            merge_signals(bare_session, built.officer, duplicate, target, duplicate.version, "Kan niet.")
    with pytest.raises(IllegalTransitionError):
        merge_signals(bare_session, built.officer, double, third, double.version, "Nog eens.")
    with pytest.raises(IllegalTransitionError):
        move_signal(bare_session, built.officer, double, double.version, SignalState.INTERPRETING, "Terug.")
    with pytest.raises(SignalUnderWayError):
        link_signal(bare_session, built.officer, double, double.version, frozenset(), frozenset())


def test_linking_is_a_version_and_recorded_once(bare_session: Session, built: House) -> None:
    signal = filed(bare_session, built.officer, None)
    maatregel = bare_session.scalars(sa.select(Maatregel.id).limit(1)).one()
    seen = signal.version
    link_signal(bare_session, built.officer, signal, seen, frozenset({maatregel}), frozenset())
    assert signal.version == seen + 1
    link_signal(bare_session, built.officer, signal, signal.version, frozenset({maatregel}), frozenset())
    assert [event.action for event in recorded(bare_session, signal)] == [
        AuditAction.SIGNAL_FILED,
        AuditAction.SIGNAL_LINKED,
    ]
    assert recorded(bare_session, signal)[-1].details == {"maatregelen": ["net-1-m1"], "observations": 0}
    with pytest.raises(StaleVersionError):
        link_signal(bare_session, built.officer, signal, seen, frozenset(), frozenset())


def test_a_retired_day_is_not_in_the_past(bare_session: Session, built: House) -> None:
    term = vocabulary.add_term(bare_session, built.officer, VocabularyKind.GOODS_FLOW, "Stukgoed")
    yesterday = clock.today() - timedelta(days=1)
    with pytest.raises(RetiredInPastError):
        vocabulary.retire_term(bare_session, built.officer, term, term.version, yesterday)
