"""Who is told what, once, and how it comes by mail."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from portal.access.identify import identify
from portal.access.notices import notice_scope
from portal.access.principal import NOBODY
from portal.domain import clock
from portal.domain.audit import SYSTEM, Actor, AuditAction
from portal.domain.errors import MailWaitsError, StaleVersionError
from portal.domain.notices import Delivery, MailState, NoticeKind
from portal.domain.periods import PeriodDates
from portal.domain.roles import Role
from portal.jobs.delivering import compose
from portal.models import Account, Appointment, AuditEvent, Mail, Notice, Report
from portal.queries.notices import count_unread, notices
from portal.queries.outbox import times_resent
from portal.queries.reminders import people_with_work
from portal.services import accounts, extensions, outbox, reminders, reports
from portal.services.maatregelen import assign_owner
from portal.services.notices import mark_read, set_preferences, tell
from portal.services.progress import write_progress
from tests import builders
from tests.builders import SECOND, House

STALE = timedelta(minutes=5)
DUE = SECOND.submit_until


@pytest.fixture(autouse=True)
def context(bare_app: Flask) -> Iterator[None]:
    """Mails are made inside the application, outside any request."""
    with bare_app.app_context():
        yield


@pytest.fixture
def built(bare_session: Session) -> House:
    built = builders.house(bare_session, 2)
    for network in built.networks:
        builders.person(bare_session, f"partner.{network.code}", Role.CONTRIBUTOR, network)
    builders.person(bare_session, "beheerder", Role.ADMINISTRATOR)
    # Appointments of this year: the yearly check asks for nothing.
    bare_session.execute(sa.update(Appointment).values(starts_on=date(2025, 6, 1)))
    bare_session.expire_all()
    return built


def told(session: Session, kind: NoticeKind) -> set[str]:
    found = sa.select(Account.email).join(Notice, Notice.account_id == Account.id).where(Notice.kind == kind)
    return {email.partition("@")[0] for email in session.scalars(found)}


def account(session: Session, name: str) -> Account:
    return session.scalars(sa.select(Account).where(Account.email == f"{name}@toets.example")).one()


def shown(session: Session, name: str) -> list[Notice]:
    principal = identify(session, account(session, name).id) or NOBODY
    return list(notices(session, notice_scope(principal), 100, 0))


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def send_all(session: Session) -> list[outbox.Letter]:
    """Send what is due and return the letters."""
    letters = []
    while (taken := outbox.claim(session, "toets", STALE)) is not None:
        letter = compose(session, taken)
        if letter is None:
            outbox.settle_skipped(session, taken)
        else:
            outbox.settle_sent(session, taken, letter)
            letters.append(letter)
    return letters


def addressees(letters: list[outbox.Letter]) -> set[str]:
    return {letter.address.partition("@")[0] for letter in letters}


def open_report(session: Session, built: House, dates: PeriodDates = SECOND) -> Report:
    period = builders.open_round(session, built, "ronde", dates)
    return builders.report_of(session, period, built.networks[0])


def test_a_round_tells_each_step_to_whom_it_concerns(bare_session: Session, built: House) -> None:
    session = bare_session
    report = open_report(session, built)
    everybody = {"coordinator.net-1", "coordinator.net-2", "partner.net-1", "partner.net-2"}
    assert told(session, NoticeKind.OPENED) == everybody
    builders.fill(session, built, report)
    builders.submit(session, built, report, SECOND.submit_from)
    assert told(session, NoticeKind.SUBMITTED) == {"medewerker"}
    builders.give_back(session, built, report)
    assert told(session, NoticeKind.RETURNED) == {"coordinator.net-1"}
    builders.submit(session, built, report, SECOND.submit_from)
    builders.accept(session, built, report, SECOND.submit_from)
    assert told(session, NoticeKind.ACCEPTED) == {"coordinator.net-1"}
    builders.adopt(session, built, report.period, DUE + timedelta(days=20))
    assert told(session, NoticeKind.ADOPTED) == {"coordinator.net-1", "partner.net-1"}
    twice = sa.select(sa.func.count()).where(Notice.kind == NoticeKind.SUBMITTED)
    assert session.scalar(twice) == 2


def test_returned_is_told_to_who_writes_that_part_only(bare_session: Session, built: House) -> None:
    session = bare_session
    partner = account(session, "partner.net-1")
    first, second = (builders.maatregel(session, f"net-1-m{n}") for n in (1, 2))
    assign_owner(session, built.coordinators["net-1"], second, partner)
    assert told(session, NoticeKind.ASSIGNED) == {"partner.net-1"}
    report = open_report(session, built)
    builders.fill(session, built, report)
    builders.submit(session, built, report, SECOND.submit_from)
    rows = {row.maatregel_id: row.id for row in report.progress}
    reports.return_report(
        session,
        built.officer,
        report,
        report.version,
        section_reason="",
        maatregel_reasons={rows[first.id]: "Vul aan."},
    )
    assert told(session, NoticeKind.RETURNED) == {"coordinator.net-1"}
    builders.submit(session, built, report, SECOND.submit_from)
    reports.return_report(
        session,
        built.officer,
        report,
        report.version,
        section_reason="",
        maatregel_reasons={rows[second.id]: "Vul aan."},
    )
    assert told(session, NoticeKind.RETURNED) == {"coordinator.net-1", "partner.net-1"}


def test_who_acts_is_not_told(bare_session: Session, built: House) -> None:
    owner = account(bare_session, "coordinator.net-1")
    maatregel = builders.maatregel(bare_session, "net-1-m1")
    partner = account(bare_session, "partner.net-1")
    assign_owner(bare_session, Actor(partner.id, partner.name), maatregel, partner)
    assert told(bare_session, NoticeKind.ASSIGNED) == set()
    assign_owner(bare_session, Actor(partner.id, partner.name), maatregel, owner)
    assert told(bare_session, NoticeKind.ASSIGNED) == {"coordinator.net-1"}


def test_a_key_tells_once(bare_session: Session, built: House) -> None:
    person = account(bare_session, "medewerker")
    made = [
        len(tell(bare_session, NoticeKind.NOT_OPENED, [person, person], key=key)) for key in ("a", "a", "b")
    ]
    assert made == [1, 0, 1]
    assert bare_session.scalar(sa.select(sa.func.count(Mail.id))) == 2


def test_another_network_is_shown_nothing_and_a_lost_right_hides(bare_session: Session, built: House) -> None:
    session = bare_session
    report = open_report(session, built)
    coordinator = account(session, "coordinator.net-1")
    with clock.at(noon(DUE - timedelta(days=1))):
        reminders.remind(session)
    assert {notice.network_id for notice in shown(session, "coordinator.net-1")} == {report.network_id}
    # However it came about: a notice of another network is not shown, counted or mailed.
    tell(session, NoticeKind.OVERDUE, [account(session, "coordinator.net-2")], key="verkeerd", report=report)
    assert report.id not in {notice.report_id for notice in shown(session, "coordinator.net-2")}
    assert "Net 1" not in "".join(letter.text for letter in send_all(session) if "net-2" in letter.address)
    appointment = coordinator.appointments[0]
    accounts.end_appointment(session, built.officer, appointment)
    assert shown(session, "coordinator.net-1") == []
    principal = identify(session, coordinator.id) or NOBODY
    assert count_unread(session, notice_scope(principal)) == 0


def test_reading_is_only_of_ones_own(bare_session: Session, built: House) -> None:
    open_report(bare_session, built)
    mine = notice_scope(identify(bare_session, account(bare_session, "coordinator.net-1").id) or NOBODY)
    theirs = notice_scope(identify(bare_session, account(bare_session, "coordinator.net-2").id) or NOBODY)
    assert (count_unread(bare_session, mine), count_unread(bare_session, theirs)) == (1, 1)
    mark_read(bare_session, mine, shown(bare_session, "coordinator.net-2")[0])
    assert (count_unread(bare_session, mine), count_unread(bare_session, theirs)) == (1, 1)
    mark_read(bare_session, mine)
    assert (count_unread(bare_session, mine), count_unread(bare_session, theirs)) == (0, 1)


def test_preferences_decide_about_the_mail_and_are_audited(bare_session: Session, built: House) -> None:
    session = bare_session
    wishes = {
        "coordinator.net-1": Delivery.NONE,
        "partner.net-1": Delivery.DAILY,
        "coordinator.net-2": Delivery.IMMEDIATE,
    }
    for name, delivery in wishes.items():
        person = account(session, name)
        actor = Actor(person.id, person.name)
        set_preferences(session, actor, {NoticeKind.OPENED: delivery})
        set_preferences(session, actor, {NoticeKind.OPENED: delivery})
    events = sa.select(AuditEvent).where(AuditEvent.action == AuditAction.PREFERENCES_CHANGED)
    assert [event.details for event in session.scalars(events.order_by(AuditEvent.id))] == [
        {"opened": ["immediate", "none"]},
        {"opened": ["immediate", "daily"]},
    ]
    open_report(session, built)
    keys = {
        mail.account.email.partition("@")[0]: (mail.key.partition(":")[0], mail.due_at)
        for mail in session.scalars(sa.select(Mail))
    }
    opened = datetime(2026, 1, 5, 9, tzinfo=UTC)
    assert keys == {
        "partner.net-1": ("daily", datetime(2026, 1, 6, 7, tzinfo=UTC)),
        "coordinator.net-2": ("opened", opened),
        "partner.net-2": ("opened", opened),
    }


def test_a_day_is_one_mail(bare_session: Session, built: House) -> None:
    session = bare_session
    report = open_report(session, built)
    officer = account(session, "medewerker")
    # Friday morning after eight until Monday morning before eight.
    for hour in (9, 20, 60):
        with clock.at(datetime(2026, 3, 20, tzinfo=UTC) + timedelta(hours=hour)):
            tell(session, NoticeKind.SUBMITTED, [officer], key=f"{hour}", report=report)
    report.state = report.state.SUBMITTED
    report.first_submitted_at = clock.now()
    session.flush()
    daily = session.scalars(sa.select(Mail).where(Mail.account_id == officer.id)).one()
    assert daily.due_at == datetime(2026, 3, 23, 7, tzinfo=UTC)
    with clock.at(daily.due_at - timedelta(minutes=1)):
        assert not addressees(send_all(session)) & {"medewerker"}
    with clock.at(daily.due_at):
        letters = [letter for letter in send_all(session) if "medewerker" in letter.address]
        assert [letter.subject for letter in letters] == ["DEMONSTRATIE: 3 nieuwe meldingen"]
        # What comes after it left is for the next day.
        tell(session, NoticeKind.SUBMITTED, [officer], key="later", report=report)
    due = session.scalars(sa.select(Mail.due_at).where(Mail.account_id == officer.id).order_by(Mail.id))
    assert list(due)[1:] == [datetime(2026, 3, 24, 7, tzinfo=UTC)]


def test_a_mail_on_its_way_takes_nothing_more(bare_session: Session, built: House) -> None:
    officer = account(bare_session, "medewerker")
    with clock.at(datetime(2026, 3, 20, 6, tzinfo=UTC)):
        tell(bare_session, NoticeKind.SUBMITTED, [officer], key="een")
    with clock.at(datetime(2026, 3, 20, 7, tzinfo=UTC)):
        assert outbox.claim(bare_session, "toets", STALE) is not None
    with clock.at(datetime(2026, 3, 20, 6, 59, 59, tzinfo=UTC)):
        tell(bare_session, NoticeKind.SUBMITTED, [officer], key="twee")
    mails = bare_session.scalars(sa.select(Mail).order_by(Mail.id)).all()
    assert [[notice.key for notice in mail.notices] for mail in mails] == [["een"], ["twee"]]


def test_reminders_come_once_for_each_step(bare_session: Session, built: House) -> None:
    session = bare_session
    open_report(session, built)
    counts = []
    for offset in (-8, -7, -7, -6, -2, -1, 0, 1, 2, 7, 8, 8, 15):
        with clock.at(noon(DUE + timedelta(days=offset))):
            counts.append(reminders.remind(session))
    # Two networks, each with a coordinator who owns everything; the partners have nothing to do.
    assert counts == [0, 2, 0, 0, 2, 0, 0, 2, 0, 0, 2, 0, 2]
    assert told(session, NoticeKind.OVERDUE) == {"coordinator.net-1", "coordinator.net-2"}
    with clock.at(datetime.combine(DUE + timedelta(days=22), time(5), UTC)):
        assert reminders.remind(session) == 0


def test_an_owner_is_reminded_while_something_is_missing(bare_session: Session, built: House) -> None:
    session = bare_session
    partner = account(session, "partner.net-1")
    assign_owner(session, built.coordinators["net-1"], builders.maatregel(session, "net-1-m1"), partner)
    report = open_report(session, built)
    with clock.at(noon(DUE - timedelta(days=7))):
        reminders.remind(session)
    assert "partner.net-1" in told(session, NoticeKind.ALMOST_DUE)
    builders.fill(session, built, report)
    with clock.at(noon(DUE - timedelta(days=2))):
        reminders.remind(session)
    last = sa.select(Notice).where(Notice.key == f"{NoticeKind.ALMOST_DUE}:{report.id}:{DUE}:2")
    assert [notice.account.email.partition("@")[0] for notice in session.scalars(last)] == [
        "coordinator.net-1"
    ]


def test_who_corrected_the_own_part_is_not_reminded(bare_session: Session, built: House) -> None:
    session = bare_session
    partner = account(session, "partner.net-1")
    assign_owner(session, built.coordinators["net-1"], builders.maatregel(session, "net-1-m1"), partner)
    report = open_report(session, built)
    with clock.at(noon(DUE - timedelta(days=5))):
        builders.fill(session, built, report)
    builders.submit(session, built, report, DUE - timedelta(days=4))
    row = next(each for each in report.progress if each.maatregel.code == "net-1-m1")
    with clock.at(noon(DUE - timedelta(days=3))):
        reports.return_report(
            session,
            built.officer,
            report,
            report.version,
            section_reason="",
            maatregel_reasons={row.id: "Te vaag."},
        )
        waiting = people_with_work(session, report)
        write_progress(
            session, built.coordinators["net-1"], row, row.version, replace(row.content, done="Zo.")
        )
        done = people_with_work(session, report)
    assert (partner in waiting, partner in done) == (True, False)


def test_more_time_means_reminders_around_the_new_day(bare_session: Session, built: House) -> None:
    session = bare_session
    report = open_report(session, built)
    later = DUE + timedelta(days=10)
    with clock.at(noon(DUE - timedelta(days=3))):
        extensions.extend_due_date(session, built.officer, report, DUE, later, "Ziekte.")
    with clock.at(noon(DUE + timedelta(days=1))):
        reminders.remind(session)
    assert told(session, NoticeKind.OVERDUE) == {"coordinator.net-2"}
    with clock.at(noon(later - timedelta(days=2))):
        reminders.remind(session)
    assert told(session, NoticeKind.ALMOST_DUE) == {"coordinator.net-1"}


def test_nobody_who_is_done_gets_a_pending_reminder(bare_session: Session, built: House) -> None:
    session = bare_session
    report = open_report(session, built)
    send_all(session)
    with clock.at(noon(DUE - timedelta(days=2))):
        reminders.remind(session)
    builders.fill(session, built, report)
    builders.submit(session, built, report, DUE - timedelta(days=2))
    with clock.at(noon(DUE - timedelta(days=1))):
        assert addressees(send_all(session)) == {"coordinator.net-2", "medewerker"}
    reminder = sa.select(Mail).where(Mail.key.startswith("almost_due:"))
    states = {mail.account.email.partition("@")[0]: mail.state for mail in session.scalars(reminder)}
    assert states == {"coordinator.net-1": MailState.SKIPPED, "coordinator.net-2": MailState.SENT}


@pytest.mark.parametrize("gone", ["left", "deactivated", "extended"])
def test_whoever_left_or_got_more_time_is_not_reminded(
    bare_session: Session, built: House, gone: str
) -> None:
    session = bare_session
    report = open_report(session, built)
    send_all(session)
    person = account(session, "coordinator.net-1")
    with clock.at(noon(DUE - timedelta(days=2))):
        reminders.remind(session)
        if gone == "left":
            accounts.end_appointment(session, built.officer, person.appointments[0])
        elif gone == "deactivated":
            accounts.set_active(session, SYSTEM, person, active=False)
        else:
            extensions.extend_due_date(
                session, built.officer, report, DUE, DUE + timedelta(days=30), "Ziekte."
            )
        assert addressees(send_all(session)) == {"coordinator.net-2"}


def test_a_withdrawn_submission_is_no_news(bare_session: Session, built: House) -> None:
    session = bare_session
    report = open_report(session, built)
    send_all(session)
    builders.fill(session, built, report)
    builders.submit(session, built, report, DUE)
    reports.withdraw_report(session, built.coordinators["net-1"], report, report.version)
    with clock.at(noon(DUE + timedelta(days=5))):
        assert send_all(session) == []


def test_a_mail_tells_no_word_of_a_draft(bare_session: Session, built: House) -> None:
    session = bare_session
    report = open_report(session, built)
    builders.fill(session, built, report, words="Kenmerkend")
    builders.submit(session, built, report, SECOND.submit_from)
    reports.return_report(
        session,
        built.officer,
        report,
        report.version,
        section_reason="Kenmerkende reden.",
        maatregel_reasons={},
    )
    letters = send_all(session)
    assert {"coordinator.net-1", "partner.net-2"} <= addressees(letters)
    everything = " ".join(f"{letter.subject} {letter.text} {letter.html}" for letter in letters)
    assert "Kenmerkend" not in everything
    assert "De rapportage Net 1 is teruggestuurd" in everything
    assert all("DEMONSTRATIE" in letter.subject and "DEMONSTRATIE" in letter.text for letter in letters)
    assert "http://127.0.0.1:5000/rapportages/ronde/net-1" in everything
    assert "http://127.0.0.1:5000/meldingen/voorkeuren" in everything


def test_resending_makes_it_anew_and_is_audited(bare_session: Session, built: House) -> None:
    session = bare_session
    report = open_report(session, built)
    coordinator = account(session, "coordinator.net-1")
    mail = session.scalars(sa.select(Mail).where(Mail.account_id == coordinator.id)).one()
    with pytest.raises(MailWaitsError):
        outbox.resend(session, built.officer, mail, 1)
    send_all(session)
    session.expire_all()
    again = outbox.resend(session, built.officer, mail, 1)
    with pytest.raises(StaleVersionError):
        outbox.resend(session, built.officer, mail, 1)
    assert times_resent(session, again) == 1
    assert len(send_all(session)) == 1
    session.expire_all()
    once_more = outbox.resend(session, built.officer, again, 2)
    assert once_more.key.endswith(":opnieuw-2")
    builders.fill(session, built, report)
    builders.submit(session, built, report, SECOND.submit_from)
    send_all(session)
    session.refresh(once_more)
    assert once_more.state is MailState.SKIPPED
    events = sa.select(sa.func.count()).where(AuditEvent.action == AuditAction.MAIL_RESENT)
    assert session.scalar(events) == 2


def test_a_failed_mail_is_tried_again_and_given_up(bare_session: Session, built: House) -> None:
    session = bare_session
    officer = account(session, "medewerker")
    moment = datetime(2026, 3, 20, 10, tzinfo=UTC)
    with clock.at(moment):
        tell(session, NoticeKind.NOT_OPENED, [officer], key="x")
    attempts = 0
    for _day in range(20):
        moment += timedelta(days=1)
        with clock.at(moment):
            taken = outbox.claim(session, "toets", STALE)
            if taken is None:
                break
            attempts += 1
            assert outbox.settle_failed(session, taken, "geen\nantwoord", permanent=False)
    mail = session.scalars(sa.select(Mail)).one()
    session.refresh(mail)
    assert (attempts, mail.state, mail.error) == (8, MailState.FAILED, "geen antwoord")


def test_a_claim_that_stopped_is_taken_over_and_settles_nothing(bare_session: Session, built: House) -> None:
    session = bare_session
    officer = account(session, "medewerker")
    moment = datetime(2026, 3, 20, 10, tzinfo=UTC)
    with clock.at(moment):
        tell(session, NoticeKind.NOT_OPENED, [officer], key="x")
        slow = outbox.claim(session, "traag", STALE)
        assert slow is not None
        assert outbox.claim(session, "snel", STALE) is None
    with clock.at(moment + timedelta(minutes=6)):
        quick = outbox.claim(session, "snel", STALE)
        assert quick is not None
        # The longest title there can be, with the words before it.
        letter = outbox.Letter("x", "Naam", "a@b.example", "Onderwerp " * 40, "Tekst", "<p>Tekst</p>")
        assert not outbox.settle_sent(session, slow, letter)
        assert outbox.settle_sent(session, quick, letter)
