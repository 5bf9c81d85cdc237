"""`portal files check`: do files and rows agree?"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.evidence import EvidenceKind
from portal.filestore import FolderStore, new_key
from portal.models import Account, Ask, Evidence
from portal.services.file_check import check_files, remove_unknown


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "files")


@pytest.fixture
def add(db_session: Session, store: FolderStore) -> Callable[[bytes], Evidence]:
    """Put content in the store, with a row that speaks of it."""
    db_session.execute(sa.update(Evidence).where(Evidence.ask_id.is_not(None)).values(removed_at=clock.now()))
    ask = db_session.scalar(sa.select(sa.func.min(Ask.id)))
    account = db_session.scalar(sa.select(sa.func.min(Account.id)))

    def made(content: bytes) -> Evidence:
        key = new_key()
        store.put(key, content)
        row = Evidence(
            kind=EvidenceKind.FILE,
            title="Stuk",
            ask_id=ask,
            audience=Audience.PUBLIC,
            file_key=key,
            file_name="a.pdf",
            media_type="application/pdf",
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            added_at=clock.now(),
            added_by_id=account or 0,
        )
        db_session.add(row)
        db_session.flush()
        return row

    return made


def test_what_is_missing_damaged_or_unknown_is_found(
    db_session: Session, store: FolderStore, add: Callable[[bytes], Evidence]
) -> None:
    sound, missing, damaged, removed = (add(f"inhoud {number}".encode()) for number in range(4))
    store.delete(missing.file_key)
    store.delete(damaged.file_key)
    store.put(damaged.file_key, b"iets anders")
    removed.removed_at = clock.now()
    lost = new_key()
    store.put(lost, b"van een mislukte stap")
    db_session.flush()
    with clock.at(clock.now() + timedelta(days=36_500)):
        found = check_files(db_session, store)
        assert found.sound == 1
        assert found.missing == [missing]
        assert found.damaged == [damaged]
        assert {file.key for file in found.unknown} == {lost, removed.file_key}
        assert not found.is_sound
        remove_unknown(store, found)
        assert check_files(db_session, store).unknown == []
    assert {file.key for file in store.files()} == {sound.file_key, damaged.file_key}


def test_a_file_that_was_just_put_there_is_left_alone(
    db_session: Session, store: FolderStore, add: Callable[[bytes], Evidence]
) -> None:
    store.put(new_key(), b"de rij komt zo")
    assert check_files(db_session, store).unknown == []
