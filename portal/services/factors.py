"""Second factors of an account: checked at sign-in, kept by their owner, taken away by an administrator."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.accounts import FactorKind, SessionEnd, SignInMethod, TokenPurpose
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import OwnAppointmentError, ReasonRequiredError
from portal.domain.notices import NoticeKind
from portal.models import Account, SecondFactor
from portal.queries.factors import confirmed_of, count_of, has_factor
from portal.services import app_codes, audit, recovery_codes, sessions, single_sign_on, tokens
from portal.services.holding import hold
from portal.services.notices import tell

__all__ = ["check_code", "count_of", "has_factor", "reset"]


def check_code(session: Session, account: Account, code: str, key: str) -> SignInMethod | None:
    """Use up the code of an app, or a recovery code, and return how somebody so signs in; None when wrong.

    `key` is the secret key of the portal, with which the secrets of apps are sealed.
    """
    apps = sa.select(SecondFactor).where(confirmed_of(account.id), SecondFactor.kind == FactorKind.TOTP)
    if app_codes.use(session, key, session.scalars(apps).all(), code):
        return SignInMethod.PASSWORD_TOTP
    if recovery_codes.use(session, account, code):
        return SignInMethod.PASSWORD_RECOVERY
    return None


def reset(session: Session, actor: Actor, account: Account, reason: str) -> int:
    """Take away every factor of somebody else, and return how many that were.

    Links with an account of an organisation go as well: who has such an account may have made them.
    Raises ReasonRequiredError, or OwnAppointmentError for the own account: that has a page of its own.
    """
    if actor.account_id == account.id:
        raise OwnAppointmentError
    if not reason.strip():
        raise ReasonRequiredError
    hold(session, account)
    removed = session.execute(
        sa.delete(SecondFactor)
        .where(SecondFactor.account_id == account.id)
        .returning(SecondFactor.kind, SecondFactor.confirmed_at),
        execution_options={"synchronize_session": "fetch"},
    ).all()
    recovery_codes.forget(session, account.id)
    single_sign_on.unlink_all(session, actor, account, reason.strip())
    tokens.withdraw(session, account.id, TokenPurpose.EMAIL_CHANGE)
    kinds = [kind.value for kind, confirmed_at in removed if confirmed_at is not None]
    sessions.end_all(session, account.id, SessionEnd.FACTORS_CHANGED)
    event = audit.record(
        session,
        actor,
        AuditAction.FACTORS_RESET,
        SubjectKind.ACCOUNT,
        account.id,
        account.name,
        reason=reason.strip(),
        details={"kinds": sorted(kinds)},
    )
    tell(session, NoticeKind.FACTOR_REMOVED, [account], key=f"factors_reset:{event.id}")
    return len(kinds)
