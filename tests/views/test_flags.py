"""Aandachtspunten: listed, explained, decided about by who may, about the facts that were on the page."""

import re
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain.audit import AuditAction
from portal.domain.flags import Flag, FlagKind
from portal.domain.progress import ProgressStatus
from portal.domain.roles import Role
from portal.models import Account, AuditEvent, FlagDisposition, Maatregel
from tests import browsing, builders
from tests.browsing import without_tokens
from tests.builders import SECOND
from tests.conftest import SignIn
from tests.steering import on_knooppunten

LIST = "/samenhang/signaleringen"
SPOT = Flag(FlagKind.WHITE_SPOT, "chain_stages:doorvoer:schiphol", {})
RISK = Flag(FlagKind.DEPENDENCY_AT_RISK, "zwb-03:ovk-10", {})
LAGGING = Flag(FlagKind.NOT_KEPT_UP, "terrein:zeeland-west-brabant", {})
REASON = "Doorvoer loopt hier via de luchtvracht en staat in een ander plan."


def person(sign_in: SignIn, name: str) -> FlaskClient:
    return sign_in(f"{name}@mainportaal.example")


def url(flag: Flag) -> str:
    return f"{LIST}/{flag.slug}"


def text(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


def filled(client: FlaskClient, flag: Flag, **said: str) -> dict[str, str]:
    """What the form on the page would send, filled in."""
    page = text(client, url(flag))
    hidden = dict(re.findall(r'name="(feiten|besluit_gezien)" type="hidden" value="([^"]*)"', page))
    assert set(hidden) == {"feiten", "besluit_gezien"}
    return {**hidden, "besluit": "accepted", "reden": REASON, **said}


def newest(session: Session) -> FlagDisposition:
    session.expire_all()
    query = sa.select(FlagDisposition).order_by(FlagDisposition.id.desc()).limit(1)
    return session.scalars(query).one()


def count(session: Session) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(FlagDisposition)) or 0


def test_the_list_counts_filters_and_explains(sign_in: SignIn) -> None:
    member = person(sign_in, "lid1.stuurgroep")
    page = text(member, f"{LIST}?soort=white_spot&netwerk=schiphol")
    assert "Witte vlek: Schiphol voor de ketenfase" in page
    assert "heeft Schiphol geen lopende maatregel; 2 andere PPS-netwerken van een knooppunt wel" in page
    only = text(member, f"{LIST}?soort=dependency_at_risk&netwerk=bloemenveilingen")
    assert "1 aandachtspunt; 1 tot en met 1 getoond" in only
    assert "Kennis en onderzoek" in only
    assert "Witte vlek: " not in only
    decided = text(member, f"{LIST}?stand=besloten")
    assert "Overlap: " in decided
    assert "Zolang de feiten gelijk blijven" in decided
    assert "Geen aandachtspunten gevonden" in text(member, f"{LIST}?stand=voorbij")
    assert without_tokens(member.get(f"{LIST}?soort=onzin")) == without_tokens(member.get(LIST))


def test_what_came_back_stands_first_and_says_why(sign_in: SignIn) -> None:
    member = person(sign_in, "lid1.stuurgroep")
    page = text(member, LIST)
    assert page.index("Extra uitvoeringscapaciteit") < page.index("Kennis en onderzoek")
    assert "De termijn is voorbij. Eerder: geaccepteerd" in page
    back = text(member, url(LAGGING))
    assert "Dit aandachtspunt komt terug" in back
    assert "De feiten zijn veranderd." in back
    assert "sterker geworden bij Noordzeekanaalgebied" in back
    assert "De feiten van toen: In de rapportageperiode" in back
    assert "sterker geworden bij Schiphol" in back


def test_a_flag_shows_what_it_rests_on_with_source_and_day(sign_in: SignIn) -> None:
    page = text(person(sign_in, "lid1.stuurgroep"), url(RISK))
    assert "Heeft eerst nodig" in page
    assert "Versterking en inzet landelijke diensten" in page
    assert "Aandacht nodig" in page
    assert re.search(r"peildatum \d+ \w+ 2025", page)
    assert 'href="/samenhang/afhankelijkheden"' in page


def test_the_secretary_decides_once_and_it_is_audited(sign_in: SignIn, db_session: Session) -> None:
    secretary = person(sign_in, "secretaris.stuurgroep")
    before, form = count(db_session), filled(secretary, SPOT, tot_en_met="31-12-2026")
    for _time in range(2):
        answer = secretary.post(url(SPOT), data=form)
        assert (answer.status_code, answer.location) == (302, url(SPOT))
    assert count(db_session) == before + 1
    made = newest(db_session)
    assert (made.key, made.reason, made.until) == (SPOT.key, REASON, date(2026, 12, 31))
    event = db_session.scalars(
        sa.select(AuditEvent).where(
            AuditEvent.action == AuditAction.FLAG_DISPOSED, AuditEvent.subject_id == made.id
        )
    ).one()
    assert event.reason == REASON
    page = text(secretary, url(SPOT))
    assert "Besloten: geaccepteerd" in page
    assert "Dit besluit geldt tot en met 31 december 2026" in page
    assert SPOT.slug not in text(secretary, f"{LIST}?netwerk=schiphol")
    assert "Witte vlek (besloten)" in text(secretary, "/samenhang?as=ketenfasen")


def test_an_action_is_given_to_somebody_of_the_network(sign_in: SignIn, db_session: Session) -> None:
    officer = person(sign_in, "medewerker1.programmabureau")
    page = text(officer, url(SPOT))
    choice = re.search(r'<option value="(\d+)-(\d+)">[^<]*Coördinator, Schiphol', page)
    assert choice
    assert "Coördinator, Rotterdam" not in page
    said = {
        "besluit": "action",
        "wat": "Zoek uit wat hier al gebeurt.",
        "eigenaar": f"{choice.group(1)}-{choice.group(2)}",
        "klaar_op": "2026-06-01",
    }
    assert officer.post(url(SPOT), data=filled(officer, SPOT, **said)).status_code == 302
    action = newest(db_session).action
    assert action is not None
    assert (action.what, action.due_on) == ("Zoek uit wat hier al gebeurt.", date(2026, 6, 1))
    assert (action.owner_id, action.network_id) == (int(choice.group(1)), int(choice.group(2)))
    assert "Actiepunt voor" in text(officer, url(SPOT))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"besluit": ""}, "Kies een besluit."),
        ({"reden": " "}, "Vul een reden in."),
        ({"tot_en_met": "19-3-2026"}, "Kies vandaag of een dag die nog moet komen."),
        ({"tot_en_met": "ooit"}, "Vul een datum in"),
        ({"besluit": "action"}, "Vul in wat er moet gebeuren."),
        ({"besluit": "action"}, "Kies wie het doet."),
        ({"besluit": "action"}, "Vul in wanneer het klaar moet zijn."),
        ({"besluit": "action", "klaar_op": "ooit"}, "Vul een datum in"),
        ({"besluit": "action", "eigenaar": "1-999"}, "Ongeldige keuze"),
    ],
)
def test_wrong_input_is_told_and_kept(
    sign_in: SignIn, db_session: Session, wrong: dict[str, str], message: str
) -> None:
    secretary, before = person(sign_in, "secretaris.stuurgroep"), count(db_session)
    answer = secretary.post(url(SPOT), data=filled(secretary, SPOT, **wrong))
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert message in page
    assert REASON in page or "reden" in wrong
    assert count(db_session) == before


def test_facts_that_changed_are_shown_before_anybody_decides(sign_in: SignIn, db_session: Session) -> None:
    secretary = person(sign_in, "secretaris.stuurgroep")
    form, before = filled(secretary, SPOT), count(db_session)
    for row in db_session.scalars(sa.select(Maatregel).where(Maatregel.code.like("nzkg-%"))):
        row.chain_stages = list(db_session.get_one(Maatregel, _id(db_session, "rtm-03")).chain_stages)
    db_session.commit()
    answer = secretary.post(url(SPOT), data=form)
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    assert "De feiten zijn intussen veranderd." in page
    assert "3 andere PPS-netwerken van een knooppunt wel" in page
    assert REASON in page
    assert count(db_session) == before
    again = re.search(r'name="feiten" type="hidden" value="([^"]*)"', page)
    assert again
    assert secretary.post(url(SPOT), data={**form, "feiten": again.group(1)}).status_code == 302


def _id(session: Session, code: str) -> int:
    return session.scalars(sa.select(Maatregel.id).where(Maatregel.code == code)).one()


def test_who_comes_second_sees_that_and_keeps_the_text(sign_in: SignIn, db_session: Session) -> None:
    secretary = person(sign_in, "secretaris.stuurgroep")
    officer = person(sign_in, "medewerker1.programmabureau")
    late = filled(officer, SPOT, reden="Een heel andere reden.")
    assert secretary.post(url(SPOT), data=filled(secretary, SPOT)).status_code == 302
    answer = officer.post(url(SPOT), data=late)
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    assert "Iemand anders heeft intussen hierover besloten." in page
    assert REASON in page
    assert "Een heel andere reden." in page
    assert newest(db_session).reason == REASON


def test_what_no_longer_stands_out_keeps_its_decisions(sign_in: SignIn, db_session: Session) -> None:
    secretary = person(sign_in, "secretaris.stuurgroep")
    form = filled(secretary, SPOT)
    assert secretary.post(url(SPOT), data=form).status_code == 302
    own = db_session.get_one(Maatregel, _id(db_session, "sch-01"))
    own.chain_stages = list(db_session.get_one(Maatregel, _id(db_session, "rtm-03")).chain_stages)
    db_session.commit()
    page = text(secretary, url(SPOT))
    assert "Dit speelt niet meer" in page
    assert REASON in page
    assert 'name="besluit"' not in page
    assert SPOT.slug in text(secretary, f"{LIST}?stand=voorbij")
    assert secretary.post(url(SPOT), data=form).status_code == 409


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("lid1.stuurgroep", 200),
        ("secretaris.stuurgroep", 200),
        ("medewerker1.programmabureau", 200),
        ("coordinator.schiphol", 403),
        ("partner.rotterdam", 403),
        ("lezer.programma", 403),
        ("beheerder", 403),
    ],
)
def test_who_may_read_and_who_decides(sign_in: SignIn, db_session: Session, who: str, status: int) -> None:
    client, before = person(sign_in, who), count(db_session)
    assert client.get(LIST).status_code == status
    assert client.get(url(SPOT)).status_code == status
    if who in {"lid1.stuurgroep", "coordinator.schiphol"}:
        assert "Besluit vastleggen" not in client.get(url(SPOT)).get_data(as_text=True)
        assert client.post(url(SPOT), data={"besluit": "accepted", "reden": REASON}).status_code == 403
    assert count(db_session) == before


def test_an_address_of_nothing_is_not_found(sign_in: SignIn) -> None:
    secretary = person(sign_in, "secretaris.stuurgroep")
    assert secretary.get(f"{LIST}/0123456789abcdef").status_code == 404
    assert secretary.post(f"{LIST}/0123456789abcdef", data={}).status_code == 404


def test_words_that_look_personal_are_warned_about(sign_in: SignIn) -> None:
    secretary = person(sign_in, "secretaris.stuurgroep")
    form = filled(secretary, SPOT, reden="Bel 06 12345678 voor uitleg.")
    answer = secretary.post(url(SPOT), data=form, follow_redirects=True)
    assert "In uw tekst staat iets dat lijkt op" in answer.get_data(as_text=True)


@pytest.mark.parametrize("networks", [4, 20])
def test_pages_ask_a_fixed_number_of_questions(
    bare_app: Flask, bare_session: Session, monkeypatch: pytest.MonkeyPatch, networks: int
) -> None:
    built = builders.house(bare_session, networks, maatregelen=1)
    on_knooppunten(bare_session, built.networks)
    period = builders.open_round(bare_session, built, "2025-12", SECOND)
    for network in built.networks[:3]:
        builders.accepted(bare_session, built, period, network, statuses=[ProgressStatus.BEHIND])
    overlap = Flag(FlagKind.OVERLAP, "lijn-1:doel-1:fase-1", {})
    bare_session.commit()
    browse = browsing.browse(bare_app, monkeypatch)
    for path, most in ((LIST, 13), (url(overlap), 15)):
        browse("secretaris", path)
        with browsing.counted_queries() as queries:
            browse("secretaris", path)
        assert len(queries) <= most, queries


def test_only_people_who_are_there_can_be_chosen(sign_in: SignIn, db_session: Session) -> None:
    officer = person(sign_in, "medewerker1.programmabureau")
    page = text(officer, url(SPOT))
    offered = {int(found) for found in re.findall(r'<option value="(\d+)-\d+">', page)}
    assert offered
    rows = db_session.scalars(sa.select(Account).where(Account.id.in_(offered))).all()
    assert all(
        row.active and any(each.is_current(date(2026, 3, 20)) for each in row.appointments) for row in rows
    )
    assert not any(each.role is Role.ADMINISTRATOR for row in rows for each in row.appointments)
