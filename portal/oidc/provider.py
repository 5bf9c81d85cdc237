"""A provider: what it says of itself and its keys, kept for a while, and the steps of signing in."""

import time
from base64 import b64encode
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote_plus

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri

from portal.domain.single_sign_on import ExternalPerson
from portal.oidc.asking import Attempt
from portal.oidc.errors import ProviderOddError
from portal.oidc.id_token import MAX_AGE, Expected, claims_of, key_name, shown_at
from portal.oidc.keys import Keys
from portal.oidc.person import person_in
from portal.oidc.transport import Patience, Transport

WELL_KNOWN = "/.well-known/openid-configuration"
SCOPE = "openid email"
KEPT_SECONDS = 3600
"""What the provider says of itself is asked again after so long."""
REFRESH_SECONDS = 30
"""An unknown key makes us ask for the keys again, but not more often than this."""


@dataclass(frozen=True)
class Registration:
    """How the portal is known at the provider."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str = ""
    """What the organisation is called on the button."""
    strengths: tuple[str, ...] = ()
    """Ways of signing in that are strong enough, as the provider calls them; empty where any is."""


@dataclass(frozen=True)
class _Description:
    authorization: str
    token: str
    jwks: str
    userinfo: str
    names_issuer: bool
    """Whether every answer names its issuer (RFC 9207)."""
    secret_in_form: bool


class Provider:
    """Signs people in at one issuer; one for each process, used by all threads."""

    def __init__(self, registration: Registration, patience: Patience | None = None) -> None:
        self.registration = registration
        self._transport = Transport(registration.issuer, patience or Patience())
        self._description: tuple[float, _Description] | None = None
        self._keys: tuple[float, Keys] | None = None

    def address(self, attempt: Attempt, return_to: str) -> str:
        """Return where the browser goes to sign in."""
        strengths = self.registration.strengths
        more = {"acr_values": " ".join(strengths)} if strengths else {}
        if attempt.again:
            more |= {"prompt": "login", "max_age": str(MAX_AGE)}
        return str(
            prepare_grant_uri(
                self._described().authorization,
                self.registration.client_id,
                "code",
                redirect_uri=return_to,
                scope=SCOPE,
                state=attempt.state,
                nonce=attempt.nonce,
                code_challenge=attempt.challenge,
                code_challenge_method="S256",
                **more,
            )
        )

    def check_sender(self, named: str | None) -> None:
        """Refuse an answer that comes from another issuer, where answers tell (RFC 9207)."""
        if named is None and not self._described().names_issuer:
            return
        if named != self.registration.issuer:
            raise ProviderOddError("het antwoord noemt een andere uitgever")

    def person(self, code: str, attempt: Attempt, return_to: str) -> ExternalPerson:
        """Exchange a code, once, for who somebody is; raises a SingleSignOnError."""
        described = self._described()
        answer = self._transport.post(*self._token_request(described, code, attempt, return_to))
        token, access = answer.get("id_token"), answer.get("access_token")
        if not isinstance(token, str) or not isinstance(access, str):
            raise ProviderOddError("het antwoord heeft geen token")
        own = self.registration
        expected = Expected(own.issuer, own.client_id, attempt.nonce, access, own.strengths, attempt.again)
        claims = claims_of(token, self._keys_for(described, token), expected)
        person = person_in(claims)
        if not person.email and described.userinfo:
            more = self._transport.get(described.userinfo, {"Authorization": f"Bearer {access}"})
            if more.get("sub") != person.subject:
                raise ProviderOddError("de gegevens gaan over iemand anders")
            person = person_in(more)
        return replace(person, shown_at=shown_at(claims))

    def _token_request(
        self, described: _Description, code: str, attempt: Attempt, return_to: str
    ) -> tuple[str, dict[str, str], dict[str, str]]:
        own = self.registration
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": return_to,
            "code_verifier": attempt.verifier,
        }
        if described.secret_in_form:
            fields |= {"client_id": own.client_id, "client_secret": own.client_secret}
            return described.token, fields, {}
        pair = f"{quote_plus(own.client_id)}:{quote_plus(own.client_secret)}"
        return described.token, fields, {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}

    def _described(self) -> _Description:
        # No lock: two threads that ask at once cost one question more, and none waits for the other.
        kept = self._description
        if kept is None or _older_than(KEPT_SECONDS, kept[0]):
            read = self._transport.get(self.registration.issuer.rstrip("/") + WELL_KNOWN)
            kept = self._description = time.monotonic(), self._read(read)
        return kept[1]

    def _read(self, said: dict[str, Any]) -> _Description:
        if said.get("issuer") != self.registration.issuer:
            raise ProviderOddError("de beschrijving noemt een andere uitgever")
        check = self._transport.check
        ways = said.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        userinfo = said.get("userinfo_endpoint")
        return _Description(
            authorization=check(said.get("authorization_endpoint")),
            token=check(said.get("token_endpoint")),
            jwks=check(said.get("jwks_uri")),
            userinfo=check(userinfo) if userinfo else "",
            names_issuer=said.get("authorization_response_iss_parameter_supported") is True,
            secret_in_form="client_secret_basic" not in ways,
        )

    def _keys_for(self, described: _Description, token: str) -> Keys:
        """Return the keys; asked again when they are old, or do not know the key of this token."""
        name = key_name(token)
        kept = self._keys
        if kept is None or _older_than(KEPT_SECONDS if kept[1].has(name) else REFRESH_SECONDS, kept[0]):
            kept = self._keys = time.monotonic(), Keys(self._transport.get(described.jwks))
        return kept[1]


def _older_than(seconds: float, moment: float) -> bool:
    return time.monotonic() - moment > seconds
