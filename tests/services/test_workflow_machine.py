"""Random interleavings of everything people do with one report, against a small model of the rules."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from portal.database import Base
from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.differences import part_changes
from portal.domain.errors import DomainError
from portal.domain.progress import Aspect, ProgressStatus, Rating
from portal.domain.review import ErratumContent, OfficeContent
from portal.domain.roles import Role
from portal.domain.workflow import (
    COUNTED,
    EDITABLE,
    FROZEN,
    RATEABLE,
    IllegalTransitionError,
    PeriodState,
    ReportState,
)
from portal.models import AuditEvent, MaatregelProgress, Meeting, Period, Report
from portal.queries.review import office_judgements, office_version
from portal.queries.submissions import history_of, part_key
from portal.services import errata, periods, progress, reports, review
from portal.services.maatregel_status import keep_statuses
from tests.builders import SECOND, fill, house, open_round, person, report_of, said
from tests.conftest import isolated
from tests.databases import ON_POSTGRES
from tests.meetings import convened

REFUSALS = (DomainError, IllegalTransitionError, StaleDataError)
Rows = dict[str, list[Any]]
BEGINNINGS = [
    "",
    "submit",
    "submit send_back",
    "submit send_back submit",
    "submit accept",
    "submit accept close",
    "submit accept close adopt",
]
PEOPLE = st.sampled_from(["coordinator", "second", "officer", "colleague", "both"])
NETWORK = st.sampled_from(["coordinator", "second", "both"])
OFFICE = st.sampled_from(["officer", "colleague", "both"])
PARTS = st.sets(st.sampled_from([0, 1, "summary"]), max_size=3)
SOMETIMES = st.sampled_from([False, False, False, True])
MOVES = frozenset(
    {
        AuditAction.REPORT_SUBMITTED,
        AuditAction.REPORT_WITHDRAWN,
        AuditAction.REPORT_RETURNED,
        AuditAction.REPORT_ACCEPTED,
        AuditAction.REPORT_ADOPTED,
        AuditAction.REPORT_WRITTEN_OFF,
        AuditAction.ERRATUM_ADDED,
        AuditAction.OFFICE_JUDGED,
        AuditAction.PERIOD_CLOSED,
        AuditAction.PERIOD_REOPENED,
        AuditAction.PERIOD_ADOPTED,
        AuditAction.PROGRESS_WRITTEN,
        AuditAction.JUDGEMENTS_WRITTEN,
    }
)


@dataclass
class Model:
    """What the rules of the programme say of the report, kept beside it."""

    state: ReportState = ReportState.DRAFT
    period: PeriodState = PeriodState.OPEN
    open_parts: frozenset[object] = frozenset()
    """Parts that were sent back and wait for a correction."""
    last_return: frozenset[object] = frozenset()
    authors: set[str] = field(default_factory=lambda: {"coordinator"})
    empty: set[object] = field(default_factory=set)
    events: Counter[AuditAction] = field(default_factory=Counter)

    def editable(self, part: object) -> bool:
        if self.period is not PeriodState.OPEN:
            return False
        return self.state is ReportState.DRAFT or (
            self.state is ReportState.RETURNED and part in self.open_parts
        )


@dataclass
class Setting:
    """The database with a house, an open period and one complete draft."""

    connection: sa.Connection
    people: dict[str, Actor]
    report_id: int
    period_id: int
    meeting_id: int


class OneReport(RuleBasedStateMachine):
    """Several people do what they like with one report; the model says what may succeed."""

    setting: Setting

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = self.setting.connection.begin_nested()
        self.session = Session(self.setting.connection, join_transaction_mode="create_savepoint")
        self.model = Model()
        self.frozen: Rows | None = None
        self.texts = 0

    def teardown(self) -> None:
        self.session.close()
        self.savepoint.rollback()

    @initialize(steps=st.sampled_from(BEGINNINGS))
    def begin(self, steps: str) -> None:
        """Start somewhere along the road, so that its far end is as well explored as its beginning."""
        self.before = self.lines()
        for step in steps.split():
            self.take(step)

    def take(self, step: str) -> None:
        match step:
            case "submit":
                self.submit("coordinator", stale=False)
            case "send_back":
                self.send_back("officer", {0})
            case "accept":
                self.accept("officer", stale=False)
            case "close":
                self.close(really=True)
            case "adopt":
                self.adopt()

    @property
    def report(self) -> Report:
        return self.session.get_one(Report, self.setting.report_id)

    @property
    def row(self) -> list[MaatregelProgress]:
        return list(self.report.progress)

    def attempt(self, *, allowed: bool, what: Callable[[], object], line: AuditAction) -> bool:
        """Do something and compare with the model whether that was possible."""
        refused = ""
        try:
            with self.session.begin_nested():
                what()
        except REFUSALS as refusal:
            refused = repr(refusal)
        self.session.expire_all()
        assert allowed is not bool(refused), f"{line}: {refused or 'should have been refused'}"
        if refused:
            return False
        self.model.events[line] += 1
        return True

    def text(self) -> str:
        self.texts += 1
        return f"Tekst {self.texts}"

    # --- what the network does -------------------------------------------------------------------

    @rule(who=NETWORK, place=st.sampled_from([0, 1]), stale=SOMETIMES, empty=SOMETIMES)
    def write(self, who: str, place: int, *, stale: bool, empty: bool) -> None:
        row = self.row[place]
        content = said(ProgressStatus.ON_SCHEDULE, self.text())
        if empty:
            content = replace(content, done="", result=self.text())
        allowed = self.model.editable(place) and not stale
        actor, version = self.setting.people[who], row.version - stale
        if self.attempt(
            allowed=allowed,
            what=lambda: progress.write_progress(self.session, actor, row, version, content),
            line=AuditAction.PROGRESS_WRITTEN,
        ):
            self.wrote(who, place, empty=empty)

    @rule(who=NETWORK, empty=SOMETIMES)
    def write_section(self, who: str, *, empty: bool) -> None:
        report = self.report
        judgements = [replace(row.content, explanation=self.text()) for row in report.judgements]
        summary = "" if empty else self.text()
        if self.attempt(
            allowed=self.model.editable("summary"),
            what=lambda: progress.write_section(
                self.session, self.setting.people[who], report, report.version, summary, judgements
            ),
            line=AuditAction.JUDGEMENTS_WRITTEN,
        ):
            self.wrote(who, "summary", empty=empty)

    def wrote(self, who: str, part: object, *, empty: bool) -> None:
        self.model.authors.add(who)
        (self.model.empty.add if empty else self.model.empty.discard)(part)

    @rule(who=NETWORK, stale=SOMETIMES)
    def submit(self, who: str, *, stale: bool) -> None:
        model, report = self.model, self.report
        allowed = (
            model.state in EDITABLE and model.period is PeriodState.OPEN and not model.empty and not stale
        )
        version = report.content_version - stale
        if self.attempt(
            allowed=allowed,
            what=lambda: reports.submit_report(self.session, self.setting.people[who], report, version),
            line=AuditAction.REPORT_SUBMITTED,
        ):
            model.state, model.open_parts = ReportState.SUBMITTED, frozenset()
            model.authors.add(who)
            self.check_last_submission()

    @rule(who=NETWORK, stale=SOMETIMES)
    def withdraw(self, who: str, *, stale: bool) -> None:
        model, report = self.model, self.report
        allowed = model.state is ReportState.SUBMITTED and model.period is PeriodState.OPEN and not stale
        if self.attempt(
            allowed=allowed,
            what=lambda: reports.withdraw_report(
                self.session, self.setting.people[who], report, report.version - stale
            ),
            line=AuditAction.REPORT_WITHDRAWN,
        ):
            model.authors.add(who)
            model.state = ReportState.RETURNED if model.last_return else ReportState.DRAFT
            model.open_parts = model.last_return

    # --- what the programme office does ----------------------------------------------------------

    @rule(who=OFFICE, parts=PARTS)
    def send_back(self, who: str, parts: set[object]) -> None:
        model, report = self.model, self.report
        allowed = (
            model.state in {ReportState.SUBMITTED, ReportState.ACCEPTED}
            and model.period is PeriodState.OPEN
            and bool(parts)
        )
        if self.attempt(
            allowed=allowed,
            what=lambda: reports.return_report(
                self.session,
                self.setting.people[who],
                report,
                report.version,
                section_reason="Reden." if "summary" in parts else "",
                maatregel_reasons={row.id: "Reden." for place, row in enumerate(self.row) if place in parts},
            ),
            line=AuditAction.REPORT_RETURNED,
        ):
            model.state = ReportState.RETURNED
            model.open_parts = model.last_return = frozenset(parts)

    @rule(who=PEOPLE, stale=SOMETIMES)
    def accept(self, who: str, *, stale: bool) -> None:
        model, report = self.model, self.report
        allowed = model.state is ReportState.SUBMITTED and who not in model.authors and not stale
        if self.attempt(
            allowed=allowed,
            what=lambda: reports.accept_report(
                self.session, self.setting.people[who], report, report.version - stale
            ),
            line=AuditAction.REPORT_ACCEPTED,
        ):
            model.state = ReportState.ACCEPTED

    @rule(who=OFFICE, rating=st.sampled_from(list(Rating)), reason=st.sampled_from(["", "Anders."]))
    def judge(self, who: str, rating: Rating, reason: str) -> None:
        model, report = self.model, self.report
        present = office_judgements(self.session, report.id)
        words = reason and f"{reason} {self.text()}"
        same = any(
            (row.aspect, row.rating, row.explanation) == (Aspect.RISKS, rating, words) for row in present
        )
        if same:
            return
        self.attempt(
            allowed=model.state in RATEABLE
            and who not in model.authors
            and (rating is Rating.GOOD or bool(words)),
            what=lambda: review.judge(
                self.session,
                self.setting.people[who],
                report,
                office_version(present),
                [OfficeContent(Aspect.RISKS, rating, words)],
            ),
            line=AuditAction.OFFICE_JUDGED,
        )

    @rule(really=SOMETIMES)
    def close(self, *, really: bool) -> None:
        if not really:
            return
        period = self.report.period
        if self.attempt(
            allowed=self.model.period is PeriodState.OPEN,
            what=lambda: periods.close_period(
                self.session, self.setting.people["officer"], period, period.version
            ),
            line=AuditAction.PERIOD_CLOSED,
        ):
            self.model.period = PeriodState.CLOSED

    @rule()
    def reopen(self) -> None:
        period = self.report.period
        if self.attempt(
            allowed=self.model.period is PeriodState.CLOSED,
            what=lambda: periods.reopen_period(
                self.session, self.setting.people["officer"], period, period.version, "Toch nog iets."
            ),
            line=AuditAction.PERIOD_REOPENED,
        ):
            self.model.period = PeriodState.OPEN

    # --- what the stuurgroep does, and what comes after --------------------------------------------

    @rule()
    def adopt(self) -> None:
        model, period = self.model, self.report.period
        meeting = self.session.get_one(Meeting, self.setting.meeting_id)
        if self.attempt(
            allowed=model.period is PeriodState.CLOSED and model.state is not ReportState.SUBMITTED,
            what=lambda: periods.adopt_period(
                self.session,
                self.setting.people["secretary"],
                period,
                period.version,
                "Niet ontvangen.",
                meeting,
            ),
            line=AuditAction.PERIOD_ADOPTED,
        ):
            model.period = PeriodState.ADOPTED
            counted = model.state in COUNTED
            model.state = ReportState.ADOPTED if counted else ReportState.NOT_RECEIVED
            model.events[AuditAction.REPORT_ADOPTED if counted else AuditAction.REPORT_WRITTEN_OFF] += 1
            self.frozen = self.rows()

    @rule(who=PEOPLE, whole=st.booleans())
    def place_erratum(self, who: str, *, whole: bool) -> None:
        report = self.report
        content = ErratumContent(
            "Er staat", self.text(), "Vergissing.", progress_id=None if whole else self.row[0].id
        )
        self.attempt(
            allowed=self.model.state is ReportState.ADOPTED,
            what=lambda: errata.add_erratum(self.session, self.setting.people[who], report, content),
            line=AuditAction.ERRATUM_ADDED,
        )

    # --- what is always true -----------------------------------------------------------------------

    @invariant()
    def the_states_are_those_of_the_model(self) -> None:
        report = self.report
        assert (report.state, report.period.state) == (self.model.state, self.model.period)

    @invariant()
    def the_newest_states_are_kept(self) -> None:
        assert keep_statuses(self.session) == 0

    @invariant()
    def who_took_part_never_accepted(self) -> None:
        report = self.report
        names = {actor.account_id: name for name, actor in self.setting.people.items()}
        if report.accepted_by_id is not None:
            assert report.accepted_by_id != report.submitted_by_id
            assert names[report.accepted_by_id] not in self.model.authors

    @invariant()
    def nothing_is_editable_outside_its_state(self) -> None:
        for place, row in enumerate(self.row):
            assert progress.progress_is_editable(row) is self.model.editable(place)
        assert progress.section_is_editable(self.report) is self.model.editable("summary")

    @invariant()
    def every_move_has_one_line(self) -> None:
        assert self.lines() - self.before == self.model.events

    @invariant()
    def what_is_frozen_stays_to_the_byte(self) -> None:
        if self.model.state in FROZEN:
            assert self.rows() == self.frozen

    def check_last_submission(self) -> None:
        """Only what was returned differs from the submission before that stood."""
        report = self.report
        history = history_of(self.session, report)
        assert history.submissions[-1].content == history.standing[-1].content
        if len(history.standing) < 2:
            return
        former, present = history.standing[-2:]
        returned = {part_key(entry) for entry in history.returns if entry.submission_id == former.id}
        changed = {
            change.key for change in part_changes(former.content, present.content, frozenset(Audience))
        }
        assert changed <= returned

    def lines(self) -> Counter[AuditAction]:
        about = sa.or_(
            sa.and_(
                AuditEvent.subject_kind == SubjectKind.REPORT,
                AuditEvent.subject_id == self.setting.report_id,
            ),
            sa.and_(
                AuditEvent.subject_kind == SubjectKind.PERIOD,
                AuditEvent.subject_id == self.setting.period_id,
            ),
        )
        found = self.session.scalars(sa.select(AuditEvent.action).where(about))
        return Counter(action for action in found if action in MOVES)

    def rows(self) -> Rows:
        """Everything that belongs to the report, straight from the tables."""
        report_id = self.setting.report_id
        found: Rows = {}
        rows = sa.select(MaatregelProgress.id).where(MaatregelProgress.report_id == report_id)
        for table in Base.metadata.sorted_tables:
            if table.name == "erratum":
                continue
            if table.name == "report":
                condition = table.c.id == report_id
            elif "report_id" in table.c:
                condition = table.c.report_id == report_id
            elif "progress_id" in table.c:
                condition = table.c.progress_id.in_(rows)
            else:
                continue
            plain = [sa.type_coerce(column, sa.types.NullType()) for column in table.c]
            order = list(table.primary_key.columns)
            found[table.name] = list(
                self.session.execute(sa.select(*plain).where(condition).order_by(*order))
            )
        return found


def prepare(connection: sa.Connection) -> Setting:
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        built = house(session, 1)
        network = built.networks[0]
        made = {
            name: person(session, name, role, where)
            for name, role, where in (
                ("second", Role.COORDINATOR, network),
                ("colleague", Role.PROGRAMME_OFFICER, None),
                ("both", Role.PROGRAMME_OFFICER, None),
            )
        }
        people = {name: Actor(account.id, account.name) for name, account in made.items()}
        people |= {
            "coordinator": built.coordinators[network.code],
            "officer": built.officer,
            "secretary": built.secretary,
        }
        period = open_round(session, built, "ronde", SECOND)
        period.submit_until = SECOND.submit_until + timedelta(days=60)
        report = report_of(session, period, network)
        fill(session, built, report)
        meeting = convened(session, built.secretary, clock.today())
        session.commit()
        return Setting(connection, people, report.id, session.get_one(Period, period.id).id, meeting.id)


@pytest.mark.usefixtures("frozen_clock")
def test_whatever_people_do_the_rules_hold(bare_app: Flask) -> None:
    with isolated(bare_app) as connection:

        class OneReportHere(OneReport):
            setting = prepare(connection)

        run_state_machine_as_test(
            OneReportHere,
            settings=settings(
                max_examples=40 if ON_POSTGRES else 200,
                stateful_step_count=20,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
