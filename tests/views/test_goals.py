"""The subdoelen: what was said of them, how they stood, and by what they are measured."""

import re

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.workflow import COUNTED
from portal.models import Goal, GoalAssessment, Indicator, MaatregelProgress, Period, Report
from portal.models.maatregel import maatregel_goal
from tests.browsing import SignIn

MEMBER = "lid1.stuurgroep@mainportaal.example"
OFFICER = "medewerker1.programmabureau@mainportaal.example"


def page_of(sign_in: SignIn, email: str, path: str) -> str:
    return sign_in(email).get(path).get_data(as_text=True)


def assessed(session: Session, goal: str, state: str) -> GoalAssessment:
    """The newest assessment of a goal over a period in a state."""
    return session.scalars(
        sa.select(GoalAssessment)
        .join(GoalAssessment.goal)
        .join(GoalAssessment.period)
        .where(Goal.code == goal, Period.state == state)
        .order_by(Period.observes_from.desc())
    ).first() or pytest.fail(f"the demonstration says nothing of {goal}")


def test_nine_and_five_goals(sign_in: SignIn) -> None:
    page = page_of(sign_in, MEMBER, "/subdoelen")
    assert "9 subdoelen" in page
    assert "5 subdoelen" in page
    assert "bij geen enkel subdoel een indicator, nulmeting of streefwaarde" in page


def test_the_list_tells_how_many_goals_are_measured(sign_in: SignIn, db_session: Session) -> None:
    measured = {goal.code for each in db_session.scalars(sa.select(Indicator)) for goal in each.goals}
    assert measured
    page = page_of(sign_in, MEMBER, "/subdoelen")
    assert f"{len(measured)} van 14 subdoelen met een indicator" in page
    linked = set(re.findall(r'href="/subdoelen/(\w+)#indicatoren"', page))
    assert linked == measured
    for indicator in db_session.scalars(sa.select(Indicator)):
        indicator.goals = []
    db_session.commit()
    assert "0 van 14 subdoelen met een indicator" in page_of(sign_in, MEMBER, "/subdoelen")


def test_a_goal_shows_maatregelen_and_says_what_is_missing(sign_in: SignIn) -> None:
    page = page_of(sign_in, MEMBER, "/subdoelen/i2")
    assert "De brieven geven bij dit subdoel geen indicator, nulmeting of streefwaarde." in page
    assert "4.2 Fin. 1 Doel" in page
    assert "/maatregelen/rtm-01" in page


def test_a_goal_without_maatregel_says_so(sign_in: SignIn) -> None:
    page = page_of(sign_in, MEMBER, "/subdoelen/p3")
    assert page.count("Geen maatregel gekoppeld") == 2
    assert "Nog geen stand" in page


def test_without_readable_reports_nothing_is_good(sign_in: SignIn) -> None:
    page = page_of(sign_in, "beheerder@mainportaal.example", "/subdoelen")
    assert "p-badge--good" not in page
    assert "Geen geaccepteerde rapportage" in page
    assert "Peildatum onbekend" in page


def test_an_unknown_goal_is_not_found(sign_in: SignIn) -> None:
    assert sign_in(MEMBER).get("/subdoelen/i99").status_code == 404


@pytest.mark.parametrize("email", [MEMBER, "lezer.rotterdam@mainportaal.example"])
def test_the_state_of_each_period_comes_from_reports_that_count(
    sign_in: SignIn, db_session: Session, email: str
) -> None:
    page = page_of(sign_in, email, "/subdoelen/i2")
    section = page.partition('id="stand-per-periode"')[2].partition("</section>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", section, re.DOTALL)[1:]
    everything = email == MEMBER
    wanted = db_session.execute(
        sa.select(Period.code, Report.network_id, MaatregelProgress.status)
        .join(Report, Report.id == MaatregelProgress.report_id)
        .join(Period, Period.id == Report.period_id)
        .join(maatregel_goal, maatregel_goal.c.maatregel_id == MaatregelProgress.maatregel_id)
        .join(Goal, Goal.id == maatregel_goal.c.goal_id)
        .where(Goal.code == "i2", Report.state.in_(sorted(COUNTED)))
    ).all()
    if not everything:
        wanted = [row for row in wanted if f"/rapportages/{row[0]}/rotterdam" in section]
    per_period = {code: [row for row in wanted if row[0] == code] for code, *_rest in wanted}
    told = {}
    for row in rows:
        codes = set(re.findall(r'href="/rapportages/([^/]+)/', row))
        numbers = re.findall(r"(\d+) (?:niet gestart|op schema|aandacht nodig|achter op schema)", row)
        if len(codes) == 1 and numbers:
            told[codes.pop()] = sum(map(int, numbers))
    if everything:
        assert told == {code: len(found) for code, found in per_period.items()}
    else:
        assert set(told.values()) == {1}
        assert set(re.findall(r'href="/rapportages/[^/]+/([^"]+)"', section)) == {"rotterdam"}


def test_a_process_goal_shows_the_judgement_with_its_words(sign_in: SignIn, db_session: Session) -> None:
    said = assessed(db_session, "p4", "adopted")
    for email in (MEMBER, "coordinator.schiphol@mainportaal.example", "lezer.programma@mainportaal.example"):
        page = page_of(sign_in, email, "/subdoelen/p4")
        assert said.words in page
        assert "Oordeel van het programmabureau per periode" in page
        assert said.period.title in page_of(sign_in, email, "/subdoelen")
    assert "Een inhoudelijk subdoel krijgt geen oordeel" not in page_of(sign_in, MEMBER, "/subdoelen/p4")
    assert "Een inhoudelijk subdoel krijgt geen oordeel" in page_of(sign_in, MEMBER, "/subdoelen/i1")


@pytest.mark.parametrize(
    ("who", "reads_open", "reads_adopted"),
    [
        ("medewerker1.programmabureau", True, True),
        ("lid1.stuurgroep", True, True),
        ("coordinator.rotterdam", False, True),
        ("lezer.programma", False, True),
        ("lezer.rotterdam", False, False),
        ("beheerder", False, False),
    ],
)
def test_who_reads_an_assessment(
    sign_in: SignIn,
    db_session: Session,
    who: str,
    reads_open: bool,  # noqa: FBT001 - a column of the table above
    reads_adopted: bool,  # noqa: FBT001 - likewise
) -> None:
    waiting, adopted = assessed(db_session, "p1", "open"), assessed(db_session, "p1", "adopted")
    client = sign_in(f"{who}@mainportaal.example")
    page = client.get("/subdoelen/p1").get_data(as_text=True)
    section = page.partition('id="beoordelingen"')[2].partition("</section>")[0]
    assert (waiting.words in page) is reads_open
    assert (waiting.period.title in section) is reads_open
    assert (adopted.words in page) is reads_adopted
    assert ("Een beoordeling gaat over alle PPS-netwerken." in page) is not reads_adopted
    assert ("Verloop van de beoordelingen" in page) is reads_open
    row = client.get("/subdoelen").get_data(as_text=True).partition('href="/subdoelen/p1"')[2]
    last = row.partition('data-label="Laatste beoordeling"')[2].partition("</tr>")[0]
    assert (waiting.period.title in last) is reads_open
    assert ("Geen" in last) is not reads_adopted
