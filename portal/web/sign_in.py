"""Who is signed in: the only module that knows Flask-Login."""

from typing import Any

from flask import Flask, current_app, g, session
from flask_login import LoginManager, UserMixin, login_user, logout_user
from flask_login import current_user as _current_user

from portal.access.identify import identify
from portal.access.principal import NOBODY, Principal
from portal.database import db

_manager = LoginManager()


class _SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login keeps of a person: the principal of this request."""

    def __init__(self, principal: Principal) -> None:
        self.principal = principal

    def get_id(self) -> str:
        return str(self.principal.account_id)


def init_app(app: Flask) -> None:
    """Let Flask-Login find the person of each request."""
    # Templates ask for `principal`; Flask-Login's own variable would query on every error page as well.
    _manager.init_app(app, add_context_processor=False)
    _manager.session_protection = "strong"


@_manager.user_loader  # type: ignore[untyped-decorator]
def _load(account_id: str) -> _SignedIn | None:
    if not account_id.isascii() or not account_id.isdigit():
        return None
    principal = _identify(int(account_id))
    return _SignedIn(principal) if principal else None


def _identify(account_id: int) -> Principal | None:
    """Return who this is; the persons of a demonstration exist only in a demonstration."""
    principal = identify(db.session, account_id)
    if principal is None or (principal.demonstration and not current_app.config["DEMONSTRATION"]):
        return None
    return principal


def current_principal() -> Principal:
    """Return who acts in this request; NOBODY when nobody is signed in."""
    if "principal" not in g:
        user: Any = _current_user
        g.principal = user.principal if user.is_authenticated else NOBODY
    principal: Principal = g.principal
    return principal


def start_session(account_id: int) -> None:
    """Begin a fresh session for this account."""
    principal = _identify(account_id)
    session.clear()
    g.pop("principal", None)
    if principal is not None:
        login_user(_SignedIn(principal))


def end_session() -> None:
    """End the session."""
    logout_user()
    session.clear()
    g.pop("principal", None)
