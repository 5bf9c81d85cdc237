"""Backups while people write, and what comes back from them."""

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from portal.archive import ArchiveError, ArchiveFault
from portal.database import db
from portal.domain import clock
from portal.domain.accounts import SessionEnd, SignInMethod, TokenPurpose
from portal.domain.audit import SYSTEM, AuditAction, SubjectKind
from portal.domain.full_text import FoundKind, read_question
from portal.domain.notices import MailState
from portal.domain.programme import GoalKind
from portal.domain.roles import Role
from portal.filestore import FolderStore, new_key
from portal.models import (
    Account,
    AccountToken,
    AuditEvent,
    AuditHead,
    Goal,
    Letter,
    Mail,
    SearchText,
    SignInSession,
)
from portal.queries.audit_chain import explanations
from portal.queries.full_text import Search, SearchScope
from portal.services import accounts, backup, schema, sessions, tokens
from portal.services.audit_anchor import anchor, anchor_lines
from portal.services.audit_chain import current_key
from portal.services.audit_verifying import verify
from portal.services.backup.making import FILES
from portal.services.backup.rows import table_columns
from portal.services.backup.snapshot import snapshot, troubles_of_sqlite
from tests import builders
from tests.conftest import NewDatabase, dispose, make_app
from tests.services.test_audit_chain import run as behind_the_back
from tests.services.test_audit_chain import unlock

WRITERS = 4


def nobody(_done: int, _of: int) -> None:
    """Nobody watches how far it is."""


@dataclass
class Place:
    """A database with people in it, its files, and a folder for backups."""

    app: Flask
    engine: sa.Engine
    store: FolderStore
    folder: Path

    def backup(self, secret: bytes | None = None) -> backup.Verified:
        made = backup.make_backup(self.engine, self.store, self.folder, secret, nobody)
        return backup.verify_backup(made.path, secret)


@pytest.fixture
def place(new_database: NewDatabase, tmp_path: Path) -> Iterator[Place]:
    app = make_app(new_database())
    with app.app_context():
        builders.person(db.session, "eerste", Role.ADMINISTRATOR)
        db.session.commit()
        engine = db.engine
    yield Place(app, engine, FolderStore(tmp_path / "files"), tmp_path / "backups")
    dispose(app)


@pytest.fixture
def fresh(empty_database: NewDatabase) -> Iterator[sa.Engine]:
    engine = sa.create_engine(empty_database())
    yield engine
    engine.dispose()


def restore(
    engine: sa.Engine, place: Place, verified: backup.Verified, *, replace: bool = False
) -> backup.Restored:
    return backup.restore_backup(engine, place.store, verified, None, nobody, replace=replace)


def contents(engine: sa.Engine) -> dict[str, list[tuple[object, ...]]]:
    """Everything in a database, table by table."""
    with engine.connect() as connection:
        return {
            table: sorted(
                (tuple(map(str, row)) for row in connection.execute(sa.text(f'SELECT * FROM "{table}"'))),  # noqa: S608
            )
            for table in table_columns(connection)
        }


def keep_writing(engine: sa.Engine, name: str, stop: threading.Event, errors: list[str]) -> None:
    """Add people; each with a line in the audit trail, in one transaction."""
    number = 0
    try:
        while not stop.is_set():
            number += 1
            with Session(engine) as session:
                account = accounts.add_account(
                    session, SYSTEM, email=f"{name}.{number}@toets.example", name=name, password_hash="x"
                )
                accounts.give_appointment(
                    session, SYSTEM, account, Role.STEERING_MEMBER, None, builders.BEGINNING
                )
                session.commit()
    except Exception as error:  # noqa: BLE001 - a thread must not lose what went wrong
        errors.append(repr(error))


def backup_after_another(place: Place, errors: list[str]) -> backup.Verified:
    """Make a backup, and wait until somebody has written since."""
    made = place.backup()
    before = people_in(place)
    while people_in(place) == before and not errors:
        time.sleep(0.01)
    return made


def people_in(place: Place) -> int:
    """Count without asking SQLite for the right to write, which four others want."""
    with snapshot(place.engine) as connection:
        return connection.scalar(sa.select(sa.func.count(Account.id))) or 0


def test_a_backup_while_four_people_write_is_one_moment(place: Place, fresh: sa.Engine) -> None:
    stop, errors = threading.Event(), list[str]()
    writers = [
        threading.Thread(target=keep_writing, args=(place.engine, f"schrijver{n}", stop, errors))
        for n in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    try:
        made = [backup_after_another(place, errors) for _time in range(5)]
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    assert errors == []
    counts = [verified.manifest.tables["account"].rows for verified in made]
    assert counts == sorted(set(counts)), "nobody wrote while the backups were made"
    restored = restore(fresh, place, made[2])
    assert restored.files.is_sound
    with Session(fresh) as session:
        people = set(session.scalars(sa.select(Account.id)))
        created = session.scalars(
            sa.select(AuditEvent.subject_id).where(AuditEvent.action == AuditAction.ACCOUNT_CREATED)
        ).all()
        appointed = session.scalar(sa.text("SELECT count(*) FROM appointment"))
        assert len(people) == counts[2]
        assert len(created) == len(people)
        assert set(created) == people
        assert appointed == len(people)
        if fresh.dialect.name == "sqlite":
            assert troubles_of_sqlite(session.connection()) == []


def test_everything_comes_back_to_the_letter(place: Place, fresh: sa.Engine) -> None:
    with Session(place.engine) as session:
        account = session.scalars(sa.select(Account)).one()
        odd = "Regel 1\nregel 2\t‘aanhaling’ \\N \\. \u2028 \U0001f600 \x85 einde\\"
        account.organisation = odd[:100]
        event = session.scalars(sa.select(AuditEvent)).first()
        assert event is not None
        session.add(
            AuditEvent(
                at=clock.now(),
                actor_name=odd,
                action=AuditAction.EXPORTED,
                subject_kind=SubjectKind.ACCOUNT,
                subject_id=account.id,
                details={"oud": None, "nieuw": [1, 2.5, odd], "leeg": {}},
            )
        )
        if session.get(AuditHead, 1) is None:
            session.add(AuditHead(id=1, position=7, seal="ab" * 32))
        session.commit()
    before = contents(place.engine)
    verified = place.backup()
    assert verified.manifest.head is not None
    ((_id, position, _seal),) = before["audit_head"]
    assert verified.manifest.head.position == int(str(position))
    restore(fresh, place, verified)
    after = contents(fresh)
    assert after.keys() == before.keys()
    # The chain goes on with the line that tells of the restore.
    # Restoring is a change as well: whoever remembers something must notice.
    for table in before.keys() - {"audit_head", "change_mark"}:
        assert set(before[table]) <= set(after[table]), table
        more = 1 if table == "audit_event" else 0
        assert table == "audit_seal" or len(after[table]) == len(before[table]) + more, table
    with Session(fresh) as session:
        last = session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert last is not None
        assert last.action is AuditAction.BACKUP_RESTORED
        assert last.details["chain"] == verified.manifest.head.position
        # The counters go on behind the highest number.
        added = builders.person(session, "volgende", Role.READER)
        assert added.id > account_id(session, "eerste")


def test_what_can_be_found_is_made_again(place: Place, fresh: sa.Engine) -> None:
    with Session(place.engine) as session:
        session.add(Goal(code="doel-1", title="Terugvindbaar doel", kind=GoalKind.SUBSTANTIVE))
        session.commit()
    verified = place.backup()
    assert not [table for table in verified.manifest.tables if table.startswith(SearchText.__tablename__)]
    restore(fresh, place, verified)
    reader, question = Search(SearchScope(programme=True)), read_question("terugvindbare doelen")
    with Session(fresh) as session:
        assert reader.counts(session, question) == {FoundKind.GOAL: 1}


def account_id(session: Session, name: str) -> int:
    return session.scalars(sa.select(Account.id).where(Account.email == f"{name}@toets.example")).one()


def test_what_is_guarded_stays_guarded(place: Place, fresh: sa.Engine) -> None:
    restore(fresh, place, place.backup())
    for statement in ("UPDATE audit_event SET reason = 'vervalst'", "DELETE FROM audit_event"):
        with pytest.raises(sa.exc.DBAPIError, match="frozen"), fresh.begin() as connection:
            connection.execute(sa.text(statement))
    if fresh.dialect.name == "postgresql":
        with pytest.raises(sa.exc.IntegrityError), fresh.begin() as connection:
            connection.execute(sa.text("UPDATE appointment SET account_id = 999"))
    with fresh.begin() as connection:
        assert schema.current_revision(connection) == schema.newest_revision()


def test_no_session_link_or_mail_comes_back_to_life(place: Place, fresh: sa.Engine) -> None:
    with Session(place.engine) as session:
        account = session.scalars(sa.select(Account)).one()
        sessions.begin(session, account, SignInMethod.PASSWORD, sessions.Visitor())
        tokens.issue(session, SYSTEM, account, TokenPurpose.PASSWORD_RESET)
        session.commit()
    restored = restore(fresh, place, place.backup())
    assert (restored.settled.sessions, restored.settled.links, restored.settled.mails) == (1, 1, 1)
    with Session(fresh) as session:
        assert session.scalars(sa.select(SignInSession.end_reason)).all() == [
            SessionEnd.ENDED_BY_ADMINISTRATOR
        ]
        assert session.scalars(sa.select(AccountToken.withdrawn_at)).one() is not None
        assert session.scalars(sa.select(Mail.state)).all() == [MailState.FAILED]


def test_what_is_there_is_not_replaced_unless_told_and_then_kept(place: Place) -> None:
    verified = place.backup()
    with Session(place.engine) as session:
        builders.person(session, "later", Role.READER)
        session.commit()
    with pytest.raises(backup.NotEmptyError):
        restore(place.engine, place, verified)
    with Session(place.engine) as session:
        assert account_id(session, "later")
    restored = restore(place.engine, place, verified, replace=True)
    with Session(place.engine) as session:
        assert session.scalars(sa.select(Account.email)).all() == ["eerste@toets.example"]
    kept = emails_set_aside(place.engine, restored.set_aside)
    assert kept == {"eerste@toets.example", "later@toets.example"}


def emails_set_aside(engine: sa.Engine, where: str) -> set[str]:
    if engine.dialect.name == "sqlite":
        old = sa.create_engine(f"sqlite:///{where}")
        with old.connect() as connection:
            found = set(connection.execute(sa.text("SELECT email FROM account")).scalars())
        old.dispose()
        return found
    with engine.connect() as connection:
        return set(connection.execute(sa.text(f"SELECT email FROM {where}.account")).scalars())  # noqa: S608


def test_nothing_is_replaced_while_somebody_is_connected(place: Place) -> None:
    verified = place.backup()
    other = sa.create_engine(place.engine.url)
    with other.connect() as busy:
        busy.execute(sa.text("SELECT count(*) FROM account"))
        with pytest.raises(backup.InUseError):
            restore(place.engine, place, verified, replace=True)
    other.dispose()
    with Session(place.engine) as session:
        assert account_id(session, "eerste")
    assert restore(place.engine, place, verified, replace=True).set_aside


def test_a_restore_that_fails_half_way_changes_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    verified = place.backup()

    def fail(done: int, of: int) -> None:
        if done * 2 > of:
            raise OSError("vol")

    with pytest.raises(OSError, match="vol"):
        backup.restore_backup(place.engine, place.store, verified, None, fail, replace=True)
    with Session(place.engine) as session:
        assert account_id(session, "eerste")
        builders.person(session, "daarna", Role.READER)
        session.commit()
    assert backup.is_empty(place.engine) is False


def test_a_backup_of_a_newer_database_is_refused(place: Place, fresh: sa.Engine) -> None:
    with place.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    verified = place.backup()
    assert verified.manifest.revision == "9999"
    with pytest.raises(backup.NewerBackupError):
        restore(fresh, place, verified)


def test_a_database_that_is_behind_is_not_backed_up_by_this_code(place: Place) -> None:
    with place.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0010'"))
    with pytest.raises(backup.OldDatabaseError):
        place.backup()
    assert list(place.folder.glob("*.backup")) == []


def test_files_that_are_gone_or_damaged_are_told_and_the_rest_is_kept(
    place: Place, file_of: Callable[[bytes], str]
) -> None:
    sound, missing, damaged = (file_of(f"inhoud {number}".encode()) for number in range(3))
    place.store.delete(missing)
    place.store.delete(damaged)
    place.store.put(damaged, b"iets anders")
    made = backup.make_backup(place.engine, place.store, place.folder, None, nobody)
    assert set(made.missing) == {missing, damaged}
    verified = backup.verify_backup(made.path, None)
    assert set(verified.manifest.files) == {sound}
    assert f"{FILES}{sound}" in verified.manifest.digests


@pytest.fixture
def file_of(place: Place) -> Callable[[bytes], str]:
    """Put a file in the store that the database speaks of: a letter with an enclosure."""

    def made(content: bytes) -> str:
        key = new_key()
        place.store.put(key, content)
        with Session(place.engine) as session:
            session.add(
                Letter(
                    code=f"brief-{key[:8]}",
                    title="Brief",
                    sent_on=clock.today(),
                    file_key=key,
                    file_name="brief.pdf",
                    media_type="application/pdf",
                    size=len(content),
                    sha256=hashlib.sha256(content).hexdigest(),
                    registered_at=clock.now(),
                )
            )
            session.commit()
        return key

    return made


def test_files_come_back_too(
    place: Place, fresh: sa.Engine, file_of: Callable[[bytes], str], tmp_path: Path
) -> None:
    key = file_of(b"de inhoud van een brief")
    verified = place.backup()
    elsewhere = FolderStore(tmp_path / "elders")
    restored = backup.restore_backup(fresh, elsewhere, verified, None, nobody, replace=False)
    assert restored.files.sound == 1
    assert restored.files.is_sound
    assert elsewhere.read(key, 100) == b"de inhoud van een brief"


def test_a_damaged_backup_is_refused_before_anything_changes(place: Place) -> None:
    made = backup.make_backup(place.engine, place.store, place.folder, None, nobody)
    content = bytearray(made.path.read_bytes())
    content[len(content) // 2] ^= 1
    made.path.write_bytes(content)
    with pytest.raises(ArchiveError) as raised:
        backup.verify_backup(made.path, None)
    assert raised.value.fault is ArchiveFault.DAMAGED


def test_a_database_that_was_only_migrated_is_empty(fresh: sa.Engine) -> None:
    assert backup.is_empty(fresh)
    schema.migrate(fresh)
    assert backup.is_empty(fresh)
    with Session(fresh) as session:
        builders.person(session, "eerste", Role.ADMINISTRATOR)
        session.commit()
    assert not backup.is_empty(fresh)


def test_the_chain_is_sound_in_a_database_that_was_migrated_and_then_restored(
    place: Place, fresh: sa.Engine, tmp_path: Path
) -> None:
    verified = place.backup()
    anchored = tmp_path / "anker.jsonl"
    with Session(place.engine) as session:
        builders.person(session, "daarna", Role.READER)
        session.commit()
        assert anchor(session, anchored)
    schema.migrate(fresh)
    restore(fresh, place, verified)
    with Session(fresh) as session:
        found = verify(session, list(anchor_lines(anchored)))
        assert found.findings == []
        assert found.anchors == 1
        assert verified.manifest.head
        assert found.positions == verified.manifest.head.position + 1
        # This line is why the chain may lack what the anchor knows.
        [told] = [each for each in explanations(session, current_key()) if not each.runs]
        assert told.action is AuditAction.BACKUP_RESTORED


def test_lines_from_before_the_chain_are_sealed_first(place: Place, fresh: sa.Engine) -> None:
    unlock(place.engine)
    behind_the_back(place.engine, "DELETE FROM audit_seal", "UPDATE audit_head SET position = 0, seal = ''")
    restore(fresh, place, place.backup())
    with Session(fresh) as session:
        assert verify(session, ()).findings == []


def test_every_column_of_every_table_can_be_carried(place: Place) -> None:
    with place.engine.connect() as connection:
        kinds = {kind for columns in table_columns(connection).values() for kind in columns.values()}
    assert kinds == {"moment", "day", "truth", "whole", "json", "text"}
