"""Writing and judging a report through the doors: the right and the wrong person, state and input."""

import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain.audit import Actor
from portal.domain.progress import ProgressStatus
from portal.domain.roles import Role
from portal.domain.workflow import ReportState
from portal.models import MaatregelProgress, Network, Period, Report
from portal.queries.accounts import account_by_email
from tests.builders import answer, explain_all, give_account
from tests.conftest import SignIn

COORDINATOR = "coordinator.rotterdam@mainportaal.example"
OFFICER = "medewerker1.programmabureau@mainportaal.example"


def newest(session: Session, state: ReportState, network: str | None = None) -> Report:
    query = sa.select(Report).join(Report.period).join(Report.network).where(Report.state == state)
    if network:
        query = query.where(Network.code == network)
    return session.scalars(query.order_by(Period.observes_from.desc(), Report.id)).first() or pytest.fail(
        "none"
    )


def url_of(report: Report, rest: str = "") -> str:
    return f"/rapportages/{report.period.code}/{report.network.code}{rest}"


@pytest.fixture
def draft(db_session: Session) -> Report:
    return newest(db_session, ReportState.DRAFT, "rotterdam")


def row_of(report: Report, code: str = "rtm-01") -> MaatregelProgress:
    return next(row for row in report.progress if row.maatregel.code == code)


def save(client: FlaskClient, report: Report, **fields: object) -> tuple[int, str]:
    answer = client.post(
        url_of(report, "/maatregelen/rtm-01"), data={"version": row_of(report).version, **fields}
    )
    return answer.status_code, answer.get_data(as_text=True)


def test_saving_one_maatregel(sign_in: SignIn, db_session: Session, draft: Report) -> None:
    client = sign_in(COORDINATOR)
    before = row_of(draft).version
    status, _page = save(
        client, draft, status="behind", trend="worse", gedaan="Hekken geplaatst.", reden_vertraging="delivery"
    )
    assert status == 302
    db_session.expire_all()
    row = row_of(draft)
    assert (row.status, row.done, row.version) == (ProgressStatus.BEHIND, "Hekken geplaatst.", before + 1)
    page = client.get(url_of(draft)).get_data(as_text=True)
    assert "resultaat, volgende stap, wat is nodig om weer op schema te komen".capitalize() in page


def test_a_stale_save_shows_both_texts_and_loses_neither(
    sign_in: SignIn, db_session: Session, draft: Report
) -> None:
    coordinator, partner = sign_in(COORDINATOR), sign_in("partner.rotterdam@mainportaal.example")
    version = row_of(draft).version
    path = url_of(draft, "/maatregelen/rtm-01")
    assert partner.post(path, data={"version": version, "gedaan": "Tekst van de partner"}).status_code == 302
    answer = coordinator.post(
        path, data={"version": version, "gedaan": "Tekst van de coördinator", "status": "behind"}
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Tekst van de partner" in page
    assert page.count("Tekst van de coördinator") >= 2
    fresh = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert fresh is not None
    again = coordinator.post(path, data={"version": fresh.group(1), "gedaan": "Samen: beide teksten"})
    assert again.status_code == 302
    db_session.expire_all()
    assert row_of(draft).done == "Samen: beide teksten"


@pytest.mark.parametrize(
    "text",
    [
        "🚢 containers\u200d met emoji",
        "\u202eomgekeerde tekst عربى",
        "<script>alert(1)</script>",
        "a" * 5_000,
    ],
    ids=["emoji", "rtl", "html", "longest"],
)
def test_every_text_comes_back_as_it_was_typed(
    sign_in: SignIn, db_session: Session, draft: Report, text: str
) -> None:
    client = sign_in(COORDINATOR)
    assert save(client, draft, gedaan=text)[0] == 302
    db_session.expire_all()
    assert row_of(draft).done == text
    page = client.get(url_of(draft, "/maatregelen/rtm-01")).get_data(as_text=True)
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"gedaan": "x" * 100_000}, "Deze tekst is te lang. Gebruik hoogstens 5.000 tekens."),
        ({"gedaan": "nul\x00teken"}, "Deze tekst bevat een teken dat niet kan worden opgeslagen."),
        ({"gedaan": "Behouden tekst", "status": "prima"}, "Behouden tekst"),
    ],
    ids=["100.000 characters", "NUL", "unknown status"],
)
def test_wrong_input_is_told_and_kept(
    sign_in: SignIn, draft: Report, fields: dict[str, str], message: str
) -> None:
    status, page = save(sign_in(COORDINATOR), draft, **fields)
    assert status == 422
    assert message in page
    assert fields["gedaan"][:5] in page


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999"])
def test_an_odd_version_is_never_an_error_of_ours(sign_in: SignIn, draft: Report, version: str) -> None:
    assert save(sign_in(COORDINATOR), draft, version=version, gedaan="x")[0] in {409, 422}


def test_a_text_larger_than_a_request_may_be(sign_in: SignIn, draft: Report) -> None:
    status, page = save(sign_in(COORDINATOR), draft, gedaan="x" * 3_000_000)
    assert status == 413
    assert "te groot" in page or "te veel" in page


def test_submitting_an_incomplete_report_lists_what_is_missing(sign_in: SignIn, draft: Report) -> None:
    client = sign_in(COORDINATOR)
    answer = client.post(url_of(draft, "/indienen"), data={"version": draft.content_version})
    assert answer.status_code == 422
    assert "Internationale samenwerking" in answer.get_data(as_text=True)


def test_a_partner_writes_but_never_submits(sign_in: SignIn, draft: Report) -> None:
    client = sign_in("partner.rotterdam@mainportaal.example")
    assert save(client, draft, gedaan="Door de partner")[0] == 302
    assert client.post(url_of(draft, "/indienen"), data={"version": draft.content_version}).status_code == 403
    assert "Rapportage indienen" not in client.get(url_of(draft)).get_data(as_text=True)


def complete(client: FlaskClient, session: Session, report: Report) -> None:
    for row in report.progress:
        data = {
            "version": row.version,
            "status": "on_schedule",
            "trend": "same",
            "gedaan": "Gedaan.",
            "resultaat": "Bereikt.",
            "volgende_stap": "Verder.",
        }
        assert client.post(url_of(report, f"/maatregelen/{row.maatregel.code}"), data=data).status_code == 302
    words = {
        f"{name}_toelichting": "Toelichting." for name in ("voortgang", "middelen", "samenwerking", "risicos")
    }
    ratings = {f"{name}_oordeel": "good" for name in ("voortgang", "middelen", "samenwerking", "risicos")}
    data = {"version": report.version, "samenvatting": "Samengevat.", **words, **ratings}
    assert client.post(url_of(report, "/samenvatting"), data=data).status_code == 302
    session.expire_all()
    coordinator = account_by_email(session, COORDINATOR)
    assert coordinator is not None
    actor = Actor(coordinator.id, coordinator.name, (Role.COORDINATOR,))
    answer(session, actor, report)
    give_account(session, actor, report)
    explain_all(session, actor, report)
    session.commit()
    session.expire_all()


def test_pressing_twice_submits_once(sign_in: SignIn, db_session: Session, draft: Report) -> None:
    client = sign_in(COORDINATOR)
    complete(client, db_session, draft)
    data = {"version": draft.content_version}
    first = client.post(url_of(draft, "/indienen"), data=data)
    second = client.post(url_of(draft, "/indienen"), data=data)
    assert (first.status_code, second.status_code) == (302, 302)
    db_session.expire_all()
    assert draft.state is ReportState.SUBMITTED
    page = client.get(url_of(draft)).get_data(as_text=True)
    assert page.count("Rapportage ingediend") == 1


def test_a_submitted_report_is_closed_to_its_network(sign_in: SignIn, db_session: Session) -> None:
    report = newest(db_session, ReportState.SUBMITTED, "zeeland-west-brabant")
    client = sign_in("coordinator.zeeland-west-brabant@mainportaal.example")
    code = report.progress[0].maatregel.code
    path = url_of(report, f"/maatregelen/{code}")
    assert "Dit onderdeel kunt u nu niet wijzigen." in client.get(path, follow_redirects=True).get_data(
        as_text=True
    )
    answer = client.post(path, data={"version": report.progress[0].version, "gedaan": "Toch nog iets"})
    assert answer.status_code == 409
    assert "Toch nog iets" in answer.get_data(as_text=True)


def test_returning_needs_a_reason_and_keeps_what_was_typed(sign_in: SignIn, db_session: Session) -> None:
    report = newest(db_session, ReportState.SUBMITTED, "zeeland-west-brabant")
    client = sign_in(OFFICER)
    path = url_of(report, "/terugsturen")
    empty = client.post(path, data={"version": report.version})
    assert empty.status_code == 422
    assert "minstens één onderdeel" in empty.get_data(as_text=True)
    long = client.post(path, data={"version": report.version, "onderdeel": "Waarom " * 400})
    assert long.status_code == 422
    assert "Waarom Waarom" in long.get_data(as_text=True)


def test_an_illegal_move_is_told_in_dutch(sign_in: SignIn, db_session: Session) -> None:
    report = newest(db_session, ReportState.ADOPTED, "rotterdam")
    client = sign_in(OFFICER)
    for action in ("accepteren", "terugsturen"):
        answer = client.post(
            url_of(report, f"/{action}"), data={"version": report.version, "onderdeel": "Toch"}
        )
        assert answer.status_code == 409
        assert "Deze stap kan niet meer" in answer.get_data(as_text=True)


def test_unchanged_in_one_click(sign_in: SignIn, draft: Report) -> None:
    client = sign_in(COORDINATOR)
    row = next(row for row in draft.progress if row.updated_at is None)
    path = url_of(draft, f"/maatregelen/{row.maatregel.code}/ongewijzigd")
    assert client.post(path, data={"version": row.version}).status_code == 302
    assert "Ongewijzigd sinds" in client.get(url_of(draft)).get_data(as_text=True)
    assert client.post(path, data={"version": 1}).status_code == 409
