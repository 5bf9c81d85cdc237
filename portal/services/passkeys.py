"""Using a passkey: what a browser is asked, and whether its answer is right (WebAuthn; security R02)."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from webauthn import (
    generate_authentication_options,
    verify_authentication_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json_dict
from webauthn.helpers.structs import (
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    UserVerificationRequirement,
)

from portal.domain import clock
from portal.domain.accounts import CHALLENGE, FactorKind
from portal.domain.errors import PasskeyRefusedError
from portal.models import Account, SecondFactor
from portal.queries.factors import factors_of, passkey_by_credential
from portal.services import single_use
from portal.services.holding import hold

MILLISECONDS = int(CHALLENGE.total_seconds() * 1000)


@dataclass(frozen=True)
class Site:
    """For which name passkeys are made, and from which address a browser may answer."""

    rp_id: str
    origin: str


def new_challenge() -> bytes:
    """Return what the passkey has to sign."""
    return secrets.token_bytes(32)


def handle_of(key: str, account_id: int) -> bytes:
    """Return by what a passkey knows an account: always the same, and telling nothing."""
    return hmac.digest(key.encode(), f"passkey-handle:{account_id}".encode(), hashlib.sha256)


def authentication_options(
    session: Session,
    site: Site,
    challenge: bytes,
    account: Account | None = None,
    *,
    must_verify: bool = False,
) -> dict[str, Any]:
    """Return what a browser needs to use a passkey: one of this account, else any that knows who it is."""
    alone = account is None or must_verify
    options = generate_authentication_options(
        rp_id=site.rp_id,
        challenge=challenge,
        timeout=MILLISECONDS,
        allow_credentials=[] if account is None else known_passkeys(session, account.id),
        user_verification=UserVerificationRequirement.REQUIRED
        if alone
        else UserVerificationRequirement.PREFERRED,
    )
    return options_to_json_dict(options)


def check(
    session: Session,
    site: Site,
    key: str,
    challenge: bytes,
    answer: Any,
    account: Account | None = None,
    *,
    must_verify: bool = False,
) -> Account:
    """Return whose passkey answered; raises PasskeyRefusedError.

    With an account it is the second factor of that account. Without one, or where it must verify, it is all
    there is: then it must have asked its owner for a finger, a face or a code.
    """
    passkey = _found(session, answer)
    if passkey is None or (account is not None and passkey.account_id != account.id):
        raise PasskeyRefusedError
    hold(session, passkey.account)
    if not passkey.account.active:
        raise PasskeyRefusedError
    # Alone it also says whose it is; beside a password that is known.
    if account is None and not _is_of(key, passkey.account_id, answer["response"].get("userHandle")):
        raise PasskeyRefusedError
    try:
        used = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(passkey.public_key or ""),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=account is None or must_verify,
        )
    except Exception as error:
        raise PasskeyRefusedError from error
    _note_use(session, passkey, used.new_sign_count)
    return passkey.account


def use_up(session: Session, challenge: bytes) -> None:
    """Let a challenge be answered once, by whichever process; raises PasskeyRefusedError the second time."""
    if not single_use.use_up(session, "challenge", challenge):
        raise PasskeyRefusedError


def _is_of(key: str, account_id: int, handle: Any) -> bool:
    expected = bytes_to_base64url(handle_of(key, account_id))
    return isinstance(handle, str) and handle.isascii() and hmac.compare_digest(handle, expected)


def _found(session: Session, answer: Any) -> SecondFactor | None:
    if not isinstance(answer, dict) or not isinstance(answer.get("response"), dict):
        return None
    number = answer.get("id")
    if not isinstance(number, str) or not number.isascii() or "\x00" in number:
        return None
    return passkey_by_credential(session, number)


def known_passkeys(session: Session, account_id: int) -> list[PublicKeyCredentialDescriptor]:
    """Return the passkeys of an account as a browser wants to hear of them."""
    return [
        PublicKeyCredentialDescriptor(
            id=base64url_to_bytes(factor.credential_id or ""),
            transports=[AuthenticatorTransport(each) for each in factor.transports.split()] or None,
        )
        for factor in factors_of(session, account_id)
        if factor.kind is FactorKind.PASSKEY
    ]


def _note_use(session: Session, passkey: SecondFactor, sign_count: int) -> None:
    """Keep the count of a passkey, which only rises; one that counts nothing stays at zero."""
    rises = SecondFactor.sign_count < sign_count
    if sign_count == 0:
        rises = SecondFactor.sign_count == 0
    noted = session.execute(
        sa.update(SecondFactor)
        .where(SecondFactor.id == passkey.id, rises)
        .values(sign_count=sign_count, last_used_at=clock.now())
        .returning(SecondFactor.id),
        execution_options={"synchronize_session": "fetch"},
    )
    if noted.first() is None:
        raise PasskeyRefusedError
