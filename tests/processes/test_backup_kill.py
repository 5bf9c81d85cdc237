"""kill -9 in the middle of a backup, and a disk that is full: never a file that looks like a backup."""

import hashlib
import os
import resource
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.archive import ArchiveError, ArchiveFault
from portal.domain import clock
from portal.filestore import FolderStore, new_key
from portal.models import Letter
from portal.services.backup import verify_backup
from tests.conftest import ROOT, NewDatabase

FILES, SIZE = 24, 2 * 1024**2
PATIENCE = 60.0
Run = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def start(new_database: NewDatabase, tmp_path: Path, folder: Path) -> Run:
    """Start `portal backup make` on a portal with files that take a while."""
    url, store = new_database(), FolderStore(tmp_path / "files")
    engine = sa.create_engine(url)
    with Session(engine) as session:
        for number in range(FILES):
            key, content = new_key(), secrets.token_bytes(SIZE)
            store.put(key, content)
            session.add(
                Letter(
                    code=f"brief-{number}",
                    title="Brief",
                    sent_on=clock.today(),
                    file_key=key,
                    file_name="brief.pdf",
                    media_type="application/pdf",
                    size=SIZE,
                    sha256=hashlib.sha256(content).hexdigest(),
                    registered_at=clock.now(),
                )
            )
        session.commit()
    engine.dispose()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")},
        "PORTAL_SECRET_KEY": secrets.token_hex(32),
        "PORTAL_AUDIT_KEY": secrets.token_hex(32),
        "PORTAL_DATABASE_URL": url,
        "PORTAL_FILES_URL": str(tmp_path / "files"),
    }

    def run(*, most: int | None = None) -> subprocess.Popen[str]:
        def limit() -> None:
            if most is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

        return subprocess.Popen(  # noqa: S603 - our own command
            [
                sys.executable,
                *("-c", "from portal.cli import main; main()", "backup", "make", "--to", str(folder)),
            ],
            env=environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=limit,  # noqa: PLW1509 - nothing else runs in this process
        )

    return run


def unfinished(folder: Path) -> list[Path]:
    return list(folder.glob(".*.onaf"))


def backups(folder: Path) -> list[Path]:
    return list(folder.glob("*.backup"))


def wait_until_half(folder: Path, running: subprocess.Popen[str]) -> Path:
    """Wait until a good part is written."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and running.poll() is None:
        for path in unfinished(folder):
            with suppress(FileNotFoundError):
                if path.stat().st_size > 3 * SIZE:
                    return path
        time.sleep(0.005)
    pytest.fail(f"no backup was under way: {running.communicate()}")


def test_kill_leaves_no_false_backup_and_the_next_run_cleans_up(start: Run, folder: Path) -> None:
    running = start()
    half = wait_until_half(folder, running)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    assert backups(folder) == []
    assert half.exists()
    with pytest.raises(ArchiveError) as raised:
        verify_backup(half, None)
    assert raised.value.fault in {ArchiveFault.TRUNCATED, ArchiveFault.DAMAGED}

    again = start()
    said, complaints = again.communicate(timeout=PATIENCE)
    assert again.returncode == 0, complaints
    assert "Niet-afgemaakte back-ups van eerdere keren verwijderd: 1." in said
    assert unfinished(folder) == []
    (made,) = backups(folder)
    assert len(verify_backup(made, None).manifest.files) == FILES


def test_a_full_disk_is_told_and_leaves_nothing(start: Run, folder: Path) -> None:
    running = start(most=4 * SIZE)
    _said, complaints = running.communicate(timeout=PATIENCE)
    assert running.returncode == 1
    assert "Dat lukt hier niet: File too large." in complaints
    assert backups(folder) == []
    assert unfinished(folder) == []


def test_two_at_once_in_one_folder_is_refused(start: Run, folder: Path) -> None:
    first = start()
    wait_until_half(folder, first)
    second = start()
    _said, complaints = second.communicate(timeout=PATIENCE)
    first.communicate(timeout=PATIENCE)
    if second.returncode:
        assert "In deze map wordt al een back-up gemaakt." in complaints
    assert first.returncode == 0
    assert unfinished(folder) == []
    assert backups(folder)
