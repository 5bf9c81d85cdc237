"""From a motie to an ask that is carried out, and a duty that comes back and runs late."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.parliament import AskState, ClosingState
from portal.models import Ask, AskClosing, AskOccurrence
from tests.browser.conftest import Visitor
from tests.browser.steps import follow, press

pytestmark = pytest.mark.browser
OFFICER, COLLEAGUE = "medewerker1.programmabureau", "medewerker2.programmabureau"
SAID = "De terreinen zijn afgeschermd; daarmee is aan het eerste verzoek voldaan."


def register_motie(page: Page, title: str) -> None:
    page.goto("/register/nieuw?soort=motie")
    page.get_by_label("Titel").fill(title)
    page.get_by_label("Van wie?").fill("Een toetsend lid")
    page.get_by_label("Waar staat dit?").fill("Een motie van de toets")
    press(page, "In het register zetten")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def split(page: Page, text: str, recurs_from: int | None = None) -> None:
    """Add an ask; one that comes back is due every year from a day in that year."""
    follow(page, "Verzoek toevoegen")
    page.get_by_label("Wat wordt gevraagd?").fill(text)
    page.get_by_label("Waar staat dit?").fill("De tekst van de motie")
    if recurs_from is not None:
        page.get_by_label("Keert terug", exact=True).check()
        page.get_by_label("Hoe vaak keert het terug?").select_option(label="Elk jaar bij de begroting")
        page.get_by_label("Wanneer moet het klaar zijn?").select_option(
            label="Bij de begroting (Prinsjesdag)"
        )
        page.get_by_label("Jaar (niet verplicht)").fill(str(recurs_from))
    else:
        page.get_by_label("Eenmalig", exact=True).check()
    press(page, "Verzoek toevoegen")


def link(page: Page) -> None:
    follow(page, "Maatregel koppelen")
    choose(page, "Maatregel", "rtm-01")
    page.get_by_label("Afgeleid door het programmabureau").check()
    page.get_by_label("Wat draagt de maatregel bij?").fill("De barrières schermen de terreinen af.")
    press(page, "Maatregel koppelen")


def prove(page: Page) -> None:
    follow(page, "Onderbouwing koppelen")
    field = page.get_by_label("Wat laat het zien?")
    field.select_option(index=1)
    page.get_by_label("Waarom laat dit het zien?").fill("De rapportage beschrijft de afscherming.")
    press(page, "Onderbouwing koppelen")


def choose(page: Page, name: str, words: str) -> None:
    """Choose what has these words."""
    field = page.get_by_label(name, exact=True)
    value = field.locator("option", has_text=words).first.get_attribute("value")
    field.select_option(value=value)


def send(page: Page, title: str, ask: str) -> None:
    """Register a letter that says something of an ask."""
    page.goto("/brieven/nieuw")
    page.get_by_label("Titel van de brief").fill(title)
    page.get_by_label("Verzonden op").fill((clock.today() - timedelta(days=1)).isoformat())
    page.get_by_label("Link", exact=True).fill("https://kamerstukken.voorbeeld.example/toets")
    page.get_by_label("Tekst van de passage").first.fill(SAID)
    field = page.get_by_label("Verzoek waar de passage over gaat").first
    field.select_option(value=field.locator("option", has_text=ask).first.get_attribute("value"))
    press(page, "Brief registreren")
    expect(page.get_by_text(SAID).first).to_be_visible()


def propose(page: Page) -> None:
    follow(page, "Afsluiten voorstellen")
    page.get_by_label("Uitgevoerd", exact=True).check()
    page.get_by_role("radio", name=SAID[:20]).check()
    page.get_by_label("Toelichting").fill("De brief zegt het en de rapportage laat het zien.")
    press(page, "Voorstel doen")


def ask_of(session: Session, text: str) -> Ask:
    """Return the ask as it is now, and let go of the database: the server must be able to write."""
    ask = session.scalars(sa.select(Ask).where(Ask.text == text)).one()
    session.expunge(ask)
    session.rollback()
    return ask


def times_of(session: Session, ask: Ask) -> list[AskOccurrence]:
    query = sa.select(AskOccurrence).where(AskOccurrence.ask_id == ask.id).order_by(AskOccurrence.number)
    found = list(session.scalars(query))
    session.expunge_all()
    session.rollback()
    return found


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_motie_is_carried_out_when_a_letter_and_a_second_person_say_so(
    visitor: Visitor, site_session: Session, *, javascript: bool
) -> None:
    name = "met" if javascript else "zonder"
    title, first, second = (
        f"{words} ({name} script)" for words in ("Toetsmotie", "Terreinen afschermen", "Erover berichten")
    )
    page = visitor(OFFICER, javascript=javascript)
    register_motie(page, title)
    motie = page.url
    split(page, first)
    page.goto(motie)
    split(page, second)
    ask = ask_of(site_session, first)
    address = f"/verzoeken/{ask.code}"
    page.goto(address)
    link(page)
    page.goto(address)
    prove(page)
    send(page, f"Brief over {first}", first)
    page.goto(address)
    propose(page)
    assert ask_of(site_session, first).state is AskState.UNASSESSED
    page.goto(address)
    expect(page.get_by_text("Wacht op een tweede persoon").first).to_be_visible()

    colleague = visitor(COLLEAGUE, javascript=javascript)
    colleague.goto("/verzoeken/akkoord")
    follow(colleague, first)
    expect(colleague.get_by_text(SAID).first).to_be_visible()
    press(colleague, "Akkoord geven")
    assert ask_of(site_session, first).state is AskState.FULFILLED
    closing = site_session.scalars(sa.select(AskClosing).where(AskClosing.ask_id == ask.id)).one()
    assert (closing.state, closing.proposed_by_id == closing.decided_by_id) == (ClosingState.APPROVED, False)
    site_session.rollback()

    member = visitor("lid1.stuurgroep", javascript=javascript)
    member.goto(motie)
    expect(member.get_by_text("1 van 2 verzoeken")).to_be_visible()
    member.goto(address)
    expect(member.get_by_text("Uitgevoerd", exact=True).first).to_be_visible()
    expect(member.get_by_text("De rapportage beschrijft de afscherming.")).to_be_visible()


def test_a_duty_that_comes_back_runs_late_and_reaches_the_stuurgroep(
    visitor: Visitor, site_session: Session
) -> None:
    page = visitor(OFFICER)
    register_motie(page, "Toetsmotie die terugkeert")
    motie = page.url
    split(page, "Ieder jaar de stand melden", recurs_from=clock.today().year - 1)
    ask = ask_of(site_session, "Ieder jaar de stand melden")
    days = [time.due_on for time in times_of(site_session, ask)]
    assert days[0].year == clock.today().year - 1
    assert days[-1] >= clock.today() > days[0]

    page.goto(f"/verzoeken/{ask.code}")
    page.get_by_label("In uitvoering nemen").check()
    page.get_by_label("Reden").fill("Wij melden dit ieder jaar.")
    press(page, "Stand vastleggen")
    expect(page.get_by_text("Keert terug, te laat").first).to_be_visible()

    member = visitor("lid1.stuurgroep")
    follow(member, "Alle verzoeken over de termijn")
    expect(member.get_by_text("Ieder jaar de stand melden")).to_be_visible()

    send(page, "Brief over de stand", "Ieder jaar de stand melden")
    page.goto(f"/verzoeken/{ask.code}")
    propose(page)
    colleague = visitor(COLLEAGUE)
    colleague.goto("/verzoeken/akkoord")
    follow(colleague, "Ieder jaar de stand melden")
    press(colleague, "Akkoord geven")
    assert [time.settled_at is not None for time in times_of(site_session, ask)][:2] == [True, False]
    member.goto(motie)
    expect(member.get_by_text("Loopt door").first).to_be_visible()
