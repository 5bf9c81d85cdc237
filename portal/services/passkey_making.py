"""Making a passkey: what a browser is asked, and what it brings (WebAuthn; security R02)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session
from webauthn import generate_registration_options, verify_registration_response
from webauthn.helpers import bytes_to_base64url, options_to_json_dict
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from portal.domain.errors import PasskeyRefusedError
from portal.models import Account
from portal.services.passkeys import MILLISECONDS, Site, handle_of, known_passkeys

_LONGEST_NUMBER = 1023
"""Bytes of the number of a passkey, as the standard allows."""
_LONGEST_KEY = 1500
"""Bytes of its key: what the database holds, and more than any real one has."""


@dataclass(frozen=True)
class NewPasskey:
    """A passkey that a browser has just made."""

    credential_id: str
    public_key: str
    sign_count: int
    transports: str


def registration_options(
    session: Session, site: Site, key: str, account: Account, challenge: bytes
) -> dict[str, Any]:
    """Return what a browser needs to make a passkey, which can also sign in by itself."""
    options = generate_registration_options(
        rp_id=site.rp_id,
        rp_name="Mainportaal",
        user_id=handle_of(key, account.id),
        user_name=account.email,
        user_display_name=account.name,
        challenge=challenge,
        timeout=MILLISECONDS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=known_passkeys(session, account.id),
    )
    return options_to_json_dict(options)


def read_registration(site: Site, challenge: bytes, answer: Any) -> NewPasskey:
    """Return the passkey that the answer brings; raises PasskeyRefusedError."""
    if not isinstance(answer, dict):
        raise PasskeyRefusedError
    try:
        made = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
        )
    # Anybody may send anything: whatever the library stumbles over is no passkey.
    except Exception as error:
        raise PasskeyRefusedError from error
    if len(made.credential_id) > _LONGEST_NUMBER or len(made.credential_public_key) > _LONGEST_KEY:
        raise PasskeyRefusedError
    return NewPasskey(
        bytes_to_base64url(made.credential_id),
        bytes_to_base64url(made.credential_public_key),
        made.sign_count,
        _transports(answer["response"].get("transports")),
    )


def _transports(given: Any) -> str:
    """Return the ways to reach a passkey that we know; a browser may know others."""
    known = {each.value for each in AuthenticatorTransport}
    return " ".join(sorted(known & {str(each) for each in given})) if isinstance(given, list) else ""
