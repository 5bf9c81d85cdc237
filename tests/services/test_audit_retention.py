"""Lines that have had their time go by rule, and only those; the chain tells the difference."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from config.settings import DEMO_AUDIT_KEY
from portal.domain import clock
from portal.domain.audit import SYSTEM, AuditAction, SubjectKind
from portal.domain.audit_chain import Fault
from portal.domain.retention import COMING_AND_GOING, LEAST_MONTHS, expires_before
from portal.jobs.auditing import trim_all
from portal.models import AuditEvent
from portal.services import audit, audit_trimming
from portal.services.audit_chain import use_key
from portal.services.audit_verifying import verify
from tests.services.test_audit_chain import run, unlock

LONG_AGO = datetime(2020, 1, 1, 12, tzinfo=UTC)
NOW = datetime.now(UTC)


@pytest.fixture
def engine(new_database: Callable[[], str]) -> Iterator[sa.Engine]:
    engine = sa.create_engine(new_database())
    use_key(DEMO_AUDIT_KEY)
    yield engine
    engine.dispose()


def write(session: Session, at: datetime, *actions: AuditAction) -> None:
    with clock.at(at):
        for action in actions:
            audit.record(session, SYSTEM, action, SubjectKind.ACCOUNT, 1, "Iemand")
    session.commit()


def faults(engine: sa.Engine) -> list[tuple[Fault, int | None]]:
    with Session(engine) as session:
        return [(each.fault, each.position) for each in verify(session, ()).findings]


def test_the_term_is_longer_than_the_least_and_counts_in_months() -> None:
    assert COMING_AND_GOING.months >= LEAST_MONTHS
    assert expires_before(datetime(2026, 3, 20, tzinfo=UTC)) == datetime(2024, 9, 20, tzinfo=UTC)
    assert expires_before(datetime(2025, 8, 31, tzinfo=UTC)) == datetime(2024, 2, 29, tzinfo=UTC)


def test_what_has_had_its_time_goes_and_the_chain_says_so(engine: sa.Engine) -> None:
    with Session(engine) as session:
        write(session, LONG_AGO, AuditAction.SIGNED_IN, AuditAction.REPORT_ADOPTED, AuditAction.EXPORTED)
        write(session, NOW, AuditAction.SIGNED_IN)
        assert trim_all(session) == 2
        assert trim_all(session) == 0
        left = session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id)).all()
        assert [each.action for each in left] == [
            AuditAction.REPORT_ADOPTED,
            AuditAction.SIGNED_IN,
            AuditAction.AUDIT_TRIMMED,
        ]
        said = left[-1].details
        assert (said["count"], said["positions"], said["months"]) == (2, "1,3", 18)
        assert said["actions"] == sorted(COMING_AND_GOING.actions)
        found = verify(session, ())
        assert (found.count, found.lines, found.released) == (0, 3, 2)


def test_a_removal_that_no_trimming_names_stays_a_removal(engine: sa.Engine) -> None:
    with Session(engine) as session:
        write(session, LONG_AGO, *[AuditAction.SIGNED_IN] * 3, AuditAction.REPORT_ADOPTED)
        trim_all(session)
        write(session, NOW, AuditAction.SIGNED_IN)
    unlock(engine)
    run(engine, "DELETE FROM audit_event WHERE action = 'report_adopted'")
    assert faults(engine) == [(Fault.REMOVED, 4)]
    run(engine, "DELETE FROM audit_event WHERE action = 'audit_trimmed'")
    assert (Fault.REMOVED, 1) in faults(engine)


def test_a_trimming_that_was_forged_explains_nothing(engine: sa.Engine) -> None:
    with Session(engine) as session:
        write(session, LONG_AGO, AuditAction.SIGNED_IN, AuditAction.REPORT_ADOPTED)
        trim_all(session)
    unlock(engine)
    run(
        engine,
        """UPDATE audit_event SET details = '{"positions": "1-2"}' WHERE action = 'audit_trimmed'""",
        "DELETE FROM audit_event WHERE action = 'report_adopted'",
    )
    assert {(Fault.CHANGED, 3), (Fault.REMOVED, 2)} <= set(faults(engine))


def test_lines_that_were_tampered_with_do_not_go(engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_trimming, "_BATCH", 2)
    with Session(engine) as session:
        write(session, LONG_AGO, *[AuditAction.REPORT_ADOPTED] * 3, *[AuditAction.SIGNED_IN] * 3)
    unlock(engine)
    run(engine, "UPDATE audit_event SET action = 'signed_in'")
    with Session(engine) as session:
        assert trim_all(session) == 3
    assert faults(engine) == [(Fault.CHANGED, 1), (Fault.CHANGED, 2), (Fault.CHANGED, 3)]


def test_many_lines_go_in_batches(engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_trimming, "_BATCH", 10)
    with Session(engine) as session:
        write(session, LONG_AGO, *[AuditAction.ACCESS_DENIED] * 21)
        assert trim_all(session) == 21
        assert session.scalars(sa.select(sa.func.count(AuditEvent.id))).one() == 3
        assert verify(session, ()).count == 0


@pytest.mark.parametrize(
    ("action", "age", "goes"),
    [
        (AuditAction.SIGNED_IN, timedelta(days=600), True),
        (AuditAction.SIGNED_IN, timedelta(days=500), False),
        (AuditAction.REPORT_ADOPTED, timedelta(days=6000), False),
        (AuditAction.AUDIT_TRIMMED, timedelta(days=6000), False),
    ],
)
def test_the_database_itself_lets_nothing_else_go(
    engine: sa.Engine, action: AuditAction, age: timedelta, *, goes: bool
) -> None:
    with Session(engine) as session:
        write(session, NOW - age, action)
        delete = sa.delete(AuditEvent)
        if goes:
            session.execute(delete)
        else:
            with pytest.raises(IntegrityError, match="frozen"):
                session.execute(delete)


def test_the_rule_of_the_database_is_the_rule_of_the_domain() -> None:
    import importlib  # noqa: PLC0415 - a file name that begins with a number

    migration = importlib.import_module("migrations.versions.0012_audit_retention")
    assert set(migration.EXPIRE) == {action.value for action in COMING_AND_GOING.actions}
    assert COMING_AND_GOING.months == migration.MONTHS
