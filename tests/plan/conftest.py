import functools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal.domain.plan import Plan
from portal.services.plan import check_plan, read

FOLDER = Path(__file__).resolve().parents[2] / "config" / "plan"

Edit = Callable[[str, str, str], int]


@pytest.fixture(scope="session", autouse=True)
def read_once() -> Iterator[None]:
    """Let the files that a test leaves alone be read once: it takes a quarter of a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read, "load_yaml", functools.cache(read.load_yaml))
        yield


@pytest.fixture(scope="session")
def plan() -> Plan:
    return check_plan(FOLDER)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the plan that a test may spoil."""
    return Path(shutil.copytree(FOLDER, tmp_path / "plan"))


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Replace the first occurrence of a text in a file; return the line where it stands."""

    def replace(file: str, old: str, new: str) -> int:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        before, found, after = text.partition(old)
        assert found, f"{old!r} is not in {file}"
        path.write_text(before + new + after, encoding="utf-8")
        return before.count("\n") + 1

    return replace
