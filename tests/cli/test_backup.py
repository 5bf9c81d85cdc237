"""The rehearsal of a restore: a whole world to a fresh database and fresh files; the pages are the same."""

import os
import re
import secrets
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from flask import Flask
from sqlalchemy.orm import Session

from portal.archive import backups_in
from portal.cli import portal
from portal.database import db
from portal.domain import clock
from portal.domain.audit import AuditAction
from portal.filestore import FileStore, FolderStore, new_key
from portal.filestore.objects import s3_store
from portal.models import AuditEvent, Letter
from portal.services import backup
from portal.web.files import file_store
from tests.browsing import signed_in
from tests.conftest import NOW, NewDatabase, dispose, make_app
from tests.filestore.test_stores import bucket, s3_server

__all__ = ["s3_server"]

PAGES = (
    ("medewerker1.programmabureau", "/"),
    ("medewerker1.programmabureau", "/rapportages"),
    ("coordinator.schiphol", "/"),
    ("coordinator.schiphol", "/maatregelen"),
    ("lid1.stuurgroep", "/overzicht"),
    ("secretaris.stuurgroep", "/vergaderingen"),
)
CHANGING = re.compile(r'(csrf_token|ingevuld)"[^>]*value="[^"]*"|[0-9a-f]{16}')


def pages(app: Flask) -> list[str]:
    """What people see, without what differs with every answer."""
    with clock.at(NOW):
        found = []
        for person, path in PAGES:
            answer = signed_in(app, f"{person}@mainportaal.example").get(path)
            assert answer.status_code == 200, path
            found.append(CHANGING.sub("", answer.text))
        return found


@pytest.mark.parametrize("kind", ["folder", "s3"])
def test_restore_rehearsal(
    world_app: Flask,
    empty_database: NewDatabase,
    tmp_path: Path,
    kind: str,
    request: pytest.FixtureRequest,
) -> None:
    secret = secrets.token_bytes(32)
    with world_app.app_context():
        engine = db.engine
        store: FileStore = file_store()
        if kind == "s3":
            store = moved_to_s3(store, request.getfixturevalue("s3_server"))
        made = backup.make_backup(engine, store, tmp_path, secret, lambda _done, _of: None)
    verified = backup.verify_backup(made.path, secret)
    assert made.missing == ()
    assert verified.encrypted

    url = empty_database()
    fresh = sa.create_engine(url)
    restored = backup.restore_backup(
        fresh, FolderStore(tmp_path / "files"), verified, secret, lambda _done, _of: None, replace=False
    )
    fresh.dispose()
    assert restored.files.is_sound
    assert restored.files.sound == len(verified.manifest.files)
    app = make_app(url)
    assert pages(app) == pages(world_app)
    dispose(app)


def moved_to_s3(store: FileStore, endpoint: str) -> FileStore:
    """Put the same files in a bucket."""
    name = f"emmer-{secrets.token_hex(6)}"
    bucket(endpoint, name)
    objects = s3_store(name, endpoint=endpoint, region="us-east-1", access_key="sleutel", secret_key="geheim")
    for file in store.files():
        objects.put(file.key, store.read(file.key, file.size + 1))
    return objects


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(new_database: NewDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `portal` in this process, with settings of production."""
    for name, value in {
        "PORTAL_SECRET_KEY": secrets.token_hex(32),
        "PORTAL_AUDIT_KEY": secrets.token_hex(32),
        "PORTAL_DATABASE_URL": new_database(),
        "PORTAL_FILES_URL": str(tmp_path / "files"),
        "PORTAL_LOG_LEVEL": "ERROR",
    }.items():
        monkeypatch.setenv(name, value)

    def start(*words: str, answer: str = "", **settings: str) -> tuple[int, str]:
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        done = CliRunner().invoke(portal, words, input=answer)
        return done.exit_code, done.output

    return start


def made_in(run: Run, folder: Path, *words: str) -> Path:
    status, said = run("backup", "make", "--to", str(folder), *words)
    assert status == 0, said
    return backups_in(folder)[0]


def test_a_backup_is_noted_in_the_audit_trail(run: Run, tmp_path: Path) -> None:
    path = made_in(run, tmp_path / "b")
    status, said = run("backup", "verify", str(path))
    assert status == 0
    assert "Deze back-up is heel." in said
    engine = sa.create_engine(os.environ["PORTAL_DATABASE_URL"])
    with Session(engine) as session:
        event = session.scalars(sa.select(AuditEvent)).one()
        assert event.action is AuditAction.BACKUP_MADE
        assert event.subject_label == path.name
        assert len(event.details["sha256"]) == 64
    engine.dispose()


def test_only_the_newest_are_kept(run: Run, tmp_path: Path) -> None:
    made = [made_in(run, tmp_path / "b", "--keep", "2") for _time in range(3)]
    assert backups_in(tmp_path / "b") == [made[2], made[1]]


def test_a_backup_that_lacks_files_pushes_none_out(run: Run, tmp_path: Path) -> None:
    whole = made_in(run, tmp_path / "b", "--keep", "1")
    engine = sa.create_engine(os.environ["PORTAL_DATABASE_URL"])
    with Session(engine) as session:
        session.add(
            Letter(
                code="brief-weg",
                title="Brief",
                sent_on=NOW.date(),
                file_key=new_key(),
                file_name="brief.pdf",
                media_type="application/pdf",
                size=4,
                sha256="0" * 64,
                registered_at=NOW,
            )
        )
        session.commit()
    engine.dispose()
    status, said = run("backup", "make", "--to", str(tmp_path / "b"), "--keep", "1")
    assert status == 1
    assert "bestanden ontbreken" in said
    assert "Oude back-up verwijderd" not in said
    assert backups_in(tmp_path / "b")[1:] == [whole]


def test_encryption_needs_a_key_and_the_same_one(run: Run, tmp_path: Path) -> None:
    status, said = run("backup", "make", "--to", str(tmp_path / "b"), "--encrypt")
    assert status == 1
    assert "Versleutelen vraagt een sleutel" in said
    key, other, short = tmp_path / "sleutel", tmp_path / "andere", tmp_path / "kort"
    key.write_text("een-sleutel-van-ruim-twintig-tekens\n", encoding="utf-8")
    other.write_text("een-andere-sleutel-van-ruim-twintig", encoding="utf-8")
    short.write_text("kort", encoding="utf-8")
    path = made_in(run, tmp_path / "b", "--encrypt", "--key-file", str(key))
    for words, expected in (
        ((), "Deze back-up is versleuteld."),
        (("--key-file", str(other)), "De sleutel past niet op deze back-up"),
        (("--key-file", str(short)), "De sleutel is te kort"),
    ):
        status, said = run("backup", "verify", str(path), *words)
        assert status == 1
        assert expected in said
    status, said = run("backup", "verify", str(path), "--key-file", str(key))
    assert status == 0
    assert "heel en versleuteld" in said


def test_another_file_is_no_backup(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "iets.backup"
    path.write_bytes(b"zomaar iets")
    for words in (("verify",), ("restore", "--yes")):
        status, said = run("backup", words[0], str(path), *words[1:])
        assert status == 1
        assert "Dit is geen back-up van het portaal." in said


def test_restoring_asks_first(run: Run, tmp_path: Path, empty_database: NewDatabase) -> None:
    path = made_in(run, tmp_path / "b")
    fresh = empty_database()
    status, said = run("backup", "restore", str(path), answer="n\n", PORTAL_DATABASE_URL=fresh)
    assert status == 1
    assert "Deze back-up terugzetten in de lege database?" in said
    status, said = run("backup", "restore", str(path), answer="j\ny\n")
    assert status == 0
    assert "De back-up is teruggezet." in said
    status, said = run("backup", "restore", str(path), "--yes")
    assert status == 1
    assert "Gebruik --replace" in said
    status, said = run("backup", "restore", str(path), "--yes", "--replace")
    assert status == 0
    assert "De vorige database staat nog in" in said
