import functools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from portal.domain.audit import SYSTEM
from portal.domain.plan import Plan
from portal.domain.plan.diff import PlanDiff
from portal.services.plan import check_plan, load_plan, read

FOLDER = Path(__file__).resolve().parents[2] / "config" / "plan"

Edit = Callable[[str, str, str], int]
Reload = Callable[[], PlanDiff]


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


@pytest.fixture
def loaded(bare_session: Session, plan: Plan) -> Session:
    """A database with the plan, as the caller left it after committing."""
    load_plan(bare_session, plan, SYSTEM)
    bare_session.commit()
    bare_session.expire_all()
    return bare_session


@pytest.fixture
def reload(loaded: Session, folder: Path) -> Reload:
    """Load the edited copy of the plan and look at the database afresh."""

    def load() -> PlanDiff:
        diff = load_plan(loaded, check_plan(folder), SYSTEM)
        loaded.commit()
        loaded.expire_all()
        return diff

    return load
