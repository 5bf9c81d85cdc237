"""People with second factors for tests: an app whose codes are known, and a browser that signs in."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.demo.personas import PASSWORD
from portal.domain import clock
from portal.domain.accounts import FactorKind
from portal.domain.audit import Actor
from portal.models import Account, SecondFactor
from portal.services import app_codes, recovery_codes

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP = "/inloggen/tweede-stap"
WRONG = "000000"


def with_app(session: Session, account: Account, key: str, name: str = "Telefoon") -> SecondFactor:
    """Give somebody an app that worked before."""
    factor = SecondFactor(
        account_id=account.id,
        kind=FactorKind.TOTP,
        name=name,
        created_at=clock.now(),
        confirmed_at=clock.now(),
        sealed_secret=app_codes.sealed(key, SECRET),
    )
    session.add(factor)
    session.flush()
    return factor


def with_codes(session: Session, account: Account) -> list[str]:
    """Give somebody recovery codes."""
    return list(recovery_codes.make(session, Actor(account.id, account.name), account))


def code(seconds: int = 0, secret: str = SECRET) -> str:
    """What the app shows now, or so many seconds later."""
    return pyotp.TOTP(secret).at(clock.now() + timedelta(seconds=seconds))


def start(client: FlaskClient, name: str, target: str = "", **more: str) -> TestResponse:
    """Show the password of somebody."""
    query = {"volgende": target} if target else {}
    data = {"email": f"{name}@toets.example", "wachtwoord": PASSWORD, **more}
    return client.post("/inloggen", query_string=query, data=data)


def step(client: FlaskClient, typed: str, **more: str) -> TestResponse:
    """Show a code."""
    return client.post(STEP, data={"code": typed, **more})


@contextmanager
def obliging(app: Flask, *roles: str) -> Iterator[None]:
    """Let these roles ask for a second factor."""
    before = app.config["SECOND_FACTOR_ROLES"]
    app.config["SECOND_FACTOR_ROLES"] = frozenset(roles)
    try:
        yield
    finally:
        app.config["SECOND_FACTOR_ROLES"] = before
