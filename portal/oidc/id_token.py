"""Believing an ID token: its signature, who made it, for whom, when, and in answer to what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import JoseError

from portal.domain import clock
from portal.domain.accounts import REAUTHENTICATED
from portal.oidc.errors import ProviderOddError
from portal.oidc.keys import ALGORITHMS, Keys

LEEWAY_SECONDS = 60
"""So much the clocks of the provider and the portal may differ."""
FRESH_SECONDS = 600
"""A token is made for this very sign-in, so it cannot be older."""

MAX_AGE = int(REAUTHENTICATED.total_seconds())
"""Who is to show again who they are must have done so within this time."""


@dataclass(frozen=True)
class Expected:
    """What a token must say to be the answer to this attempt."""

    issuer: str
    client_id: str
    nonce: str = field(repr=False)
    access_token: str = field(repr=False)
    strengths: tuple[str, ...] = ()
    again: bool = False
    """Whether it must say that somebody showed just now who they are."""


def key_name(token: str) -> str | None:
    """Return the name of the key in the head of a token, None where it has none."""
    name = _head(token).get("kid")
    return name if isinstance(name, str) else None


def claims_of(token: str, keys: Keys, expected: Expected) -> dict[str, Any]:
    """Return what a token says once all of it is right; raises ProviderOddError."""
    algorithm = _head(token).get("alg")
    if algorithm not in ALGORITHMS:
        raise ProviderOddError("de handtekening is van een soort die wij niet aannemen")
    try:
        read = jwt.decode(token, keys.find(key_name(token), algorithm), algorithms=[algorithm])
        claims = CodeIDToken(
            read.claims,
            read.header,
            options={
                "iss": {"essential": True, "value": expected.issuer},
                "aud": {"essential": True, "value": expected.client_id},
                "exp": {"essential": True},
                "iat": {"essential": True},
            },
            params={
                "client_id": expected.client_id,
                "nonce": expected.nonce,
                "access_token": expected.access_token,
            },
        )
        now = int(clock.now().timestamp())
        claims.validate(now=now, leeway=LEEWAY_SECONDS)
    except (JoseError, ValueError, TypeError) as error:
        raise ProviderOddError(_reason(error)) from None
    if claims["iat"] < now - FRESH_SECONDS - LEEWAY_SECONDS:
        raise ProviderOddError("het token is te oud")
    if expected.strengths and claims.get("acr") not in expected.strengths:
        raise ProviderOddError("er is niet sterk genoeg ingelogd")
    if expected.again and not now - MAX_AGE - LEEWAY_SECONDS <= _moment(claims) <= now + LEEWAY_SECONDS:
        raise ProviderOddError("er is niet opnieuw ingelogd")
    return dict(claims)


def shown_at(claims: Mapping[str, Any]) -> datetime | None:
    """Return when somebody showed the provider who they are; None where it does not tell."""
    if not (told := _moment(claims)):
        return None
    now = clock.now()
    try:
        moment = datetime.fromtimestamp(told, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    # Its clock may be a little ahead of ours.
    return min(moment, now) if moment - now <= timedelta(seconds=LEEWAY_SECONDS) else None


def _moment(claims: Mapping[str, Any]) -> int:
    """Return the moment in a token, one long ago where it is not told, or not as it should."""
    moment = claims.get("auth_time")
    return moment if isinstance(moment, int) and not isinstance(moment, bool) else 0


def _head(token: str) -> dict[str, Any]:
    try:
        return dict(jws.extract_compact(token.encode()).headers())
    except (JoseError, ValueError, TypeError):
        raise ProviderOddError("het token is niet te lezen") from None


def _reason(error: Exception) -> str:
    """Say which check failed, by its name: what the token says stays out of the log."""
    claim = getattr(error, "claim", None)
    about = f", {claim}" if isinstance(claim, str) and claim.isidentifier() else ""
    return f"het token klopt niet ({type(error).__name__}{about})"
