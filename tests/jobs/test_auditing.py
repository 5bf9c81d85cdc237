"""The audit trail is looked after by itself: anchored, verified once a day, and found out."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from config.settings import DEMO_AUDIT_KEY, load_settings
from portal.cli.audit_words import finding_line
from portal.domain import clock
from portal.domain.audit import SYSTEM, AuditAction, SubjectKind
from portal.domain.audit_chain import Fault
from portal.jobs.auditing import anchor_now, trim_all, verify_now
from portal.jobs.running import Jobs, consumer
from portal.models import AuditEvent
from portal.queries import audit_chain
from portal.services import audit
from portal.services.audit_anchor import anchor_lines
from portal.services.audit_chain import use_key
from tests.conftest import NOW


@pytest.fixture
def anchor_file(tmp_path: Path) -> Path:
    return tmp_path / "anker.jsonl"


@pytest.fixture
def jobs(bare_app: Flask, bare_session: Session, anchor_file: Path) -> Jobs:
    use_key(DEMO_AUDIT_KEY)
    return Jobs(bare_app, load_settings({"PORTAL_DEMO": "true", "PORTAL_AUDIT_ANCHOR": str(anchor_file)}))


def say(session: Session) -> None:
    audit.record(session, SYSTEM, AuditAction.ASK_CHANGED, SubjectKind.ASK, 1, "mot-1")


def test_the_end_is_anchored_only_when_it_moved(jobs: Jobs, bare_session: Session, anchor_file: Path) -> None:
    assert not jobs.anchor()
    say(bare_session)
    bare_session.commit()
    assert jobs.anchor()
    assert not jobs.anchor()
    say(bare_session)
    bare_session.commit()
    assert jobs.anchor()
    assert [line.place.position for line in anchor_lines(anchor_file) if line.place] == [1, 2]


def test_the_trail_is_verified_once_a_day_and_the_outcome_kept(jobs: Jobs, bare_session: Session) -> None:
    assert jobs.verify_audit() is True
    assert jobs.verify_audit() is None
    say(bare_session)
    bare_session.info.clear()
    bare_session.commit()
    with clock.at(NOW + timedelta(hours=25)):
        assert jobs.verify_audit() is False
    wanted = sa.select(AuditEvent).where(AuditEvent.action == AuditAction.AUDIT_VERIFIED)
    outcomes = [event.details["result"] for event in bare_session.scalars(wanted.order_by(AuditEvent.id))]
    assert outcomes == ["sound", "broken"]


def test_what_happens_during_a_walk_is_no_fault(
    new_database: Callable[[], str], anchor_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process lets lines expire, adds some and anchors them, while this one is halfway."""
    use_key(DEMO_AUDIT_KEY)
    monkeypatch.setattr(audit_chain, "_BATCH", 1)
    engine = sa.create_engine(new_database())
    with Session(engine) as session:
        with clock.at(NOW.replace(year=2020)):
            for _line in range(4):
                audit.record(session, SYSTEM, AuditAction.SIGNED_IN, SubjectKind.ACCOUNT, 1, "Iemand")
        session.commit()
        anchor_now(session, anchor_file)
    meanwhile: list[int] = []

    def go_on(_seen: int, _whole: int) -> None:
        if not meanwhile:
            with Session(engine) as other:
                meanwhile.append(trim_all(other))
                anchor_now(other, anchor_file)

    with Session(engine) as session:
        found = verify_now(session, anchor_file, go_on)
        assert meanwhile == [4]
        assert found.findings == []
        assert (found.positions, found.anchors) == (4, 1)
        assert verify_now(session, anchor_file).findings == []
    engine.dispose()


def test_an_anchor_that_is_gone_is_missed(jobs: Jobs, bare_session: Session, anchor_file: Path) -> None:
    say(bare_session)
    bare_session.commit()
    # Before the first time nobody can know whether there was one.
    first = verify_now(bare_session, anchor_file)
    assert (first.is_sound, first.lacks_anchor) == (True, True)
    jobs.anchor()
    assert jobs.verify_audit() is True
    jobs.anchor()
    assert verify_now(bare_session, anchor_file).is_sound
    anchor_file.unlink()
    found = verify_now(bare_session, anchor_file)
    assert [each.fault for each in found.findings] == [Fault.ANCHOR_SHORTENED]
    assert finding_line(found.findings[0]).startswith("Het anker ontbreekt")
    audit.record(bare_session, SYSTEM, AuditAction.BACKUP_RESTORED, SubjectKind.BACKUP, None, "Back-up")
    bare_session.commit()
    assert verify_now(bare_session, anchor_file).is_sound


def test_the_trail_is_verified_before_lines_expire(jobs: Jobs) -> None:
    names = [task.name for task in consumer(jobs, 1.0).huey._registry.periodic_tasks]
    assert names.index("verify_audit") < names.index("trim_audit")


def test_nothing_expires_before_its_time(jobs: Jobs, bare_session: Session) -> None:
    audit.record(bare_session, SYSTEM, AuditAction.SIGNED_IN, SubjectKind.ACCOUNT, 1, "Iemand")
    bare_session.commit()
    assert jobs.trim_audit() == 0
    with clock.at(NOW.replace(year=2020)):
        audit.record(bare_session, SYSTEM, AuditAction.SIGNED_IN, SubjectKind.ACCOUNT, 1, "Iemand")
    bare_session.commit()
    assert jobs.trim_audit() == 1
