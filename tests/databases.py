"""On which database the tests run, and what need not be tried on both."""

import os

import pytest

ON_POSTGRES = os.environ.get("PORTAL_TEST_DATABASE", "sqlite") == "postgres"


def once(reason: str) -> pytest.MarkDecorator:
    """Try it on SQLite only: what it looks at cannot differ."""
    return pytest.mark.skipif(ON_POSTGRES, reason=reason)


def on_postgres(reason: str) -> pytest.MarkDecorator:
    """Try it on PostgreSQL only: SQLite has no such thing."""
    return pytest.mark.skipif(not ON_POSTGRES, reason=reason)
