"""The list of maatregelen, one maatregel, and who answers for it."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain.audit import AuditAction
from portal.domain.progress import ProgressStatus
from portal.domain.roles import Role
from portal.domain.workflow import ReportState
from portal.models import Account, AuditEvent, Maatregel, MaatregelProgress, Network, Report
from tests import browsing, builders
from tests.browsing import SignIn, without_tokens
from tests.builders import FIRST, SECOND

COORDINATOR = "coordinator.rotterdam@mainportaal.example"
OFFICER = "medewerker1.programmabureau@mainportaal.example"
MEMBER = "lid1.stuurgroep@mainportaal.example"
OWNER = "/maatregelen/rtm-01/eigenaar"


@pytest.fixture
def browse(bare_app: Flask, monkeypatch: pytest.MonkeyPatch) -> browsing.Browse:
    return browsing.browse(bare_app, monkeypatch)


def codes(client: FlaskClient, query: str = "") -> list[str]:
    """The codes on a page of the list, in order."""
    page = client.get(f"/maatregelen{query}").get_data(as_text=True)
    return re.findall(r'<th scope="row">\s*<a href="/maatregelen/([a-z0-9-]+)"', page)


def account(session: Session, email: str) -> Account:
    return session.scalars(sa.select(Account).where(Account.email == email)).one()


def test_the_list_has_pages_in_the_order_of_the_plan(sign_in: SignIn) -> None:
    client = sign_in(MEMBER)
    first, second = codes(client), codes(client, "?pagina=2")
    assert (len(first), len(second)) == (20, 18)
    assert first[0] == "rtm-01"
    assert second[-1] == "ovk-10"
    assert codes(client, "?pagina=99") == second
    assert codes(client, "?pagina=x") == first


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=SCANNEN+container", ["ovk-02"]),
        ("?q=100%25", []),
        ("?netwerk=bloemenveilingen", ["blo-01", "blo-02", "blo-03", "blo-04"]),
        ("?netwerk=rotterdam&looptijd=lopend", ["rtm-01", "rtm-02", "rtm-03", "rtm-04"]),
        ("?netwerk=rotterdam&looptijd=afgesloten&sorteer=-code", ["rtm-08", "rtm-07", "rtm-06", "rtm-05"]),
        ("?netwerk=rotterdam&status=geen", ["rtm-05", "rtm-06", "rtm-07", "rtm-08"]),
        ("?netwerk=overkoepelend&fase=bronland", ["ovk-01", "ovk-02", "ovk-10"]),
        ("?netwerk=rotterdam&subdoel=i2&thema=barrierevorming&fase=terrein&looptijd=lopend", ["rtm-01"]),
    ],
)
def test_filters_narrow_the_list(sign_in: SignIn, query: str, found: list[str]) -> None:
    assert codes(sign_in(MEMBER), query) == found


def test_an_unknown_filter_counts_for_nothing(sign_in: SignIn) -> None:
    client = sign_in(MEMBER)
    assert codes(client, "?netwerk=atlantis&status=prachtig&sorteer=-fantasie") == codes(client)


def test_sorting_on_status_puts_what_was_not_reported_last(sign_in: SignIn) -> None:
    client = sign_in(MEMBER)
    unreported = set(codes(client, "?status=geen"))
    for order in ("status", "-status"):
        everything = codes(client, f"?sorteer={order}") + codes(client, f"?sorteer={order}&pagina=2")
        assert len(everything) == 38
        assert set(everything[-len(unreported) :]) == unreported
    behind = codes(client, "?status=behind")
    assert behind
    assert codes(client, "?sorteer=-status")[: len(behind)] == behind


def test_a_maatregel_shows_plan_sources_actions_and_history(sign_in: SignIn) -> None:
    page = sign_in(MEMBER).get("/maatregelen/ovk-02").get_data(as_text=True)
    for words in (
        "Scannen van containers in Latijns-Amerika",
        "2 Scannen",
        "Bezoeken aan Latijns-Amerika",
        "Internationale ondermijningsgelden",
        "/moties/mot-mutluer",
        "/rapportages/2025-08/overkoepelend",
    ):
        assert words in page
    assert OWNER.replace("rtm-01", "ovk-02") not in page


def test_what_is_unknown_is_not_found(sign_in: SignIn) -> None:
    assert sign_in(OFFICER).get("/maatregelen/bestaat-niet").status_code == 404
    assert sign_in(OFFICER).post("/maatregelen/bestaat-niet/eigenaar").status_code == 404


def test_a_draft_changes_nothing_for_others(sign_in: SignIn, db_session: Session) -> None:
    clients = [sign_in(each) for each in (MEMBER, OFFICER, "coordinator.schiphol@mainportaal.example")]
    paths = [
        "/maatregelen",
        "/maatregelen?status=stopped",
        "/maatregelen/rtm-01",
        "/netwerken/rotterdam",
        "/aanpak",
    ]
    before = [[without_tokens(client.get(path)) for path in paths] for client in clients]
    drafts = (
        sa.select(Report.id)
        .join(Network)
        .where(Network.code == "rotterdam", Report.state == ReportState.DRAFT)
    )
    rows = db_session.scalars(
        sa.select(MaatregelProgress).where(MaatregelProgress.report_id.in_(drafts))
    ).all()
    assert rows
    for row in rows:
        row.status, row.done = ProgressStatus.STOPPED, "Dit leest niemand anders"
    db_session.commit()
    assert [[without_tokens(client.get(path)) for path in paths] for client in clients] == before


def test_a_coordinator_names_the_owner(sign_in: SignIn, db_session: Session) -> None:
    partner = account(db_session, "partner.rotterdam@mainportaal.example")
    client = sign_in(COORDINATOR)
    answer = client.post(OWNER, data={"eigenaar": str(partner.id)}, follow_redirects=True)
    assert "Joris Hoekzema is nu eigenaar van deze maatregel." in answer.get_data(as_text=True)
    answer = client.post(OWNER, data={"eigenaar": ""}, follow_redirects=True)
    assert "Deze maatregel heeft nu geen eigenaar." in answer.get_data(as_text=True)
    events = db_session.scalars(
        sa.select(AuditEvent)
        .where(AuditEvent.action == AuditAction.OWNER_ASSIGNED)
        .order_by(AuditEvent.id.desc())
    ).all()
    assert events[0].details == {"old": "Joris Hoekzema", "new": ""}


def test_somebody_of_another_network_cannot_be_owner(sign_in: SignIn, db_session: Session) -> None:
    stranger = account(db_session, "partner.schiphol@mainportaal.example")
    for value in (str(stranger.id), "999999", "x"):
        answer = sign_in(OFFICER).post(OWNER, data={"eigenaar": value})
        assert answer.status_code == 422
        assert "geen lopende aanstelling in dit netwerk" in answer.get_data(as_text=True)
    assert (
        db_session.scalars(sa.select(Maatregel).where(Maatregel.code == "rtm-01")).one().owner is not stranger
    )


@pytest.mark.parametrize(
    "who", ["coordinator.schiphol", "partner.rotterdam", "lid1.stuurgroep", "lezer.programma", "beheerder"]
)
def test_others_may_not_name_the_owner(sign_in: SignIn, who: str) -> None:
    client = sign_in(f"{who}@mainportaal.example")
    assert client.post(OWNER, data={"eigenaar": ""}).status_code == 403
    assert OWNER not in client.get("/maatregelen/rtm-01").get_data(as_text=True)


@pytest.mark.parametrize(
    ("who", "sees", "has_column"),
    [
        ("coordinator.rotterdam", True, True),
        ("partner.rotterdam", True, True),
        ("medewerker1.programmabureau", True, True),
        ("coordinator.schiphol", False, True),
        ("lid1.stuurgroep", False, False),
        ("secretaris.stuurgroep", False, False),
        ("lezer.programma", False, False),
        ("lezer.rotterdam", False, False),
        ("beheerder", False, False),
    ],
)
def test_only_insiders_and_the_programme_office_see_the_owner(
    sign_in: SignIn, db_session: Session, who: str, *, sees: bool, has_column: bool
) -> None:
    owner = account(db_session, "vervanger.rotterdam@mainportaal.example")
    maatregel = db_session.scalars(sa.select(Maatregel).where(Maatregel.code == "rtm-01")).one()
    maatregel.owner = owner
    db_session.commit()
    client = sign_in(f"{who}@mainportaal.example")
    listed = client.get("/maatregelen?netwerk=rotterdam").get_data(as_text=True)
    shown = client.get("/maatregelen/rtm-01").get_data(as_text=True)
    assert (owner.name in listed, owner.name in shown, "Eigenaar" in shown) == (sees, sees, sees)
    assert ("Eigenaar" in listed) is has_column
    assert ("Geen inzage" in listed) is (has_column and not sees)


def test_the_newest_counted_report_gives_the_status(bare_session: Session, browse: browsing.Browse) -> None:
    built = builders.house(bare_session, networks=1, maatregelen=1)
    first = builders.open_round(bare_session, built, "een", FIRST)
    builders.accepted(bare_session, built, first, built.networks[0], statuses=[ProgressStatus.BEHIND])
    builders.adopt(bare_session, built, first, FIRST.submit_until)
    second = builders.open_round(bare_session, built, "twee", SECOND)
    report = builders.report_of(bare_session, second, built.networks[0])
    builders.fill(bare_session, built, report, statuses=[ProgressStatus.ON_SCHEDULE])
    builders.submit(bare_session, built, report, SECOND.submit_from)
    builders.person(bare_session, "lezer", Role.READER)
    builders.person(bare_session, "lid", Role.STEERING_MEMBER)
    bare_session.commit()
    assert "Peildatum 30 juni 2025" in browse("lid", "/maatregelen")
    builders.accept(bare_session, built, report, SECOND.submit_from)
    bare_session.commit()
    assert "Peildatum 31 december 2025" in browse("lid", "/maatregelen?status=on_schedule")
    assert "Peildatum 30 juni 2025" in browse("lezer", "/maatregelen?status=behind")


@pytest.mark.parametrize("path", ["/maatregelen", "/netwerken", "/aanpak", "/subdoelen"])
def test_more_maatregelen_ask_no_more_queries(
    bare_session: Session, browse: browsing.Browse, path: str
) -> None:
    builders.house(bare_session, networks=2)
    builders.person(bare_session, "lid", Role.STEERING_MEMBER)
    bare_session.commit()
    browse("lid", path)
    with browsing.counted_queries() as few:
        browse("lid", path)
    rows = bare_session.scalars(sa.select(Maatregel)).all()
    for number in range(20):
        bare_session.add(
            Maatregel(
                code=f"extra-{number}",
                network_id=rows[0].network_id,
                title=f"Extra {number}",
                description="",
                kind=rows[0].kind,
                term=rows[0].term,
                link_basis=rows[0].link_basis,
                themes=list(rows[0].themes),
                chain_stages=list(rows[0].chain_stages),
            )
        )
    bare_session.commit()
    with browsing.counted_queries() as many:
        browse("lid", path)
    assert len(many) == len(few)
