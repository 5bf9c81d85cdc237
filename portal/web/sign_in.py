"""Who is signed in: the only module that knows Flask-Login."""

from typing import Any

from flask import Flask, g, session
from flask_login import LoginManager, UserMixin, login_user, logout_user
from flask_login import current_user as _current_user

from portal.access.identify import identify
from portal.access.principal import NOBODY, Principal
from portal.database import db
from portal.models import Account

_manager = LoginManager()


class _SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login keeps of a person: the principal of this request."""

    def __init__(self, principal: Principal) -> None:
        self.principal = principal

    def get_id(self) -> str:
        return str(self.principal.account_id)


def init_app(app: Flask) -> None:
    """Let Flask-Login find the person of each request."""
    _manager.init_app(app)
    _manager.session_protection = "strong"


@_manager.user_loader  # type: ignore[untyped-decorator]
def _load(account_id: str) -> _SignedIn | None:
    if not account_id.isascii() or not account_id.isdigit():
        return None
    principal = identify(db.session, int(account_id))
    return _SignedIn(principal) if principal else None


def current_principal() -> Principal:
    """Return who acts in this request; NOBODY when nobody is signed in."""
    if "principal" not in g:
        user: Any = _current_user
        g.principal = user.principal if user.is_authenticated else NOBODY
    principal: Principal = g.principal
    return principal


def start_session(account: Account) -> None:
    """Begin a fresh session for this account."""
    session.clear()
    g.pop("principal", None)
    principal = identify(db.session, account.id)
    if principal is not None:
        login_user(_SignedIn(principal))


def end_session() -> None:
    """End the session."""
    logout_user()
    session.clear()
    g.pop("principal", None)
