"""Two people at the same moment, each with an own connection: nothing is lost, nothing slips through."""

import threading
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from portal.domain import clock
from portal.domain.errors import DomainError, StaleVersionError
from portal.domain.reports import ProgressContent
from portal.domain.workflow import IllegalTransitionError, PeriodState, ReportState
from portal.models import AuditEvent, Decision, MaatregelProgress, Meeting, Period, Report
from portal.services import periods, progress, reports
from portal.services.decisions import DecisionContent, record_decision
from tests.builders import SECOND, House, fill, house, open_round, report_of
from tests.conftest import NOW
from tests.meetings import convened

REFUSED = (DomainError, IllegalTransitionError, StaleDataError)


class World:
    """A house with one complete draft, committed, in a database that several connections use."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        with Session(engine, expire_on_commit=False) as session:
            self.house: House = house(session, 6)
            period = open_round(session, self.house, "ronde", SECOND)
            report = report_of(session, period, self.house.networks[0])
            fill(session, self.house, report)
            session.commit()
            self.report_id, self.period_id, self.version = report.id, period.id, report.content_version
            self.section = report.version
            self.coordinator = self.house.coordinators["net-1"]

    def both(self, *jobs: Callable[[Session], None]) -> list[str]:
        """Run jobs at once, each in a transaction of its own, and return how each ended."""
        barrier, ends = threading.Barrier(len(jobs)), [""] * len(jobs)

        def run(place: int, job: Callable[[Session], None]) -> None:
            with clock.at(NOW), Session(self.engine) as session:
                barrier.wait()
                try:
                    job(session)
                    session.commit()
                    ends[place] = "done"
                except REFUSED as refusal:
                    ends[place] = type(refusal).__name__

        threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        return ends

    def report(self, session: Session) -> Report:
        return session.get_one(Report, self.report_id)


@pytest.fixture
def world(new_database: Callable[[], str], frozen_clock: object) -> Iterator[World]:
    engine = sa.create_engine(new_database())
    yield World(engine)
    engine.dispose()


def test_of_many_who_save_the_same_version_one_wins(world: World) -> None:
    with Session(world.engine) as session:
        row_id, version = session.execute(
            sa.select(MaatregelProgress.id, MaatregelProgress.version).where(
                MaatregelProgress.report_id == world.report_id
            )
        ).first() or (0, 0)

    def save(words: str) -> Callable[[Session], None]:
        def job(session: Session) -> None:
            row = session.get_one(MaatregelProgress, row_id)
            progress.write_progress(session, world.coordinator, row, version, ProgressContent(done=words))

        return job

    ends = world.both(*(save(f"Tekst {n}") for n in range(6)))
    assert ends.count("done") == 1
    with Session(world.engine) as session:
        assert session.get_one(MaatregelProgress, row_id).version == version + 1


def test_submitting_at_once_is_submitting_once(world: World) -> None:
    def job(session: Session) -> None:
        reports.submit_report(session, world.coordinator, world.report(session), world.version)

    ends = world.both(job, job, job)
    assert ends.count("done") == 1
    with Session(world.engine) as session:
        assert world.report(session).state is ReportState.SUBMITTED
        moves = sa.select(sa.func.count()).where(AuditEvent.action == "report_submitted")
        assert session.scalar(moves) == 1


@pytest.mark.parametrize("attempt", range(4))
def test_nothing_slips_into_a_report_while_it_is_submitted(world: World, attempt: int) -> None:
    """Either the emptied text stops the submission, or the submission stops the emptying; never both pass."""

    def submit(session: Session) -> None:
        reports.submit_report(session, world.coordinator, world.report(session), world.version)

    def empty(session: Session) -> None:
        row = world.report(session).progress[0]
        progress.write_progress(session, world.coordinator, row, row.version, ProgressContent())

    ends = world.both(submit, empty)
    assert ends.count("done") == 1, (attempt, ends)
    with Session(world.engine) as session:
        report = world.report(session)
        assert reports.is_complete(report) == (report.state is ReportState.SUBMITTED)
    assert {"IncompleteReportError", "NotEditableError", "StaleVersionError"} & set(ends)


def test_a_report_is_in_or_out_when_the_period_closes(world: World) -> None:
    def submit(session: Session) -> None:
        reports.submit_report(session, world.coordinator, world.report(session), world.version)

    def close(session: Session) -> None:
        period = session.get_one(Period, world.period_id)
        periods.close_period(session, world.house.officer, period, period.version)

    ends = world.both(submit, close)
    assert ends[1] == "done"
    with Session(world.engine) as session:
        state = world.report(session).state
        assert state is (ReportState.SUBMITTED if ends[0] == "done" else ReportState.DRAFT)
        assert session.get_one(Period, world.period_id).state is PeriodState.CLOSED


def test_two_periods_never_open_together(world: World) -> None:
    with Session(world.engine) as session, clock.at(NOW):
        officer = world.house.officer
        period = session.get_one(Period, world.period_id)
        periods.close_period(session, officer, period, period.version)
        made = [periods.plan_period(session, officer, code, code, SECOND).id for code in ("een", "twee")]
        # Both can still be submitted to on the day of the test.
        session.execute(sa.update(Period).where(Period.id.in_(made)).values(submit_until=NOW.date()))
        session.commit()

    def opening(period_id: int) -> Callable[[Session], None]:
        def job(session: Session) -> None:
            period = session.get_one(Period, period_id)
            periods.open_period(session, world.house.officer, period, period.version)

        return job

    assert world.both(*(opening(one) for one in made)).count("done") == 1
    with Session(world.engine) as session:
        assert session.scalar(sa.select(sa.func.count()).where(Period.state == PeriodState.OPEN)) == 1


def test_of_two_who_save_the_same_judgements_one_is_told(world: World) -> None:
    def save(words: str) -> Callable[[Session], None]:
        def job(session: Session) -> None:
            report = world.report(session)
            judgements = [row.content for row in report.judgements]
            progress.write_section(session, world.coordinator, report, world.section, words, judgements)

        return job

    assert sorted(world.both(save("Een"), save("Twee"))) == ["StaleVersionError", "done"]


def test_a_page_that_is_out_of_date_moves_no_period(world: World) -> None:
    officer = world.house.officer
    with Session(world.engine) as session, clock.at(NOW):
        period = session.get_one(Period, world.period_id)
        seen = period.version
        periods.change_period(session, officer, period, seen, "Andere titel", SECOND)
        session.commit()
    with Session(world.engine) as session, clock.at(NOW), pytest.raises(StaleVersionError):
        periods.close_period(session, officer, session.get_one(Period, world.period_id), seen)


def test_decisions_recorded_at_once_get_numbers_of_their_own(world: World) -> None:
    with Session(world.engine) as session, clock.at(NOW):
        meeting_id = convened(session, world.house.secretary, clock.today()).id
        session.commit()

    def decide(text: str) -> Callable[[Session], None]:
        def job(session: Session) -> None:
            meeting = session.get_one(Meeting, meeting_id)
            record_decision(session, world.house.secretary, meeting, DecisionContent(text, "Zo."))

        return job

    # Two different ones, and one that was sent twice.
    assert world.both(decide("Eerst"), decide("Dan"), decide("Dubbel"), decide("Dubbel")) == ["done"] * 4
    with Session(world.engine) as session:
        numbers = session.scalars(sa.select(Decision.number).order_by(Decision.number)).all()
    assert numbers == [1, 2, 3]
