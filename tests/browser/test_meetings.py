"""From a signal to a decision to an action on somebody's home to the next agenda, with the keys only."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.models import Decision, Meeting, Report
from tests.browser.conftest import Visitor
from tests.keyboard import Keyboard
from tests.meetings import signal

pytestmark = pytest.mark.browser
SIGNAL = "Vaker oponthoud bij het lossen van koelcontainers"
DRAFT = "Kenmerkende zin van een concept"
ACTION = "Vraag alle terminals wat zij hiervan merken."


def plan(keys: Keyboard, title: str, on: date) -> None:
    """Plan a meeting, which leads to its agenda."""
    page = keys.page
    page.goto("/vergaderingen")
    keys.follow("Vergadering plannen")
    keys.seek("Titel")
    page.keyboard.press("Control+A")
    page.keyboard.type(title)
    keys.seek("Datum")
    page.get_by_label("Datum").fill(on.isoformat())
    keys.follow("Vergadering plannen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Agenda bewerken")


def propose(keys: Keyboard, words: str) -> None:
    """Take over one proposal on the agenda."""
    keys.seek(words)
    keys.press("Space")
    keys.follow("Gekozen voorstellen toevoegen")
    expect(keys.page.get_by_text("Toegevoegd aan de agenda: 1.")).to_be_visible()


def remark(member: Page) -> None:
    """Read the item that the signal is, and say something of it beforehand."""
    member.goto("/vergaderingen")
    keys = Keyboard(member)
    keys.follow("Toetsvergadering")
    keys.follow("1. Signaal nummer")
    expect(member.get_by_text(f"{SIGNAL}: wat er is opgevallen.")).to_be_visible()
    keys.write("Uw opmerking", "Wij merken dit ook.")
    keys.follow("Opmerking plaatsen")
    expect(member.get_by_text("Uw opmerking is geplaatst.")).to_be_visible()


def decide(keys: Keyboard, due_on: date) -> None:
    """Record what was decided about the signal, with an action for the coordinator of Rotterdam."""
    page = keys.page
    page.reload()
    keys.follow("1. Signaal nummer")
    keys.follow("Besluit vastleggen", back=True)
    keys.write("Besluit", "De stuurgroep laat dit uitzoeken.")
    keys.write("Reden", "Meer leden merken hetzelfde.")
    keys.write("Actiepunt: wat moet er gebeuren?", ACTION)
    keys.seek("Eigenaar van het actiepunt")
    page.keyboard.type("Naima")
    keys.seek("Actiepunt klaar op")
    page.get_by_label("Actiepunt klaar op").fill(due_on.isoformat())
    keys.follow("Besluit vastleggen")
    expect(page.get_by_text("is vastgelegd.")).to_be_visible()


def work(coordinator: Page) -> None:
    """Find the action on the own home, and say how it is coming along."""
    keys = Keyboard(coordinator)
    keys.follow(f"Actiepunt: {ACTION}")
    keys.seek("Status")
    coordinator.keyboard.type("In uitv")
    keys.write("Hoe staat het ermee?", "Drie terminals hebben geantwoord.")
    keys.follow("Stand opslaan")
    expect(coordinator.get_by_text("De stand van het actiepunt is opgeslagen.")).to_be_visible()


def test_from_a_signal_to_the_next_agenda(visitor: Visitor, site_session: Session) -> None:
    today = clock.today()
    report = site_session.scalars(
        sa.select(Report).where(Report.state == "draft").order_by(Report.id.desc())
    ).first()
    assert report is not None
    report.summary = DRAFT
    signal(site_session, SIGNAL)
    site_session.commit()

    secretary = visitor("secretaris.stuurgroep")
    keys = Keyboard(secretary)
    plan(keys, "Toetsvergadering", today)
    propose(keys, SIGNAL)
    keys.follow("Agenda delen", back=True)
    expect(secretary.get_by_text("De agenda is gedeeld.")).to_be_visible()

    member = visitor("lid1.stuurgroep")
    remark(member)
    decide(keys, today + timedelta(days=20))
    meeting_id = decided(site_session)
    secretary.goto(f"/vergaderingen/{meeting_id}/afsluiten")
    keys.follow("Vergadering afsluiten")
    expect(secretary.get_by_text("De vergadering is afgesloten.")).to_be_visible()

    work(visitor("coordinator.rotterdam"))
    plan(keys, "Toetsvergadering daarna", today + timedelta(days=30))
    propose(keys, ACTION)
    keys.follow("Agenda delen", back=True)
    nothing_of_a_draft(member, site_session)


def decided(session: Session) -> int:
    """Return at which meeting the signal was decided about; keeps nobody from writing after that."""
    decision = session.scalars(sa.select(Decision).order_by(Decision.id.desc()).limit(1)).one()
    assert [each.title for each in decision.signals] == [SIGNAL]
    meeting_id = decision.meeting_id
    session.rollback()
    return meeting_id


def nothing_of_a_draft(member: Page, session: Session) -> None:
    """Go through every page of meetings that a member can open."""
    places = ["/", "/vergaderingen", "/besluiten", "/actiepunten", "/meldingen", "/signalen"]
    for meeting in session.scalars(sa.select(Meeting)):
        places += [f"/vergaderingen/{meeting.id}"]
        places += [f"/vergaderingen/{meeting.id}/agenda/{item.id}" for item in meeting.items]
    session.rollback()
    for place in places:
        member.goto(place)
        expect(member.get_by_role("heading", level=1)).to_be_visible()
        assert DRAFT not in member.content(), place
    member.goto("/actiepunten")
    expect(member.get_by_text("Vraag alle terminals")).to_be_visible()
