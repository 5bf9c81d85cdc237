"""What people do in a round: networks write and submit, the office judges, the stuurgroep adopts."""

from dataclasses import replace

import sqlalchemy as sa

from portal.access.policy import Permission
from portal.demo.courses import NOT_RECEIVED_REASON, Return
from portal.demo.details import write_answers, write_details
from portal.demo.evidence import add_links
from portal.demo.explaining import explain_all
from portal.demo.facts import read_facts
from portal.demo.judging import correction, judge, place_erratum
from portal.demo.moments import Round
from portal.demo.money import write_report_money
from portal.demo.personas import PASSWORD
from portal.demo.stage import Stage
from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.audit import Actor
from portal.domain.progress import ProgressStatus
from portal.domain.roles import Role
from portal.domain.visitors import Origin
from portal.domain.workflow import EDITABLE, ReportState
from portal.models import Account, MaatregelProgress, Period, Report
from portal.queries.meetings import meetings_in_session
from portal.services import periods, progress, reports
from portal.services.sign_in import sign_in

SECOND_COORDINATOR = {"bloemenveilingen": "partner.schiphol-bloemenveilingen"}
"""Who submits for a network after the round that was not received."""
FOR_EVERYBODY = frozenset({ProgressStatus.ON_SCHEDULE, ProgressStatus.COMPLETED})
"""Where things go well, the networks of the demonstration let everybody read what they write."""


class Reporting:
    """One round, by what is done in it."""

    def __init__(self, stage: Stage, this_round: Round) -> None:
        self._stage = stage
        self._round = this_round
        self._reports: dict[str, Report] = {}

    def plan(self) -> None:
        """Let the programme office plan the period."""
        actor = self._office(Permission.MANAGE_PERIODS)
        periods.plan_period(
            self._stage.session, actor, self._round.code, self._round.title, self._round.dates
        )

    def open(self) -> None:
        """Let the programme office open the period, which makes the drafts."""
        actor = self._office(Permission.MANAGE_PERIODS)
        period = self._period()
        made = periods.open_period(self._stage.session, actor, period, period.version)
        self._reports = {report.network.code: report for report in made}

    def sign_in(self, network: str) -> None:
        """Let the coordinator sign in; only in the open round: checking a password takes long on purpose."""
        if self._round.is_open:
            email = self._coordinator(network).email
            sign_in(self._stage.session, email, PASSWORD, Origin("", ""), key="", demonstration=True)

    def write(self, network: str, code: str, returned: Return | None) -> None:
        """Let the owner write about one maatregel; what will be sent back is not yet as it should be."""
        row = self._row(network, code)
        text = self._stage.story.progress(code, self._round.number)
        if row is None or text is None:
            return
        owner = row.maatregel.owner
        if owner is None:
            raise LookupError(code)
        actor = self._stage.cast.act(owner, Permission.WRITE_REPORT, row.report.network)
        if isinstance(text, str):
            progress.write_unchanged(self._stage.session, actor, row, row.version, self._stage.adopted[code])
            write_details(self._stage, actor, row, self._round)
            add_links(self._stage, actor, row, self._round)
            return
        if returned is not None and code in returned.first_texts:
            done, result = returned.first_texts[code]
            text = replace(text, done=done, result=result)
        planning = read_facts().planning(code)
        planned, filled = planning.fte[self._round.number]
        text = replace(
            text,
            proactivity=planning.proactivity,
            fte_planned=planned,
            fte_filled=filled,
            audience=Audience.PUBLIC if text.status in FOR_EVERYBODY else text.audience,
        )
        progress.write_progress(self._stage.session, actor, row, row.version, text)
        write_details(self._stage, actor, row, self._round)
        add_links(self._stage, actor, row, self._round)

    def write_section(self, network: str, returned: Return | None) -> None:
        """Let the coordinator write summary and judgements, the summary perhaps not yet as it should be."""
        section = self._stage.story.section(network, self._round.number)
        if section is None:
            return
        first_summary = returned.first_summary if returned else ""
        report = self._reports[network]
        actor = self._as_coordinator(network, Permission.WRITE_REPORT)
        judgements = section.judgements()
        progress.write_section(
            self._stage.session, actor, report, report.version, first_summary or section.summary, judgements
        )
        write_answers(self._stage, actor, report, self._round)

    def write_money(self, network: str) -> None:
        """Let the coordinator fill in the money of a report that will be submitted."""
        if self._stage.story.section(network, self._round.number) is not None:
            actor = self._as_coordinator(network, Permission.COORDINATE_REPORT)
            write_report_money(self._stage.session, actor, self._reports[network])

    def submit(self, network: str) -> None:
        """Let the coordinator submit."""
        report = self._reports[network]
        actor = self._as_coordinator(network, Permission.SUBMIT_REPORT)
        explain_all(self._stage.session, actor, report)
        reports.submit_report(self._stage.session, actor, report, report.content_version)

    def send_back(self, network: str, returned: Return) -> None:
        """Let the programme office send parts back."""
        report = self._reports[network]
        rows = {row.maatregel.code: row.id for row in report.progress}
        reports.return_report(
            self._stage.session,
            self._office(Permission.ACCEPT_REPORT),
            report,
            report.version,
            section_reason=returned.section_reason,
            maatregel_reasons={rows[code]: words for code, words in returned.reasons.items() if code in rows},
        )

    def correct(self, network: str, returned: Return) -> None:
        """Let the owners write again what was sent back."""
        for code in returned.reasons:
            self.write(network, code, None)
        if returned.section_reason:
            self.write_section(network, None)

    def accept(self, network: str) -> None:
        """Let the programme office accept."""
        report = self._reports[network]
        actor = self._office(Permission.ACCEPT_REPORT)
        judge(self._stage.session, actor, report, self._round.number)
        reports.accept_report(self._stage.session, actor, report, report.version)

    def close(self) -> None:
        """Let the programme office close the period."""
        actor, period = self._office(Permission.MANAGE_PERIODS), self._period()
        periods.close_period(self._stage.session, actor, period, period.version)

    def adopt(self) -> None:
        """Let the secretary adopt for the stuurgroep, and remember what was adopted."""
        secretary = self._stage.cast.account(Role.STEERING_SECRETARY)
        actor = self._stage.cast.act(secretary, Permission.ADOPT_PERIOD)
        missing = any(report.state in EDITABLE for report in self._reports.values())
        reason, period = NOT_RECEIVED_REASON if missing else "", self._period()
        meeting = meetings_in_session(self._stage.session, clock.today())[0]
        periods.adopt_period(self._stage.session, actor, period, period.version, reason, meeting)
        for report in self._reports.values():
            if report.state is ReportState.ADOPTED:
                self._stage.adopted |= {row.maatregel.code: row for row in report.progress}
                for row in report.progress:
                    told = self._stage.told.setdefault(row.maatregel.code, set())
                    told |= {each.title for each in row.milestones}

    def correct_afterwards(self) -> None:
        """Let coordinators place an erratum beside what turned out to be wrong after it was adopted."""
        for network, report in self._reports.items():
            told = correction(network, self._round.number)
            if told is not None:
                actor = self._as_coordinator(network, Permission.ADD_ERRATUM)
                place_erratum(self._stage.session, actor, report, told)

    def _period(self) -> Period:
        return self._stage.session.scalars(sa.select(Period).where(Period.code == self._round.code)).one()

    def _row(self, network: str, code: str) -> MaatregelProgress | None:
        """Return the row of a maatregel, None where it had already ended when the period opened."""
        rows = self._reports[network].progress
        return next((row for row in rows if row.maatregel.code == code), None)

    def _office(self, permission: Permission) -> Actor:
        """Take turns: each round has its own programme officer."""
        officers = self._stage.cast.officers()
        return self._stage.cast.act(officers[self._round.number % len(officers)], permission)

    def _coordinator(self, network: str) -> Account:
        if self._round.number > 1 and network in SECOND_COORDINATOR:
            return self._stage.cast.by_local_part(SECOND_COORDINATOR[network])
        return self._stage.cast.account(Role.COORDINATOR, network)

    def _as_coordinator(self, network: str, permission: Permission) -> Actor:
        return self._stage.cast.act(self._coordinator(network), permission, self._reports[network].network)
