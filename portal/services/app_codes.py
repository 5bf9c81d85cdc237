"""Codes that an app makes by the clock (TOTP): each works once (design: security R03)."""

import hmac
from collections.abc import Iterable

import pyotp
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.accounts import APP_WAITS, CODE_DIGITS, CODE_SECONDS, CODE_STEPS_BESIDE
from portal.models import SecondFactor
from portal.services.sealing import UnreadableSecretError, seal, unseal

_PURPOSE = "totp"


def new_secret() -> str:
    """Return a fresh secret for an app: 160 bits."""
    return pyotp.random_base32(32)


def offered(key: str, account_id: int, secret: str) -> str:
    """Return a secret that was offered to somebody, for on the page: nothing is kept before a code fits."""
    return seal(key, f"{_PURPOSE}-new:{account_id}", secret)


def offer_of(key: str, account_id: int, offer: str) -> str:
    """Return the secret that was offered to this account; raises UnreadableSecretError after a while."""
    return unseal(key, f"{_PURPOSE}-new:{account_id}", offer, within=APP_WAITS)


def sealed(key: str, secret: str) -> str:
    """Return a secret as the database keeps it."""
    return seal(key, _PURPOSE, secret)


def secret_of(key: str, factor: SecondFactor) -> str:
    """Return the secret of an app; raises UnreadableSecretError after a change of key."""
    return unseal(key, _PURPOSE, factor.sealed_secret)


def address_of(secret: str, name: str) -> str:
    """Return what the picture for the app says."""
    return pyotp.TOTP(secret, digits=CODE_DIGITS, interval=CODE_SECONDS).provisioning_uri(
        name=name, issuer_name="Mainportaal"
    )


def use(session: Session, key: str, factors: Iterable[SecondFactor], typed: str) -> bool:
    """Use a code up with the app that made it; False when it is wrong, too old or was used before."""
    code = digits_of(typed)
    return bool(code) and any(
        _use_step(session, factor, step)
        for factor in factors
        if (step := _step_of(key, factor, code)) is not None
    )


def digits_of(typed: str) -> str:
    """Return a code as it was meant, without spaces; empty for what cannot be one."""
    code = "".join(typed.split())
    return code if len(code) == CODE_DIGITS and code.isascii() and code.isdigit() else ""


def _step_of(key: str, factor: SecondFactor, code: str) -> int | None:
    try:
        return step_of(secret_of(key, factor), code)
    except UnreadableSecretError:
        return None


def step_of(secret: str, code: str) -> int | None:
    """Return the step of the clock to which a code belongs, None when it is none of those around now."""
    made = pyotp.TOTP(secret, digits=CODE_DIGITS, interval=CODE_SECONDS)
    now = int(clock.now().timestamp()) // CODE_SECONDS
    steps = range(now - CODE_STEPS_BESIDE, now + CODE_STEPS_BESIDE + 1)
    # All are compared, so that the time tells nothing.
    fitting = [step for step in steps if hmac.compare_digest(made.generate_otp(step), code)]
    return fitting[-1] if fitting else None


def _use_step(session: Session, factor: SecondFactor, step: int) -> bool:
    """Note the step of a code, which goes only forward; whoever is second finds it taken."""
    taken = session.execute(
        sa.update(SecondFactor)
        .where(
            SecondFactor.id == factor.id,
            sa.or_(SecondFactor.last_step.is_(None), SecondFactor.last_step < step),
        )
        .values(last_step=step, last_used_at=clock.now())
        .returning(SecondFactor.id),
        execution_options={"synchronize_session": "fetch"},
    )
    return taken.first() is not None
