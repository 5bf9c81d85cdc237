"""The provider of this application, and what the browser keeps while somebody is away signing in."""

from dataclasses import dataclass
from hmac import compare_digest
from typing import TYPE_CHECKING, Any, cast

import structlog
from flask import Flask, current_app, g, render_template, request, session

from config.settings import Settings
from portal.database import db
from portal.domain import clock
from portal.domain.single_sign_on import ATTEMPT
from portal.oidc import Attempt, ProviderSilentError, SingleSignOnError
from portal.web.mail import public_address
from portal.web.redirects import short_path

if TYPE_CHECKING:
    from portal.oidc.provider import Provider

_log = structlog.get_logger()
_NAME = "mainportaal.single_sign_on"
_AWAY, _FOUND = "_organisatie", "_organisatie_gevonden"
_BAD_GATEWAY, _UNAVAILABLE = 502, 503


@dataclass(frozen=True)
class Journey:
    """Somebody who came back from the provider: with which secrets, and what for."""

    attempt: Attempt
    target: str
    linking: int | None
    """The account that somebody wants to link, None for signing in."""


@dataclass(frozen=True)
class Found:
    """Whom the provider named to somebody who is about to link."""

    subject: str
    email: str


def init_app(app: Flask, settings: Settings) -> None:
    """Let views find the provider, if single sign-on is switched on."""
    app.extensions[_NAME] = provider_of(settings)
    app.jinja_env.globals["organisation_name"] = settings.oidc_name
    app.register_error_handler(SingleSignOnError, show_trouble)


def provider_of(settings: Settings) -> "Provider | None":
    """Return the provider of these settings, None where single sign-on is off."""
    if not settings.oidc_issuer:
        return None
    # Before the processes part, where there is single sign-on; never where there is none.
    from portal.oidc.provider import Provider, Registration  # noqa: PLC0415

    return Provider(
        Registration(
            settings.oidc_issuer,
            settings.oidc_client_id,
            settings.oidc_client_secret.get_secret_value(),
            settings.oidc_name,
            settings.oidc_acr,
        )
    )


def provider() -> "Provider | None":
    """Return the provider of this application, None where single sign-on is off."""
    return cast("Provider | None", current_app.extensions[_NAME])


def depart(chosen: "Provider", target: str, linking: int | None = None, *, again: bool = False) -> str:
    """Begin an attempt in this browser, in the place of a former one, and return where it goes."""
    attempt = Attempt.fresh(again=again)
    address = chosen.address(attempt, return_address())
    session[_AWAY] = {
        "state": attempt.state,
        "nonce": attempt.nonce,
        "verifier": attempt.verifier,
        "target": short_path(target),
        "linking": linking,
        "again": again,
        "at": _now(),
    }
    return address


def arrive() -> Journey | None:
    """Return the attempt that this answer belongs to, and forget it; None where it belongs to none."""
    kept: dict[str, Any] | None = session.pop(_AWAY, None)
    if kept is None or _is_over(kept):
        return None
    if not compare_digest(str(kept["state"]).encode(), request.args.get("state", "").encode()):
        return None
    attempt = Attempt(kept["state"], kept["nonce"], kept["verifier"], again=kept.get("again", False))
    return Journey(attempt, kept["target"], kept["linking"])


def return_address() -> str:
    """Return where the provider sends the browser back to, as it is registered there."""
    return public_address("single_sign_on.finish")


def keep_found(account_id: int, found: Found) -> None:
    """Remember whom the provider named, until the owner confirms."""
    session[_FOUND] = {"account": account_id, "subject": found.subject, "email": found.email, "at": _now()}


def found_by(account_id: int) -> Found | None:
    """Return whom the provider named to this person, not long ago."""
    kept: dict[str, Any] | None = session.get(_FOUND)
    if kept is None or kept["account"] != account_id or _is_over(kept):
        return None
    return Found(kept["subject"], kept["email"])


def forget_found() -> None:
    """Forget whom the provider named."""
    session.pop(_FOUND, None)


def show_trouble(error: SingleSignOnError) -> tuple[str, int]:
    """Show that the provider does not answer, or not as it should; a password still works."""
    _log.warning("single_sign_on_failed", kind=type(error).__name__, reason=str(error))
    db.session.rollback()
    silent = isinstance(error, ProviderSilentError)
    page = render_template("single_sign_on/trouble.html", silent=silent, request_id=g.get("request_id", ""))
    return page, _UNAVAILABLE if silent else _BAD_GATEWAY


def _now() -> int:
    return int(clock.now().timestamp())


def _is_over(kept: dict[str, Any]) -> bool:
    return _now() - int(kept["at"]) > ATTEMPT.total_seconds()
