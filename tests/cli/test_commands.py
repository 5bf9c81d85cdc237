"""The command `portal`, run as somebody runs it: a process of its own on a database of its own."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.conftest import ROOT
from tests.running import Finished, run_portal

Run = Callable[..., Finished]
KEY = "een-sleutel-van-ruim-dertig-tekens-voor-de-toets"
CHOSEN = "zeven blauwe stoeptegels\n" * 2
"""A password that is good enough, typed twice as the command asks."""


@pytest.fixture
def database(empty_database: Callable[[], str]) -> str:
    return empty_database()


@pytest.fixture
def run(database: str, tmp_path: Path) -> Run:
    def start(*words: str, answer: str = "", **settings: str) -> Finished:
        chosen = {
            "PORTAL_SECRET_KEY": KEY,
            "PORTAL_AUDIT_KEY": KEY[::-1],
            "PORTAL_AUDIT_ANCHOR": str(tmp_path / "anker.jsonl"),
            "PORTAL_DATABASE_URL": database,
            **settings,
        }
        return run_portal(words, chosen, answer)

    return start


def rows(database: str, statement: str) -> list[tuple[object, ...]]:
    engine = sa.create_engine(database)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(sa.text(statement))]
    engine.dispose()
    return found


def change(database: str, *statements: str) -> None:
    engine = sa.create_engine(database)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
    engine.dispose()


def test_from_nothing_to_a_first_administrator(run: Run, database: str) -> None:
    assert "migrate" in run("--help").stdout
    refused = run("plan", "load", "--yes")
    assert refused.returncode == 1
    assert "Draai eerst `portal migrate`" in refused.stderr
    assert run("migrate").returncode == 0
    assert run("migrate").returncode == 0

    asked = run("plan", "load", answer="n\n")
    assert asked.returncode == 1
    assert "Nieuw: " in asked.stdout
    assert rows(database, "SELECT count(*) FROM maatregel") == [(0,)]
    assert "Het plan is ingelezen." in run("plan", "load", "--yes").stdout
    assert rows(database, "SELECT count(*) FROM maatregel") == [(38,)]
    again = run("plan", "load", "--yes")
    assert "al gelijk aan de bestanden" in again.stdout

    words = ["account", "create", "--email", "baas@example.org", "--name", "Beheer"]
    short = run(*words, "--role", "administrator", answer="kort\nkort\n")
    assert short.returncode == 1
    assert "minstens 12 tekens" in short.stderr
    common = run(*words, "--role", "administrator", "--password", "Welkom2026!!")
    assert common.returncode == 1
    assert "Dit wachtwoord gebruiken veel mensen." in common.stderr
    assert "Welkom2026!!" not in common.stderr
    made = run(*words, "--role", "administrator", answer=CHOSEN)
    assert made.returncode == 0, made.stderr
    twice = run(*words, answer=CHOSEN)
    assert "Er is al een account" in twice.stderr
    lonely = run("account", "appoint", "baas@example.org", "coordinator")
    assert "Bij deze rol hoort een PPS-netwerk" in lonely.stderr
    assert (
        run("account", "appoint", "baas@example.org", "coordinator", "--network", "schiphol").returncode == 0
    )
    assert sorted(rows(database, "SELECT role FROM appointment")) == [("administrator",), ("coordinator",)]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"PORTAL_DATABSE_URL": "sqlite://"}, "PORTAL_DATABSE_URL"),
        ({"PORTAL_SECRET_KEY": ""}, "PORTAL_SECRET_KEY"),
        ({"PORTAL_AUDIT_KEY": KEY}, "PORTAL_AUDIT_KEY"),
        ({"PORTAL_LOG_LEVEL": "LUID"}, "PORTAL_LOG_LEVEL"),
        ({"PORTAL_SECURE_COOKIES": "false"}, "PORTAL_SECURE_COOKIES"),
    ],
)
def test_a_wrong_setting_is_told_in_one_clear_line(run: Run, settings: dict[str, str], message: str) -> None:
    answer = run("migrate", **settings)
    assert answer.returncode == 1
    assert "De instellingen kloppen niet" in answer.stderr
    assert message in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_demonstration_stays_on_this_machine(run: Run) -> None:
    demo = {"PORTAL_DEMO": "true", "PORTAL_SECRET_KEY": KEY}
    assert run("migrate", **demo).returncode == 0
    for host in ("0.0.0.0", "::", "192.0.2.1", "portaal.example.org"):  # noqa: S104 - these are refused
        answer = run("serve", "--host", host, **demo)
        assert answer.returncode == 1, host
        assert "alleen op deze computer" in answer.stderr


def test_demonstration_and_earnest_never_mix(run: Run, database: str) -> None:
    assert run("migrate").returncode == 0
    refused = run("demo")
    assert "Zet PORTAL_DEMO=true" in refused.stderr
    early = run("demo", PORTAL_DEMO="true")
    assert "portal plan load" in early.stderr
    assert run("plan", "load", "--yes").returncode == 0
    assert run("demo", PORTAL_DEMO="true").returncode == 0
    assert "staan er al" in run("demo", PORTAL_DEMO="true").stdout
    made_anew(run, database)
    served = run("serve")
    assert served.returncode == 1
    assert "bevat demonstratiegegevens" in served.stderr


def made_anew(run: Run, database: str) -> None:
    """Both lists that follow from other tables are as before, once somebody spoiled them."""
    words = "SELECT title, stems FROM search_text ORDER BY source, source_id, part"
    stands = "SELECT * FROM maatregel_status ORDER BY maatregel_id, adopted_only"
    before = rows(database, words), rows(database, stands)
    spoiled = rows(database, "SELECT count(DISTINCT maatregel_id) FROM maatregel_status")[0][0]
    change(database, "UPDATE search_text SET stems = 'onzin'", "DELETE FROM maatregel_status")
    assert run("search", "rebuild").stdout == f"Te vinden teksten: {len(before[0])}\n"
    assert run("status", "rebuild").stdout == f"Maatregelen waarvan de stand niet klopte: {spoiled}\n"
    assert (rows(database, words), rows(database, stands)) == before


def test_a_server_does_not_start_on_an_old_database(run: Run) -> None:
    answer = run("serve")
    assert answer.returncode == 1
    assert "Draai eerst `portal migrate`" in answer.stderr


def test_a_wrong_plan_gives_line_and_reason_and_changes_nothing(
    run: Run, database: str, tmp_path: Path
) -> None:
    assert run("migrate").returncode == 0
    folder = tmp_path / "plan"
    shutil.copytree(ROOT / "config" / "plan", folder)
    moties = folder / "moties.yaml"
    moties.write_text(
        moties.read_text(encoding="utf-8").replace("maatregel: ovk-02", "maatregel: ovk-99"), encoding="utf-8"
    )
    for words in (("plan", "check"), ("plan", "load", "--yes")):
        answer = run(*words, "--folder", str(folder))
        assert answer.returncode == 1
        assert "moties.yaml, regel" in answer.stderr
        assert "ovk-99" in answer.stderr
    assert rows(database, "SELECT count(*) FROM register_item") == [(0,)]


def test_what_happens_by_itself_happens_once(run: Run, database: str) -> None:
    early = run("worker", "--once")
    assert early.returncode == 1
    assert "Draai eerst `portal migrate`" in early.stderr
    assert run("migrate").returncode == 0
    silent = run("worker", "--once")
    assert silent.returncode == 0
    assert "PORTAL_SMTP_URL ontbreekt" in silent.stderr
    words = ["account", "create", "--email", "baas@example.org", "--name", "Beheer"]
    assert run(*words, answer=CHOSEN).returncode == 0
    waiting = "SELECT count(*) FROM mail WHERE state = 'pending' AND key LIKE 'toets%'"
    engine = sa.create_engine(database)
    with engine.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO mail (account_id, key, state, created_at, due_at, claimed_by, attempts,"
                " address, subject, text, html, error) SELECT min(id), 'toets', 'pending',"
                " '2024-01-01 00:00:00', '2024-01-01 00:00:00', '', 0, '', '', '', '', '' FROM account"
            )
        )
    engine.dispose()
    assert rows(database, waiting) == [(1,)]
    done = run("worker", "--once", PORTAL_DEMO="true")
    assert "niet nodig: 1" in done.stdout
    assert rows(database, waiting) == [(0,)]
