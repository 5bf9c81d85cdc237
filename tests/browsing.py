"""Opening pages as somebody, and counting what a page asks of the database."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from portal.database import db
from portal.domain.accounts import SignInMethod
from portal.queries.accounts import account_by_email
from portal.services import sessions
from portal.services.sessions import Visitor

SignIn = Callable[[str], FlaskClient]
Browse = Callable[..., str]
"""Open a page as somebody: (name, path, status=200) to the text of the page."""


def signed_in(app: Flask, email: str) -> FlaskClient:
    """A browser in which somebody has signed in with a password."""
    with app.app_context():
        account = account_by_email(db.session, email)
        assert account is not None, f"{email} cannot sign in"
        token = sessions.begin(db.session, account, SignInMethod.PASSWORD, Visitor("", "Testbrowser"))
        db.session.commit()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
    return client


def browse(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Browse:
    """Return a function that signs in the first time and opens pages."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    clients: dict[str, FlaskClient] = {}

    def open_page(name: str, path: str, status: int = 200) -> str:
        if name not in clients:
            clients[name] = signed_in(app, f"{name}@toets.example")
        answer = clients[name].get(path)
        assert answer.status_code == status
        return without_tokens(answer)

    return open_page


def without_tokens(answer: TestResponse) -> str:
    """Return the page without what differs on every request."""
    page = re.sub(r'name="csrf_token" value="[^"]*"', "", answer.get_data(as_text=True))
    number = answer.headers.get("X-Request-ID", "")
    return page.replace(number, "") if number else page


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """Collect the statements that reach the database, apart from beginning and ending transactions."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.upper().startswith(("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            statements.append(statement)

    event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(sa.Engine, "before_cursor_execute", note)
