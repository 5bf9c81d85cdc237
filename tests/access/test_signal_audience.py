"""A signal is for whom it is meant: no page, count, search, pattern or file tells it to others."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.access.identify import identify
from portal.access.principal import NOBODY, Principal
from portal.access.signals import signal_scope
from portal.domain.audience import Audience, at_least
from portal.domain.audit import Actor
from portal.domain.roles import Role
from portal.domain.signals import SignalKind, SignalState
from portal.models import Maatregel, Network, Notice, Signal
from portal.queries.accounts import account_by_email
from portal.queries.signal_links import signals_of_maatregel
from portal.queries.signals import count_signals, merge_targets, new_signals, signal_by_id, signal_matrix
from portal.services.signals import link_signal, merge_signals
from tests.conftest import SignIn
from tests.signals import filed, place_id

EVERYTHING = at_least(Audience.NETWORK)
READS: Mapping[str, frozenset[Audience]] = {
    "coordinator.rotterdam": EVERYTHING,
    "partner.rotterdam": EVERYTHING,
    "vervanger.rotterdam": EVERYTHING,
    "medewerker1.programmabureau": EVERYTHING,
    "lid1.stuurgroep": at_least(Audience.STEERING),
    "secretaris.stuurgroep": at_least(Audience.STEERING),
    "coordinator.schiphol": at_least(Audience.ALL_NETWORKS),
    "partner.schiphol-bloemenveilingen": at_least(Audience.ALL_NETWORKS),
}
"""Who reads which signals of Rotterdam."""
READS_NONE = ("lezer.programma", "lezer.rotterdam", "beheerder")


@dataclass(frozen=True)
class Marked:
    """A signal of Rotterdam for one audience, with words that stand nowhere else."""

    id: int
    audience: Audience

    @property
    def words(self) -> str:
        return f"Kenmerkend signaal {self.audience.value}"


def somebody(session: Session, local_part: str) -> Principal:
    account = account_by_email(session, f"{local_part}@mainportaal.example")
    assert account is not None
    return identify(session, account.id) or NOBODY


@pytest.fixture
def marked(db_session: Session) -> list[Marked]:
    """File a signal for each audience, from a place to a place that no other signal names."""
    coordinator = somebody(db_session, "coordinator.rotterdam").actor
    rotterdam = db_session.scalars(sa.select(Network).where(Network.code == "rotterdam")).one()
    maatregel = db_session.scalars(sa.select(Maatregel.id).where(Maatregel.code == "rtm-02")).one()
    made = []
    for audience in Audience:
        signal = filed(
            db_session,
            coordinator,
            rotterdam,
            f"Kenmerkend signaal {audience.value}",
            audience=audience,
            kind=SignalKind.DISPLACEMENT,
            from_knooppunt_id=place_id(db_session, "overige-zeehavens"),
            to_knooppunt_id=place_id(db_session, "regionale-luchthavens"),
        )
        link_signal(db_session, coordinator, signal, signal.version, frozenset({maatregel}), frozenset())
        made.append(Marked(signal.id, audience))
    db_session.commit()
    return made


@pytest.mark.parametrize("who", READS)
def test_pages_and_files_show_what_is_meant_for_the_reader(
    marked: list[Marked], sign_in: SignIn, who: str
) -> None:
    client = sign_in(f"{who}@mainportaal.example")
    expected = {each.words for each in marked if each.audience in READS[who]}
    answers = [
        client.get("/signalen"),
        client.get("/signalen?q=kenmerkend"),
        client.get("/signalen?van=overige-zeehavens&naar=regionale-luchthavens"),
        client.get("/maatregelen/rtm-02"),
        client.post("/signalen/exporteren?q=kenmerkend", data={"bestand": "csv"}),
    ]
    for answer in answers:
        page = answer.get_data(as_text=True)
        assert {each.words for each in marked if each.words in page} == expected
    number = len(expected)
    found = "signaal gevonden" if number == 1 else "signalen gevonden"
    assert f"{number} {found}" in answers[1].get_data(as_text=True)
    for each in marked:
        answer = client.get(f"/signalen/{each.id}")
        assert answer.status_code == (200 if each.words in expected else 404)
        assert each.words in expected or each.words not in answer.get_data(as_text=True)


@pytest.mark.parametrize("who", READS_NONE)
def test_readers_and_administrators_read_no_signal(marked: list[Marked], sign_in: SignIn, who: str) -> None:
    client = sign_in(f"{who}@mainportaal.example")
    assert client.get("/signalen").status_code == 403
    assert client.get("/signalen/woordenlijst").status_code == 403
    assert client.post("/signalen/exporteren", data={"bestand": "csv"}).status_code == 403
    for each in marked:
        assert client.get(f"/signalen/{each.id}").status_code == 403
    for url in ("/maatregelen/rtm-02", "/", "/meldingen"):
        assert "Kenmerkend" not in client.get(url).get_data(as_text=True)


@pytest.mark.parametrize("who", [*READS, *READS_NONE])
def test_counts_and_the_pattern_follow_the_same_condition(
    marked: list[Marked], db_session: Session, who: str
) -> None:
    principal = somebody(db_session, who)
    scope = signal_scope(principal)
    readable = {each.id for each in marked if each.audience in READS.get(who, frozenset())}
    others = sa.select(sa.func.count(Signal.id)).where(
        scope.clause(), Signal.state == SignalState.NEW, Signal.id.not_in([each.id for each in marked])
    )
    assert count_signals(db_session, scope, SignalState.NEW) == len(readable) + (
        db_session.scalar(others) or 0
    )
    ours = {each.id for each in marked}
    assert {each.id for each in new_signals(db_session, scope, 100)} & ours == readable
    between = [
        flow.count
        for flow in signal_matrix(db_session, scope)
        if flow.from_id == place_id(db_session, "overige-zeehavens")
        and flow.to_id == place_id(db_session, "regionale-luchthavens")
    ]
    assert between == ([len(readable)] if readable else [])
    maatregel = db_session.scalars(sa.select(Maatregel.id).where(Maatregel.code == "rtm-02")).one()
    assert {each.id for each in signals_of_maatregel(db_session, scope, maatregel)} == readable


def test_refuted_and_merged_signals_are_no_part_of_the_pattern(
    marked: list[Marked], db_session: Session
) -> None:
    officer = somebody(db_session, "medewerker1.programmabureau")
    scope = signal_scope(officer)
    double, into = (db_session.get_one(Signal, each.id) for each in marked[:2])
    merge_signals(db_session, officer.actor, double, into, double.version, "Zelfde waarneming.")
    flows = {(flow.from_id, flow.to_id): flow for flow in signal_matrix(db_session, scope)}
    flow = flows[into.from_knooppunt_id, into.to_knooppunt_id]
    assert flow.count == len(marked) - 1
    assert flow.newest == into.noticed_on
    assert not any(each.id == double.id for each in merge_targets(db_session, scope, into, "", 100))


def test_who_filed_goes_on_reading_it(db_session: Session) -> None:
    """An officer who filed for a network that reads alone, and then came to the stuurgroep."""
    member = Principal(7, "Toets", somebody(db_session, "lid1.stuurgroep").duties)
    officer = somebody(db_session, "medewerker1.programmabureau")
    signal = filed(db_session, officer.actor, None, audience=Audience.NETWORK)
    moved = Principal(officer.account_id, "Toets", member.duties)
    assert signal_by_id(db_session, signal_scope(moved), signal.id) is signal
    assert signal_by_id(db_session, signal_scope(member), signal.id) is None


def test_a_merged_signal_leads_only_to_what_may_be_read(
    marked: list[Marked], db_session: Session, sign_in: SignIn
) -> None:
    officer: Actor = somebody(db_session, "medewerker1.programmabureau").actor
    hidden, _steering, double, _public = (db_session.get_one(Signal, each.id) for each in marked)
    merge_signals(db_session, officer, double, hidden, double.version, "Zelfde waarneming.")
    db_session.commit()
    own = sign_in("coordinator.rotterdam@mainportaal.example").get(f"/signalen/{double.id}")
    assert f"/signalen/{hidden.id}" in own.get_data(as_text=True)
    other = sign_in("coordinator.schiphol@mainportaal.example").get(f"/signalen/{double.id}")
    page = other.get_data(as_text=True)
    assert "een signaal dat niet voor u is bedoeld" in page
    assert f"/signalen/{hidden.id}" not in page
    assert hidden.title not in page


def test_notices_tell_no_word_of_it(marked: list[Marked], db_session: Session, sign_in: SignIn) -> None:
    ids = [each.id for each in marked]
    told = set(db_session.scalars(sa.select(Notice.account_id).where(Notice.signal_id.in_(ids))))
    offices = [somebody(db_session, f"medewerker{n}.programmabureau") for n in (1, 2)]
    assert told == {office.account_id for office in offices}
    assert all(Role.PROGRAMME_OFFICER in office.roles for office in offices)
    page = sign_in("medewerker1.programmabureau@mainportaal.example").get("/meldingen")
    assert "Er is een signaal gemeld" in page.get_data(as_text=True)
    assert "Kenmerkend" not in page.get_data(as_text=True)
