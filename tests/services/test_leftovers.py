"""What only served for a while goes away by itself; what is still needed stays."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.accounts import FactorKind, TokenPurpose
from portal.domain.audit import SYSTEM, AuditAction
from portal.domain.errors import NotInvitedError
from portal.domain.leftovers import KEPT, LEAVER, Leftover
from portal.domain.notices import MailState, NoticeKind
from portal.domain.roles import Role
from portal.models import (
    Account,
    AuditEvent,
    ExternalIdentity,
    Mail,
    Notice,
    ObservationUpload,
    Presence,
    RecoveryCode,
    SecondFactor,
    WorkbookUpload,
)
from portal.queries.identities import waits_for_person
from portal.services.accounts import set_active
from portal.services.inviting import resend
from portal.services.leftovers import clear_leftovers, forget_leavers
from portal.services.notices import tell
from portal.services.tokens import issue
from tests import builders
from tests.conftest import NOW

DAY = timedelta(days=1)


@pytest.fixture
def somebody(bare_session: Session) -> Account:
    return builders.person(bare_session, "beheerder", Role.ADMINISTRATOR)


def count(session: Session, model: type) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def cleared(session: Session, after: timedelta) -> dict[Leftover, int]:
    with clock.at(NOW + after):
        return {kind: gone for kind, gone in clear_leftovers(session).items() if gone}


def test_a_mail_goes_only_once_it_was_sent(bare_session: Session, somebody: Account) -> None:
    issue(bare_session, SYSTEM, somebody, TokenPurpose.PASSWORD_RESET)
    assert cleared(bare_session, KEPT[Leftover.MAILS] + 2 * DAY) == {}
    bare_session.execute(sa.update(Mail).values(state=MailState.SENT, sent_at=NOW))
    assert cleared(bare_session, KEPT[Leftover.MAILS]) == {}
    assert cleared(bare_session, KEPT[Leftover.MAILS] + DAY) == {Leftover.MAILS: 1}
    assert count(bare_session, Mail) == 0


def test_a_notice_goes_after_two_years(bare_session: Session, somebody: Account) -> None:
    tell(bare_session, NoticeKind.PASSWORD_CHANGED, [somebody], key="een")
    bare_session.execute(sa.update(Mail).values(state=MailState.SENT, sent_at=NOW))
    assert cleared(bare_session, KEPT[Leftover.NOTICES] - DAY) == {Leftover.MAILS: 1}
    assert cleared(bare_session, KEPT[Leftover.NOTICES] + DAY) == {Leftover.NOTICES: 1}
    assert count(bare_session, Notice) == 0


def test_observations_that_nobody_took_over_go(bare_session: Session, somebody: Account) -> None:
    bare_session.add(ObservationUpload(account_id=somebody.id, file_name="a.csv", rows=[], uploaded_at=NOW))
    bare_session.flush()
    assert cleared(bare_session, KEPT[Leftover.OBSERVATIONS]) == {}
    found = cleared(bare_session, KEPT[Leftover.OBSERVATIONS] + timedelta(seconds=1))
    assert found == {Leftover.OBSERVATIONS: 1}


def test_what_lies_beside_a_report_goes_too(bare_session: Session) -> None:
    built = builders.house(bare_session, 1)
    period = builders.open_round(bare_session, built, "toets", builders.SECOND)
    report = builders.report_of(bare_session, period, built.networks[0])
    account = bare_session.scalars(sa.select(Account).order_by(Account.id)).first()
    assert account is not None
    bare_session.add(
        WorkbookUpload(
            report_id=report.id, account_id=account.id, file_name="a.xlsx", content={}, uploaded_at=NOW
        )
    )
    bare_session.add(Presence(report_id=report.id, part="samenvatting", account_id=account.id, seen_at=NOW))
    bare_session.flush()
    found = cleared(bare_session, KEPT[Leftover.WORKBOOKS] + DAY)
    assert found == {Leftover.WORKBOOKS: 1, Leftover.PRESENCE: 1}


@pytest.fixture
def leaver(bare_session: Session) -> Account:
    """Somebody who left, with everything one can sign in with."""
    account = builders.person(bare_session, "vertrokken", Role.READER)
    # Long away before, and switched off today.
    account.last_signed_in_at = NOW - 3 * LEAVER
    set_active(bare_session, SYSTEM, account, active=False)
    bare_session.add_all(
        [
            SecondFactor(
                account_id=account.id, kind=FactorKind.TOTP, name="App", created_at=NOW, sealed_secret="x"
            ),
            RecoveryCode(account_id=account.id, code_hash="a" * 64, created_at=NOW),
            ExternalIdentity(account_id=account.id, issuer="https://sso.example", subject="1", linked_at=NOW),
        ]
    )
    bare_session.flush()
    return account


def test_a_leaver_loses_every_way_in_after_a_year(bare_session: Session, leaver: Account) -> None:
    with clock.at(NOW + LEAVER):
        assert forget_leavers(bare_session) == 0
    with clock.at(NOW + LEAVER + DAY):
        assert forget_leavers(bare_session) == 1
        assert forget_leavers(bare_session) == 0
    assert leaver.password_hash == ""
    assert leaver.name == "Vertrokken"
    left = [model for model in (SecondFactor, RecoveryCode, ExternalIdentity) if count(bare_session, model)]
    assert not left
    [event] = bare_session.scalars(
        sa.select(AuditEvent).where(AuditEvent.action == AuditAction.FACTORS_RESET)
    )
    assert (event.subject_id, event.actor_name) == (leaver.id, "Systeem")


def test_who_may_still_sign_in_keeps_everything(bare_session: Session, leaver: Account) -> None:
    set_active(bare_session, SYSTEM, leaver, active=True)
    with clock.at(NOW + 3 * LEAVER):
        assert forget_leavers(bare_session) == 0
    assert leaver.password_hash != ""
    assert count(bare_session, SecondFactor) == 1


def test_who_was_off_twice_is_judged_by_the_last_time(bare_session: Session, leaver: Account) -> None:
    with clock.at(NOW + LEAVER):
        set_active(bare_session, SYSTEM, leaver, active=True)
        set_active(bare_session, SYSTEM, leaver, active=False)
    with clock.at(NOW + LEAVER + DAY):
        assert forget_leavers(bare_session) == 0
    with clock.at(NOW + 2 * LEAVER + DAY):
        assert forget_leavers(bare_session) == 1


def test_a_leaver_who_comes_back_can_be_invited_again(bare_session: Session, leaver: Account) -> None:
    with clock.at(NOW + LEAVER + DAY):
        forget_leavers(bare_session)
        with pytest.raises(NotInvitedError):
            resend(bare_session, SYSTEM, leaver)
        set_active(bare_session, SYSTEM, leaver, active=True)
        assert waits_for_person(bare_session, leaver)
        assert resend(bare_session, SYSTEM, leaver).purpose is TokenPurpose.INVITATION


def test_who_can_sign_in_with_an_organisation_is_not_invited(bare_session: Session, leaver: Account) -> None:
    set_active(bare_session, SYSTEM, leaver, active=True)
    leaver.password_hash = ""
    bare_session.flush()
    with pytest.raises(NotInvitedError):
        resend(bare_session, SYSTEM, leaver)
