"""Who is signed in: the only module that knows Flask-Login.

The browser holds a signed cookie with a random token; what the token opens stands in the database, so that
a session ends on the server (design: security R13-R16).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, current_app, g, request, session
from flask_login import LoginManager, UserMixin, login_user, logout_user
from flask_login import current_user as _current_user

from portal.access.identify import principal_of
from portal.access.principal import NOBODY, Principal
from portal.database import db, only_reads
from portal.domain import clock
from portal.domain.accounts import SEEN_EVERY, SessionEnd, SignInMethod
from portal.models import Account, SignInSession
from portal.queries.remembered import change_marks
from portal.queries.sessions import HeldSession, halfway_session, held_session
from portal.services import sessions
from portal.services.sessions import hash_of
from portal.web.intent import is_unattended
from portal.web.visitors import visitor

_HALFWAY = "_halverwege"
_manager = LoginManager()


class _SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login keeps of a person: the token of the session, and what it opens in this request."""

    def __init__(self, token: str, held: HeldSession) -> None:
        self.token = token
        self.held = held

    def get_id(self) -> str:
        return self.token


def init_app(app: Flask) -> None:
    """Let Flask-Login find the person of each request."""
    # Templates ask for `principal`; Flask-Login's own variable would query on every error page as well.
    _manager.init_app(app, add_context_processor=False)
    # A phone changes its address on the way: the token in the database is what protects a session.
    _manager.session_protection = None
    app.after_request(_clear_at_sign_out)


@_manager.user_loader  # type: ignore[untyped-decorator]
def _load(token: str) -> _SignedIn | None:
    under_way = db.session.in_transaction()
    held = held_session(db.session, hash_of(token), clock.now(), clock.today())
    if held is None or not may_act(held.identity.demonstration):
        return None
    if not is_unattended():
        _note_use(held, under_way=under_way)
    if only_reads.get():
        # Before anything else is read: what is then remembered is never older than its marks.
        change_marks(db.session)
    return _SignedIn(token, held)


def may_act(demonstration: bool) -> bool:  # noqa: FBT001 - what an identity says of itself
    """Return whether somebody exists here: the persons of a demonstration only in a demonstration."""
    return not demonstration or bool(current_app.config["DEMONSTRATION"])


def _note_use(held: HeldSession, *, under_way: bool) -> None:
    """Note, at most once a minute, that a session is in use: apart, so that it stands whatever happens.

    A request that writes holds the lock of SQLite from its first question on, and would wait for itself:
    it lets go first, for it only asked who this is. With more than that under way it notes its use along.
    """
    if clock.now() - held.last_seen_at < SEEN_EVERY:
        return
    if not only_reads.get():
        if under_way:
            sessions.touch(db.session, held)
            return
        db.session.rollback()
    marker = only_reads.set(False)
    try:
        with db.sessionmaker() as apart:
            if sessions.touch(apart, held):
                apart.commit()
    finally:
        only_reads.reset(marker)


def current_principal() -> Principal:
    """Return who acts in this request; NOBODY when nobody is signed in."""
    if "principal" not in g:
        held = current_session()
        g.principal = principal_of(held.identity) if held is not None else NOBODY
    principal: Principal = g.principal
    return principal


def current_session() -> HeldSession | None:
    """Return the session of this request; None when nobody is signed in."""
    user: Any = _current_user
    held: HeldSession | None = user.held if user.is_authenticated else None
    return held


@dataclass(frozen=True)
class Entry:
    """A session that was begun in the database; the browser gets hold of it after the commit."""

    token: str
    complete: bool
    renews: bool = False
    """Whether it goes on with the session this browser holds: then its open forms stay good."""

    def hold(self) -> None:
        """Let this browser hold the session, under a new identifier, and nothing it held before."""
        if not self.renews:
            session.clear()
        g.pop("principal", None)
        # A page that is made after this gets a token of the new session.
        g.pop("csrf_token", None)
        if not self.complete:
            session[_HALFWAY] = self.token
            return
        held = held_session(db.session, hash_of(self.token), clock.now(), clock.today())
        if held is not None and may_act(held.identity.demonstration):
            login_user(_SignedIn(self.token, held))


def begin_session(
    account: Account, method: SignInMethod, *, complete: bool = True, shown_at: datetime | None = None
) -> Entry:
    """Begin a session and end whatever this browser held before; the caller commits, then holds it.

    An incomplete one remembers that the first factor was right, and opens nothing but the second step.
    """
    held = current_session()
    if held is not None:
        sessions.end(db.session, held.session_id, SessionEnd.REPLACED)
    waiting = _waiting()
    if waiting is not None:
        sessions.end(db.session, waiting.id, SessionEnd.REPLACED)
    token = sessions.begin(db.session, account, method, visitor(), complete=complete, shown_at=shown_at)
    return Entry(token, complete)


def confirm_session() -> Entry | None:
    """Give the session of this request a new identifier, now that its holder showed again who they are.

    The caller commits, then holds it; None when the session ended meanwhile.
    """
    held = current_session()
    if held is None:
        return None
    token = sessions.confirm(db.session, current_principal().actor, held.session_id)
    return None if token is None else Entry(token, complete=True, renews=True)


def waiting_session() -> SignInSession | None:
    """Return the session in which this browser showed the first factor and still owes the second."""
    waiting = _waiting()
    if waiting is None or not may_act(waiting.account.demonstration):
        return None
    return waiting


def _waiting() -> SignInSession | None:
    token = session.get(_HALFWAY)
    return halfway_session(db.session, hash_of(token), clock.now()) if token else None


def forget_session() -> None:
    """Let this browser forget its session, once it has ended in the database."""
    logout_user()
    session.clear()
    g.pop("principal", None)
    g.signed_out = True


def _clear_at_sign_out(response: Any) -> Any:
    """Let the browser forget what it kept of the portal (R17)."""
    if g.get("signed_out") and request.is_secure:
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
