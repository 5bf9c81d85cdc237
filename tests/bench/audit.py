"""How long sealing and verifying a long audit trail takes: `python -m tests.bench.audit [lines] [url]`."""

import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from config.settings import DEMO_AUDIT_KEY
from portal.domain.audit import AuditAction, SubjectKind
from portal.models import AuditEvent
from portal.services import schema
from portal.services.audit_chain import seal_former, use_key
from portal.services.audit_verifying import verify

PER_INSERT = 1_000


def main(lines: int, url: str) -> None:
    """Seal the lines, verify them, and tell how long both took and how much memory verifying needed."""
    use_key(DEMO_AUDIT_KEY)
    engine = sa.create_engine(url)
    schema.migrate(engine)
    row = {
        "at": datetime(2026, 3, 20, 10, tzinfo=UTC),
        "actor_name": "Systeem",
        "action": AuditAction.REPORT_SUBMITTED,
        "subject_kind": SubjectKind.REPORT,
        "reason": "Omdat het klaar is.",
        "details": {"state": ["draft", "submitted"], "part": "Een onderdeel"},
    }
    with Session(engine) as session:
        for first in range(0, lines, PER_INSERT):
            numbers = range(first, min(first + PER_INSERT, lines))
            session.execute(
                sa.insert(AuditEvent),
                [row | {"subject_id": number, "subject_label": f"Rapportage {number}"} for number in numbers],
            )
        began = time.monotonic()
        seal_former(session)
        print(f"sealed: {lines} lines in {time.monotonic() - began:.1f} s", flush=True)
        session.commit()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    processor = time.process_time()
    with Session(engine) as session:
        found = verify(session, ())
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(
        f"verified: {found.lines} lines in {found.seconds:.1f} s ({time.process_time() - processor:.1f} s of "
        f"processor), {found.count} faults, {more:.0f} MiB more memory"
    )
    engine.dispose()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "audit.sqlite3"
        main(
            int(sys.argv[1]) if len(sys.argv) > 1 else 100_000,
            sys.argv[2] if len(sys.argv) > 2 else f"sqlite:///{file}",
        )
