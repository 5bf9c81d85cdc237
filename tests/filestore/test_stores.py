"""One contract for every place where files can lie; S3 is a real server on this machine."""

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from portal.filestore import (
    FileMissingError,
    FileStore,
    FolderStore,
    StoreUnavailableError,
    new_key,
)
from portal.filestore.objects import s3_store

MOST = 1_000_000


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def bucket(endpoint: str, name: str) -> None:
    boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="sleutel",
        aws_secret_access_key="geheim",
    ).create_bucket(Bucket=name)


@pytest.fixture(params=["folder", "s3", "s3-prefix"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    if request.param == "folder":
        return FolderStore(tmp_path / "files")
    endpoint = request.getfixturevalue("s3_server")
    name = f"emmer-{new_key()[:12]}"
    bucket(endpoint, name)
    return s3_store(
        name,
        endpoint=endpoint,
        region="us-east-1",
        access_key="sleutel",
        secret_key="geheim",
        prefix="portaal/bewijs" if request.param == "s3-prefix" else "",
    )


def test_what_is_put_is_read_back_byte_for_byte(store: FileStore) -> None:
    for content in (b"x", bytes(range(256)) * 1_000, "tekst é".encode()):
        key = new_key()
        store.put(key, content)
        assert store.read(key, MOST) == content


def test_no_more_is_read_than_was_asked(store: FileStore) -> None:
    key = new_key()
    store.put(key, b"a" * 5_000)
    assert store.read(key, 4_000) == b"a" * 4_000
    assert store.read(key, 5_000) == b"a" * 5_000


def test_what_is_not_there_is_missing(store: FileStore) -> None:
    assert list(store.files()) == []
    with pytest.raises(FileMissingError):
        store.read(new_key(), MOST)
    store.delete(new_key())


def test_deleting_is_for_good(store: FileStore) -> None:
    key, other = new_key(), new_key()
    store.put(key, b"weg")
    store.put(other, b"blijft")
    store.delete(key)
    store.delete(key)
    with pytest.raises(FileMissingError):
        store.read(key, MOST)
    assert [file.key for file in store.files()] == [other]


def test_every_file_is_listed_with_its_size_and_moment(store: FileStore) -> None:
    sizes = {new_key(): size for size in (1, 20, 300)}
    for key, size in sizes.items():
        store.put(key, b"x" * size)
    files = list(store.files())
    assert {file.key: file.size for file in files} == sizes
    assert all(abs(datetime.now(UTC) - file.stored_at) < timedelta(minutes=1) for file in files)


@pytest.mark.parametrize(
    "key",
    ["", "a", "../../etc/passwd", "a" * 63, "A" * 64, f"{'a' * 64}/x", f"{'a' * 64}\n", "a" * 64 + ".exe"],
)
def test_a_key_that_we_did_not_make_is_refused(store: FileStore, key: str) -> None:
    for act in (lambda: store.put(key, b"x"), lambda: store.read(key, 1), lambda: store.delete(key)):
        with pytest.raises(ValueError, match="not a key"):
            act()


def test_keys_say_nothing_and_never_return() -> None:
    keys = {new_key() for _number in range(1_000)}
    assert len(keys) == 1_000
    assert {len(key) for key in keys} == {64}


def test_in_a_folder_only_the_portal_reads(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        key = new_key()
        FolderStore(tmp_path / "diep" / "files").put(key, b"x")
    finally:
        os.umask(before)
    place = tmp_path / "diep" / "files" / key[:2] / key
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    assert [path.name for path in place.parent.iterdir()] == [key]


def test_a_file_that_was_never_finished_is_found_and_never_read(tmp_path: Path) -> None:
    store, key = FolderStore(tmp_path), new_key()
    (tmp_path / key[:2]).mkdir()
    (tmp_path / key[:2] / f"{key}.part").write_bytes(b"half")
    (tmp_path / key[:2] / "vreemd.txt").write_bytes(b"van iemand anders")
    with pytest.raises(FileMissingError):
        store.read(key, MOST)
    assert [file.key for file in store.files()] == [f"{key}.part"]
    store.delete(f"{key}.part")
    assert list(store.files()) == []


def test_a_folder_that_cannot_be_written_says_so_and_keeps_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "bestand"
    blocked.write_bytes(b"geen map")
    with pytest.raises(StoreUnavailableError):
        FolderStore(blocked).put(new_key(), b"x")


def test_a_bucket_that_is_not_there_says_so(s3_server: str) -> None:
    store = s3_store(
        "bestaat-niet", endpoint=s3_server, region="us-east-1", access_key="sleutel", secret_key="geheim"
    )
    with pytest.raises((StoreUnavailableError, FileMissingError)):
        store.put(new_key(), b"x")


def test_a_server_that_is_not_there_says_so_in_time() -> None:
    store = s3_store(
        "emmer", endpoint="http://127.0.0.1:9", region="us-east-1", access_key="sleutel", secret_key="geheim"
    )
    began = datetime.now(UTC)
    with pytest.raises(StoreUnavailableError):
        store.read(new_key(), MOST)
    assert datetime.now(UTC) - began < timedelta(seconds=20)
