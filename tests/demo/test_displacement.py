"""The known worry of the demonstration comes out of the screening, and the office follows it."""

import re
from decimal import Decimal
from html import unescape

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.demo.displacement import FLOOR, TITLE
from portal.domain.audit import AuditAction
from portal.domain.signals import SignalState
from portal.models import AuditEvent, ScreeningSetting, Signal
from tests.conftest import SignIn


def test_pressure_moves_from_one_port_to_another_and_a_flat_indicator_shows_nothing(
    sign_in: SignIn, db_session: Session
) -> None:
    member = sign_in("lid1.stuurgroep@mainportaal.example")
    page = unescape(
        re.sub(r"<[^>]+>", " ", member.get("/verplaatsing?indicator=ind-01").get_data(as_text=True))
    )
    assert "1. Van Haven Rotterdam naar Havens Zeeland en West-Brabant" in page
    assert "2. Van" not in page
    assert "logverandering -0,43" in page
    assert "logverandering +0,67" in page
    assert "Hiervan is een signaal gemaakt" in page
    assert TITLE in page
    flat = member.get("/verplaatsing?indicator=ind-03").get_data(as_text=True)
    assert "geen mogelijke verplaatsing" in flat


def test_the_office_set_a_limit_once_and_follows_the_signal(db_session: Session) -> None:
    assert list(db_session.scalars(sa.select(ScreeningSetting.floor))) == [FLOOR]
    signal = db_session.scalars(sa.select(Signal).where(Signal.title == TITLE)).one()
    assert signal.state is SignalState.MONITORING
    assert [step.to_state for step in signal.steps] == [SignalState.INTERPRETING, SignalState.MONITORING]
    assert Decimal(52) in {each.value for each in signal.observations}
    assert "-0,43" in signal.description
    done = list(
        db_session.scalars(sa.select(AuditEvent.action).where(AuditEvent.action == AuditAction.SCREENING_SET))
    )
    assert len(done) == 1
