"""Reading what people have besides a password."""

from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.domain.accounts import FactorKind
from portal.models import Account, RecoveryCode, SecondFactor


def confirmed_of(account_id: int | InstrumentedAttribute[int]) -> sa.ColumnElement[bool]:
    """Return the condition that a factor is of this account and has worked."""
    return sa.and_(SecondFactor.account_id == account_id, SecondFactor.confirmed_at.is_not(None))


def has_factor(session: Session, account_id: int) -> bool:
    """Return whether somebody has a second factor that works."""
    return bool(session.scalar(sa.select(sa.exists().where(confirmed_of(account_id)))))


def has_code(session: Session, account_id: int) -> bool:
    """Return whether somebody has a code to give: from an app, or one for when a factor is lost."""
    app = sa.exists().where(confirmed_of(account_id), SecondFactor.kind == FactorKind.TOTP)
    spare = sa.exists().where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return bool(session.scalar(sa.select(sa.or_(app, spare))))


def has_passkey(session: Session, account_id: int) -> bool:
    """Return whether somebody has a passkey."""
    condition = sa.and_(confirmed_of(account_id), SecondFactor.kind == FactorKind.PASSKEY)
    return bool(session.scalar(sa.select(sa.exists().where(condition))))


def factors_of(session: Session, account_id: int) -> Sequence[SecondFactor]:
    """Return the factors of somebody that work, the oldest first."""
    return session.scalars(
        sa.select(SecondFactor).where(confirmed_of(account_id)).order_by(SecondFactor.id)
    ).all()


def factor_of(session: Session, account_id: int, factor_id: int) -> SecondFactor | None:
    """Return one working factor of this account; None for one of somebody else."""
    return session.scalar(
        sa.select(SecondFactor).where(confirmed_of(account_id), SecondFactor.id == factor_id)
    )


def passkey_by_credential(session: Session, credential_id: str) -> SecondFactor | None:
    """Return the passkey with this number, of an account that may come in."""
    return session.scalar(
        sa.select(SecondFactor)
        .join(SecondFactor.account)
        .where(
            SecondFactor.credential_id == credential_id,
            SecondFactor.confirmed_at.is_not(None),
            Account.active.is_(True),
        )
    )


def count_of(session: Session, account_ids: Collection[int]) -> Mapping[int, int]:
    """Return how many working factors each of these accounts has, in one query."""
    counted = session.execute(
        sa.select(SecondFactor.account_id, sa.func.count())
        .where(SecondFactor.account_id.in_(account_ids), SecondFactor.confirmed_at.is_not(None))
        .group_by(SecondFactor.account_id)
    )
    found = {row[0]: row[1] for row in counted}
    return {account_id: found.get(account_id, 0) for account_id in account_ids}


def recovery_codes_left(session: Session, account_id: int) -> int:
    """Return how many recovery codes somebody can still use."""
    return (
        session.scalar(
            sa.select(sa.func.count()).where(
                RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None)
            )
        )
        or 0
    )
