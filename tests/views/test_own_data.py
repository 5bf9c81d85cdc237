"""Taking the own data along: asked again who one is, as files, and written down."""

import json

import pytest
import sqlalchemy as sa

from portal.domain import clock
from portal.domain.audit import AuditAction
from portal.models import AuditEvent
from tests.conftest import NOW
from tests.own import LATER, Visit, visit

__all__ = ["visit"]
PAGE = "/mijn/gegevens/downloaden"


def test_the_page_tells_what_is_kept_and_what_is_not(visit: Visit) -> None:
    page = visit.page(PAGE)
    assert "Aanstellingen" in page
    assert "Wat er niet in staat" in page
    assert f'href="{PAGE}/gegevens.json"' in page


@pytest.mark.parametrize(("form", "kind"), [("json", "application/json"), ("xlsx", "spreadsheetml")])
def test_a_file_is_handed_out_and_written_down(visit: Visit, form: str, kind: str) -> None:
    answer = visit.client.get(f"{PAGE}/gegevens.{form}")
    assert answer.status_code == 200
    assert kind in answer.headers["Content-Type"]
    assert answer.headers["Content-Disposition"] == f"attachment; filename=mijn-gegevens.{form}"
    assert answer.headers["Cache-Control"] == "no-store"
    event = visit.session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
    assert (event.action, event.actor_id, event.details) == (
        AuditAction.EXPORTED,
        visit.account.id,
        {"form": form},
    )


def test_the_file_is_about_oneself(visit: Visit) -> None:
    told = json.loads(visit.client.get(f"{PAGE}/gegevens.json").data)
    assert told["schema"] == "mainportaal-eigen-gegevens/1"
    assert told["made_at"] == "2026-03-20T10:00:00+00:00"
    (account,) = [part for part in told["sections"] if part["key"] == "account"]
    assert [row["email"] for row in account["rows"]] == ["een@toets.example"]


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/gegevens.json", f"{PAGE}/gegevens.xlsx"])
def test_a_screen_left_alone_gives_nothing_away(visit: Visit, path: str) -> None:
    with clock.at(NOW + LATER):
        assert visit.client.get(path).headers["Location"] == f"/bevestigen?volgende={path}"
    assert AuditAction.EXPORTED not in visit.actions(3)
