"""The pages of docs/ that are drawn from tables say what the tables say."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.access.policy import Permission
from portal.cli import docs
from portal.domain.workflow import PeriodAction, PeriodState, ReportAction, ReportState
from portal.web.labels import label


@pytest.mark.parametrize("name", ["workflow.md", "roles.md", "asvs.md"])
def test_the_page_is_current(name: str) -> None:
    present = (docs.FOLDER / name).read_text(encoding="utf-8")
    assert present == docs.pages()[name], "draai `portal docs`"


def test_every_state_step_and_right_has_its_words() -> None:
    pages = docs.pages()
    for member in (*ReportState, *ReportAction, *PeriodState, *PeriodAction):
        assert str(label(member)) in pages["workflow.md"]
    for right in Permission:
        assert str(label(right)) in pages["roles.md"]


def test_the_command_writes_every_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docs, "FOLDER", tmp_path)
    answer = CliRunner().invoke(docs.docs)
    assert answer.exit_code == 0
    assert {page.name for page in tmp_path.iterdir()} == {"workflow.md", "roles.md", "asvs.md"}
