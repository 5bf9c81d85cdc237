"""The anchor of the chain: its end, written down outside the database (ADR 36, security R54)."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit_chain import Place
from portal.queries.audit_chain import head_and_last

_TAIL = 4_096


@dataclass(frozen=True)
class AnchorLine:
    """Where the chain ended at a moment; without place where the line cannot be read."""

    place: Place | None
    at: datetime | None


def anchor(session: Session, file: Path) -> Place | None:
    """Write down where the chain ends now; None where that stands there already."""
    head, _last = head_and_last(session)
    if head is None or head.position == 0:
        return None
    known = _last_line(file)
    if known is not None and known.place == head:
        return None
    _append(file, {"position": head.position, "seal": head.seal, "at": clock.now().isoformat()})
    return head


def anchor_lines(file: Path) -> Iterator[AnchorLine]:
    """Read the anchor line by line; one that was cut off while it was written is none."""
    if not file.exists():
        return
    with file.open("rb") as source:
        for raw in source:
            if raw.rstrip().endswith(b"}"):
                yield _read(raw)


def _append(file: Path, line: dict[str, object]) -> None:
    """Add a line and wait until the disk has it; what was there is never touched."""
    file.parent.mkdir(parents=True, exist_ok=True)
    whole = not file.exists() or _ends_whole(file)
    text = ("" if whole else "\n") + json.dumps(line, sort_keys=True) + "\n"
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, text.encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def _ends_whole(file: Path) -> bool:
    return _tail(file)[-1:] in {b"", b"\n"}


def _last_line(file: Path) -> AnchorLine | None:
    lines = _tail(file).splitlines() if file.exists() else []
    return _read(lines[-1]) if lines else None


def _tail(file: Path) -> bytes:
    with file.open("rb") as source:
        source.seek(0, os.SEEK_END)
        source.seek(max(0, source.tell() - _TAIL))
        return source.read()


def _read(raw: bytes) -> AnchorLine:
    try:
        said = json.loads(raw)
        return AnchorLine(Place(int(said["position"]), str(said["seal"])), datetime.fromisoformat(said["at"]))
    except (ValueError, KeyError, TypeError):
        return AnchorLine(None, None)
