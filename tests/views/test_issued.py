"""Kamerstukken on screen: issued once, read by whom they are for, compared and taken along; and templates."""

import hashlib
import json
import re
import sys
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.documents.issued_paper import issued_paper
from portal.documents.issued_template import own_template
from portal.documents.issued_word import fill_template
from portal.domain import clock
from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.issued_json import from_json
from portal.domain.workflow import PeriodState
from portal.models import AuditEvent, Goal, IssuedDocument, Period, WordTemplate
from portal.services import file_check
from portal.web.files import file_store
from tests.browsing import counted_queries
from tests.conftest import SignIn
from tests.issuing import changed
from tests.papers import NAMES
from tests.untold import world_app  # noqa: F401 - takes the place of the fixture

pytestmark = pytest.mark.usefixtures("pango")
SLUGS = ("bijlage", "hoofdstuk", "cw31", "infographic")


def person(sign_in: SignIn, name: str) -> FlaskClient:
    return sign_in(f"{name}@mainportaal.example")


@pytest.fixture
def officer(sign_in: SignIn) -> FlaskClient:
    return person(sign_in, "medewerker1.programmabureau")


def page(client: FlaskClient, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def held(text: str) -> dict[str, str]:
    """Return the hidden fields of the form to issue."""
    fields = {}
    for tag in re.findall(r'<input[^>]*type="hidden"[^>]*>', text):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name is not None:
            fields[name[1]] = value[1] if value else ""
    return fields


def issue(client: FlaskClient, slug: str, query: str = "") -> str:
    """Look at a document, issue it, and return its name."""
    fields = held(page(client, f"/kamerstukken/nieuw/{slug}{query}"))
    answer = client.post(f"/kamerstukken/nieuw/{slug}", data=fields)
    assert answer.status_code == 302
    return answer.location.rpartition("/")[2]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_document_is_issued_and_taken_along(officer: FlaskClient, db_session: Session, slug: str) -> None:
    name = issue(officer, slug)
    assert name == f"{slug}-2026-1"
    shown = page(officer, f"/kamerstukken/{name}")
    issued = db_session.scalars(sa.select(IssuedDocument)).one()
    for form, mark in (("docx", issued.word_sha256), ("pdf", issued.pdf_sha256), ("json", issued.sha256)):
        answer = officer.get(f"/kamerstukken/{name}.{form}")
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"] == f"attachment; filename={name}.{form}"
        content = answer.get_data()
        assert hashlib.sha256(content).hexdigest() == mark
        assert mark in shown
        assert officer.get(f"/kamerstukken/{name}.{form}").get_data() == content
    assert json.loads(officer.get(f"/kamerstukken/{name}.json").get_data())["imprint"]["name"] == name
    assert 'data-source="' in shown
    assert "Alle rapportages en cijfers in dit stuk zijn verzonnen." in shown
    body = shown[shown.index("<main") :]
    assert [each for each in NAMES if each in body] == []
    assert name in page(officer, "/kamerstukken")
    with officer.application.app_context():
        found = file_check.check_files(db_session, file_store())
    assert [each for each in found.missing if getattr(each, "name", "").startswith(slug)] == []


def test_the_files_can_be_made_again_of_what_was_kept(officer: FlaskClient, db_session: Session) -> None:
    name = issue(officer, "infographic")
    kept = {form: officer.get(f"/kamerstukken/{name}.{form}").get_data() for form in ("docx", "pdf")}
    document = from_json(db_session.scalars(sa.select(IssuedDocument.content)).one())
    with officer.application.test_request_context(), clock.at(clock.now() + timedelta(days=400)):
        assert fill_template(own_template(), document).content == kept["docx"]
        assert issued_paper(document).content == kept["pdf"]


def test_pressing_twice_is_once(officer: FlaskClient, db_session: Session) -> None:
    fields = held(page(officer, "/kamerstukken/nieuw/bijlage"))
    first = officer.post("/kamerstukken/nieuw/bijlage", data=fields)
    again = officer.post("/kamerstukken/nieuw/bijlage", data=fields)
    assert first.location == again.location == "/kamerstukken/bijlage-2026-1"
    assert db_session.scalar(sa.select(sa.func.count(IssuedDocument.id))) == 1
    events = sa.select(sa.func.count()).where(AuditEvent.action == AuditAction.DOCUMENT_ISSUED)
    assert db_session.scalar(events) == 1


def test_what_changed_after_the_page_was_opened_is_seen_first(
    officer: FlaskClient, db_session: Session
) -> None:
    fields = held(page(officer, "/kamerstukken/nieuw/cw31"))
    db_session.scalars(sa.select(Goal).limit(1)).one().title = "Een subdoel dat intussen anders heet"
    db_session.commit()
    answer = officer.post("/kamerstukken/nieuw/cw31", data=fields)
    assert answer.status_code == 409
    text = answer.get_data(as_text=True)
    assert "Er is intussen iets veranderd" in text
    assert "Een subdoel dat intussen anders heet" in text
    assert db_session.scalars(sa.select(IssuedDocument)).all() == []
    assert officer.post("/kamerstukken/nieuw/cw31", data=held(text)).status_code == 302


def test_the_next_issue_is_compared_with_the_one_before(officer: FlaskClient, db_session: Session) -> None:
    first = issue(officer, "cw31")
    assert officer.get(f"/kamerstukken/{first}/verschillen").status_code == 404
    assert "Niets: de tekst en de tabellen zijn hetzelfde" in page(officer, "/kamerstukken/nieuw/cw31")
    goal = db_session.scalars(sa.select(Goal).order_by(Goal.position).limit(1)).one()
    former, goal.title = goal.title, "Een geheel ander subdoel"
    db_session.commit()
    assert "Anders dan cw31-2026-1" in page(officer, "/kamerstukken/nieuw/cw31")
    second = issue(officer, "cw31")
    text = page(officer, f"/kamerstukken/{second}/verschillen")
    assert "1. Doel, Subdoelen met hun indicatoren" in text
    assert "p-differences__new" in text
    assert "Er is een nieuwere uitgave" in page(officer, f"/kamerstukken/{first}")
    # What was issued stays as it was.
    assert former in page(officer, f"/kamerstukken/{first}")
    assert "Een geheel ander subdoel" not in page(officer, f"/kamerstukken/{first}")


READS = {
    "medewerker2.programmabureau": (200, 200, 200),
    "lid1.stuurgroep": (200, 200, 200),
    "coordinator.schiphol": (200, 200, 404),
    "partner.rotterdam": (200, 200, 404),
    "lezer.programma": (200, 200, 404),
    "lezer.rotterdam": (200, 404, 404),
    "beheerder": (403, 403, 403),
}
"""What somebody finds: a public document, one for all networks, one for the stuurgroep."""


def test_who_reads_what(officer: FlaskClient, sign_in: SignIn) -> None:
    names = [issue(officer, "bijlage", f"?voor={each}") for each in ("public", "all_networks", "steering")]
    for who, statuses in READS.items():
        client = person(sign_in, who)
        listed = client.get("/kamerstukken").get_data(as_text=True)
        for name, status in zip(names, statuses, strict=True):
            for rest in ("", ".docx", ".pdf", ".json"):
                assert client.get(f"/kamerstukken/{name}{rest}").status_code == status, (who, name, rest)
            absent = 403 if status == 403 else 404
            assert client.get(f"/kamerstukken/{name}/verschillen").status_code == absent
            assert (f"/kamerstukken/{name}" in listed) is (status == 200)
        makes = who.startswith("medewerker")
        for url in ("nieuw/bijlage", "sjablonen", "sjablonen/bijlage", "sjablonen/bijlage.docx"):
            assert client.get(f"/kamerstukken/{url}").status_code == (200 if makes else 403)
        if not makes:
            for url in ("nieuw/bijlage", "sjablonen/bijlage", "sjablonen/bijlage/eigen"):
                assert client.post(f"/kamerstukken/{url}").status_code == 403
            assert "Nieuw stuk maken" not in listed


def test_what_is_not_there_is_not_found(officer: FlaskClient) -> None:
    for url in (
        "/kamerstukken/bijlage-2026-1",
        "/kamerstukken/bijlage-2026-1.pdf",
        "/kamerstukken/brief-2026-1",
        "/kamerstukken/bijlage-2026-1.exe",
        "/kamerstukken/nieuw/brief",
        "/kamerstukken/nieuw/bijlage?voor=network",
        "/kamerstukken/nieuw/bijlage?voor=onzin",
        "/kamerstukken/nieuw/hoofdstuk?periode=2031-1",
        "/kamerstukken/sjablonen/brief",
        "/kamerstukken/sjablonen/brief.docx",
    ):
        assert officer.get(url).status_code == 404, url


def test_an_open_period_cannot_be_chosen(officer: FlaskClient, db_session: Session) -> None:
    code = db_session.scalars(sa.select(Period.code).where(Period.state == PeriodState.OPEN)).one()
    assert officer.get(f"/kamerstukken/nieuw/hoofdstuk?periode={code}").status_code == 404


def test_an_empty_form_issues_nothing(officer: FlaskClient, db_session: Session) -> None:
    answer = officer.post("/kamerstukken/nieuw/bijlage")
    assert answer.status_code == 422
    assert "Bekijk eerst wat er wordt uitgegeven" in answer.get_data(as_text=True)
    assert db_session.scalars(sa.select(IssuedDocument)).all() == []


def test_an_older_period_can_be_told_of(officer: FlaskClient, db_session: Session) -> None:
    older = db_session.scalars(
        sa.select(Period).where(Period.state == PeriodState.ADOPTED).order_by(Period.observes_from)
    ).first()
    assert older is not None
    name = issue(officer, "hoofdstuk", f"?voor=steering&periode={older.code}")
    issued = db_session.scalars(sa.select(IssuedDocument)).one()
    assert (issued.period_id, issued.as_of) == (older.id, older.observes_until)
    assert older.title in page(officer, f"/kamerstukken/{name}")


def test_what_is_left_out_is_said_before_and_in_the_document(officer: FlaskClient) -> None:
    text = page(officer, "/kamerstukken/nieuw/hoofdstuk?voor=public")
    assert re.search(r"\d+ vastgestelde teksten blijven weg", text)
    assert "Wat is weggelaten" in text
    assert "Alle PPS-netwerken en lezers" in text


def test_taking_a_file_along_is_recorded(officer: FlaskClient, db_session: Session) -> None:
    name = issue(officer, "infographic")
    for form in ("docx", "pdf", "json"):
        officer.get(f"/kamerstukken/{name}.{form}")
    wanted = sa.select(AuditEvent.details).where(
        AuditEvent.action == AuditAction.EXPORTED, AuditEvent.subject_kind == SubjectKind.ISSUED_DOCUMENT
    )
    assert [each["form"] for each in db_session.scalars(wanted.order_by(AuditEvent.id))] == [
        "docx",
        "pdf",
        "json",
    ]


def test_a_file_that_was_changed_in_the_store_is_not_handed_out(
    officer: FlaskClient, db_session: Session
) -> None:
    name = issue(officer, "infographic")
    issued = db_session.scalars(sa.select(IssuedDocument)).one()
    with officer.application.app_context():
        file_store().delete(issued.pdf_key)
        file_store().put(issued.pdf_key, b"%PDF-1.7 iets anders")
    assert officer.get(f"/kamerstukken/{name}.pdf").status_code == 500
    assert officer.get(f"/kamerstukken/{name}.docx").status_code == 200


def send(client: FlaskClient, content: bytes, name: str = "huisstijl.docx") -> Any:
    return client.post(
        "/kamerstukken/sjablonen/infographic",
        data={"bestand": (BytesIO(content), name)},
        content_type="multipart/form-data",
    )


def test_an_office_restyles_a_template_and_puts_it_back(officer: FlaskClient, db_session: Session) -> None:
    taken = officer.get("/kamerstukken/sjablonen/infographic.docx")
    assert taken.get_data() == own_template()

    def restyle(document: Any) -> None:
        document.sections[0].footer.paragraphs[0].text = "Ministerie, {{ nummer }}"

    template = changed(restyle)
    for _twice in range(2):
        assert send(officer, template).status_code == 302
    placed = db_session.scalars(sa.select(WordTemplate)).one()
    assert placed.sha256 == hashlib.sha256(template).hexdigest()
    assert "huisstijl.docx" in page(officer, "/kamerstukken/sjablonen")
    assert officer.get("/kamerstukken/sjablonen/infographic.docx").get_data() == template
    name = issue(officer, "infographic")
    issued = db_session.scalars(sa.select(IssuedDocument)).one()
    assert issued.template_sha256 == placed.sha256
    assert placed.sha256 in page(officer, f"/kamerstukken/{name}")
    assert officer.post("/kamerstukken/sjablonen/infographic/eigen").status_code == 302
    assert officer.get("/kamerstukken/sjablonen/infographic.docx").get_data() == own_template()


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (changed(lambda each: each.add_paragraph("{{ minister }}")), "a.docx", "niet bestaat: ‘minister’"),
        (b"%PDF-1.7", "a.pdf", "Dit soort bestand nemen wij hier niet aan"),
        (b"PK\x03\x04 onzin", "a.docx", "beschadigd"),
        (own_template(), "a.docm", "Dit soort bestand nemen wij hier niet aan"),
    ],
)
def test_a_wrong_template_is_refused_and_the_old_one_stays(
    officer: FlaskClient, db_session: Session, content: bytes, name: str, message: str
) -> None:
    answer = send(officer, content, name)
    assert answer.status_code == 422
    assert message in answer.get_data(as_text=True)
    assert db_session.scalars(sa.select(WordTemplate)).all() == []


def test_no_file_is_refused(officer: FlaskClient) -> None:
    answer = officer.post("/kamerstukken/sjablonen/bijlage", data={})
    assert answer.status_code == 422
    assert "Kies het sjabloon dat u hebt aangepast." in answer.get_data(as_text=True)


def test_without_pango_nothing_is_issued(
    officer: FlaskClient, db_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = held(page(officer, "/kamerstukken/nieuw/bijlage"))
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    answer = officer.post("/kamerstukken/nieuw/bijlage", data=fields)
    assert answer.status_code == 302
    assert "de bibliotheek Pango ontbreekt" in page(officer, answer.location)
    assert db_session.scalars(sa.select(IssuedDocument)).all() == []


def test_pages_ask_the_database_a_fixed_number_of_times(officer: FlaskClient) -> None:
    name = issue(officer, "bijlage")
    limits = {
        "/kamerstukken": 12,
        f"/kamerstukken/{name}": 12,
        "/kamerstukken/sjablonen": 12,
        "/kamerstukken/nieuw/bijlage": 22,
        "/kamerstukken/nieuw/hoofdstuk": 24,
        "/kamerstukken/nieuw/cw31": 34,
        "/kamerstukken/nieuw/infographic": 14,
    }
    asked = {}
    for url in limits:
        with counted_queries() as queries:
            page(officer, url)
        asked[url] = len(queries)
    assert {url: number for url, number in asked.items() if number > limits[url]} == {}
