"""An administrator takes away the second factors of who lost them, with a reason."""

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.accounts import FactorKind, TokenPurpose
from portal.domain.audit import SYSTEM, AuditAction
from portal.models import ExternalIdentity, SecondFactor
from portal.services import tokens
from tests.administering import browser, make_office, told


def test_a_reset_asks_why_and_is_never_ones_own(
    bare_app: Flask, bare_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = make_office(bare_session)
    bare_session.add(
        SecondFactor(
            account_id=office.reader.id,
            kind=FactorKind.TOTP,
            name="Telefoon",
            created_at=clock.now(),
            confirmed_at=clock.now(),
            sealed_secret="dicht",
        )
    )
    bare_session.add(
        ExternalIdentity(
            account_id=office.reader.id, issuer="https://sso.example", subject="x", linked_at=clock.now()
        )
    )
    change = tokens.issue(
        bare_session, SYSTEM, office.reader, TokenPurpose.EMAIL_CHANGE, "dief@elders.example"
    )
    bare_session.commit()
    admin = browser(bare_app, monkeypatch)
    url = f"/accounts/{office.reader.id}/factoren"
    page = told(admin.get(url))
    assert "App met codes" in page
    assert "Telefoon" not in page
    assert "Die koppeling vervalt" in page
    assert "Schrijf in één zin op waarom" in told(admin.post(url, data={}), 422)
    assert admin.post(url, data={"reden": "Telefoon kwijt, teruggebeld."}).status_code == 302
    assert bare_session.scalar(sa.select(SecondFactor.id)) is None
    assert office.events(AuditAction.FACTORS_RESET)[0].reason == "Telefoon kwijt, teruggebeld."
    assert bare_session.scalar(sa.select(ExternalIdentity.id)) is None
    assert office.events(AuditAction.IDENTITY_UNLINKED)[0].reason == "Telefoon kwijt, teruggebeld."
    bare_session.expire_all()
    assert change.withdrawn_at is not None
    own = f"/accounts/{office.admin.id}/factoren"
    assert admin.post(own, data={"reden": "x"}).status_code == 409
