"""The book of a meeting read back as PDF, and the lists as Word: structure, content, and who is not in it."""

import sys
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from docx import Document
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.meetings import AgendaKind
from portal.domain.workflow import EDITABLE
from portal.models import AuditEvent, Meeting, MeetingBook, Report
from portal.services import agenda, file_check
from portal.services.agenda import NewItem
from portal.web.files import file_store
from tests.conftest import SignIn
from tests.meetings import convened, persona, signal
from tests.papers import NAMES, kinds, outline


def person(sign_in: SignIn, name: str) -> FlaskClient:
    return sign_in(f"{name}@mainportaal.example")


@pytest.fixture
def secretary(sign_in: SignIn) -> FlaskClient:
    return person(sign_in, "secretaris.stuurgroep")


@pytest.fixture
def coming(db_session: Session) -> Meeting:
    """The meeting of the demonstration that is still to be held."""
    return db_session.scalars(sa.select(Meeting).order_by(Meeting.id.desc()).limit(1)).one()


@pytest.mark.usefixtures("pango")
def test_the_book_is_issued_once_and_kept_byte_for_byte(
    secretary: FlaskClient, sign_in: SignIn, coming: Meeting, db_session: Session
) -> None:
    hidden = signal(db_session, "Zinloos zonder opmerking")
    new = NewItem(AgendaKind.SIGNAL, "Signaal", f"signal:{hidden.id}", hidden)
    agenda.add_items(db_session, persona(db_session, "secretaris.stuurgroep"), coming, [new])
    hidden.audience = Audience.NETWORK
    for report in db_session.scalars(sa.select(Report).where(Report.state.in_(sorted(EDITABLE)))):
        report.summary = "Kenmerkende zin uit een concept"
    db_session.commit()
    url = f"/vergaderingen/{coming.id}/boek"
    for _twice in range(2):
        assert secretary.post(url, data={"last": "0"}).status_code == 302
    book = db_session.scalars(sa.select(MeetingBook)).one()
    member = person(sign_in, "lid1.stuurgroep")
    answer = member.get(f"{url}/1.pdf")
    assert answer.status_code == 200
    content = answer.get_data()
    assert len(content) == book.size
    assert member.get(f"{url}/1.pdf").get_data() == content
    assert member.get(f"{url}/2.pdf").status_code == 404
    assert person(sign_in, "coordinator.rotterdam").get(f"{url}/1.pdf").status_code == 403
    actions = db_session.scalars(
        sa.select(AuditEvent.action).where(
            AuditEvent.subject_kind == SubjectKind.MEETING,
            AuditEvent.subject_id == coming.id,
            AuditEvent.action.in_([AuditAction.BOOK_ISSUED, AuditAction.EXPORTED]),
        )
    ).all()
    assert sorted(actions) == [AuditAction.BOOK_ISSUED, AuditAction.EXPORTED, AuditAction.EXPORTED]
    with secretary.application.app_context():
        assert file_check.check_files(db_session, file_store()).missing == []
    _is_accessible(content, book.pages)
    _says_what_it_may(content)


def _is_accessible(content: bytes, pages: int) -> None:
    reader = PdfReader(BytesIO(content))
    catalog: Any = reader.root_object
    assert len(reader.pages) == pages
    assert reader.metadata is not None
    assert reader.metadata.title == "Vergaderboek Stuurgroep van 1 april 2026"
    assert str(catalog["/Lang"]) == "nl"
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid:part" in catalog["/Metadata"].get_object().get_data().decode()
    assert {"/H1", "/H2", "/Table", "/TH", "/L", "/P"} <= kinds(catalog["/StructTreeRoot"], set())
    titles = outline(reader)
    assert "Agenda" in titles
    assert "Actielijst" in titles
    assert reader.page_labels == [str(number) for number in range(1, pages + 1)]
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        assert f"Pagina {number} van {pages}" in text
        assert "DEMONSTRATIE" in text


def _says_what_it_may(content: bytes) -> None:
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    words = " ".join(text.split())
    assert "Gevraagd besluit van Schiphol" in words
    assert "Lid stuurgroep (Gemeente)" in words
    assert "Weggelaten: de inhoud van 1 onderwerp" in words
    assert "Besluiten van de vorige vergadering" in words
    assert "Kenmerkende zin uit een concept" not in words
    assert "Zinloos zonder opmerking" not in words
    assert [name for name in NAMES if name in words] == []


@pytest.mark.parametrize(
    ("name", "heads", "words"),
    [
        ("besluitenlijst", ["Nummer", "Besluit", "Reden", "Actie"], "De stuurgroep stelt de rapportages"),
        ("actielijst", ["Actie", "Eigenaar", "Klaar op", "Stand"], "Coördinator Rotterdam (Gemeente)"),
    ],
)
def test_a_list_opens_in_word(
    sign_in: SignIn, db_session: Session, coming: Meeting, name: str, heads: list[str], words: str
) -> None:
    held = db_session.scalars(
        sa.select(Meeting).where(Meeting.id < coming.id).order_by(Meeting.id.desc())
    ).first()
    assert held is not None
    answer = person(sign_in, "lid1.stuurgroep").get(f"/vergaderingen/{held.id}/{name}.docx")
    assert answer.status_code == 200
    document = Document(BytesIO(answer.get_data()))
    table = document.tables[0]
    assert [cell.text for cell in table.rows[0].cells] == heads
    assert "w:tblHeader" in table.rows[0]._tr.xml
    assert 'w:lang w:val="nl-NL"' in document.styles.element.xml
    text = "\n".join(cell.text for row in table.rows for cell in row.cells)
    assert words in text
    assert "{{" not in text
    assert "{%" not in text
    assert "DEMONSTRATIE" in document.sections[0].header.paragraphs[0].text
    everything = text + "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert [each for each in NAMES if each in everything] == []


def test_markup_in_a_text_stays_text(sign_in: SignIn, secretary: FlaskClient, db_session: Session) -> None:
    """What somebody typed is neither markup of Word nor an instruction to the template."""
    meeting = convened(db_session, persona(db_session, "secretaris.stuurgroep"), clock.today(), "A & B <c>")
    db_session.commit()
    said = {"besluit": "Meer dan 5 & <minder> {{ title }}", "reden": "Zo."}
    assert secretary.post(f"/vergaderingen/{meeting.id}/besluiten/nieuw", data=said).status_code == 302
    answer = secretary.get(f"/vergaderingen/{meeting.id}/besluitenlijst.docx")
    document = Document(BytesIO(answer.get_data()))
    assert document.tables[0].rows[1].cells[1].text == said["besluit"]
    assert "A & B <c>" in document.paragraphs[0].text


def test_without_pango_the_portal_says_what_is_missing(
    secretary: FlaskClient, coming: Meeting, db_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    assert secretary.post(f"/vergaderingen/{coming.id}/boek", data={"last": "0"}).status_code == 302
    assert "de bibliotheek Pango ontbreekt" in secretary.get(f"/vergaderingen/{coming.id}").get_data(
        as_text=True
    )
    assert db_session.scalars(sa.select(MeetingBook)).all() == []
