"""A portal with single sign-on, on empty tables: at the real provider, or at one that makes tokens."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.roles import Role
from portal.models import Account
from portal.oidc.provider import Provider, Registration
from portal.oidc.transport import Patience
from tests.builders import person
from tests.oidc.browsing import RETURN_TO
from tests.oidc.issuer import Issuer

ROOT = Path(__file__).resolve().parents[2]
LONG = Patience(connect=20, read=20, total=40, most_bytes=64 * 1024)
CLIENT_ID, CLIENT_SECRET = "mainportaal", "geheim-van-de-toets"


@pytest.fixture(scope="session")
def real_issuer() -> Iterator[str]:
    """The address of a real provider, that lives as long as the tests."""
    node = shutil.which("node") or shutil.which(str(ROOT / ".venv" / "node" / "node"))
    if node is None or not (ROOT / "node_modules" / "oidc-provider").exists():
        if os.environ.get("CI"):
            pytest.fail("CI must have node and node_modules: run `make assets`")
        pytest.skip("node or its packages are not on this machine: run `make assets`")
    with subprocess.Popen(  # noqa: S603 - a program of our own
        [node, str(ROOT / "tests" / "oidc" / "provider.mjs"), RETURN_TO],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        lines = (line.strip() for line in process.stdout)
        yield next(line for line in lines if line.startswith("http"))
        process.stdin.close()


@pytest.fixture
def now() -> Iterator[datetime]:
    """Let the test happen today: the real provider signs with the time it is."""
    today = datetime.now(UTC)
    with clock.at(today):
        yield today


@pytest.fixture
def portal_at(bare_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], FlaskClient]:
    """Return a function that gives a browser at the portal, which trusts the given issuer."""
    monkeypatch.setitem(bare_app.config, "WTF_CSRF_ENABLED", False)

    def at(issuer: str) -> FlaskClient:
        chosen = Provider(Registration(issuer, CLIENT_ID, CLIENT_SECRET, "Toets & Co"), LONG)
        monkeypatch.setitem(bare_app.extensions, "mainportaal.single_sign_on", chosen)
        monkeypatch.setitem(bare_app.jinja_env.globals, "organisation_name", "Toets & Co")
        return bare_app.test_client()

    return at


@pytest.fixture
def coordinator(bare_session: Session) -> Account:
    """Somebody who can sign in here."""
    account = person(bare_session, "coordinator", Role.PROGRAMME_OFFICER)
    bare_session.commit()
    return account


@pytest.fixture
def issuer(frozen_clock: datetime) -> Iterator[Issuer]:
    """A provider on this computer that says and signs whatever a test wants."""
    with Issuer(CLIENT_ID).running() as running:
        yield running
