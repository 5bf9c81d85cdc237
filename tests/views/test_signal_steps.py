"""What happens to a signal on screen: changing, interpreting, merging and linking."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.access.identify import identify
from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.indicators import Direction
from portal.domain.signals import SignalState
from portal.models import AuditEvent, Indicator, IndicatorDefinition, Maatregel, Network, Observation, Signal
from portal.queries.accounts import account_by_email
from tests.conftest import SignIn
from tests.signals import bring_to, filed, place_id

OFFICE = "medewerker1.programmabureau"
COLLEAGUE = "medewerker2.programmabureau"
FILER = "coordinator.rotterdam"


def person(sign_in: SignIn, name: str) -> FlaskClient:
    return sign_in(f"{name}@mainportaal.example")


def actor(session: Session, name: str) -> Actor:
    account = account_by_email(session, f"{name}@mainportaal.example")
    principal = identify(session, account.id) if account else None
    assert principal is not None
    return principal.actor


@pytest.fixture
def signal(db_session: Session) -> Signal:
    """A signal of Rotterdam that nobody began to interpret, for all networks to read."""
    rotterdam = db_session.scalars(sa.select(Network).where(Network.code == "rotterdam")).one()
    made = filed(
        db_session,
        actor(db_session, FILER),
        rotterdam,
        to_knooppunt_id=place_id(db_session, "antwerpen"),
        audience=Audience.ALL_NETWORKS,
    )
    db_session.commit()
    return made


def url(signal: Signal, rest: str) -> str:
    return f"/signalen/{signal.id}/{rest}"


def typed(signal: Signal, **changes: Any) -> dict[str, Any]:
    return {
        "version": signal.version,
        "soort": "development",
        "titel": "Andere woorden",
        "toelichting": "Andere toelichting",
        "van": "",
        "naar": signal.to_knooppunt_id,
        "plaats": "",
        "bron": "partner",
        "zekerheid": "medium",
        "opgemerkt": "17-3-2026",
        "doelgroep": "all_networks",
        **changes,
    }


def step(signal: Signal, target: SignalState = SignalState.INTERPRETING, **changes: Any) -> dict[str, Any]:
    return {"version": signal.version, "uitkomst": target.value, "reden": "Wij vragen het na.", **changes}


def last_event(session: Session, signal: Signal) -> AuditEvent:
    found = sa.select(AuditEvent).where(
        AuditEvent.subject_kind == SubjectKind.SIGNAL, AuditEvent.subject_id == signal.id
    )
    return session.scalars(found.order_by(AuditEvent.id.desc()).limit(1)).one()


@pytest.mark.parametrize("who", [FILER, OFFICE])
def test_who_filed_and_the_office_change_what_is_new(
    signal: Signal, sign_in: SignIn, db_session: Session, who: str
) -> None:
    client = person(sign_in, who)
    assert "Er valt iets op" in client.get(url(signal, "wijzigen")).get_data(as_text=True)
    assert client.post(url(signal, "wijzigen"), data=typed(signal)).status_code == 302
    db_session.expire_all()
    assert signal.title == "Andere woorden"
    assert last_event(db_session, signal).action is AuditAction.SIGNAL_CHANGED
    wrong = client.post(url(signal, "wijzigen"), data=typed(signal, titel=""))
    assert wrong.status_code == 422
    assert "Andere toelichting" in wrong.get_data(as_text=True)


@pytest.mark.parametrize("who", ["partner.rotterdam", "coordinator.schiphol", "lid1.stuurgroep"])
@pytest.mark.parametrize("rest", ["wijzigen", "koppelen", "duiden", "samenvoegen"])
def test_others_change_nothing(signal: Signal, sign_in: SignIn, who: str, rest: str) -> None:
    client = person(sign_in, who)
    assert client.get(url(signal, rest)).status_code == 403
    assert client.post(url(signal, rest), data={**typed(signal), **step(signal)}).status_code == 403
    page = client.get(f"/signalen/{signal.id}").get_data(as_text=True)
    assert url(signal, rest) not in page


def test_a_stale_save_shows_both_and_loses_neither(
    signal: Signal, sign_in: SignIn, db_session: Session
) -> None:
    seen = typed(signal)
    assert person(sign_in, OFFICE).post(url(signal, "wijzigen"), data=seen).status_code == 302
    late = {**seen, "titel": "Mijn woorden", "toelichting": "Mijn toelichting", "zekerheid": "high"}
    answer = person(sign_in, FILER).post(url(signal, "wijzigen"), data=late)
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    for words in ("Mijn woorden", "Andere woorden", "Mijn toelichting", "Andere toelichting", "Gemiddeld"):
        assert words in page
    db_session.expire_all()
    assert signal.title == "Andere woorden"
    again = person(sign_in, FILER).post(url(signal, "wijzigen"), data={**late, "version": signal.version})
    assert again.status_code == 302


def test_once_interpretation_began_the_text_stands(
    signal: Signal, sign_in: SignIn, db_session: Session
) -> None:
    bring_to(db_session, actor(db_session, OFFICE), signal, SignalState.INTERPRETING)
    db_session.commit()
    client = person(sign_in, FILER)
    told = client.get(url(signal, "wijzigen"), follow_redirects=True).get_data(as_text=True)
    assert "De tekst van dit signaal kan niet meer veranderen." in told
    refused = client.post(url(signal, "wijzigen"), data=typed(signal))
    assert refused.status_code == 409
    assert "Andere toelichting" in refused.get_data(as_text=True)
    assert client.get(url(signal, "koppelen")).status_code == 403


def test_the_office_interprets_up_to_an_answer(signal: Signal, sign_in: SignIn, db_session: Session) -> None:
    client = person(sign_in, OFFICE)
    for target in (
        SignalState.INTERPRETING,
        SignalState.MONITORING,
        SignalState.REFUTED,
        SignalState.ANSWERED,
        SignalState.INTERPRETING,
    ):
        db_session.expire_all()
        answer = client.post(url(signal, "duiden"), data=step(signal, target, reden=f"Om {target.value}."))
        assert answer.status_code == 302
    db_session.expire_all()
    assert signal.state is SignalState.INTERPRETING
    page = person(sign_in, FILER).get(f"/signalen/{signal.id}").get_data(as_text=True)
    assert "Van ‘Beantwoord’ naar ‘Wordt geduid’" in page
    assert "Om answered." in page
    told = person(sign_in, FILER).get("/meldingen").get_data(as_text=True)
    assert "Uw signaal is geduid of beantwoord" in told


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"reden": " "}, "Vul een reden in."),
        ({"uitkomst": ""}, "Kies een uitkomst."),
        ({"uitkomst": "answered"}, "Ongeldige keuze"),
        ({"reden": "x" * 1001}, "Gebruik hoogstens 1.000 tekens."),
    ],
)
def test_a_step_that_cannot_be(
    signal: Signal, sign_in: SignIn, db_session: Session, wrong: dict[str, str], message: str
) -> None:
    answer = person(sign_in, OFFICE).post(url(signal, "duiden"), data={**step(signal), **wrong})
    assert answer.status_code == 422
    assert message in answer.get_data(as_text=True)
    db_session.expire_all()
    assert signal.state is SignalState.NEW


def test_of_two_who_move_the_second_sees_what_the_first_said(
    signal: Signal, sign_in: SignIn, db_session: Session
) -> None:
    seen = step(signal)
    assert person(sign_in, OFFICE).post(url(signal, "duiden"), data=seen).status_code == 302
    late = person(sign_in, COLLEAGUE).post(url(signal, "duiden"), data={**seen, "reden": "Mijn reden."})
    assert late.status_code == 409
    page = late.get_data(as_text=True)
    assert "Wij vragen het na." in page
    assert "Mijn reden." in page
    assert "Aannemelijk noemen" in page
    db_session.expire_all()
    assert len(signal.steps) == 1


def test_a_merged_signal_is_interpreted_no_more(signal: Signal, sign_in: SignIn, db_session: Session) -> None:
    seen = step(signal)
    other = filed(db_session, actor(db_session, OFFICE), None, "Het andere signaal")
    db_session.commit()
    client = person(sign_in, OFFICE)
    search = client.get(url(signal, "samenvoegen?q=andere+signaal")).get_data(as_text=True)
    assert "Het andere signaal" in search
    assert "Drones" not in search
    merge = {"version": signal.version, "doel": other.id, "reden": "Zelfde waarneming.", "bevestigd": "y"}
    for missing in ("doel", "reden", "bevestigd"):
        answer = client.post(url(signal, "samenvoegen"), data={**merge, missing: ""})
        assert answer.status_code == 422
    done = client.post(url(signal, "samenvoegen"), data=merge, follow_redirects=True)
    assert "In dit signaal opgegaan" in done.get_data(as_text=True)
    assert last_event(db_session, signal).action is AuditAction.SIGNAL_MERGED
    assert client.post(url(signal, "duiden"), data=seen).status_code == 409
    assert client.post(url(signal, "samenvoegen"), data=merge).status_code == 409
    assert client.get(url(signal, "koppelen")).status_code == 403
    for rest in ("duiden", "samenvoegen"):
        told = client.get(url(signal, rest), follow_redirects=True).get_data(as_text=True)
        assert "Deze stap kan bij dit signaal niet meer." in told
    page = person(sign_in, FILER).get(f"/signalen/{signal.id}").get_data(as_text=True)
    assert "Dit signaal is samengevoegd" in page
    assert "Zelfde waarneming." in page


def test_merging_into_what_is_merged_meanwhile(signal: Signal, sign_in: SignIn, db_session: Session) -> None:
    office = actor(db_session, OFFICE)
    second, third = (filed(db_session, office, None, title) for title in ("Tweede", "Derde"))
    db_session.commit()
    client = person(sign_in, OFFICE)
    merge = {"version": second.version, "doel": third.id, "reden": "Zelfde.", "bevestigd": "y"}
    assert client.post(url(second, "samenvoegen"), data=merge).status_code == 302
    late = {"version": signal.version, "doel": second.id, "reden": "Zelfde.", "bevestigd": "y"}
    assert client.post(url(signal, "samenvoegen"), data=late).status_code == 422
    db_session.expire_all()
    assert signal.state is SignalState.NEW


def observation(session: Session, place: str, audience: Audience) -> Observation:
    """One value at a place."""
    account = account_by_email(session, f"{OFFICE}@mainportaal.example")
    assert account is not None
    code = f"toets-{place}-{audience.value}"
    indicator = Indicator(
        code=code,
        title=f"Toetsindicator {audience.value}",
        unit="stuks",
        direction=Direction.NEUTRAL,
        source="Toets",
        moment="Elk halfjaar",
    )
    session.add(indicator)
    session.flush()
    definition = IndicatorDefinition(
        indicator_id=indicator.id,
        number=1,
        text="Toets",
        valid_from=date(2025, 1, 1),
        made_at=clock.now(),
        made_by_id=account.id,
    )
    session.add(definition)
    session.flush()
    made = Observation(
        indicator_id=indicator.id,
        definition_id=definition.id,
        knooppunt_id=place_id(session, place),
        observed_from=date(2025, 7, 1),
        observed_until=date(2025, 12, 31),
        value=Decimal("12.5"),
        source="Toets",
        audience=audience,
        recorded_at=clock.now(),
        recorded_by_id=account.id,
    )
    session.add(made)
    session.flush()
    return made


def test_linking_keeps_what_one_may_not_read(signal: Signal, sign_in: SignIn, db_session: Session) -> None:
    shared = observation(db_session, "antwerpen", Audience.ALL_NETWORKS)
    hidden = observation(db_session, "antwerpen", Audience.STEERING)
    rtm, zwb = db_session.scalars(
        sa.select(Maatregel.id).where(Maatregel.code.in_(["rtm-01", "zwb-01"])).order_by(Maatregel.code)
    )
    db_session.commit()
    office = person(sign_in, OFFICE)
    everything = {
        "version": signal.version,
        "maatregelen": [rtm, zwb],
        "waarnemingen": [shared.id, hidden.id],
    }
    assert office.post(url(signal, "koppelen"), data=everything).status_code == 302
    assert last_event(db_session, signal).action is AuditAction.SIGNAL_LINKED
    page = office.get(f"/signalen/{signal.id}").get_data(as_text=True)
    assert "Toetsindicator steering" in page
    assert "12,5 stuks" in page
    filer = person(sign_in, FILER)
    assert "Toetsindicator steering" not in filer.get(f"/signalen/{signal.id}").get_data(as_text=True)
    form = filer.get(url(signal, "koppelen")).get_data(as_text=True)
    assert "Toetsindicator all_networks" in form
    assert "Toetsindicator steering" not in form
    db_session.expire_all()
    own = {"version": signal.version, "maatregelen": [rtm]}
    assert filer.post(url(signal, "koppelen"), data=own).status_code == 302
    db_session.expire_all()
    assert [each.id for each in signal.maatregelen] == [rtm]
    assert [each.id for each in signal.observations] == [hidden.id]
    late = office.post(url(signal, "koppelen"), data=everything)
    assert late.status_code == 409
    assert "Nu gekoppeld: Barrièrevorming in de haven." in late.get_data(as_text=True)
    wrong = office.post(url(signal, "koppelen"), data={**own, "maatregelen": ["999999"]})
    assert wrong.status_code == 422


def test_a_reason_that_looks_like_personal_data_is_warned_about(signal: Signal, sign_in: SignIn) -> None:
    data = step(signal, reden="Bel 06-12345678 voor meer.")
    answer = person(sign_in, OFFICE).post(url(signal, "duiden"), data=data, follow_redirects=True)
    assert "In uw tekst staat iets dat lijkt op: telefoonnummer." in answer.get_data(as_text=True)
