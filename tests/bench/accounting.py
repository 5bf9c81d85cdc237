"""What processes used, as the kernel accounts for it: processor time to the nanosecond, and memory."""

import re
import time
from collections.abc import Iterable
from pathlib import Path

import sqlalchemy as sa

_BACKENDS = sa.text(
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def cpu_seconds(pids: Iterable[int]) -> float:
    """Return the processor time of all threads, in user and kernel mode, that processes used until now."""
    return sum(_used(pid) for pid in pids) / 1e9


def _used(pid: int) -> int:
    try:
        # The clock of another process, as clock_getcpuclockid(3) numbers it.
        return time.clock_gettime_ns((~pid << 3) | 2)
    except OSError:
        return 0


def memory_mib(pids: Iterable[int]) -> tuple[list[float], list[float]]:
    """Return for each process what it has in memory, and what of that counts for it alone or by its share."""
    resident, shared = [], []
    for pid in pids:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text()
        resident.append(_kib(told, "Rss") / 1024)
        shared.append(_kib(told, "Pss") / 1024)
    return resident, shared


def forget_peaks(pids: Iterable[int]) -> None:
    """Let the kernel forget how much memory processes once had."""
    for pid in pids:
        Path(f"/proc/{pid}/clear_refs").write_text("5")


def peaks_mib(pids: Iterable[int]) -> list[float]:
    """Return the most that each process had in memory since then."""
    return [_kib(Path(f"/proc/{pid}/status").read_text(), "VmHWM") / 1024 for pid in pids]


def _kib(told: str, name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB", told, re.MULTILINE)
    return int(found.group(1)) if found else 0


class Backends:
    """The processes of a database server on this machine; none for SQLite or a server elsewhere."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self.pids: list[int] = []
        self.refresh()

    def refresh(self) -> None:
        """Look which processes serve this database now."""
        if self._engine.dialect.name != "postgresql":
            return
        with self._engine.connect() as connection:
            pids = list(connection.scalars(_BACKENDS))
        self.pids = [pid for pid in pids if _is_postgres(pid)]


def _is_postgres(pid: int) -> bool:
    try:
        return "postgres" in Path(f"/proc/{pid}/comm").read_text()
    except OSError:
        return False
