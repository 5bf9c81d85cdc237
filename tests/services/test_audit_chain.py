"""The chain over the audit trail: what belongs to it, and that every planted fault is found and named."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from config.settings import DEMO_AUDIT_KEY
from portal.domain import clock
from portal.domain.audit import SYSTEM, Actor, AuditAction, SubjectKind
from portal.domain.audit_chain import FIELDS, Fault
from portal.models import AuditEvent, AuditHead, AuditSeal
from portal.queries.audit_chain import is_sound, link_of
from portal.services import audit, audit_chain
from portal.services.audit_anchor import anchor, anchor_lines
from portal.services.audit_chain import seal_former, use_key
from portal.services.audit_verifying import Verified, verify
from tests.browsing import counted_queries
from tests.conftest import NOW


def say(session: Session, label: str, **more: Any) -> AuditEvent:
    """Write a line."""
    return audit.record(session, SYSTEM, AuditAction.ASK_CHANGED, SubjectKind.ASK, 1, label, **more)


@pytest.fixture
def engine(new_database: Callable[[], str], frozen_clock: datetime) -> Iterator[sa.Engine]:
    engine = sa.create_engine(new_database())
    use_key(DEMO_AUDIT_KEY)
    yield engine
    engine.dispose()


@pytest.fixture
def tampered(engine: sa.Engine) -> sa.Engine:
    """Ten lines in a database without any rule: of somebody who is its master."""
    with Session(engine) as session:
        for number in range(1, 11):
            say(session, f"Regel {number}", reason="Omdat.", details={"state": ["a", "b"]})
        session.commit()
    unlock(engine)
    return engine


def unlock(engine: sa.Engine) -> None:
    """Take away every rule of SQLite about the trail; PostgreSQL lets its master pass by them all."""
    if engine.dialect.name == "postgresql":
        return
    with engine.begin() as connection:
        names = connection.scalars(
            sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit_%'")
        ).all()
        for name in names:
            connection.execute(sa.text(f"DROP TRIGGER {name}"))


def run(engine: sa.Engine, *statements: str) -> None:
    """Do something behind the back of the portal, past all rules of the database."""
    postgres = engine.dialect.name == "postgresql"
    pass_by = "SET session_replication_role = replica" if postgres else "PRAGMA foreign_keys = OFF"
    apart = sa.create_engine(engine.url, poolclass=sa.NullPool)
    with apart.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in (pass_by, *statements):
            connection.connection.cursor().execute(statement)


def walk(engine: sa.Engine, anchor_file: Path | None = None) -> Verified:
    """Verify everything."""
    with Session(engine) as session:
        return verify(session, anchor_lines(anchor_file) if anchor_file else ())


def faults(engine: sa.Engine, anchor_file: Path | None = None) -> list[tuple[Fault, int | None, int | None]]:
    """Return what is wrong: fault, place, line."""
    found = walk(engine, anchor_file)
    assert found.count == len(found.findings)
    return [(each.fault, each.position, each.event_id) for each in found.findings]


def test_a_digest_covers_every_column() -> None:
    assert {column.name for column in AuditEvent.__table__.columns} == set(FIELDS)


def test_a_chain_nobody_touched_is_sound(tampered: sa.Engine) -> None:
    found = walk(tampered)
    assert (found.count, found.lines, found.positions) == (0, 10, 10)
    assert found.first_at == found.last_at == NOW


CHANGES = {
    "at": "'2026-03-20 10:00:01.000000+00:00'",
    "actor_id": "7",
    "actor_name": "'Iemand anders'",
    "actor_roles": "'administrator'",
    "action": "'ask_added'",
    "subject_kind": "'mail'",
    "subject_id": "2",
    "subject_label": "'Iets anders'",
    "network_id": "3",
    "reason": "'Daarom.'",
    "details": """'{"state": ["a", "c"]}'""",
    "request_id": "'0123'",
    "address": "'192.0.2.0'",
}


def test_every_column_has_its_planted_edit() -> None:
    assert set(CHANGES) == set(FIELDS) - {"id"}


@pytest.mark.parametrize("column", CHANGES)
def test_an_edit_of_any_column_is_found(tampered: sa.Engine, column: str) -> None:
    run(tampered, f"UPDATE audit_event SET {column} = {CHANGES[column]} WHERE id = 4")  # noqa: S608
    found = walk(tampered)
    assert [(each.fault, each.position, each.event_id) for each in found.findings] == [(Fault.CHANGED, 4, 4)]
    assert found.findings[0].at is not None
    assert found.findings[0].action


def test_a_number_that_was_changed_is_a_removal_and_an_insertion(tampered: sa.Engine) -> None:
    run(tampered, "UPDATE audit_event SET id = 99 WHERE id = 4")
    assert faults(tampered) == [(Fault.REMOVED, 4, 4), (Fault.INSERTED, None, 99)]


def test_a_removed_line_is_found(tampered: sa.Engine) -> None:
    run(tampered, "DELETE FROM audit_event WHERE id = 4")
    assert faults(tampered) == [(Fault.REMOVED, 4, 4)]


def test_a_line_removed_with_its_seal_leaves_a_gap(tampered: sa.Engine) -> None:
    run(
        tampered,
        "DELETE FROM audit_event WHERE id IN (4, 5)",
        "DELETE FROM audit_seal WHERE position IN (4, 5)",
    )
    found = walk(tampered).findings
    assert [(each.fault, each.position, each.until) for each in found] == [(Fault.SEALS_REMOVED, 4, 5)]


def test_closing_the_gap_does_not_help(tampered: sa.Engine) -> None:
    run(
        tampered,
        "DELETE FROM audit_event WHERE id = 4",
        "DELETE FROM audit_seal WHERE position = 4",
        "UPDATE audit_seal SET position = -position WHERE position > 4",
        "UPDATE audit_seal SET position = -position - 1 WHERE position < 0",
        "UPDATE audit_head SET position = 9",
    )
    assert faults(tampered)


def test_an_inserted_line_is_found(tampered: sa.Engine) -> None:
    columns = ", ".join(name for name in FIELDS if name != "id")
    run(
        tampered,
        f"INSERT INTO audit_event (id, {columns}) SELECT 50, {columns} FROM audit_event WHERE id = 3",  # noqa: S608
    )
    assert faults(tampered) == [(Fault.INSERTED, None, 50)]


def test_an_inserted_line_with_an_invented_seal_is_found(tampered: sa.Engine) -> None:
    columns = ", ".join(name for name in FIELDS if name != "id")
    run(
        tampered,
        f"INSERT INTO audit_event (id, {columns}) SELECT 11, {columns} FROM audit_event WHERE id = 3",  # noqa: S608
        "INSERT INTO audit_seal SELECT 11, 11, digest, seal FROM audit_seal WHERE position = 3",
        "UPDATE audit_head SET position = 11, seal = (SELECT seal FROM audit_seal WHERE position = 11)",
    )
    assert faults(tampered) == [(Fault.CHANGED, 11, 11), (Fault.SEAL_CHANGED, 11, 11)]


@pytest.mark.parametrize(("one", "other"), [(3, 4), (3, 8)])
def test_two_lines_that_changed_places_are_found(tampered: sa.Engine, one: int, other: int) -> None:
    run(
        tampered,
        f"UPDATE audit_seal SET position = 1000 WHERE position = {one}",  # noqa: S608
        f"UPDATE audit_seal SET position = {one} WHERE position = {other}",  # noqa: S608
        f"UPDATE audit_seal SET position = {other} WHERE position = 1000",  # noqa: S608
    )
    assert {(Fault.REORDERED, one, other), (Fault.REORDERED, other, one)} <= set(faults(tampered))


def test_contents_that_changed_places_are_found(tampered: sa.Engine) -> None:
    run(
        tampered,
        "UPDATE audit_event SET id = 1000 WHERE id = 3",
        "UPDATE audit_event SET id = 3 WHERE id = 4",
        "UPDATE audit_event SET id = 4 WHERE id = 1000",
    )
    assert faults(tampered) == [(Fault.CHANGED, 3, 3), (Fault.CHANGED, 4, 4)]


@pytest.mark.parametrize("column", ["seal", "digest"])
def test_a_changed_seal_is_one_finding(tampered: sa.Engine, column: str) -> None:
    run(tampered, f"UPDATE audit_seal SET {column} = 'f00' WHERE position = 6")  # noqa: S608
    found = faults(tampered)
    assert (Fault.SEAL_CHANGED, 6, 6) in found
    assert all(place == 6 for _fault, place, _line in found)


def test_a_cut_tail_is_found_by_the_head(tampered: sa.Engine) -> None:
    run(tampered, "DELETE FROM audit_event WHERE id > 8", "DELETE FROM audit_seal WHERE position > 8")
    found = walk(tampered).findings
    assert [(each.fault, each.position, each.until) for each in found] == [(Fault.TAIL_CUT, 9, 10)]


def test_a_cut_tail_with_a_rewritten_head_is_found_by_the_anchor(tampered: sa.Engine, tmp_path: Path) -> None:
    file = tmp_path / "anker.jsonl"
    with Session(tampered) as session:
        assert anchor(session, file)
        assert anchor(session, file) is None
    assert faults(tampered, file) == []
    run(
        tampered,
        "DELETE FROM audit_event WHERE id > 8",
        "DELETE FROM audit_seal WHERE position > 8",
        "UPDATE audit_head SET position = 8, seal = (SELECT seal FROM audit_seal WHERE position = 8)",
    )
    assert faults(tampered) == []
    assert faults(tampered, file) == [(Fault.ANCHOR_DIFFERS, 10, None)]


def test_an_emptied_trail_is_found(tampered: sa.Engine, tmp_path: Path) -> None:
    file = tmp_path / "anker.jsonl"
    with Session(tampered) as session:
        anchor(session, file)
    run(tampered, "DELETE FROM audit_event", "DELETE FROM audit_seal")
    assert (Fault.EMPTIED, 1, None) in faults(tampered)
    run(tampered, "UPDATE audit_head SET position = 0, seal = ''")
    assert faults(tampered) == []
    assert faults(tampered, file) == [(Fault.ANCHOR_DIFFERS, 10, None)]


def test_a_head_that_was_replaced_or_removed_is_found(tampered: sa.Engine) -> None:
    run(tampered, "UPDATE audit_head SET seal = 'f00'")
    assert faults(tampered) == [(Fault.HEAD_CHANGED, 10, None)]
    run(
        tampered,
        "UPDATE audit_head SET position = 9, seal = (SELECT seal FROM audit_seal WHERE position = 9)",
    )
    assert faults(tampered) == [(Fault.HEAD_CHANGED, 9, None)]
    run(tampered, "DELETE FROM audit_head")
    assert faults(tampered) == [(Fault.HEAD_CHANGED, None, None)]
    with Session(tampered) as session:
        say(session, "Zonder einde kan niets erbij")
        with pytest.raises(audit_chain.ChainError):
            session.commit()


def test_another_key_is_told_as_such(tampered: sa.Engine) -> None:
    use_key("een andere sleutel dan waarmee is verzegeld")
    try:
        assert faults(tampered) == [(Fault.WRONG_KEY, 1, None)]
    finally:
        use_key(DEMO_AUDIT_KEY)


def test_many_faults_are_counted_and_the_first_told(engine: sa.Engine) -> None:
    with Session(engine) as session:
        for number in range(250):
            say(session, f"Regel {number}")
        session.commit()
    unlock(engine)
    run(engine, "UPDATE audit_event SET reason = 'anders' WHERE id > 10")
    found = walk(engine)
    assert (found.count, len(found.findings)) == (240, 100)


def test_an_anchor_that_was_cut_off_while_written_goes_on(tampered: sa.Engine, tmp_path: Path) -> None:
    file = tmp_path / "diep" / "anker.jsonl"
    with Session(tampered) as session:
        anchor(session, file)
    file.write_bytes(file.read_bytes() + b'{"at": "2026-')
    assert file.stat().st_mode & 0o777 == 0o600
    with Session(tampered) as session:
        say(session, "Later")
        session.commit()
        anchor(session, file)
    assert [line.place.position for line in anchor_lines(file) if line.place] == [10, 11]
    assert faults(tampered, file) == []
    file.write_bytes(file.read_bytes() + b'{"position": "tien"}\n')
    assert faults(tampered, file) == [(Fault.ANCHOR_UNREADABLE, None, None)]


def test_a_database_that_was_put_back_explains_what_the_anchor_knows_more(
    tampered: sa.Engine, tmp_path: Path
) -> None:
    file = tmp_path / "anker.jsonl"
    with Session(tampered) as session:
        anchor(session, file)
    run(
        tampered,
        "DELETE FROM audit_event WHERE id > 8",
        "DELETE FROM audit_seal WHERE position > 8",
        "UPDATE audit_head SET position = 8, seal = (SELECT seal FROM audit_seal WHERE position = 8)",
    )
    with Session(tampered) as session:
        audit.record(session, SYSTEM, AuditAction.BACKUP_RESTORED, SubjectKind.BACKUP, None, "Back-up")
        session.commit()
    assert faults(tampered, file) == []
    run(tampered, "UPDATE audit_event SET reason = 'x' WHERE action = 'backup_restored'")
    assert (Fault.ANCHOR_DIFFERS, 10, None) in faults(tampered, file)


def test_what_a_savepoint_or_a_rollback_takes_back_is_no_part_of_the_chain(engine: sa.Engine) -> None:
    with Session(engine) as session:
        say(session, "Blijft")
        nested = session.begin_nested()
        say(session, "Gaat terug")
        nested.rollback()
        with session.begin_nested():
            say(session, "Blijft ook")
        session.commit()
        say(session, "Gaat ook terug")
        session.rollback()
        say(session, "Blijft weer")
        session.commit()
        labels = session.scalars(
            sa.select(AuditEvent.subject_label)
            .join(AuditSeal, AuditSeal.event_id == AuditEvent.id)
            .order_by(AuditSeal.position)
        ).all()
    assert labels == ["Blijft", "Blijft ook", "Blijft weer"]
    assert faults(engine) == []


def test_a_commit_that_fails_leaves_no_half_chain(engine: sa.Engine) -> None:
    with Session(engine) as session:
        say(session, "Eerste")
        session.commit()
        say(session, "Mislukt")
        session.add(AuditHead(id=2, position=0, seal=""))
        with pytest.raises(IntegrityError):
            session.commit()
        session.rollback()
        say(session, "Tweede")
        session.commit()
        assert session.scalars(sa.select(AuditHead.position)).one() == 2
    assert faults(engine) == []


def test_sealing_takes_three_statements_however_many_lines(engine: sa.Engine) -> None:
    with Session(engine) as session:
        for number in range(20):
            say(session, f"Regel {number}")
        with counted_queries() as statements:
            session.commit()
    assert len(statements) == 3


def test_details_of_any_shape_are_sealed_as_they_are_stored(engine: sa.Engine) -> None:
    with Session(engine) as session:
        line = audit.record(
            session,
            Actor(None, "Naam"),
            AuditAction.ASK_CHANGED,
            SubjectKind.ASK,
            None,
            "Vormen",
            details={"b": 1, "a": ("x", AuditAction.ASK_ADDED), 3: None, "diep": {"é": [1.5, True]}},  # type: ignore[dict-item]
        )
        session.commit()
        found = link_of(session, line.id)
        assert found is not None
        assert is_sound(DEMO_AUDIT_KEY.encode(), found)
        assert not is_sound(b"anders", found)
        assert link_of(session, 99) is None


def test_lines_from_before_the_chain_are_sealed_once(engine: sa.Engine) -> None:
    with Session(engine) as session:
        for number in range(3):
            say(session, f"Oud {number}")
        session.info.clear()
        session.commit()
        assert len(faults(engine)) == 3
        assert seal_former(session) == 3
        session.commit()
        assert faults(engine) == []
        say(session, "Nieuw")
        session.info.clear()
        session.commit()
        assert seal_former(session) == 0
        session.commit()
    assert faults(engine) == [(Fault.INSERTED, None, 4)]


def test_eight_writers_at_once_keep_one_chain(engine: sa.Engine) -> None:
    barrier, troubles = threading.Barrier(8), []

    def write(writer: int) -> None:
        barrier.wait()
        try:
            for number in range(25):
                with clock.at(datetime(2026, 3, 20, 10, tzinfo=UTC)), Session(engine) as session:
                    say(session, f"{writer}-{number}-a")
                    say(session, f"{writer}-{number}-b")
                    session.commit()
        except Exception as error:  # noqa: BLE001 - told below
            troubles.append(error)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert troubles == []
    found = walk(engine)
    assert (found.count, found.lines, found.positions) == (0, 400, 400)
