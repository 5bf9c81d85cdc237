"""Writing together through the services: who, autosaves in the audit trail, presence, comments, division."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.access.identify import identify
from portal.access.principal import Principal
from portal.access.writing import may_write_progress, own_rows
from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import NotEditableError, StaleVersionError
from portal.domain.notices import NoticeKind
from portal.domain.progress import Proactivity, ProgressStatus, Trend
from portal.domain.reports import Developments, JudgementContent, ProgressContent, unchanged
from portal.domain.roles import Role
from portal.domain.workflow import ReportState
from portal.models import Account, AuditEvent, Comment, KeptInput, MaatregelProgress, Notice, Presence, Report
from portal.queries.division import divided, division_version
from portal.queries.presence import busy
from portal.services import comments, division, kept_input, presence, progress
from tests.builders import FIRST, House, house, maatregel, open_round, person, report_of
from tests.conftest import NOW


@pytest.fixture
def built(bare_session: Session) -> House:
    return house(bare_session, 2, 3)


@pytest.fixture
def report(bare_session: Session, built: House) -> Report:
    return report_of(bare_session, open_round(bare_session, built, "eerste", FIRST), built.networks[0])


def partner(session: Session, built: House, name: str = "partner", network: int = 0) -> Account:
    return person(session, name, Role.CONTRIBUTOR, built.networks[network])


def acting(account: Account) -> Actor:
    return Actor(account.id, account.name, (Role.CONTRIBUTOR,))


def principal(session: Session, account: Account) -> Principal:
    return identify(session, account.id) or pytest.fail("nobody")


def lines(session: Session, report: Report, action: AuditAction) -> int:
    return (
        session.scalar(
            sa.select(sa.func.count()).where(
                AuditEvent.subject_kind == SubjectKind.REPORT,
                AuditEvent.subject_id == report.id,
                AuditEvent.action == action,
            )
        )
        or 0
    )


def write(session: Session, row: MaatregelProgress, actor: Actor, words: str, *, by_itself: bool) -> None:
    content = replace(row.content, done=words)
    progress.write_progress(session, actor, row, row.version, content, by_itself=by_itself)


def test_a_contributor_writes_only_what_was_given(
    bare_session: Session, built: House, report: Report
) -> None:
    account, stranger = partner(bare_session, built), partner(bare_session, built, "ander", 1)
    given, owned, others = report.progress
    given.maatregel.contributors.append(account)
    owned.maatregel.owner_id = account.id
    given.maatregel.contributors.append(stranger)
    bare_session.flush()
    me = principal(bare_session, account)
    assert own_rows(me, report) == {given.id, owned.id}
    assert not may_write_progress(me, report, others.maatregel)
    coordinator = bare_session.get_one(Account, built.coordinators["net-1"].account_id)
    assert len(own_rows(principal(bare_session, coordinator), report)) == 3
    assert own_rows(principal(bare_session, stranger), report) == frozenset()


def test_everything_that_was_said_is_kept(bare_session: Session, built: House, report: Report) -> None:
    row, actor = report.progress[0], built.coordinators["net-1"]
    content = ProgressContent(
        ProgressStatus.ON_SCHEDULE,
        Trend.SAME,
        "a",
        "b",
        "c",
        proactivity=Proactivity.BOTH,
        fte_planned=Decimal("2.5"),
        fte_filled=Decimal("1.25"),
        decision_question="Mag dit?",
        audience=Audience.STEERING,
    )
    progress.write_progress(bare_session, actor, row, row.version, content)
    bare_session.expire_all()
    assert row.content == content
    again = unchanged(content)
    assert (again.proactivity, again.fte_filled, again.audience) == (
        Proactivity.BOTH,
        Decimal("1.25"),
        Audience.STEERING,
    )
    assert again.decision_question == ""


def test_sending_the_same_twice_is_saving_once(bare_session: Session, built: House, report: Report) -> None:
    row, actor = report.progress[0], built.coordinators["net-1"]
    version = row.version
    for _time in range(2):
        progress.write_progress(bare_session, actor, row, version, ProgressContent(done="Eén keer"))
    assert row.version == version + 1
    with pytest.raises(StaleVersionError):
        progress.write_progress(bare_session, actor, row, version, ProgressContent(done="Iets anders"))


def test_developments_stay_unless_they_are_given(bare_session: Session, built: House, report: Report) -> None:
    actor = built.coordinators["net-1"]
    judgements = [JudgementContent(judgement.aspect) for judgement in report.judgements]
    told = Developments("Meer via de kleine havens", Audience.NETWORK)
    progress.write_section(bare_session, actor, report, report.version, "Kort", judgements, told)
    progress.write_section(bare_session, actor, report, report.version, "Korter", judgements)
    assert (report.summary, progress.developments_of(report)) == ("Korter", told)


def test_autosaves_make_one_line_for_ten_minutes(bare_session: Session, built: House, report: Report) -> None:
    row, actor = report.progress[0], built.coordinators["net-1"]
    other = acting(partner(bare_session, built))
    moments = [
        (0, actor, True, 1),
        (3, actor, True, 1),
        (4, other, True, 2),
        (5, actor, True, 2),
        (6, actor, False, 3),
        (17, actor, True, 4),
    ]
    for minutes, who, by_itself, wanted in moments:
        with clock.at(NOW + timedelta(minutes=minutes)):
            write(bare_session, row, who, f"Tekst {minutes}", by_itself=by_itself)
        assert lines(bare_session, report, AuditAction.PROGRESS_WRITTEN) == wanted, minutes
    assert row.done == "Tekst 17"


def test_a_line_is_written_again_after_a_step_of_the_report(
    bare_session: Session, built: House, report: Report
) -> None:
    row, actor = report.progress[0], built.coordinators["net-1"]
    write(bare_session, row, actor, "Voor", by_itself=True)
    bare_session.add(
        AuditEvent(
            at=clock.now(),
            actor_name="Iemand",
            action=AuditAction.REPORT_RETURNED,
            subject_kind=SubjectKind.REPORT,
            subject_id=report.id,
        )
    )
    bare_session.flush()
    write(bare_session, row, actor, "Na", by_itself=True)
    assert lines(bare_session, report, AuditAction.PROGRESS_WRITTEN) == 2


def test_presence_lasts_two_minutes_and_is_one_row(
    bare_session: Session, built: House, report: Report
) -> None:
    account = partner(bare_session, built)
    for _time in range(2):
        presence.mark(bare_session, report, "summary", account.id)
    assert busy(bare_session, report.id, None) == {"summary": ["Partner"]}
    assert busy(bare_session, report.id, account.id) == {}
    assert bare_session.scalar(sa.select(sa.func.count()).select_from(Presence)) == 1
    with clock.at(NOW + timedelta(minutes=2, seconds=1)):
        assert busy(bare_session, report.id, None) == {}
    presence.leave(bare_session, report, "summary", account.id)
    assert busy(bare_session, report.id, None) == {}


def test_a_comment_is_audited_told_once_and_closed_in_the_end(
    bare_session: Session, built: House, report: Report
) -> None:
    account, row = partner(bare_session, built), report.progress[0]
    actor = built.coordinators["net-1"]
    for _time in range(2):
        comments.add_comment(bare_session, actor, row, "Kun jij dit aanvullen?", [account])
    said = bare_session.scalars(sa.select(Comment)).one()
    assert (said.text, [each.name for each in said.mentioned]) == ("Kun jij dit aanvullen?", ["Partner"])
    event = bare_session.scalars(
        sa.select(AuditEvent).where(AuditEvent.action == AuditAction.COMMENT_ADDED)
    ).one()
    assert "aanvullen" not in str(event.details)
    notice = bare_session.scalars(sa.select(Notice).where(Notice.kind == NoticeKind.MENTIONED)).one()
    assert notice.account_id == account.id
    report.state = ReportState.NOT_RECEIVED
    bare_session.flush()
    with pytest.raises(NotEditableError):
        comments.add_comment(bare_session, actor, row, "Te laat")


def test_dividing_is_safe_audited_and_for_contributors_only(bare_session: Session, built: House) -> None:
    network, actor = built.networks[0], built.coordinators["net-1"]
    account, stranger = partner(bare_session, built), partner(bare_session, built, "ander", 1)
    first = maatregel(bare_session, "net-1-m1")
    version = division_version(divided(bare_session, network.id))
    wanted = {first.id: {account.id, stranger.id}}
    division.assign_contributors(bare_session, actor, network, version, wanted)
    assert [each.name for each in first.contributors] == ["Partner"]
    events = sa.select(AuditEvent).where(AuditEvent.action == AuditAction.CONTRIBUTORS_ASSIGNED)
    event = bare_session.scalars(events).one()
    assert event.details == {"old": [], "new": ["Partner"]}
    told = bare_session.scalars(sa.select(Notice.account_id).where(Notice.kind == NoticeKind.ASSIGNED))
    assert told.all() == [account.id]
    with pytest.raises(StaleVersionError):
        division.assign_contributors(bare_session, actor, network, version, {first.id: set()})
    present = division_version(divided(bare_session, network.id))
    division.assign_contributors(bare_session, actor, network, present, {first.id: {account.id}})
    assert len(bare_session.scalars(events).all()) == 1


def test_who_has_left_the_network_writes_nothing_any_more(
    bare_session: Session, built: House, report: Report
) -> None:
    account = partner(bare_session, built)
    report.progress[0].maatregel.contributors.append(account)
    account.appointments[0].ends_on = date(2025, 1, 1)
    bare_session.flush()
    assert own_rows(principal(bare_session, account), report) == frozenset()


def test_what_was_typed_last_takes_the_place_of_what_was_kept(bare_session: Session, built: House) -> None:
    writer = partner(bare_session, built)
    for words in ("Eerst", "Later"):
        kept_input.keep(bare_session, writer.id, "/rapportages/a/b", [("gedaan", words)])
    rows = bare_session.scalars(sa.select(KeptInput).where(KeptInput.account_id == writer.id)).all()
    assert [row.fields for row in rows] == [[["gedaan", "Later"]]]
