"""Who must have a second factor, and who still has to make one."""

from flask import current_app, request, session, url_for

from portal.domain.accounts import SignInMethod
from portal.web.redirects import own_path, short_path
from portal.web.sign_in import current_principal, current_session

_ONWARD = "_verder"
MAKING_ONE = frozenset(
    {
        *("factors", "authenticator_apps", "passkeys", "recovery_codes"),
        *("confirming", "confirming_passkey", "staying"),
    }
)
"""Areas that are open to who must make a second factor first."""
LEAVING = frozenset({"session.sign_out"})


def is_obliged() -> bool:
    """Return whether a role of who is signed in asks for a second factor."""
    obliging: frozenset[str] = current_app.config["SECOND_FACTOR_ROLES"]
    return not obliging.isdisjoint(current_principal().roles)


def owes_factor() -> bool:
    """Return whether who is signed in must make a second factor before anything else.

    Who came through the own organisation showed it there: the provider is trusted for that.
    """
    # First, for a page that tells of a database that is gone must not ask it who is signed in.
    if current_principal().account_id is None:
        return False
    held = current_session()
    if held is None or held.has_factor or held.method is SignInMethod.SINGLE_SIGN_ON:
        return False
    return is_obliged()


def opens_without_factor(endpoint: str) -> bool:
    """Return whether a door is open to who still owes a second factor."""
    return endpoint.partition(".")[0] in MAKING_ONE or endpoint in LEAVING


def remember_where() -> None:
    """Remember which page was asked for, to go on to once there is a factor."""
    session[_ONWARD] = short_path(request.full_path.rstrip("?"))


def onward() -> str:
    """Return where to go on to once there is a factor; the home page where nothing was asked for."""
    remembered = session.pop(_ONWARD, None)
    return own_path(remembered) if isinstance(remembered, str) else url_for("home.index")
