"""What asks for a place on the agenda, and what readers see of it: no draft, nothing that is not for all."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.access.identify import identify
from portal.access.steering import ANY_MEMBER
from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.meetings import AgendaKind
from portal.domain.signals import SignalState
from portal.domain.workflow import PeriodState, ReportState
from portal.models import MaatregelProgress, Meeting, Period, Report
from portal.queries.agenda import proposals_for, subjects_of
from portal.queries.visibility import Visibility
from portal.services import agenda, periods
from portal.services.actions import ActionContent, give_action
from portal.services.agenda import NewItem
from portal.services.meetings import close_meeting
from tests.meetings import account_of, convened, persona, prepared, signal

TO_TREAT = {SignalState.NEW, SignalState.INTERPRETING, SignalState.PLAUSIBLE}


@pytest.fixture
def office(db_session: Session) -> Visibility:
    """What the programme office may read."""
    principal = identify(db_session, account_of(db_session, "medewerker1.programmabureau").id)
    assert principal is not None
    return principal.visibility()


@pytest.fixture
def meeting(db_session: Session) -> Meeting:
    return prepared(db_session, persona(db_session, "secretaris.stuurgroep"), clock.today(), "Nu")


def keys(session: Session, visibility: Visibility, meeting: Meeting, kind: AgendaKind) -> set[str]:
    return {each.key for each in proposals_for(session, visibility, meeting) if each.kind is kind}


def question_in(session: Session, state: ReportState) -> MaatregelProgress:
    """Let a report in this state ask for a decision."""
    row = session.scalars(
        sa.select(MaatregelProgress)
        .join(MaatregelProgress.report)
        .join(Report.period)
        .where(Report.state == state, Period.state == PeriodState.OPEN)
        .limit(1)
    ).one()
    row.decision_question, row.audience = "Mag dit?", Audience.STEERING
    session.flush()
    return row


@pytest.mark.parametrize(
    ("state", "proposed"),
    [
        (ReportState.DRAFT, False),
        (ReportState.RETURNED, False),
        (ReportState.SUBMITTED, True),
        (ReportState.ACCEPTED, True),
    ],
)
def test_questions_come_from_what_was_handed_in(
    db_session: Session, office: Visibility, meeting: Meeting, state: ReportState, *, proposed: bool
) -> None:
    row = question_in(db_session, state)
    found = keys(db_session, office, meeting, AgendaKind.QUESTION)
    assert (f"question:{row.id}" in found) is proposed
    row.audience = Audience.NETWORK
    db_session.flush()
    assert f"question:{row.id}" not in keys(db_session, office, meeting, AgendaKind.QUESTION)


def test_a_question_stays_away_once_a_meeting_treated_it(
    db_session: Session, office: Visibility, meeting: Meeting
) -> None:
    row = question_in(db_session, ReportState.ACCEPTED)
    secretary = persona(db_session, "secretaris.stuurgroep")
    treated = convened(db_session, secretary, clock.today(), "Eerder")
    new = NewItem(AgendaKind.QUESTION, "Vraag", f"question:{row.id}", row)
    agenda.add_items(db_session, secretary, treated, [new, new])
    assert [each.key for each in treated.items].count(new.key) == 1
    assert new.key in keys(db_session, office, meeting, AgendaKind.QUESTION)
    close_meeting(db_session, secretary, treated, treated.version)
    assert new.key not in keys(db_session, office, meeting, AgendaKind.QUESTION)


@pytest.mark.parametrize("state", [state for state in SignalState if state is not SignalState.MERGED])
def test_signals_that_wait_are_proposed(
    db_session: Session, office: Visibility, meeting: Meeting, state: SignalState
) -> None:
    for audience in Audience:
        made = signal(db_session, f"Signaal {audience.value}", audience, state)
        found = keys(db_session, office, meeting, AgendaKind.SIGNAL)
        assert (f"signal:{made.id}" in found) is (state in TO_TREAT and audience is not Audience.NETWORK)


def test_actions_come_back_when_they_are_due_before_the_meeting(
    db_session: Session, office: Visibility, meeting: Meeting
) -> None:
    secretary = persona(db_session, "secretaris.stuurgroep")
    owner = account_of(db_session, "coordinator.rotterdam")
    made = [
        give_action(
            db_session, secretary, ActionContent(f"Na {days}", owner, clock.today() + timedelta(days=days))
        )
        for days in (-1, 0, 1)
    ]
    found = keys(db_session, office, meeting, AgendaKind.ACTION)
    assert [f"action:{each.id}" in found for each in made] == [True, True, False]


def test_a_closed_period_asks_to_be_adopted(
    db_session: Session, office: Visibility, meeting: Meeting
) -> None:
    assert keys(db_session, office, meeting, AgendaKind.ADOPTION) == set()
    period = db_session.scalars(sa.select(Period).where(Period.state == PeriodState.OPEN)).one()
    officer = persona(db_session, "medewerker1.programmabureau")
    periods.close_period(db_session, officer, period, period.version)
    assert keys(db_session, office, meeting, AgendaKind.ADOPTION) == {f"adoption:{period.id}"}


def test_what_stands_out_is_proposed_by_its_key(
    db_session: Session, office: Visibility, meeting: Meeting
) -> None:
    found = keys(db_session, office, meeting, AgendaKind.FLAG)
    assert found
    assert all(key.startswith("flag:") for key in found)


def test_members_read_a_subject_only_as_long_as_it_is_for_them(
    db_session: Session, office: Visibility, meeting: Meeting
) -> None:
    secretary, member = persona(db_session, "secretaris.stuurgroep"), ANY_MEMBER.visibility()
    row = question_in(db_session, ReportState.SUBMITTED)
    made = signal(db_session, "Voor allen")
    new = [
        NewItem(AgendaKind.QUESTION, "Vraag", f"question:{row.id}", row),
        NewItem(AgendaKind.SIGNAL, "Signaal", f"signal:{made.id}", made),
    ]
    items = agenda.add_items(db_session, secretary, meeting, new)
    assert set(subjects_of(db_session, member, items)) == {each.id for each in items}
    row.report.state = ReportState.RETURNED
    made.audience = Audience.NETWORK
    db_session.flush()
    assert subjects_of(db_session, member, items) == {}
    assert subjects_of(db_session, office, items) == {}
