"""Codes for when a factor is lost: shown once, each works once (design: security R03)."""

import secrets
from collections.abc import Sequence

import sqlalchemy as sa
from argon2.low_level import Type, hash_secret_raw
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.accounts import RECOVERY_CODES
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.models import Account, RecoveryCode
from portal.services import audit
from portal.services.holding import hold

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""No letters that look like another or like a digit."""
GROUPS = (4, 4, 4)
_SALT = 8
_MOST_SETS = 3


def make(session: Session, actor: Actor, account: Account) -> Sequence[str]:
    """Make new codes in the place of the former ones, and return them: they can be read only now."""
    # Of two at once the second replaces the codes of the first: nobody is left with two sets.
    hold(session, account)
    session.execute(sa.delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    salt, now = secrets.token_bytes(_SALT), clock.now()
    codes = [_new_code() for _ in range(RECOVERY_CODES)]
    session.add_all(
        RecoveryCode(account_id=account.id, code_hash=_hash(salt, code), created_at=now) for code in codes
    )
    session.flush()
    audit.record(
        session, actor, AuditAction.RECOVERY_CODES_MADE, SubjectKind.ACCOUNT, account.id, account.name
    )
    return codes


def use(session: Session, account: Account, typed: str) -> bool:
    """Use a code up; False when it is none, or was used before, also at the same moment."""
    code = "".join(character for character in typed.lower() if character not in " -\t")
    if len(code) != sum(GROUPS):
        return False
    hashes = {_hash(salt, code) for salt in _salts(session, account.id)}
    used = session.execute(
        sa.update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account.id,
            RecoveryCode.code_hash.in_(hashes),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=clock.now())
        .returning(RecoveryCode.id),
        execution_options={"synchronize_session": "fetch"},
    )
    if used.first() is None:
        return False
    actor = Actor(account.id, account.name)
    audit.record(
        session, actor, AuditAction.RECOVERY_CODE_USED, SubjectKind.ACCOUNT, account.id, account.name
    )
    return True


def forget(session: Session, account_id: int) -> None:
    """Make all codes of an account worth nothing."""
    session.execute(sa.delete(RecoveryCode).where(RecoveryCode.account_id == account_id))


def grouped(code: str) -> str:
    """Return a code as it is written down: in groups."""
    parts, start = [], 0
    for size in GROUPS:
        parts.append(code[start : start + size])
        start += size
    return "-".join(parts)


def _new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(sum(GROUPS)))


def _salts(session: Session, account_id: int) -> Sequence[bytes]:
    """The codes of one making share a salt, so that checking one costs one hash and not ten."""
    salt = sa.func.substr(RecoveryCode.code_hash, 1, 2 * _SALT)
    found = session.scalars(sa.select(salt).where(RecoveryCode.account_id == account_id).distinct())
    return [bytes.fromhex(text) for text in found.fetchmany(_MOST_SETS)]


def _hash(salt: bytes, code: str) -> str:
    """Slow, like that of a password, but lighter: nobody chose these codes (ASVS 6.5.2)."""
    digest = hash_secret_raw(
        code.encode(), salt, time_cost=2, memory_cost=19 * 1024, parallelism=1, hash_len=24, type=Type.ID
    )
    return salt.hex() + digest.hex()
