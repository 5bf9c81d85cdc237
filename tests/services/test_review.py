"""Reviewing through the services: submissions kept, parts returned, withdrawn, judged and corrected."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.differences import part_changes
from portal.domain.errors import (
    FourEyesError,
    NotAdoptedError,
    NotEditableError,
    PeriodNotOpenError,
    ReasonRequiredError,
    StaleVersionError,
)
from portal.domain.progress import Aspect, Rating
from portal.domain.questionnaires import Section
from portal.domain.review import ErratumContent, OfficeContent
from portal.domain.workflow import IllegalTransitionError, PeriodState, ReportState
from portal.models import AuditEvent, Erratum, Network, Period, Report, Submission
from portal.queries.review import errata_of, office_judgements, office_version
from portal.queries.submissions import history_of
from portal.services import errata, periods, progress, reports, review
from tests.builders import SECOND, House, fill, house, open_round, report_of, submit
from tests.conftest import NOW
from tests.meetings import convened

DAY = SECOND.submit_from
EVERYBODY = frozenset(Audience)


@dataclass
class Case:
    session: Session
    house: House
    period: Period
    report: Report

    @property
    def coordinator(self) -> Actor:
        return self.house.coordinators["net-1"]

    def submit(self) -> None:
        submit(self.session, self.house, self.report, DAY)

    def give_back(self, *, section: str = "", maatregel: str = "", **sections: str) -> None:
        reports.return_report(
            self.session,
            self.house.officer,
            self.report,
            self.report.version,
            section_reason=section,
            maatregel_reasons={self.report.progress[0].id: maatregel},
            section_reasons={Section(name): reason for name, reason in sections.items()},
        )

    def write(self, words: str) -> None:
        row = self.report.progress[0]
        content = replace(row.content, done=words)
        progress.write_progress(self.session, self.coordinator, row, row.version, content)

    def accept(self) -> None:
        reports.accept_report(self.session, self.house.officer, self.report, self.report.version)

    def adopt(self) -> None:
        periods.close_period(self.session, self.house.officer, self.period, self.period.version)
        secretary = self.house.secretary
        meeting = convened(self.session, secretary, clock.today())
        periods.adopt_period(
            self.session, secretary, self.period, self.period.version, "Niet ontvangen.", meeting
        )

    def actions(self) -> list[AuditAction]:
        lines = sa.select(AuditEvent.action).where(
            AuditEvent.subject_kind == SubjectKind.REPORT, AuditEvent.subject_id == self.report.id
        )
        return list(self.session.scalars(lines.order_by(AuditEvent.id)))


@pytest.fixture
def case(bare_session: Session) -> Case:
    built = house(bare_session, 2)
    period = open_round(bare_session, built, "ronde", SECOND)
    report = report_of(bare_session, period, built.networks[0])
    fill(bare_session, built, report)
    return Case(bare_session, built, period, report)


# --- what was submitted ---------------------------------------------------------------------------


def test_a_submission_keeps_every_word(case: Case) -> None:
    case.submit()
    (kept,) = history_of(case.session, case.report).submissions
    first = case.report.progress[0]
    parts = kept.content["parts"]
    assert (kept.number, kept.submitted_by_id) == (1, case.coordinator.account_id)
    assert parts[f"progress:{first.id}"]["done"] == first.done
    assert parts["summary"]["summary"] == case.report.summary
    assert parts["summary"]["words:risks"] == case.report.judgements[-1].explanation
    assert kept.content["titles"][f"progress:{first.id}"] == first.title
    assert set(parts) == {
        "summary",
        "section:network",
        "section:data_sharing",
        "section:money",
        *(f"progress:{row.id}" for row in case.report.progress),
    }
    assert "answer:framework_known" in parts["section:data_sharing"]
    with pytest.raises(DBAPIError, match="frozen"):
        case.session.execute(sa.update(Submission).values(number=9))


def test_what_was_then_changed_stands_in_the_thread(case: Case) -> None:
    case.submit()
    case.give_back(maatregel="Te vaag.", section="Vul aan.")
    case.write("Precies beschreven")
    case.submit()
    history = history_of(case.session, case.report)
    assert [change.key for change in history.changes(EVERYBODY, money=True)] == [
        f"progress:{case.report.progress[0].id}"
    ]
    (entry,) = history.threads[f"progress:{case.report.progress[0].id}"]
    assert (entry.entry.reason, entry.number, entry.changed) == ("Te vaag.", 1, 1)
    assert entry.answered_by is history.submissions[1]
    assert [each.changed for each in history.threads["summary"]] == [0]
    case.give_back(maatregel="Nog te vaag.")
    threads = history_of(case.session, case.report).threads
    assert [each.entry.reason for each in threads[f"progress:{case.report.progress[0].id}"]] == [
        "Te vaag.",
        "Nog te vaag.",
    ]
    assert case.report.return_reason == ""


def test_a_section_is_sent_back_by_itself(case: Case) -> None:
    case.submit()
    case.give_back(data_sharing="Leg het knelpunt uit.")
    reasons = {row.section: row.return_reason for row in case.report.sections}
    assert reasons == {
        Section.NETWORK: "",
        Section.DATA_SHARING: "Leg het knelpunt uit.",
        Section.MONEY: "",
    }
    assert not progress.progress_is_editable(case.report.progress[0])
    assert not progress.section_is_editable(case.report)
    assert list(history_of(case.session, case.report).threads) == ["section:data_sharing"]
    case.submit()
    assert not any(row.return_reason for row in case.report.sections)


def test_a_report_from_before_submissions_were_kept_can_still_be_returned(case: Case) -> None:
    with clock.at(NOW - timedelta(days=3)):
        case.submit()
    # As it is after an upgrade: submitted, but nothing was kept.
    case.session.execute(sa.text("DROP TRIGGER submission_no_delete" + _on("submission", case.session)))
    case.session.execute(sa.delete(Submission))
    case.give_back(maatregel="Te vaag.")
    (kept,) = history_of(case.session, case.report).submissions
    assert (kept.number, kept.submitted_at) == (1, case.report.submitted_at)


def _on(table: str, session: Session) -> str:
    return f" ON {table}" if session.get_bind().dialect.name == "postgresql" else ""


# --- taking a submission back ---------------------------------------------------------------------


def test_a_first_submission_becomes_a_draft_again(case: Case) -> None:
    case.submit()
    reports.withdraw_report(case.session, case.coordinator, case.report, case.report.version)
    report = case.report
    assert (report.state, report.first_submitted_at, report.submitted_at, report.submitted_by_id) == (
        ReportState.DRAFT,
        None,
        None,
        None,
    )
    assert case.actions()[-1] is AuditAction.REPORT_WITHDRAWN
    case.write("Toch anders")
    case.submit()
    history = history_of(case.session, report)
    assert [each.number for each in history.submissions] == [1, 2]
    assert [each.number for each in history.offered(every=False)] == [2]
    assert history.changes(EVERYBODY, money=True) == []


def test_after_a_return_only_what_was_returned_opens_again(case: Case) -> None:
    case.submit()
    first = case.report.submitted_at
    case.give_back(maatregel="Te vaag.", money="Klopt het bedrag?")
    case.write("Beter")
    with clock.at(datetime(2026, 1, 9, 12, tzinfo=UTC)):
        reports.submit_report(case.session, case.coordinator, case.report, case.report.content_version)
    reports.withdraw_report(case.session, case.coordinator, case.report, case.report.version)
    report = case.report
    assert (report.state, report.submitted_at, report.first_submitted_at) == (
        ReportState.RETURNED,
        first,
        first,
    )
    assert [row.return_reason for row in report.progress] == ["Te vaag.", ""]
    assert {row.section: row.return_reason for row in report.sections}[Section.MONEY] == "Klopt het bedrag?"
    case.submit()
    case.accept()
    standing = history_of(case.session, report).standing
    assert [each.number for each in standing] == [1, 3]


def test_what_is_judged_or_closed_is_not_withdrawn(case: Case) -> None:
    case.submit()
    with pytest.raises(StaleVersionError):
        reports.withdraw_report(case.session, case.coordinator, case.report, case.report.version - 1)
    periods.close_period(case.session, case.house.officer, case.period, case.period.version)
    with pytest.raises(PeriodNotOpenError):
        reports.withdraw_report(case.session, case.coordinator, case.report, case.report.version)
    case.accept()
    with pytest.raises(IllegalTransitionError):
        reports.withdraw_report(case.session, case.coordinator, case.report, case.report.version)


# --- two judgements -------------------------------------------------------------------------------


def judge(case: Case, rating: Rating, words: str = "", who: Actor | None = None, seen: int = 0) -> None:
    present = office_judgements(case.session, case.report.id)
    review.judge(
        case.session,
        who or case.house.officer,
        case.report,
        seen or office_version(present),
        [OfficeContent(Aspect.MEANS, rating, words)],
    )


def test_the_office_judges_beside_the_network(case: Case) -> None:
    with pytest.raises(NotEditableError):
        judge(case, Rating.GOOD)
    case.submit()
    with pytest.raises(ReasonRequiredError):
        judge(case, Rating.CRITICAL)
    judge(case, Rating.CRITICAL, "Er zijn te weinig mensen.")
    (row,) = office_judgements(case.session, case.report.id)
    assert (row.rating, row.explanation, row.given_by_id) == (
        Rating.CRITICAL,
        "Er zijn te weinig mensen.",
        case.house.officer.account_id,
    )
    assert {judgement.rating for judgement in case.report.judgements} == {Rating.GOOD}
    lines = case.actions()
    judge(case, Rating.CRITICAL, "Er zijn te weinig mensen.")
    assert case.actions() == lines
    with pytest.raises(StaleVersionError):
        judge(case, Rating.GOOD, seen=1)
    judge(case, Rating.GOOD)
    assert case.actions().count(AuditAction.OFFICE_JUDGED) == 2


def test_who_took_part_gives_no_judgement_of_the_office(case: Case) -> None:
    case.submit()
    with pytest.raises(FourEyesError):
        judge(case, Rating.GOOD, who=case.coordinator)


def test_an_office_judgement_is_frozen_with_the_report(case: Case) -> None:
    case.submit()
    judge(case, Rating.GOOD)
    case.accept()
    judge(case, Rating.ATTENTION, "Na het gesprek.")
    case.adopt()
    with pytest.raises(NotEditableError):
        judge(case, Rating.GOOD)
    (row,) = office_judgements(case.session, case.report.id)
    row.rating = Rating.GOOD
    with pytest.raises(DBAPIError, match="frozen"):
        case.session.flush()


# --- errata ---------------------------------------------------------------------------------------

WRONG = ErratumContent("Tien camera’s", "Twaalf camera’s", "Telfout.")


def test_an_erratum_stands_beside_a_report_that_does_not_change(case: Case) -> None:
    case.submit()
    case.accept()
    with pytest.raises(NotAdoptedError):
        errata.add_erratum(case.session, case.coordinator, case.report, WRONG)
    case.adopt()
    before = (case.report.version, case.report.summary)
    inside = replace(WRONG, audience=Audience.NETWORK, progress_id=case.report.progress[0].id)
    first = errata.add_erratum(case.session, case.coordinator, case.report, WRONG)
    assert errata.add_erratum(case.session, case.house.officer, case.report, WRONG) is first
    errata.add_erratum(case.session, case.coordinator, case.report, inside)
    assert case.actions().count(AuditAction.ERRATUM_ADDED) == 2
    assert (case.report.version, case.report.summary) == before
    assert len(errata_of(case.session, [case.report.id], EVERYBODY)) == 2
    assert errata_of(case.session, [case.report.id], {Audience.ALL_NETWORKS}) == [first]
    with pytest.raises(ReasonRequiredError):
        errata.add_erratum(case.session, case.coordinator, case.report, replace(WRONG, reason=" "))
    with pytest.raises(DBAPIError, match="frozen"):
        case.session.execute(sa.update(Erratum).values(correction="vervalst"))


# --- several at once ------------------------------------------------------------------------------


def test_accepting_several_tells_what_was_skipped_and_why(case: Case) -> None:
    case.submit()
    other = report_of(case.session, case.period, case.house.networks[1])
    fill(case.session, case.house, other)
    row = other.progress[0]
    progress.write_progress(
        case.session, case.house.officer, row, row.version, replace(row.content, done="Met twee petten")
    )
    submit(case.session, case.house, other, DAY)
    third = Report(period=case.period, network=_network(case))
    case.session.add(third)
    case.session.flush()
    versions = {case.report.id: case.report.version, other.id: other.version, third.id: third.version}
    outcomes = review.accept_many(case.session, case.house.officer, case.period.id, versions)
    assert [type(outcome.refusal) for outcome in outcomes] == [
        type(None),
        FourEyesError,
        IllegalTransitionError,
    ]
    assert [report.state for report in (case.report, other, third)] == [
        ReportState.ACCEPTED,
        ReportState.SUBMITTED,
        ReportState.DRAFT,
    ]
    assert case.actions().count(AuditAction.REPORT_ACCEPTED) == 1


def test_accepting_several_is_for_the_version_that_was_on_the_page(case: Case) -> None:
    case.submit()
    versions = {case.report.id: case.report.version - 1}
    (outcome,) = review.accept_many(case.session, case.house.officer, case.period.id, versions)
    assert isinstance(outcome.refusal, StaleVersionError)
    assert not outcome.accepted
    assert review.accept_many(case.session, case.house.officer, case.period.id + 1, versions) == []


def _network(case: Case) -> Network:
    network = Network(
        code="net-9", position=9, title="Negen", short_title="9", line_id=case.house.networks[0].line_id
    )
    case.session.add(network)
    return network


def test_between_two_submissions_only_returned_parts_change(case: Case) -> None:
    case.submit()
    case.give_back(maatregel="Te vaag.")
    case.write("Beter")
    case.submit()
    former, present = history_of(case.session, case.report).standing
    changes = part_changes(former.content, present.content, EVERYBODY)
    assert [(change.key, [each.field for each in change.fields]) for change in changes] == [
        (f"progress:{case.report.progress[0].id}", ["done"])
    ]
    assert case.period.state is PeriodState.OPEN
