"""Next times of what recurs, and postponement: planned once, refused where it must be, remembered."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.dates import DatePrecision, ImpreciseDate
from portal.domain.errors import (
    LetterNeededError,
    NothingDueError,
    NotLaterError,
    PassageInUseError,
    PassageUnrelatedError,
    ReasonRequiredError,
    StaleVersionError,
)
from portal.domain.parliament import AskOutcome, AskState, Origin, outcome_of
from portal.domain.roles import Role
from portal.domain.terms import Recurrence
from portal.models import Ask, AskOccurrence, AuditEvent, Passage
from portal.queries.ask_facts import facts_of
from portal.queries.occurrences import occurrences_of
from portal.services.deadlines import PostponementContent, make_occurrences, postpone
from portal.services.letters import retract_letter
from portal.services.passages import retract_passage
from tests.builders import person
from tests.conftest import NOW
from tests.deadlines import ask, close, motie, office, passage, promise

FIRST_DAY = date(2025, 12, 31)


@pytest.fixture(autouse=True)
def two_people(bare_session: Session) -> None:
    """Two people of the office, who can propose and approve."""
    for name in ("een", "twee"):
        person(bare_session, name, Role.PROGRAMME_OFFICER)


def days(session: Session, each: Ask) -> list[date]:
    return [row.due_on for row in occurrences_of(session, each.id)]


def lines(session: Session, each: Ask, action: AuditAction) -> list[AuditEvent]:
    wanted = sa.select(AuditEvent).where(
        AuditEvent.subject_kind == SubjectKind.ASK,
        AuditEvent.subject_id == each.id,
        AuditEvent.action == action,
    )
    return list(session.scalars(wanted.order_by(AuditEvent.id)))


def test_a_duty_gets_all_its_times_up_to_the_next_one_once(bare_session: Session) -> None:
    duty = ask(bare_session, "mot-een", FIRST_DAY, recurs=Recurrence.QUARTERLY)
    assert make_occurrences(bare_session, clock.today()) == 1
    assert days(bare_session, duty) == [FIRST_DAY, date(2026, 3, 31)]
    assert make_occurrences(bare_session, clock.today()) == 0
    assert make_occurrences(bare_session, date(2026, 3, 31)) == 1
    assert days(bare_session, duty) == [FIRST_DAY, date(2026, 3, 31), date(2026, 6, 30)]
    first, second = lines(bare_session, duty, AuditAction.OCCURRENCES_MADE)
    assert first.details == {"days": ["2025-12-31", "2026-03-31"]}
    assert second.details == {"days": ["2026-06-30"]}
    assert (first.actor_name, first.subject_label) == ("Systeem", duty.code)


def test_nothing_is_planned_of_what_is_done_once_or_closed_or_has_no_rhythm(bare_session: Session) -> None:
    once = ask(bare_session, "mot-een", FIRST_DAY)
    unknown = ask(bare_session, "mot-twee", FIRST_DAY, recurs=Recurrence.UNDETERMINED)
    endless = ask(bare_session, "mot-drie", None, recurs=Recurrence.YEARLY)
    closed = ask(bare_session, "mot-vier", FIRST_DAY, recurs=Recurrence.YEARLY)
    close(bare_session, closed, passage(bare_session, [closed]), outcome=AskState.ANSWERED)
    gone = ask(bare_session, "mot-vijf", FIRST_DAY, recurs=Recurrence.YEARLY)
    gone.retired_on = clock.today()
    former = motie(bare_session, "mot-zes")
    of_former = ask(bare_session, former, FIRST_DAY, recurs=Recurrence.YEARLY)
    former.retired_on = clock.today()
    bare_session.flush()
    assert make_occurrences(bare_session, clock.today()) == 0
    for each in (once, unknown, endless, closed, gone, of_former):
        assert days(bare_session, each) == []


def test_only_the_asks_that_are_named_are_planned(bare_session: Session) -> None:
    one = ask(bare_session, "mot-een", FIRST_DAY, recurs=Recurrence.YEARLY)
    other = ask(bare_session, "mot-twee", FIRST_DAY, recurs=Recurrence.YEARLY)
    assert make_occurrences(bare_session, clock.today(), ask_ids=[one.id]) == 1
    assert days(bare_session, one) == [FIRST_DAY, date(2026, 12, 31)]
    assert days(bare_session, other) == []


def test_another_rhythm_goes_on_after_the_last_time(bare_session: Session) -> None:
    duty = ask(bare_session, "mot-een", FIRST_DAY, recurs=Recurrence.YEARLY)
    make_occurrences(bare_session, clock.today())
    duty.recurrence, duty.due_latest = Recurrence.HALF_YEARLY, date(2026, 6, 30)
    bare_session.flush()
    assert make_occurrences(bare_session, clock.today()) == 0
    assert make_occurrences(bare_session, date(2026, 12, 31)) == 1
    assert days(bare_session, duty) == [FIRST_DAY, date(2026, 12, 31), date(2027, 6, 30)]
    assert [row.number for row in occurrences_of(bare_session, duty.id)] == [1, 2, 3]


def test_with_the_clock_a_duty_becomes_overdue_and_is_on_time_again(bare_session: Session) -> None:
    duty = ask(bare_session, "mot-een", date(2026, 4, 30), recurs=Recurrence.MONTHLY)

    def outcome() -> AskOutcome:
        return outcome_of(facts_of(bare_session, [duty])[duty.id], clock.today())

    make_occurrences(bare_session, clock.today())
    assert outcome() is AskOutcome.ON_TIME
    with clock.at(NOW + timedelta(days=41)):
        assert clock.today() == date(2026, 4, 30)
        make_occurrences(bare_session, clock.today())
        assert outcome() is AskOutcome.ON_TIME
    with clock.at(NOW + timedelta(days=42)):
        assert outcome() is AskOutcome.BEHIND
        (first, *_later) = occurrences_of(bare_session, duty.id)
        close(bare_session, duty, passage(bare_session, [duty]), first)
        assert outcome() is AskOutcome.ON_TIME
    with clock.at(NOW + timedelta(days=73)):
        assert clock.today() == date(2026, 6, 1)
        assert outcome() is AskOutcome.BEHIND


def test_numbers_follow_each_other(bare_session: Session) -> None:
    duty = ask(bare_session, "mot-een", date(2025, 1, 31), recurs=Recurrence.MONTHLY)
    make_occurrences(bare_session, clock.today())
    rows = bare_session.scalars(sa.select(AskOccurrence).where(AskOccurrence.ask_id == duty.id)).all()
    assert sorted(row.number for row in rows) == list(range(1, 16))
    assert max(row.due_on for row in rows) == date(2026, 3, 31)


@pytest.fixture
def officer(bare_session: Session) -> Actor:
    return office(bare_session)


def later(
    latest: date = date(2026, 6, 21),
    said: Passage | None = None,
    precision: DatePrecision = DatePrecision.SEASON,
) -> PostponementContent:
    term = ImpreciseDate(precision, latest, "voorjaar 2026")
    return PostponementContent(term, "Het onderzoek duurt langer.", said)


def test_an_ask_gets_a_later_day_and_keeps_what_was_promised(bare_session: Session, officer: Actor) -> None:
    one = ask(bare_session, "mot-een", date(2026, 1, 31))
    version = one.version
    made = postpone(bare_session, officer, one, version, later())
    assert (one.due_latest, one.postponed_to) == (date(2026, 1, 31), date(2026, 6, 21))
    assert (made.from_day, made.to_day) == (one.due_latest, one.postponed_to)
    assert (made.to_precision, made.to_words) == (DatePrecision.SEASON, "voorjaar 2026")
    assert one.version == version + 1
    # The same form sent twice is once; another one on the former page is refused.
    assert postpone(bare_session, officer, one, version, later()) is made
    with pytest.raises(StaleVersionError):
        postpone(bare_session, officer, one, version, later(date(2026, 12, 31)))
    again = postpone(bare_session, officer, one, one.version, later(date(2026, 12, 31)))
    assert again.from_day == date(2026, 6, 21)
    first, second = lines(bare_session, one, AuditAction.ASK_POSTPONED)
    assert first.details["day"] == ["2026-01-31", "2026-06-21"]
    assert (first.reason, first.actor_name) == ("Het onderzoek duurt langer.", officer.name)
    assert second.details["day"] == ["2026-06-21", "2026-12-31"]


def test_one_time_of_a_duty_moves_and_the_next_do_not(bare_session: Session, officer: Actor) -> None:
    duty = ask(bare_session, "mot-een", FIRST_DAY, recurs=Recurrence.QUARTERLY)
    make_occurrences(bare_session, clock.today())
    first, second = occurrences_of(bare_session, duty.id)
    version = duty.version
    postpone(bare_session, officer, duty, version, later(date(2026, 4, 30)), first)
    assert (first.due_on, first.postponed_to) == (FIRST_DAY, date(2026, 4, 30))
    assert (second.postponed_to, duty.postponed_to) == (None, None)
    # Whoever has the former page of the ask is told, also where another time of it is meant.
    with pytest.raises(StaleVersionError):
        postpone(bare_session, officer, duty, version, later(), second)
    assert lines(bare_session, duty, AuditAction.ASK_POSTPONED)[0].details["time"] == 1
    # A duty itself has no day to postpone, and a time that is settled needs none.
    with pytest.raises(NothingDueError):
        postpone(bare_session, officer, duty, duty.version, later())
    close(bare_session, duty, passage(bare_session, [duty]), second)
    with pytest.raises(NothingDueError):
        postpone(bare_session, officer, duty, duty.version, later(), second)
    other = ask(bare_session, "mot-twee", FIRST_DAY, recurs=Recurrence.QUARTERLY)
    with pytest.raises(NothingDueError):
        postpone(bare_session, officer, other, other.version, later(), first)


@pytest.mark.parametrize("latest", [date(2026, 1, 30), date(2026, 1, 31)])
def test_it_must_be_later(bare_session: Session, officer: Actor, latest: date) -> None:
    one = ask(bare_session, "mot-een", date(2026, 1, 31))
    with pytest.raises(NotLaterError):
        postpone(bare_session, officer, one, one.version, later(latest, precision=DatePrecision.DAY))
    assert one.postponed_to is None


def test_a_reason_is_needed_and_what_is_closed_waits_for_nothing(
    bare_session: Session, officer: Actor
) -> None:
    one = ask(bare_session, "mot-een", date(2026, 1, 31))
    without = PostponementContent(later().term, "  ")
    with pytest.raises(ReasonRequiredError):
        postpone(bare_session, officer, one, one.version, without)
    close(bare_session, one, passage(bare_session, [one]))
    with pytest.raises(NothingDueError):
        postpone(bare_session, officer, one, one.version, later())


def test_a_promise_moves_with_a_letter_only(bare_session: Session, officer: Actor) -> None:
    promised = ask(bare_session, promise(bare_session, "toe-een"), date(2026, 1, 31))
    of_plan = ask(bare_session, "mot-plan", date(2026, 1, 31))
    of_plan.origin = Origin.PLAN
    bare_session.flush()
    said = passage(bare_session, [promised, of_plan])
    for each in (promised, of_plan):
        with pytest.raises(LetterNeededError):
            postpone(bare_session, officer, each, each.version, later())
        postpone(bare_session, officer, each, each.version, later(said=said))
        event = lines(bare_session, each, AuditAction.ASK_POSTPONED)[0]
        assert event.details["letter"] == "brief-1:1"


def test_a_letter_that_announced_a_postponement_stays(bare_session: Session, officer: Actor) -> None:
    promised = ask(bare_session, promise(bare_session, "toe-een"), date(2026, 1, 31))
    said = passage(bare_session, [promised])
    postpone(bare_session, officer, promised, promised.version, later(said=said))
    with pytest.raises(PassageInUseError):
        retract_passage(bare_session, officer, said, "Toch niet.")
    with pytest.raises(PassageInUseError):
        retract_letter(bare_session, officer, said.letter, "Toch niet.")
    for table, number in (("passage", said.id), ("letter", said.letter_id)):
        statement = f"UPDATE {table} SET retracted_at = :now, retraction_reason = 'x' WHERE id = :number"  # noqa: S608
        with pytest.raises((IntegrityError, OperationalError)), bare_session.begin_nested():
            bare_session.execute(sa.text(statement), {"now": clock.now(), "number": number})


def test_a_letter_must_speak_of_it_and_hold(bare_session: Session, officer: Actor) -> None:
    one, other = ask(bare_session, "mot-een", FIRST_DAY), ask(bare_session, "mot-twee", FIRST_DAY)
    elsewhere = passage(bare_session, [other])
    with pytest.raises(PassageUnrelatedError):
        postpone(bare_session, officer, one, one.version, later(said=elsewhere))
    retracted = passage(bare_session, [one], "brief-2")
    retracted.retracted_at, retracted.retraction_reason = clock.now(), "Verkeerd overgenomen."
    bare_session.flush()
    with pytest.raises(PassageUnrelatedError):
        postpone(bare_session, officer, one, one.version, later(said=retracted))


def test_what_had_no_term_can_get_one(bare_session: Session, officer: Actor) -> None:
    one = ask(bare_session, "mot-een")
    made = postpone(bare_session, officer, one, one.version, later())
    assert (made.from_day, one.postponed_to) == (None, date(2026, 6, 21))
