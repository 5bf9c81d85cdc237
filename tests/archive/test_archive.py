"""The file of a backup: every damaged, missing or moved byte is found, and nothing half done has its name."""

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.archive import (
    ArchiveError,
    ArchiveFault,
    ArchiveReader,
    ArchiveWriter,
    FolderBusyError,
    Manifest,
    backups_in,
    holding,
    keep_newest,
    new_place,
    placed,
)
from portal.archive.chunks import CHUNK

SECRET = b"een-sleutel-van-ruim-twintig-tekens"
MANIFEST = Manifest(
    moment=datetime(2026, 3, 20, 10, 0, tzinfo=UTC),
    portal="1",
    database="sqlite",
    revision="0011",
    tables={},
    files={},
    missing=(),
    head=None,
)
HEADER = 19 + 2 + 16


def made(path: Path, secret: bytes | None, size: int = 3 * CHUNK) -> Path:
    """Write an archive of random content, which does not get smaller."""
    with placed(path) as file:
        archive = ArchiveWriter(file, secret)
        archive.add("bestanden/a", random.Random(size).randbytes(size))  # noqa: S311 - the same each time
        archive.add("tabellen/t/000001.jsonl", b"[1]\n[2]")
        archive.finish(MANIFEST)
    return path


def fault_of(path: Path, secret: bytes | None) -> ArchiveFault:
    with pytest.raises(ArchiveError) as raised:
        ArchiveReader(path, secret).whole()
    return raised.value.fault


@pytest.mark.parametrize("secret", [None, SECRET], ids=["plain", "encrypted"])
class TestBothKinds:
    def test_what_goes_in_comes_out(self, tmp_path: Path, secret: bytes | None) -> None:
        path = made(tmp_path / "a", secret)
        reader = ArchiveReader(path, secret)
        entries = {entry.name: entry.content for entry in reader.entries()}
        assert entries["tabellen/t/000001.jsonl"] == b"[1]\n[2]"
        assert len(entries["bestanden/a"]) == 3 * CHUNK
        assert reader.manifest is not None
        assert reader.manifest.moment == MANIFEST.moment
        assert reader.encrypted is (secret is not None)
        assert path.stat().st_mode & 0o777 == 0o600

    def test_every_damaged_byte_is_found(self, tmp_path: Path, secret: bytes | None) -> None:
        path = made(tmp_path / "a", secret, size=200)
        whole = path.read_bytes()
        places = range(len(whole)) if secret is None else range(0, len(whole), 89)
        for place in places:
            changed = bytearray(whole)
            changed[place] ^= 1
            path.write_bytes(changed)
            assert fault_of(path, secret), place

    def test_a_file_that_was_cut_off_is_found(self, tmp_path: Path, secret: bytes | None) -> None:
        path = made(tmp_path / "a", secret)
        whole = path.read_bytes()
        overhead = 1 + (32 if secret is None else 16)
        for length in (HEADER - 1, HEADER, HEADER + CHUNK + overhead, len(whole) - 1, len(whole) // 2):
            path.write_bytes(whole[:length])
            assert fault_of(path, secret) in {ArchiveFault.TRUNCATED, ArchiveFault.DAMAGED}, length

    def test_chunks_in_another_order_twice_or_left_out_are_found(
        self, tmp_path: Path, secret: bytes | None
    ) -> None:
        path = made(tmp_path / "a", secret)
        whole = path.read_bytes()
        step = 1 + CHUNK + (32 if secret is None else 16)
        first, second = whole[HEADER : HEADER + step], whole[HEADER + step : HEADER + 2 * step]
        rest = whole[HEADER + 2 * step :]
        for wrong in (second + first + rest, first + first + second + rest, first + rest):
            path.write_bytes(whole[:HEADER] + wrong)
            assert fault_of(path, secret) in {ArchiveFault.DAMAGED, ArchiveFault.KEY_WRONG}

    def test_something_behind_the_end_is_found(self, tmp_path: Path, secret: bytes | None) -> None:
        path = made(tmp_path / "a", secret)
        with path.open("ab") as file:
            file.write(b"x")
        assert fault_of(path, secret) is ArchiveFault.DAMAGED

    def test_a_chunk_of_another_archive_is_found(self, tmp_path: Path, secret: bytes | None) -> None:
        path, other = made(tmp_path / "a", secret), made(tmp_path / "b", secret)
        one, two = path.read_bytes(), other.read_bytes()
        path.write_bytes(one[:HEADER] + two[HEADER:])
        assert fault_of(path, secret) in {ArchiveFault.DAMAGED, ArchiveFault.KEY_WRONG}


def test_without_the_right_key_nothing_opens(tmp_path: Path) -> None:
    path = made(tmp_path / "a", SECRET)
    assert fault_of(path, None) is ArchiveFault.KEY_MISSING
    assert fault_of(path, SECRET + b"x") is ArchiveFault.KEY_WRONG
    assert b"tabellen" not in path.read_bytes()


def test_the_same_content_never_looks_the_same_when_encrypted(tmp_path: Path) -> None:
    one, two = made(tmp_path / "a", SECRET), made(tmp_path / "b", SECRET)
    assert one.read_bytes()[HEADER : HEADER + 64] != two.read_bytes()[HEADER : HEADER + 64]


def test_another_file_and_a_newer_form_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"PK\x03\x04 iets anders")
    assert fault_of(path, None) is ArchiveFault.FOREIGN
    made(path, None)
    content = bytearray(path.read_bytes())
    content[19] = 2
    path.write_bytes(content)
    assert fault_of(path, None) is ArchiveFault.NEWER


def write_half(path: Path) -> None:
    with placed(path) as file:
        file.write(b"x" * 100_000)
        raise OSError("vol")


def test_what_goes_wrong_halfway_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="vol"):
        write_half(tmp_path / "mainportaal.backup")
    assert list(tmp_path.iterdir()) == []


def test_one_process_at_a_time_and_rubbish_of_the_dead_goes(tmp_path: Path) -> None:
    rubbish = tmp_path / ".mainportaal-20260101T000000Z.backup.onaf"
    rubbish.write_bytes(b"x")
    with holding(tmp_path) as removed:
        assert removed == 1
        with pytest.raises(FolderBusyError), holding(tmp_path):
            pass
    assert not rubbish.exists()
    with holding(tmp_path) as removed:
        assert removed == 0


def test_only_the_newest_stay_and_nothing_of_others_goes(tmp_path: Path) -> None:
    for day in range(1, 13):
        new_place(tmp_path, datetime(2026, 1, day, tzinfo=UTC)).touch()
    same = new_place(tmp_path, datetime(2026, 1, 12, tzinfo=UTC))
    assert same.name == "mainportaal-20260112T000000Z-2.backup"
    same.touch()
    (tmp_path / "van-iemand-anders.backup").touch()
    removed = keep_newest(tmp_path, 2)
    assert len(removed) == 11
    assert [path.name for path in backups_in(tmp_path)] == [same.name, "mainportaal-20260112T000000Z.backup"]
    assert (tmp_path / "van-iemand-anders.backup").exists()
