"""Action items: who sees which, who says how it goes, and what is late."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.actions import ActionState
from portal.models import ActionItem, Network
from portal.queries import remembered
from portal.services.actions import ActionContent, give_action
from tests.browsing import counted_queries
from tests.conftest import SignIn
from tests.meetings import account_of, persona

SECRET = "Kenmerkend actiepunt van Rotterdam"


def person(sign_in: SignIn, name: str) -> FlaskClient:
    return sign_in(f"{name}@mainportaal.example")


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


@pytest.fixture
def action(db_session: Session) -> ActionItem:
    """An action of the partner of Rotterdam, for that network, that is one day late."""
    network = db_session.scalar(sa.select(Network.id).where(Network.code == "rotterdam"))
    owner = account_of(db_session, "partner.rotterdam")
    content = ActionContent(SECRET, owner, clock.today() - timedelta(days=1), network)
    made = give_action(db_session, persona(db_session, "medewerker1.programmabureau"), content)
    db_session.commit()
    return made


def url(action: ActionItem, rest: str = "") -> str:
    return f"/actiepunten/{action.id}{rest}"


def said(action: ActionItem, state: ActionState, words: str = "Er is een begin.") -> dict[str, object]:
    return {"version": action.version, "status": state.value, "woorden": words}


def fresh(session: Session, action: ActionItem) -> ActionItem:
    session.expire_all()
    return session.get_one(ActionItem, action.id)


@pytest.mark.parametrize(
    ("who", "status", "listed"),
    [
        ("partner.rotterdam", 200, 200),
        ("coordinator.rotterdam", 200, 200),
        ("lid1.stuurgroep", 200, 200),
        ("medewerker2.programmabureau", 200, 200),
        ("coordinator.schiphol", 404, 200),
        ("partner.schiphol", 404, 200),
        ("lezer.programma", 403, 403),
        ("beheerder", 403, 403),
    ],
)
def test_who_sees_it(action: ActionItem, sign_in: SignIn, who: str, status: int, listed: int) -> None:
    client = person(sign_in, who)
    assert (SECRET in page(client, url(action), status)) is (status == 200)
    assert (SECRET in page(client, "/actiepunten", listed)) is (status == 200)
    # It is late: the owner sees it as work to do, who steers sees it on the first screen.
    assert (SECRET in page(client, "/")) is (
        who in {"partner.rotterdam", "lid1.stuurgroep", "medewerker2.programmabureau"}
    )


def test_the_owner_says_how_it_goes(action: ActionItem, sign_in: SignIn, db_session: Session) -> None:
    owner = person(sign_in, "partner.rotterdam")
    assert "Had klaar moeten zijn op 19 maart 2026." in page(owner, "/")
    assert "Uw actiepunt is te laat" not in page(owner, "/meldingen")
    first = said(action, ActionState.IN_PROGRESS)
    assert owner.post(url(action, "/stand"), data=first).status_code == 302
    assert owner.post(url(action, "/stand"), data=first).status_code == 302
    stale = owner.post(url(action, "/stand"), data={**first, "woorden": "Andere woorden", "status": "done"})
    assert stale.status_code == 409
    text = stale.get_data(as_text=True)
    assert "Andere woorden" in text
    assert "Er is een begin." in text
    current = fresh(db_session, action)
    done = said(current, ActionState.DONE, "Het plan ligt er.")
    assert owner.post(url(action, "/stand"), data=done).status_code == 302
    shown = page(person(sign_in, "lid1.stuurgroep"), url(action))
    assert [step.words for step in fresh(db_session, action).steps] == [
        "Er is een begin.",
        "Het plan ligt er.",
    ]
    assert "Het plan ligt er." in shown
    assert "Stand opslaan" not in shown
    assert SECRET not in page(owner, "/")
    settled = owner.post(url(action, "/stand"), data=said(fresh(db_session, action), ActionState.OPEN))
    assert settled.status_code == 409


def test_only_who_gives_actions_lets_one_lapse(
    action: ActionItem, sign_in: SignIn, db_session: Session
) -> None:
    owner, secretary = person(sign_in, "partner.rotterdam"), person(sign_in, "secretaris.stuurgroep")
    lapsed = said(action, ActionState.LAPSED, "Niet meer nodig.")
    assert "Vervallen" not in page(owner, url(action)).partition("<form")[2].partition("</form>")[0]
    assert owner.post(url(action, "/stand"), data=lapsed).status_code == 403
    assert secretary.post(url(action, "/stand"), data={**lapsed, "woorden": " "}).status_code == 422
    assert secretary.post(url(action, "/stand"), data=lapsed).status_code == 302
    assert fresh(db_session, action).state is ActionState.LAPSED


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("coordinator.rotterdam", 403),
        ("lid1.stuurgroep", 403),
        ("coordinator.schiphol", 404),
        ("beheerder", 403),
    ],
)
def test_who_may_not_say_anything(
    action: ActionItem, sign_in: SignIn, db_session: Session, who: str, status: int
) -> None:
    answer = person(sign_in, who).post(url(action, "/stand"), data=said(action, ActionState.DONE))
    assert answer.status_code == status
    assert fresh(db_session, action).state is ActionState.OPEN


def test_the_list_is_filtered_and_searched(action: ActionItem, sign_in: SignIn) -> None:
    member = person(sign_in, "lid1.stuurgroep")
    for query, found in [
        ("status=te-laat", True),
        ("status=done", False),
        ("status=lopend&netwerk=rotterdam", True),
        ("netwerk=schiphol", False),
        ("q=kenmerkend+rotterdam", True),
        ("q=%25", False),
        ("van=mij", False),
        ("status=onzin", True),
    ]:
        assert (SECRET in page(member, f"/actiepunten?{query}")) is found, query


def test_wrong_input_is_told_and_kept(action: ActionItem, sign_in: SignIn) -> None:
    owner = person(sign_in, "partner.rotterdam")
    answer = owner.post(url(action, "/stand"), data={**said(action, ActionState.DONE), "status": "klaar"})
    assert answer.status_code == 422
    assert "Er is een begin." in answer.get_data(as_text=True)
    for address in ("/actiepunten/2147483647", "/actiepunten/99999999999"):
        page(owner, address, 404)


def test_pages_cost_the_same_however_many(action: ActionItem, sign_in: SignIn, db_session: Session) -> None:
    owner = person(sign_in, "partner.rotterdam")

    def cost(address: str) -> int:
        remembered.forget()
        with counted_queries() as statements:
            page(owner, address)
        return len(statements)

    page(owner, "/")
    few = [cost("/"), cost("/actiepunten")]
    giver = persona(db_session, "medewerker1.programmabureau")
    for number in range(8):
        give_action(db_session, giver, ActionContent(f"Nummer {number}", action.owner, clock.today()))
    db_session.commit()
    assert [cost("/"), cost("/actiepunten")] == few
    assert few[1] <= 8
