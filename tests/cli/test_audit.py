"""`portal audit`, run as somebody runs it."""

import json
import secrets
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.cli.test_commands import Run, database, rows, run
from tests.services.test_audit_chain import run as behind_the_back
from tests.services.test_audit_chain import unlock

__all__ = ["database", "run"]


@pytest.fixture
def anchor_file(tmp_path: Path) -> Path:
    return tmp_path / "anker.jsonl"


def test_the_trail_is_verified_anchored_and_found_out(run: Run, database: str, anchor_file: Path) -> None:
    given = {"PORTAL_AUDIT_ANCHOR": str(anchor_file)}
    run("migrate", **given)
    run("plan", "load", "--yes", **given)
    sound = run("audit", "verify", **given)
    assert sound.returncode == 0, sound.stderr
    assert "Gecontroleerd: 1 regels op 1 plaatsen" in sound.stdout
    assert "Het auditspoor klopt." in sound.stdout
    verified = rows(database, "SELECT actor_name, details FROM audit_event WHERE action = 'audit_verified'")
    assert [name for name, _details in verified] == ["Systeem"]
    assert "Vastgelegd: plaats 2" in run("audit", "anchor", **given).stdout
    assert "lag al vast" in run("audit", "anchor", **given).stdout
    assert [json.loads(line)["position"] for line in anchor_file.read_text().splitlines()] == [2]
    assert "Verlopen regels verwijderd: 0." in run("audit", "trim", **given).stdout

    engine = sa.create_engine(database)
    unlock(engine)
    behind_the_back(engine, "UPDATE audit_event SET actor_name = 'Niemand' WHERE id = 1")
    engine.dispose()
    broken = run("audit", "verify", "--read-only", **given)
    assert broken.returncode == 1
    assert "Gewijzigd: regel 1 (plan_loaded, " in broken.stdout
    assert "Het auditspoor klopt NIET: 1 fouten gevonden." in broken.stderr
    assert len(rows(database, "SELECT 1 FROM audit_event")) == 2
    other = run("audit", "verify", "--read-only", PORTAL_AUDIT_KEY=secrets.token_hex(32), **given)
    assert "Geen enkel zegel past" in other.stdout


def test_lines_from_before_the_chain_are_sealed_by_migrate(
    run: Run, database: str, anchor_file: Path
) -> None:
    given = {"PORTAL_AUDIT_ANCHOR": str(anchor_file)}
    run("migrate", **given)
    run("plan", "load", "--yes", **given)
    engine = sa.create_engine(database)
    unlock(engine)
    behind_the_back(engine, "DELETE FROM audit_seal", "UPDATE audit_head SET position = 0, seal = ''")
    engine.dispose()
    assert "Het auditspoor is verzegeld: 1 regels" in run("migrate", **given).stdout
    assert run("audit", "verify", **given).returncode == 0
