"""Decisions: recorded by the secretary at a meeting, found by everybody of the stuurgroep, never edited."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.meetings import AgendaKind
from portal.models import ActionItem, AgendaItem, Decision, Maatregel, Meeting
from portal.services import agenda
from portal.services.agenda import NewItem
from tests.browsing import counted_queries
from tests.conftest import SignIn
from tests.meetings import account_of, convened, item, persona, signal

SECRET = "Kenmerkend besluit van vandaag"
SAID = {"besluit": SECRET, "reden": "Dat is nodig."}


def person(sign_in: SignIn, name: str) -> FlaskClient:
    return sign_in(f"{name}@mainportaal.example")


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


@pytest.fixture
def secretary(sign_in: SignIn) -> FlaskClient:
    return person(sign_in, "secretaris.stuurgroep")


@pytest.fixture
def meeting(db_session: Session) -> Meeting:
    made = convened(db_session, persona(db_session, "secretaris.stuurgroep"), clock.today(), "Vandaag")
    db_session.commit()
    return made


def url(meeting: Meeting) -> str:
    return f"/vergaderingen/{meeting.id}/besluiten/nieuw"


def newest(session: Session) -> Decision:
    session.expire_all()
    return session.scalars(sa.select(Decision).order_by(Decision.id.desc()).limit(1)).one()


@pytest.fixture
def decision(secretary: FlaskClient, meeting: Meeting, db_session: Session) -> Decision:
    assert secretary.post(url(meeting), data={**SAID, "onderwerp": str(item(meeting).id)}).status_code == 302
    return newest(db_session)


def test_a_decision_with_an_action_in_one_form(
    secretary: FlaskClient, sign_in: SignIn, meeting: Meeting, db_session: Session
) -> None:
    made = signal(db_session, "Aanleiding")
    actor = persona(db_session, "secretaris.stuurgroep")
    new = NewItem(AgendaKind.SIGNAL, "Signaal", f"signal:{made.id}", made)
    about = agenda.add_items(db_session, actor, meeting, [new])[0]
    db_session.commit()
    form = page(secretary, f"{url(meeting)}?onderwerp={about.id}")
    assert f'value="{made.id}"' in form
    rotterdam = account_of(db_session, "coordinator.rotterdam")
    maatregel = db_session.scalars(sa.select(Maatregel).where(Maatregel.code == "rtm-01")).one()
    data = {
        **SAID,
        "onderwerp": about.id,
        "signalen": [made.id],
        "maatregelen": [maatregel.id],
        "actie": "Maak een plan van drie bladzijden.",
        "eigenaar": rotterdam.id,
        "klaar_op": "20-4-2026",
        "netwerk": maatregel.network_id,
    }
    first = secretary.post(url(meeting), data=data)
    assert first.status_code == 302
    assert secretary.post(url(meeting), data=data).location == first.location
    found = newest(db_session)
    assert [each.id for each in found.signals] == [made.id]
    assert [each.code for each in found.maatregelen] == ["rtm-01"]
    assert [each.owner_id for each in found.actions] == [rotterdam.id]
    shown = page(person(sign_in, "lid1.stuurgroep"), f"/besluiten/{found.id}")
    for words in (SECRET, "Dat is nodig.", "Signaal: Aanleiding", maatregel.title, "drie bladzijden"):
        assert words in shown
    coordinator = person(sign_in, "coordinator.rotterdam")
    assert "Actiepunt: Maak een plan van drie bladzijden." in page(coordinator, "/")
    action = page(coordinator, f"/actiepunten/{found.actions[0].id}")
    assert f"Besluit {found.year}-{found.number:02}" in action
    assert SECRET not in action


def test_a_revision_is_a_new_decision_and_the_old_one_says_so(
    secretary: FlaskClient, meeting: Meeting, decision: Decision, db_session: Session
) -> None:
    offered = page(secretary, f"{url(meeting)}?herziet={decision.id}")
    assert f'selected value="{decision.id}"' in offered
    data = {"besluit": "Toch anders.", "reden": "Nieuw inzicht.", "herziet": decision.id}
    assert secretary.post(url(meeting), data=data).status_code == 302
    newer = newest(db_session)
    words = f"Herzien door besluit {newer.year}-{newer.number:02}"
    assert words in page(secretary, f"/besluiten/{decision.id}")
    assert words in page(secretary, f"/besluiten?q={SECRET}&stand=herzien")
    assert SECRET not in page(secretary, "/besluiten?stand=geldend")
    again = secretary.post(url(meeting), data={**data, "besluit": "Nog eens anders."})
    assert again.status_code == 422
    assert "Nog eens anders." in again.get_data(as_text=True)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"besluit": " "}, "Vul het besluit in."),
        ({"reden": ""}, "Vul in waarom dit is besloten."),
        ({"actie": "Doe iets."}, "Kies wie dit doet."),
        ({"actie": "Doe iets.", "klaar_op": "ooit"}, "Vul een datum in"),
        ({"onderwerp": "2147483647"}, "Ongeldige keuze."),
        ({"besluit": "x" * 4001}, "Gebruik hoogstens 4.000 tekens."),
    ],
)
def test_wrong_input_is_told_and_kept(
    secretary: FlaskClient, meeting: Meeting, db_session: Session, wrong: dict[str, str], message: str
) -> None:
    before = newest(db_session).id
    answer = secretary.post(url(meeting), data={**SAID, **wrong})
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert message in text
    assert SECRET in text or "besluit" in wrong
    assert newest(db_session).id == before


def test_who_decides_and_when(
    sign_in: SignIn, secretary: FlaskClient, db_session: Session, meeting: Meeting
) -> None:
    for who in ("medewerker1.programmabureau", "lid1.stuurgroep", "coordinator.rotterdam", "beheerder"):
        client = person(sign_in, who)
        assert client.get(url(meeting)).status_code == 403
        assert client.post(url(meeting), data=SAID).status_code == 403
    later = convened(
        db_session, persona(db_session, "secretaris.stuurgroep"), clock.today() + timedelta(days=1), "Morgen"
    )
    db_session.commit()
    page(secretary, url(later), 409)
    refused = secretary.post(url(later), data=SAID)
    assert refused.status_code == 409
    assert SECRET in refused.get_data(as_text=True)
    assert newest(db_session).text != SECRET


def test_giving_another_action(
    secretary: FlaskClient, sign_in: SignIn, decision: Decision, db_session: Session
) -> None:
    address = f"/besluiten/{decision.id}/actiepunten"
    owner = account_of(db_session, "partner.schiphol")
    data = {"actie": "Zoek het uit.", "eigenaar": owner.id, "klaar_op": "1-5-2026", "netwerk": ""}
    for _twice in range(2):
        assert secretary.post(address, data=data).status_code == 302
    given = db_session.scalars(sa.select(ActionItem).where(ActionItem.decision_id == decision.id)).all()
    assert [(each.what, each.network_id) for each in given] == [("Zoek het uit.", None)]
    assert secretary.post(address, data={**data, "eigenaar": ""}).status_code == 422
    # Who cannot read actions cannot be given one.
    reader = account_of(db_session, "lezer.programma")
    assert secretary.post(address, data={**data, "eigenaar": reader.id}).status_code == 422
    assert person(sign_in, "lid1.stuurgroep").post(address, data=data).status_code == 403


def test_a_signal_that_is_no_longer_for_all_is_not_named(
    sign_in: SignIn, meeting: Meeting, secretary: FlaskClient, db_session: Session
) -> None:
    made = signal(db_session, "Gevoelige titel")
    db_session.commit()
    secretary.post(url(meeting), data={**SAID, "signalen": [made.id]})
    found, member = newest(db_session), person(sign_in, "lid1.stuurgroep")
    assert "Gevoelige titel" in page(member, f"/besluiten/{found.id}")
    made.audience = Audience.NETWORK
    db_session.commit()
    assert "Gevoelige titel" not in page(member, f"/besluiten/{found.id}")


def test_the_database_keeps_decisions_as_they_are(decision: Decision, db_session: Session) -> None:
    with pytest.raises(DBAPIError, match="frozen"):
        db_session.execute(sa.update(Decision).where(Decision.id == decision.id).values(text="Vervalst"))


def test_a_list_costs_the_same_however_long(
    sign_in: SignIn, secretary: FlaskClient, meeting: Meeting, db_session: Session
) -> None:
    member = person(sign_in, "lid1.stuurgroep")

    def cost() -> int:
        with counted_queries() as statements:
            page(member, "/besluiten")
        return len(statements)

    secretary.post(url(meeting), data=SAID)
    page(member, "/besluiten")
    few = cost()
    for number in range(5):
        secretary.post(url(meeting), data={**SAID, "besluit": f"Besluit nummer {number}"})
    assert cost() == few <= 10
    assert db_session.scalar(sa.select(sa.func.count()).where(AgendaItem.meeting_id == meeting.id)) == 1
