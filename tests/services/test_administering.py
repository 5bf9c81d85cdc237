"""Inviting, changing, substituting, reviewing and handing over: what each does, refuses and records."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.accounts import AccountState, ReviewOutcome, SessionEnd, SignInMethod, TokenPurpose
from portal.domain.audit import SYSTEM, AuditAction
from portal.domain.errors import (
    DuplicateError,
    NotInvitedError,
    NotReviewableError,
    OwnAppointmentError,
    ReasonRequiredError,
    UnfitReceiverError,
)
from portal.domain.notices import NoticeKind
from portal.domain.roles import InvalidAppointmentError, Role
from portal.models import (
    AccountToken,
    ActionItem,
    Appointment,
    AppointmentReview,
    Mail,
    Notice,
    SignInSession,
)
from portal.queries.account_reviews import due_appointments, review_progress
from portal.queries.held_tasks import networks_left_alone, receivers, tasks_of
from portal.services import account_changes, account_reviews, inviting, sessions, tokens, transfers
from portal.services.accounts import end_appointment, give_appointment, set_active
from portal.services.actions import ActionContent, give_action
from portal.services.inviting import Guest, invite
from portal.services.reminders import remind
from tests.administering import Office, make_office
from tests.builders import maatregel

KEY = "x" * 40


@pytest.fixture
def office(bare_session: Session) -> Office:
    return make_office(bare_session)


def guest(email: str = "nieuw@toets.example") -> Guest:
    return Guest("Nieuw", email, "Gemeente", Role.READER, None, clock.today())


def works(office: Office, token: AccountToken) -> bool:
    office.session.refresh(token)
    return tokens.is_usable(token)


def sign_in(office: Office, name: str) -> None:
    someone = office.account(name)
    someone.last_signed_in_at = clock.now()
    sessions.begin(office.session, someone, SignInMethod.PASSWORD, sessions.Visitor())


def ended_for(office: Office) -> SessionEnd | None:
    return office.session.scalars(sa.select(SignInSession.end_reason)).one()


def notices(office: Office, kind: NoticeKind) -> list[int]:
    found = sa.select(Notice.account_id).where(Notice.kind == kind).order_by(Notice.account_id)
    return list(office.session.scalars(found))


def test_an_invitation_is_account_appointment_link_and_line(office: Office) -> None:
    token = invite(office.session, office.actor, guest())
    someone = token.account
    assert (someone.state, someone.password_hash) == (AccountState.INVITED, "")
    assert [each.role for each in someone.appointments] == [Role.READER]
    secret = tokens.secret_of(token, KEY)
    assert tokens.find(office.session, KEY, secret, TokenPurpose.INVITATION) is token
    mail = sa.select(Mail.account_id).where(Mail.token_id == token.id)
    assert office.session.scalar(mail) == someone.id
    told = office.events(AuditAction.INVITED)[0]
    assert told.details == {"email": "nieuw@toets.example", "role": "reader"}


def test_a_known_address_is_not_invited(office: Office) -> None:
    with pytest.raises(DuplicateError):
        invite(office.session, office.actor, guest("LEZER@toets.example"))


def test_sending_again_makes_the_former_link_worthless(office: Office) -> None:
    first = invite(office.session, office.actor, guest())
    second = inviting.resend(office.session, office.actor, first.account)
    assert (works(office, first), works(office, second)) == (False, True)
    assert len(office.events(AuditAction.INVITATION_RESENT)) == 1


def test_withdrawing_switches_the_account_off(office: Office) -> None:
    token = invite(office.session, office.actor, guest())
    inviting.withdraw(office.session, office.actor, token.account, "Uitnodiging ingetrokken")
    assert (token.account.state, works(office, token)) == (AccountState.OFF, False)
    assert office.events(AuditAction.ACCOUNT_DEACTIVATED)[0].reason == "Uitnodiging ingetrokken"
    with pytest.raises(NotInvitedError):
        inviting.resend(office.session, office.actor, token.account)


def test_who_came_in_is_no_longer_invited(office: Office) -> None:
    for step in (
        lambda: inviting.resend(office.session, office.actor, office.reader),
        lambda: inviting.withdraw(office.session, office.actor, office.reader, "x"),
    ):
        with pytest.raises(NotInvitedError):
            step()


def test_links_do_not_come_back_with_the_account(office: Office) -> None:
    token = invite(office.session, office.actor, guest())
    set_active(office.session, office.actor, token.account, active=False)
    set_active(office.session, office.actor, token.account, active=True)
    assert not works(office, token)


def test_another_address_ends_sessions_and_links_and_is_told(office: Office) -> None:
    sign_in(office, "lezer")
    link = tokens.issue(office.session, SYSTEM, office.reader, TokenPurpose.PASSWORD_RESET)
    account_changes.change_email(
        office.session, office.actor, office.reader, "Anders@toets.example", "Andere werkgever."
    )
    assert (office.reader.email, ended_for(office)) == ("Anders@toets.example", SessionEnd.EMAIL_CHANGED)
    assert not works(office, link)
    event = office.events(AuditAction.EMAIL_CHANGED)[0]
    assert event.details == {"email": ["lezer@toets.example", "Anders@toets.example"]}
    assert event.reason == "Andere werkgever."
    assert notices(office, NoticeKind.EMAIL_CHANGED) == [office.reader.id]
    # One mail goes where it was, one to where it is now; an empty address is the one of the account.
    mails = office.session.scalars(
        sa.select(Mail).where(Mail.account_id == office.reader.id, Mail.token_id.is_(None)).order_by(Mail.id)
    ).all()
    assert [mail.address for mail in mails] == ["lezer@toets.example", ""]
    assert [[notice.kind for notice in mail.notices] for mail in mails] == [[NoticeKind.EMAIL_CHANGED]] * 2


def test_who_waits_gets_the_invitation_at_the_new_address(office: Office) -> None:
    first = invite(office.session, office.actor, guest())
    account_changes.change_email(office.session, office.actor, first.account, "goed@toets.example", "Fout.")
    assert not works(office, first)
    usable = office.session.scalars(
        sa.select(AccountToken).where(AccountToken.account_id == first.account_id)
    ).all()
    assert [works(office, each) for each in usable].count(True) == 1


def test_an_address_of_somebody_else_no_reason_or_ones_own_is_refused(office: Office) -> None:
    def change(whom: object, email: str, reason: str) -> None:
        account_changes.change_email(office.session, office.actor, whom, email, reason)  # type: ignore[arg-type]

    with pytest.raises(DuplicateError):
        change(office.reader, "BEHEERDER2@toets.example", "x")
    with pytest.raises(ReasonRequiredError):
        change(office.reader, "anders@toets.example", " ")
    with pytest.raises(OwnAppointmentError):
        change(office.admin, "anders@toets.example", "x")
    assert office.reader.email == "lezer@toets.example"


def test_name_and_organisation_old_and_new(office: Office) -> None:
    assert account_changes.change_details(office.session, office.actor, office.reader, "Olga", "Dienst")
    assert not account_changes.change_details(office.session, office.actor, office.reader, "Olga", "Dienst")
    assert [event.details for event in office.events(AuditAction.ACCOUNT_CHANGED)] == [
        {"name": ["Lezer", "Olga"], "organisation": ["", "Dienst"]}
    ]


def test_other_rights_end_the_session_and_are_told(office: Office) -> None:
    sign_in(office, "lezer")
    given = give_appointment(
        office.session, office.actor, office.reader, Role.STEERING_MEMBER, None, clock.today()
    )
    assert ended_for(office) is SessionEnd.APPOINTMENTS_CHANGED
    end_appointment(office.session, office.actor, given, "Toch niet.")
    assert office.events(AuditAction.APPOINTMENT_ENDED)[0].reason == "Toch niet."
    assert notices(office, NoticeKind.APPOINTMENT_CHANGED) == [office.reader.id] * 2


def test_who_was_never_here_is_not_told(office: Office) -> None:
    give_appointment(office.session, office.actor, office.reader, Role.STEERING_MEMBER, None, clock.today())
    assert notices(office, NoticeKind.APPOINTMENT_CHANGED) == []


def test_a_substitute_takes_a_post_of_somebody_for_a_while(office: Office) -> None:
    network, coordinator = office.house.networks[0], office.account("coordinator.net-1")
    last = clock.today() + timedelta(days=60)
    given = give_appointment(
        office.session,
        office.actor,
        office.reader,
        Role.COORDINATOR,
        network,
        clock.today(),
        last,
        substitute_for=coordinator,
    )
    assert given.substitute_for is coordinator
    assert office.events(AuditAction.APPOINTMENT_GIVEN)[0].details["substitute_for"] == coordinator.name


@pytest.mark.parametrize(
    ("stand_in_for", "ends", "fault"),
    [
        ("coordinator.net-1", False, "end_required"),
        ("coordinator.net-2", True, "nothing_to_substitute"),
        ("lezer", True, "own_substitute"),
    ],
)
def test_a_substitute_without_end_or_post_is_refused(
    office: Office, stand_in_for: str, *, ends: bool, fault: str
) -> None:
    last = clock.today() + timedelta(days=60) if ends else None
    with pytest.raises(InvalidAppointmentError, match=fault):
        give_appointment(
            office.session,
            office.actor,
            office.reader,
            Role.COORDINATOR,
            office.house.networks[0],
            clock.today(),
            last,
            substitute_for=office.account(stand_in_for),
        )


def test_a_review_is_kept_and_asked_again_after_a_year(office: Office) -> None:
    reader = office.reader.appointments[0]
    before = review_progress(office.session, clock.today())
    assert (before.checked, before.waiting) == (0, before.total)
    assert account_reviews.confirm_appointments(office.session, office.actor, [reader], "Gebeld.") == 1
    after = review_progress(office.session, clock.today())
    assert (after.checked, after.total) == (1, before.total)
    kept = office.session.scalars(sa.select(AppointmentReview)).one()
    assert (kept.outcome, kept.note, kept.by_id) == (ReviewOutcome.CONFIRMED, "Gebeld.", office.admin.id)
    a_year_on = clock.today() + timedelta(days=365)
    assert reader in due_appointments(office.session, a_year_on)
    assert reader not in due_appointments(office.session, a_year_on - timedelta(days=1))
    assert office.events(AuditAction.APPOINTMENT_REVIEWED)[0].details["outcome"] == "confirmed"


def test_an_appointment_of_this_year_waits_for_nothing(office: Office) -> None:
    given = give_appointment(
        office.session, SYSTEM, office.reader, Role.STEERING_MEMBER, None, clock.today() - timedelta(days=364)
    )
    assert given not in due_appointments(office.session, clock.today())
    assert given in due_appointments(office.session, clock.today() + timedelta(days=1))


def test_nobody_reviews_the_own_appointment_or_one_that_is_over(office: Office) -> None:
    with pytest.raises(OwnAppointmentError):
        account_reviews.confirm_appointments(office.session, office.actor, office.admin.appointments)
    over = office.reader.appointments[0]
    account_reviews.end_after_review(office.session, office.actor, over, "Weg.")
    with pytest.raises(NotReviewableError):
        account_reviews.confirm_appointments(office.session, office.actor, [over])
    outcomes = office.session.scalars(sa.select(AppointmentReview.outcome)).all()
    assert list(outcomes) == [ReviewOutcome.ENDED]


def test_reviews_are_asked_once_a_quarter(office: Office) -> None:
    both = [office.admin.id, office.second.id]
    for after in (0, 1):
        with clock.at(clock.now() + timedelta(days=after)):
            remind(office.session)
    assert notices(office, NoticeKind.REVIEW_DUE) == both
    with clock.at(clock.now() + timedelta(days=60)):
        remind(office.session)
    assert notices(office, NoticeKind.REVIEW_DUE) == sorted(both * 2)


def leaver(office: Office) -> ActionItem:
    """Give the coordinator of the first network everything that can be in somebody's name."""
    someone = office.account("coordinator.net-1")
    maatregel(office.session, "net-1-m1").contributors = [office.account("partner.net-1")]
    content = ActionContent("Geheim plan maken", someone, clock.today(), office.house.networks[0].id)
    return give_action(office.session, office.house.officer, content)


def test_everything_in_a_name_goes_to_who_may_have_it(office: Office) -> None:
    someone, partner = office.account("coordinator.net-1"), office.account("partner.net-1")
    action = leaver(office)
    held = tasks_of(office.session, someone.id, clock.today())
    assert [task.key.partition("-")[0] for task in held] == ["maatregel", "maatregel", "action"]
    assert networks_left_alone(office.session, someone.id, clock.today()) == ["Netwerk 1"]
    moved = transfers.hand_over(office.session, office.actor, someone, dict.fromkeys(held, partner))
    assert moved == 3
    assert tasks_of(office.session, someone.id, clock.today()) == []
    assert (maatregel(office.session, "net-1-m2").owner, action.owner) == (partner, partner)
    told = next(
        each for each in office.events(AuditAction.DUTIES_TRANSFERRED) if "maatregelen" in each.details
    )
    assert told.details["maatregelen"] == {"net-1-m1": partner.name, "net-1-m2": partner.name}
    assert told.details["actions"] == {str(action.id): partner.name}
    assert partner.id in notices(office, NoticeKind.ACTION_GIVEN)


def test_what_somebody_writes_along_goes_to_another_partner(office: Office) -> None:
    leaver(office)
    partner = office.account("partner.net-1")
    give_appointment(
        office.session, SYSTEM, office.reader, Role.CONTRIBUTOR, office.house.networks[0], clock.today()
    )
    held = tasks_of(office.session, partner.id, clock.today())
    assert [task.code for task in held] == ["net-1-m1"]
    transfers.hand_over(office.session, office.actor, partner, {held[0]: office.reader})
    office.session.expire_all()
    assert maatregel(office.session, "net-1-m1").contributors == [office.reader]


def test_nothing_goes_to_who_may_not_have_it(office: Office) -> None:
    someone = office.account("coordinator.net-1")
    leaver(office)
    held = tasks_of(office.session, someone.id, clock.today())
    fit = receivers(office.session, held, someone.id, clock.today())
    assert {each.name for each in fit[held[0].group]} == {"Partner.Net-1"}
    with pytest.raises(UnfitReceiverError):
        transfers.hand_over(office.session, office.actor, someone, {held[0]: office.reader})
    assert maatregel(office.session, held[0].code).owner is someone


def test_sessions_of_somebody_are_ended_with_a_reason(office: Office) -> None:
    sign_in(office, "lezer")
    open_now = office.session.scalars(sa.select(SignInSession.id)).all()
    for number in (1, 0):
        ended = sessions.end_by_administrator(
            office.session, office.actor, office.reader, open_now, "Laptop kwijt."
        )
        assert ended == number
    told = office.events(AuditAction.SESSION_ENDED)
    assert [(each.reason, each.details) for each in told] == [("Laptop kwijt.", {"sessions": 1})]
    assert ended_for(office) is SessionEnd.ENDED_BY_ADMINISTRATOR


@pytest.mark.parametrize(("starts_in", "ends_in", "fits"), [(0, 30, True), (-1, 30, False), (0, 31, False)])
def test_a_substitute_never_has_a_post_longer_than_the_other(
    office: Office, starts_in: int, ends_in: int, *, fits: bool
) -> None:
    network, today = office.house.networks[0], clock.today()
    other = office.account("partner.net-2")
    give_appointment(
        office.session, office.actor, other, Role.COORDINATOR, network, today, today + timedelta(days=30)
    )

    def stand_in() -> Appointment:
        return give_appointment(
            office.session,
            office.actor,
            office.reader,
            Role.COORDINATOR,
            network,
            today + timedelta(days=starts_in),
            today + timedelta(days=ends_in),
            substitute_for=other,
        )

    if fits:
        assert stand_in().substitute_for is other
    else:
        with pytest.raises(InvalidAppointmentError, match="nothing_to_substitute"):
            stand_in()
