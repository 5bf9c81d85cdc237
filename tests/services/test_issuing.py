"""Issuing: numbered by kind and year, followed by audience, kept as it was, and noticed when it is not."""

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.errors import StaleVersionError
from portal.domain.issued import Imprint, issue_name
from portal.domain.issued_json import canonical, fingerprint
from portal.domain.parliament import IssuedKind
from portal.domain.uploads import CheckedFile, FileKind
from portal.filestore import FolderStore
from portal.models import AuditEvent, IssuedDocument, WordTemplate
from portal.queries.issued import kept_issued_files, newest_issue, placed_template
from portal.services import issuing, word_templates
from portal.services.evidence import DamagedFileError
from portal.services.file_check import check_files
from portal.services.issuing import IssueFiles
from tests.issuing import sample
from tests.meetings import persona
from tests.untold import world_app  # noqa: F401 - takes the place of the fixture

OFFICER = "medewerker1.programmabureau"


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "files")


def issue(
    session: Session,
    store: FolderStore,
    kind: IssuedKind = IssuedKind.CHAPTER,
    audience: Audience = Audience.PUBLIC,
    year: int = 2026,
) -> IssuedDocument:
    """Issue a small document as the next of its kind."""
    name = issue_name(kind, year, issuing.next_number(session, kind, year))
    imprint = Imprint(name, clock.now(), demonstration=True)
    document = replace(sample(), kind=kind, audience=audience, imprint=imprint)
    files = IssueFiles(f"word {name}".encode(), "0" * 64, f"pdf {name}".encode(), 3)
    return issuing.issue(session, persona(session, OFFICER), document, None, files, store)


def test_numbers_run_by_kind_and_year(db_session: Session, store: FolderStore) -> None:
    made = [
        issue(db_session, store),
        issue(db_session, store, audience=Audience.STEERING),
        issue(db_session, store, IssuedKind.ANNEX),
        issue(db_session, store),
        issue(db_session, store, year=2027),
    ]
    assert [(each.kind, each.year, each.number) for each in made] == [
        (IssuedKind.CHAPTER, 2026, 1),
        (IssuedKind.CHAPTER, 2026, 2),
        (IssuedKind.ANNEX, 2026, 1),
        (IssuedKind.CHAPTER, 2026, 3),
        (IssuedKind.CHAPTER, 2027, 1),
    ]
    # Each is compared with the last one for the same readers: another would tell them what is not theirs.
    assert [each.previous_id for each in made] == [None, None, None, made[0].id, made[3].id]
    assert newest_issue(db_session, IssuedKind.CHAPTER, Audience.STEERING) is made[1]


def test_the_content_and_both_files_are_kept(db_session: Session, store: FolderStore) -> None:
    issued, actor = issue(db_session, store), persona(db_session, OFFICER)
    db_session.expire_all()
    document = issuing.content_of(issued)
    assert fingerprint(document) == issued.sha256
    assert issuing.read_file(db_session, actor, issued, "docx", store) == b"word hoofdstuk-2026-1"
    assert issuing.read_file(db_session, actor, issued, "pdf", store) == b"pdf hoofdstuk-2026-1"
    content = issuing.read_file(db_session, actor, issued, "json", store)
    assert content == canonical(document)
    assert issuing.sha256_of(content) == issued.sha256
    events = db_session.execute(
        sa.select(AuditEvent.action, AuditEvent.subject_label, AuditEvent.details)
        .where(AuditEvent.subject_kind == SubjectKind.ISSUED_DOCUMENT, AuditEvent.subject_id == issued.id)
        .order_by(AuditEvent.id)
    ).all()
    assert [each.action for each in events] == [AuditAction.DOCUMENT_ISSUED, *[AuditAction.EXPORTED] * 3]
    assert {each.subject_label for each in events} == {"hoofdstuk-2026-1"}
    assert [each.details.get("form") for each in events[1:]] == ["docx", "pdf", "json"]


@pytest.mark.parametrize("table", ["issued_document", "word_template"])
@pytest.mark.parametrize("change", ["UPDATE {table} SET sha256 = 'x'", "DELETE FROM {table}"])
def test_what_was_issued_or_placed_never_changes(
    db_session: Session, store: FolderStore, table: str, change: str
) -> None:
    issue(db_session, store)
    place(db_session, store, b"sjabloon")
    with pytest.raises((sa.exc.IntegrityError, sa.exc.DatabaseError), match="frozen"):
        db_session.execute(sa.text(change.format(table=table)))


def test_a_file_or_content_that_is_not_as_it_was_is_not_handed_out(
    db_session: Session, store: FolderStore
) -> None:
    issued, actor = issue(db_session, store), persona(db_session, OFFICER)
    store.delete(issued.word_key)
    store.delete(issued.pdf_key)
    store.put(issued.pdf_key, b"iets anders")
    for form in ("docx", "pdf"):
        with pytest.raises(DamagedFileError):
            issuing.read_file(db_session, actor, issued, form, store)
    with db_session.no_autoflush:
        issued.content = issued.content | {"title": "Een andere titel"}
        for form in ("json", "docx"):
            with pytest.raises(DamagedFileError):
                issuing.read_file(db_session, actor, issued, form, store)
        db_session.expire(issued)


def test_the_check_of_files_knows_issues_and_templates(db_session: Session, store: FolderStore) -> None:
    issued = issue(db_session, store)
    placed = place(db_session, store, b"sjabloon")
    known = kept_issued_files(db_session)
    assert {each.name for each in known.values()} == {
        "hoofdstuk-2026-1.docx",
        "hoofdstuk-2026-1.pdf",
        "huisstijl.docx",
    }
    store.delete(issued.word_key)
    found = check_files(db_session, store)
    assert [each.file_key for each in found.missing if each.file_key in known] == [issued.word_key]
    assert not {file.key for file in found.unknown} & {issued.pdf_key, placed.file_key}


def test_who_saw_an_older_issue_does_not_issue_twice(db_session: Session, store: FolderStore) -> None:
    kind, audience = IssuedKind.CHAPTER, Audience.PUBLIC
    assert issuing.issued_since(db_session, kind, audience, 0) is None
    issued = issue(db_session, store)
    assert issuing.issued_since(db_session, kind, audience, 0) is issued
    assert issuing.issued_since(db_session, kind, audience, issued.id) is None
    assert issuing.issued_since(db_session, kind, Audience.STEERING, 0) is None


def test_only_what_was_seen_is_issued() -> None:
    document = sample(imprint=None)
    assert issuing.check_seen(document, fingerprint(document)) is document
    for other in (sample("Anders.", imprint=None), None):
        with pytest.raises(StaleVersionError):
            issuing.check_seen(other, fingerprint(document))


def test_what_has_no_imprint_is_not_issued(db_session: Session, store: FolderStore) -> None:
    files = IssueFiles(b"word", "0" * 64, b"pdf", 1)
    with pytest.raises(ValueError, match="imprint"):
        issuing.issue(db_session, persona(db_session, OFFICER), sample(imprint=None), None, files, store)


def place(session: Session, store: FolderStore, content: bytes) -> WordTemplate:
    """Place a template for the chapter."""
    file = CheckedFile(FileKind.DOCX, "huisstijl.docx", content)
    return word_templates.place_template(session, persona(session, OFFICER), IssuedKind.CHAPTER, file, store)


def test_a_template_is_placed_once_and_taken_out_again(db_session: Session, store: FolderStore) -> None:
    actor = persona(db_session, OFFICER)
    assert placed_template(db_session, IssuedKind.CHAPTER) is None
    word_templates.use_own_template(db_session, actor, IssuedKind.CHAPTER)
    first = place(db_session, store, b"een")
    assert place(db_session, store, b"een") is first
    second = place(db_session, store, b"twee")
    assert placed_template(db_session, IssuedKind.CHAPTER) is second
    assert placed_template(db_session, IssuedKind.ANNEX) is None
    assert issuing.read_checked(store, first.file_key, first.size, first.sha256) == b"een"
    word_templates.use_own_template(db_session, actor, IssuedKind.CHAPTER)
    word_templates.use_own_template(db_session, actor, IssuedKind.CHAPTER)
    assert placed_template(db_session, IssuedKind.CHAPTER) is None
    rows = db_session.scalars(sa.select(WordTemplate).order_by(WordTemplate.id)).all()
    assert [row.file_name for row in rows] == ["huisstijl.docx", "huisstijl.docx", ""]
    placed = sa.select(sa.func.count()).where(AuditEvent.action == AuditAction.TEMPLATE_PLACED)
    assert db_session.scalar(placed) == 3
