"""Milestones, needs and partners through the doors: the right and the wrong person, state and input."""

import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain.audit import AuditAction
from portal.domain.workflow import ReportState
from portal.models import AuditEvent, Maatregel, MaatregelProgress, Partner, Report
from tests.conftest import SignIn
from tests.views.test_reports import newest, row_of, url_of

COORDINATOR = "coordinator.rotterdam@mainportaal.example"
NEW = {"gepland": "2026-05-01", "verwacht": "2026-06-01", "gehaald": ""}


@pytest.fixture
def draft(db_session: Session) -> Report:
    return newest(db_session, ReportState.DRAFT, "rotterdam")


def path(report: Report, code: str = "rtm-03") -> str:
    return url_of(report, f"/maatregelen/{code}/planning")


def fields(row: MaatregelProgress, **more: str) -> dict[str, object]:
    """What the page sends for what is saved, with room for more."""
    sent: dict[str, object] = {
        "version": row.version,
        "mijlpalen": len(row.milestones) + 2,
        "vereisten": len(row.requirements) + 2,
        "partners-publiek": [str(each.id) for each in row.partners if each.sector == "public"],
        "partners-privaat": [str(each.id) for each in row.partners if each.sector == "private"],
    }
    for n, milestone in enumerate(row.milestones, 1):
        days = (milestone.planned_on, milestone.expected_on, milestone.actual_on)
        sent |= {
            f"mijlpaal-{n}-sleutel": milestone.key,
            f"mijlpaal-{n}-naam": milestone.title,
            **{
                f"mijlpaal-{n}-{name}": day.isoformat() if day else ""
                for name, day in zip(("gepland", "verwacht", "gehaald"), days, strict=True)
            },
        }
    for n, needed in enumerate(row.requirements, 1):
        sent |= {
            f"vereist-{n}-maatregel": str(needed.maatregel_id),
            f"vereist-{n}-waarom": needed.explanation,
        }
    return sent | more


def new_milestone(number: int, title: str = "Proef gehouden", **days: str) -> dict[str, str]:
    return {
        f"mijlpaal-{number}-naam": title,
        **{f"mijlpaal-{number}-{name}": day for name, day in (NEW | days).items()},
    }


def post(client: FlaskClient, url: str, sent: dict[str, object]) -> tuple[int, str]:
    answer = client.post(url, data=sent)
    return answer.status_code, answer.get_data(as_text=True)


def test_saving_what_is_on_the_page_changes_nothing(
    sign_in: SignIn, db_session: Session, draft: Report
) -> None:
    client, row = sign_in(COORDINATOR), row_of(draft, "rtm-03")
    before = (row.version, len(row.milestones))
    assert before[1] >= 1
    assert client.get(path(draft)).status_code == 200
    assert post(client, path(draft), fields(row))[0] == 302
    db_session.expire_all()
    assert (row.version, len(row.milestones)) == before


def test_everything_is_saved_and_told(sign_in: SignIn, db_session: Session, draft: Report) -> None:
    client, row = sign_in(COORDINATOR), row_of(draft, "rtm-03")
    place, needs = len(row.milestones) + 1, len(row.requirements) + 1
    other = db_session.scalars(sa.select(Maatregel).where(Maatregel.code == "sch-01")).one()
    private = db_session.scalars(sa.select(Partner).where(Partner.code == "andere-privaat")).one()
    sent = fields(row, **new_milestone(place)) | {
        f"vereist-{needs}-maatregel": str(other.id),
        f"vereist-{needs}-waarom": "Eerst daar.",
        "partners-privaat": [str(private.id)],
    }
    assert post(client, path(draft), sent)[0] == 302
    db_session.expire_all()
    assert "Proef gehouden" in {each.title for each in row.milestones}
    assert {"sch-01", "ovk-06"} == {each.maatregel.code for each in row.requirements}
    assert "andere-privaat" in {each.code for each in row.partners}
    page = client.get(path(draft)).get_data(as_text=True)
    assert "4 weken later dan gepland" in page
    event = db_session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert event.action is AuditAction.PARTS_WRITTEN
    assert "Proef" not in str(event.details)


def test_a_row_more_keeps_what_was_typed_and_saves_nothing(
    sign_in: SignIn, db_session: Session, draft: Report
) -> None:
    client, row = sign_in(COORDINATOR), row_of(draft, "rtm-03")
    place = len(row.milestones) + 1
    sent = fields(row, **new_milestone(place, "Half getypt", gepland="volgend jaar")) | {
        "toevoegen": "mijlpaal"
    }
    status, page = post(client, path(draft), sent)
    assert status == 200
    assert "Half getypt" in page
    assert "volgend jaar" in page
    assert f"mijlpaal-{len(row.milestones) + 5}-naam" in page
    assert f"mijlpaal-{len(row.milestones) + 6}-naam" not in page
    db_session.expire_all()
    assert "Half getypt" not in {each.title for each in row.milestones}


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (new_milestone(9, "Te vroeg", gehaald="2026-03-21"), "Deze dag moet nog komen."),
        (new_milestone(9, "Zonder dag", gepland=""), "Vul de geplande datum in."),
        (new_milestone(9, ""), "Geef de mijlpaal een naam"),
        (new_milestone(9, "Geen datum", gepland="binnenkort"), "Vul een datum in, bijvoorbeeld 15-7-2024."),
        (new_milestone(9, "x" * 201), "Deze tekst is te lang."),
        ({"vereist-9-waarom": "Zonder maatregel"}, "Kies een maatregel, of maak de toelichting leeg."),
        ({"partners-publiek": "nul"}, ""),
        ({"mijlpalen": "veel"}, ""),
    ],
    ids=["future", "no day", "no name", "no date", "too long", "why only", "no partner", "no number"],
)
def test_wrong_input_is_told_and_kept(
    sign_in: SignIn, draft: Report, typed: dict[str, str], message: str
) -> None:
    row = row_of(draft, "rtm-03")
    sent = fields(row) | {"mijlpalen": "9", "vereisten": "9"} | typed
    status, page = post(sign_in(COORDINATOR), path(draft), sent)
    assert status == 422
    assert message in page
    assert all(str(value) in page for name, value in typed.items() if "naam" in name or "waarom" in name)


def test_a_milestone_that_was_adopted_keeps_its_first_day(
    sign_in: SignIn, db_session: Session, draft: Report
) -> None:
    client, row = sign_in(COORDINATOR), row_of(draft, "rtm-03")
    page = client.get(path(draft)).get_data(as_text=True)
    assert "verandert niet meer" in page
    assert 'name="mijlpaal-1-gepland"' not in page
    status, page = post(client, path(draft), fields(row) | {"mijlpaal-1-gepland": "2031-01-01"})
    assert status == 422
    assert "De geplande datum van deze mijlpaal stond in een vastgestelde rapportage" in page
    sent = {name: value for name, value in fields(row).items() if name != "mijlpaal-1-gepland"}
    assert post(client, path(draft), sent | {"mijlpaal-1-verwacht": "2031-01-01"})[0] == 302
    db_session.expire_all()
    assert row.milestones[0].expected_on is not None
    assert row.milestones[0].expected_on.year == 2031


def test_a_milestone_can_be_taken_away(sign_in: SignIn, db_session: Session, draft: Report) -> None:
    row = row_of(draft, "rtm-03")
    before = len(row.milestones)
    assert post(sign_in(COORDINATOR), path(draft), fields(row) | {"mijlpaal-1-weg": "y"})[0] == 302
    db_session.expire_all()
    assert len(row.milestones) == before - 1


def test_a_stale_save_shows_both_and_keeps_what_the_other_added(
    sign_in: SignIn, db_session: Session, draft: Report
) -> None:
    coordinator, row = sign_in(COORDINATOR), row_of(draft, "rtm-03")
    place = len(row.milestones) + 1
    mine = fields(row, **new_milestone(place, "Van de coördinator"))
    theirs = fields(row, **new_milestone(place, "Van de partner"))
    assert post(coordinator, path(draft), theirs)[0] == 302
    status, page = post(coordinator, path(draft), mine)
    assert status == 409
    assert "Van de partner" in page
    names = re.findall(r'name="mijlpaal-\d+-naam"[^>]*value="(Van de [^"]+)"', page)
    assert sorted(names) == ["Van de coördinator", "Van de partner"]
    db_session.expire_all()
    assert "Van de coördinator" not in {each.title for each in row.milestones}


def test_one_sector_alone_is_warned_about(sign_in: SignIn, db_session: Session, draft: Report) -> None:
    client, row = sign_in(COORDINATOR), row_of(draft, "rtm-01")
    sent = fields(row) | {"partners-privaat": []}
    assert post(client, path(draft, "rtm-01"), sent)[0] == 302
    assert "alleen partners mee uit één sector: publiek" in client.get(path(draft, "rtm-01")).get_data(
        as_text=True
    )


def test_a_circle_is_told_but_allowed(sign_in: SignIn, db_session: Session, draft: Report) -> None:
    page = sign_in(COORDINATOR).get(path(draft, "rtm-04")).get_data(as_text=True)
    assert "wachten ook op deze maatregel" in page


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("coordinator.schiphol", 404),
        ("medewerker1.programmabureau", 403),
        ("lid1.stuurgroep", 403),
        ("beheerder", 403),
    ],
)
def test_nobody_else_gets_in(sign_in: SignIn, draft: Report, who: str, status: int) -> None:
    client = sign_in(f"{who}@mainportaal.example")
    assert client.get(path(draft)).status_code == status
    assert client.post(path(draft), data={"version": 1}).status_code == status


def test_a_partner_writes_only_what_was_given(sign_in: SignIn, db_session: Session, draft: Report) -> None:
    client = sign_in("partner.rotterdam@mainportaal.example")
    owners = {row.maatregel.code: row.maatregel.owner for row in draft.progress}
    statuses = {
        code: client.get(path(draft, code)).status_code for code, owner in owners.items() if owner is not None
    }
    own = {code for code, owner in owners.items() if owner and owner.email.startswith("partner.")}
    assert own
    assert {code for code, status in statuses.items() if status == 200} >= own


def test_a_part_that_is_fixed_cannot_be_written(sign_in: SignIn, db_session: Session) -> None:
    report = newest(db_session, ReportState.ADOPTED, "rotterdam")
    client = sign_in(COORDINATOR)
    assert client.get(path(report)).status_code == 302
    row = row_of(report, "rtm-03")
    sent = fields(row) | {"mijlpaal-1-verwacht": "2031-01-01"}
    assert post(client, path(report), sent)[0] == 409


def test_what_was_accepted_stands_on_the_page_of_the_maatregel(sign_in: SignIn, db_session: Session) -> None:
    page = sign_in("lezer.programma@mainportaal.example").get("/maatregelen/rtm-02").get_data(as_text=True)
    assert "Alle twaalf extra functies vervuld" in page
    assert "10 van 12 fte" in page
    assert "Openbaar Ministerie" in page


def test_readers_of_the_report_see_milestones_needs_and_partners(
    sign_in: SignIn, db_session: Session
) -> None:
    report = newest(db_session, ReportState.ADOPTED, "rotterdam")
    page = sign_in("lezer.programma@mainportaal.example").get(url_of(report)).get_data(as_text=True)
    for words in (
        "Afspraken over gegevens getekend",
        "Zonder het handelingskader weten de diensten niet",
        "dan in de vorige rapportage",
        "Convenant Weerbare Haven",
        "Kennen de partners het handelingskader?",
    ):
        assert words in page
