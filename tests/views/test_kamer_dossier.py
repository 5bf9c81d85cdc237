"""The dashboard of what the Kamer asked: its numbers, the story of each motie, the export, who may."""

import re
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.dates import DatePrecision, ImpreciseDate
from portal.domain.evidence import EvidenceKind
from portal.domain.file_events import FilePart
from portal.domain.parliament import AskState, ReferenceKind, Vote
from portal.domain.programme import Basis
from portal.domain.roles import Role
from portal.domain.workflow import ReportState
from portal.models import (
    Account,
    Ask,
    AskLink,
    AskReference,
    AskStep,
    AuditEvent,
    Decision,
    Evidence,
    Maatregel,
    MaatregelProgress,
    Report,
)
from portal.services.deadlines import PostponementContent, postpone
from portal.views.kamer_dossier import STANDS
from portal.web.labels import label
from tests import browsing, builders
from tests.browsing import counted_queries
from tests.conftest import SignIn
from tests.deadlines import ask, close, motie, passage
from tests.meetings import account_of, persona
from tests.untold import world_app  # noqa: F401 - takes the place of the fixture
from tests.workbooks import grid, sheet_names

LATE = date(2026, 1, 31)
OFFICER = "medewerker1.programmabureau"


@pytest.fixture
def officer(sign_in: SignIn) -> FlaskClient:
    return sign_in(f"{OFFICER}@mainportaal.example")


@pytest.fixture
def member(sign_in: SignIn) -> FlaskClient:
    return sign_in("lid1.stuurgroep@mainportaal.example")


@pytest.fixture
def told(db_session: Session) -> Ask:
    """An ask with something of everything that can happen to it."""
    return whole_story(db_session)


def whole_story(session: Session, code: str = "mot-verhaal") -> Ask:
    """Register a motie of which everything happened that can."""
    actor, now = persona(session, OFFICER), clock.now()
    item = motie(session, code, owner=account_of(session, OFFICER))
    item.date_sort, item.date_words = "2025-06", "juni 2025"
    item.submitters, item.vote, item.voted_on = ["Jansen"], Vote.ADOPTED, date(2025, 7, 1)
    one = ask(session, item, LATE)
    one.added_at = now
    common = {"ask": one, "added_at": now, "added_by_id": actor.account_id}
    linked = session.scalars(sa.select(Maatregel).where(Maatregel.code == "rtm-01")).one()
    decision = session.scalars(sa.select(Decision).order_by(Decision.id)).first()
    session.add_all(
        [
            AskStep(
                ask=one,
                from_state=AskState.NOT_STARTED,
                to_state=AskState.IN_PROGRESS,
                reason="Wij zijn begonnen.",
                at=now,
                by_id=actor.account_id,
            ),
            AskLink(maatregel=linked, basis=Basis.DERIVED, contribution="Zij werpt barrières op.", **common),
            AskReference(kind=ReferenceKind.DECISION, decision=decision, words="Zo is besloten.", **common),
            Evidence(
                kind=EvidenceKind.LINK,
                title="Onderzoek",
                url="https://voorbeeld.example",
                ask_id=one.id,
                added_at=now,
                added_by_id=actor.account_id,
            ),
        ]
    )
    said = passage(session, [one], f"brief-{code}", date(2026, 3, 1))
    term = ImpreciseDate(DatePrecision.DAY, date(2026, 6, 1), "")
    postpone(session, actor, one, one.version, PostponementContent(term, "Meer tijd.", said))
    close(session, one, said)
    session.commit()
    return one


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


def listed(client: FlaskClient, address: str) -> list[str]:
    """Return the codes of all asks that a list shows, over all its pages."""
    found: list[str] = []
    for number in range(1, 10):
        shown = page(client, f"{address}{'&' if '?' in address else '?'}pagina={number}")
        codes = re.findall(r'<th scope="row"> ?<a class="nl-link" href="/verzoeken/([^"]+)"', shown)
        if not codes or codes[0] in found:
            break
        found += codes
    return found


def some_of_everything(session: Session) -> None:
    """Make asks that count under each of the numbers."""
    ask(session, motie(session, "mot-late", owner=account_of(session, OFFICER)), LATE)
    ask(session, "mot-straks", clock.today() + timedelta(days=3), state=AskState.NOT_STARTED)
    proved = ask(session, "mot-bewezen")
    close(session, proved, passage(session, [proved], "brief-a"))
    lapsed = ask(session, "mot-vervallen", LATE)
    close(session, lapsed, passage(session, [lapsed], "brief-b"), outcome=AskState.LAPSED)
    ask(session, motie(session, "mot-buiten", inside=False), LATE)
    session.commit()


def test_each_number_leads_to_exactly_those(officer: FlaskClient, db_session: Session) -> None:
    some_of_everything(db_session)
    shown = page(officer, "/kamer")
    everything = listed(officer, "/kamer/verzoeken")
    assert f"{len(everything)} verzoeken." in shown
    partition: list[str] = []
    for place, (slug, stand) in enumerate(STANDS.items()):
        card = re.search(
            rf'href="/kamer/verzoeken\?stand={slug}">{label(stand)}</a> </span> '
            r'<span class="p-card__value">(\d+)</span>',
            shown,
        )
        assert card, slug
        found = listed(officer, f"/kamer/verzoeken?stand={slug}")
        assert len(found) == len(set(found)) == int(card.group(1)) > 0
        partition += found if place < 4 else []
    assert sorted(partition) == sorted(everything)
    assert "mot-buiten-1" not in everything
    late = listed(officer, "/kamer/verzoeken?stand=te-laat")
    assert "mot-late-1" in late
    assert "mot-vervallen-1" not in late
    assert listed(officer, "/kamer/verzoeken?stand=binnenkort") == ["mot-straks-1"]


def test_the_numbers_of_one_motie_lead_to_exactly_those(officer: FlaskClient, db_session: Session) -> None:
    item = motie(db_session, "mot-drie")
    done, *_others = (ask(db_session, item, LATE) for _each in range(3))
    close(db_session, done, passage(db_session, [done]))
    db_session.commit()
    shown = page(officer, "/kamer?q=mot-drie")
    assert "1 motie, toezegging of aanbeveling" in shown
    assert "3 verzoeken" in shown
    for slug, number in (("bewezen", 1), ("beweerd", 2)):
        assert re.search(rf'van=mot-drie&amp;stand={slug}">{number}</a>', shown)
        assert len(listed(officer, f"/kamer/verzoeken?van=mot-drie&stand={slug}")) == number
    assert "Deels afgedaan" in shown
    assert "48 dagen te laat" in shown


def test_filters_and_what_is_not_found(officer: FlaskClient, db_session: Session) -> None:
    some_of_everything(db_session)
    promises = page(officer, "/kamer?soort=toezegging")
    assert "Uitkomsten corruptieonderzoek" in promises
    assert "Motie mot-late" not in promises
    assert "Niets gevonden" in page(officer, "/kamer?q=zoiets+bestaat+niet")
    assert "Geen verzoeken gevonden" in page(officer, "/kamer/verzoeken?stand=bewezen&soort=toezegging")
    assert listed(officer, "/kamer/verzoeken?q=mot-late+vraagt") == ["mot-late-1"]
    assert page(officer, "/kamer/verzoeken?stand=onzin&van=onzin&soort=onzin")
    for address in ("/kamer/mot-niets", "/kamer/mot-verhaal"):
        page(officer, address, 404)


def test_claims_and_proof_name_their_source(officer: FlaskClient, told: Ask) -> None:
    shown = page(officer, "/kamer/verzoeken?q=mot-verhaal")
    assert "Akkoord van een tweede persoon op 20 maart 2026" in shown
    assert "Kamerbrief brief-mot-verhaal van 1 maart 2026, passage 1" in shown
    assert "Marit Ebbinghof" in shown
    claimed = page(officer, "/kamer/verzoeken?q=fruitcontainers&stand=beweerd")
    assert "De brief zegt dat het is gedaan of beantwoord" in claimed
    assert 'href="/bronnen/' in claimed
    assert "Peildatum 20 maart 2026. Bron: het register" in claimed


def test_the_story_goes_from_the_motie_to_the_letter(officer: FlaskClient, told: Ask) -> None:
    shown = page(officer, f"/kamer/{told.item.code}").partition("Van vraag tot brief")[2]
    in_order = [
        "Motie: Motie mot-verhaal",
        "Stemming: aangenomen",
        "Vastgestelde rapportage Rotterdam",
        "De Kamer is geïnformeerd: Kamerbrief brief-mot-verhaal van 1 maart 2026, passage 1",
    ]
    # The newest report is told after the vote, and older ones before it.
    places = [shown.rindex(words) for words in in_order]
    assert places == sorted(places)
    for words in (
        "Jansen",
        "juni 2025",
        "Verzoek: Wat mot-verhaal vraagt, deel 1",
        "Stand van ‘Niet begonnen’ naar ‘In uitvoering’",
        "Wij zijn begonnen.",
        "Gekoppeld aan de maatregel",
        "Zij werpt barrières op.",
        "Vastgestelde rapportage Rotterdam",
        "Onderbouwing gekoppeld: besluit van de stuurgroep",
        "Zo is besloten.",
        "Bewijsstuk toegevoegd: Onderzoek",
        "Wat de brief hierover zegt.",
        "Termijn van 31 januari 2026 naar 1 juni 2026",
        "Meer tijd.",
        "Voorgesteld om af te sluiten als ‘uitgevoerd’",
        "Akkoord van een tweede persoon met ‘uitgevoerd’",
    ):
        assert words in shown, words
    assert '<time datetime="2025-06">' in shown


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (FilePart.ASKED, "Stemming: aangenomen"),
        (FilePart.LETTER, "De Kamer is geïnformeerd"),
        (FilePart.LINK, "Gekoppeld aan de maatregel"),
        (FilePart.STEP, "Wij zijn begonnen."),
        (FilePart.PROGRESS, "Vastgestelde rapportage Rotterdam"),
        (FilePart.PROOF, "Bewijsstuk toegevoegd: Onderzoek"),
        (FilePart.CLOSING, "Akkoord van een tweede persoon met"),
        (FilePart.TERM, "Termijn van 31 januari 2026"),
    ],
)
def test_the_story_can_be_told_in_part(officer: FlaskClient, told: Ask, part: FilePart, words: str) -> None:
    whole = page(officer, f"/kamer/{told.item.code}")
    shown = page(officer, f"/kamer/{told.item.code}?soort={part}").partition("Van vraag tot brief")[2]
    assert words in shown
    assert shown.count("p-timeline__event ") < whole.count("p-timeline__event ")
    others = {"Stemming: aangenomen", "Wij zijn begonnen.", "Termijn van 31 januari 2026"} - {words}
    assert [each for each in others if each in shown] == []


def test_every_part_of_the_plan_has_a_story(member: FlaskClient) -> None:
    shown = page(member, "/kamer/mot-mutluer")
    assert "De brief zegt: beantwoord, met redenen om het niet te doen" in shown
    assert "Volgens het plan voeren 4 maatregelen dit uit" in shown
    promised = page(member, "/kamer/toe-corruptieonderzoek").partition("Van vraag tot brief")[2]
    assert 'Plan van aanpak, <time datetime="2022-11-04">4 november 2022</time>' in promised
    assert "datum onbekend" not in promised
    outside = page(member, "/kamer/toe-vb21-harddrugs")
    assert re.search(r"Binnen dit programma</dt> <dd[^>]*>Nee</dd>", outside)


def test_proof_is_shown_to_who_may_read_it(
    officer: FlaskClient, member: FlaskClient, told: Ask, db_session: Session
) -> None:
    def refer(state: ReportState, audience: Audience, words: str) -> None:
        row = db_session.scalars(
            sa.select(MaatregelProgress).join(Report).where(Report.state == state).limit(1)
        ).one()
        if state is ReportState.ACCEPTED:
            row.audience = audience
        assert row.audience is audience
        db_session.add(
            AskReference(
                ask=told,
                kind=ReferenceKind.PROGRESS,
                progress=row,
                words=words,
                added_at=clock.now(),
                added_by_id=persona(db_session, OFFICER).account_id,
            )
        )

    draft = db_session.scalars(
        sa.select(MaatregelProgress.audience).join(Report).where(Report.state == ReportState.DRAFT).limit(1)
    ).one()
    refer(ReportState.DRAFT, draft, "Uit een concept.")
    refer(ReportState.ACCEPTED, Audience.NETWORK, "Alleen voor het netwerk.")
    db_session.commit()
    for client, reads in ((officer, True), (member, False)):
        shown = page(client, f"/kamer/{told.item.code}")
        assert "Uit een concept." not in shown
        assert ("Alleen voor het netwerk." in shown) is reads


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("medewerker2.programmabureau", 200),
        ("lid1.stuurgroep", 200),
        ("secretaris.stuurgroep", 200),
        ("coordinator.rotterdam", 403),
        ("partner.rotterdam", 403),
        ("lezer.programma", 403),
        ("beheerder", 403),
    ],
)
def test_who_reads_the_file(sign_in: SignIn, told: Ask, who: str, status: int) -> None:
    client = sign_in(f"{who}@mainportaal.example")
    for address in ("/kamer", "/kamer/verzoeken", f"/kamer/{told.item.code}"):
        page(client, address, status)
    assert client.post("/kamer/exporteren", data={"soort": "csv"}).status_code == status
    menu = page(client, "/moties")
    assert ('href="/kamer"' in menu) is (status == 200)


def test_the_export_says_the_same_without_names(member: FlaskClient, told: Ask, db_session: Session) -> None:
    db_session.get_one(Ask, told.id).text = "=1+1"
    db_session.commit()
    answer = member.post("/kamer/exporteren", data={"soort": "xlsx"})
    assert answer.headers["Content-Disposition"].endswith("dossier-kamer.xlsx")
    about, asks, items = (grid(answer.data, name) for name in sheet_names(answer.data))
    assert any("DEMONSTRATIE" in str(row[0]) for row in about)
    total = len(listed(member, "/kamer/verzoeken"))
    assert len(asks) == total + 1
    row = next(row for row in asks if row[2] == told.code)
    letter = "Kamerbrief brief-mot-verhaal van 1 maart 2026, passage 1"
    assert row[3:6] == ["=1+1", "Bewezen", f"Akkoord van een tweede persoon op 20 maart 2026 ({letter})"]
    assert (row[8], row[9]) == ("Ja", "rtm-01")
    late = next(row for row in asks if row[2] == "toe-corruptieonderzoek-1")
    assert (late[6], late[7]) == (date(2023, 6, 21), 1003)
    assert sum(row[-1] for row in items[1:]) == total
    csv = member.post("/kamer/exporteren", data={"soort": "csv"}).get_data(as_text=True)
    assert "'=1+1" in csv
    names = db_session.scalars(sa.select(Account.name)).all()
    text = csv + str(about) + str(asks) + str(items)
    assert [name for name in names if name in text] == []
    assert member.post("/kamer/exporteren", data={"soort": "exe"}).status_code == 400
    events = db_session.scalars(
        sa.select(AuditEvent)
        .where(AuditEvent.action == AuditAction.EXPORTED)
        .order_by(AuditEvent.id.desc())
        .limit(2)
    ).all()
    assert [event.subject_kind for event in events] == [SubjectKind.REGISTER_ITEM] * 2
    assert events[0].details == {"format": "csv", "count": total}


def test_what_is_late_is_on_the_first_screens_and_leads_to_exactly_those(
    officer: FlaskClient, member: FlaskClient, sign_in: SignIn, db_session: Session
) -> None:
    some_of_everything(db_session)
    late = listed(member, "/kamer/verzoeken?stand=te-laat")
    first = page(member, "/")
    assert f"Verzoeken van de Kamer over de termijn: {len(late)}" in first
    assert 'href="/kamer/verzoeken?stand=te-laat">Alle verzoeken over de termijn</a>' in first
    assert "Toezegging, uiterlijk 1 juli 2022: 1.358 dagen te laat" in first
    work = page(officer, "/")
    assert f"{len(late)} verzoeken van de Kamer zijn over de termijn" in work
    assert "1 verzoek van de Kamer moet binnen 30 dagen af zijn" in work
    assert "De eerste laatste dag is 23 maart 2026." in work
    assert "moet binnen 30 dagen" not in first
    assert "van de Kamer" not in page(sign_in("coordinator.rotterdam@mainportaal.example"), "/")


def test_the_pages_cost_the_same_for_few_and_for_many(officer: FlaskClient, db_session: Session) -> None:
    def cost(address: str) -> int:
        page(officer, address)
        with counted_queries() as statements:
            page(officer, address)
        return len(statements)

    whole_story(db_session)
    addresses = ("/kamer", "/kamer/verzoeken", "/kamer/mot-verhaal")
    few = [cost(address) for address in addresses]
    for number in range(8):
        whole_story(db_session, f"mot-{number}")
    first = db_session.scalars(sa.select(Ask).where(Ask.code == "mot-verhaal-1")).one()
    for number in range(6):
        one = ask(db_session, first.item, LATE)
        said = passage(db_session, [one, first], f"brief-meer-{number}")
        term = ImpreciseDate(DatePrecision.DAY, date(2026, 6, 1), "")
        content = PostponementContent(term, "Meer tijd.", said)
        postpone(db_session, persona(db_session, OFFICER), one, one.version, content)
        close(db_session, one, said)
    db_session.commit()
    assert [cost(address) for address in addresses] == few
    # The story brings nine kinds of things together, each with one question.
    assert few[0] <= 10
    assert few[1] <= 11
    assert few[2] <= 20


def test_without_a_register_there_is_nothing_to_count(
    bare_app: Flask, bare_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    builders.person(bare_session, "medewerker", Role.PROGRAMME_OFFICER)
    bare_session.commit()
    browse = browsing.browse(bare_app, monkeypatch)
    assert "Nog niets in het register" in browse("medewerker", "/kamer")
    assert "Geen verzoeken gevonden" in browse("medewerker", "/kamer/verzoeken")
    assert "Geen verzoek van de Kamer is over de termijn." in browse("medewerker", "/")
    motie(bare_session, "mot-leeg")
    bare_session.commit()
    assert "Nog geen verzoeken" in browse("medewerker", "/kamer")
    assert "nog niet in verzoeken gesplitst" in browse("medewerker", "/kamer/mot-leeg")
