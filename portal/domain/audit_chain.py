"""The chain over the audit trail: how a line is sealed, and what a walk along the chain finds (ADR 36)."""

import hashlib
import hmac
import json
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import permutations
from typing import Any

VERSION = 1
"""Stands in every digest and seal: a later way of sealing gets another number."""
FIELDS = (
    "id", "at", "actor_id", "actor_name", "actor_roles", "action", "subject_kind", "subject_id",
    "subject_label", "network_id", "reason", "details", "request_id", "address",
)  # fmt: skip
"""Every column of a line; a digest covers them all."""
MOST_TOLD = 100
"""Findings that are kept one by one; of more, only the number is told."""
_MOST_COMPARED = 6
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"))


class Fault(StrEnum):
    """What can be wrong with the chain."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    SEALS_REMOVED = "seals_removed"
    SEAL_CHANGED = "seal_changed"
    REORDERED = "reordered"
    TAIL_CUT = "tail_cut"
    EMPTIED = "emptied"
    HEAD_CHANGED = "head_changed"
    WRONG_KEY = "wrong_key"
    ANCHOR_DIFFERS = "anchor_differs"
    ANCHOR_UNREADABLE = "anchor_unreadable"
    ANCHOR_SHORTENED = "anchor_shortened"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, and where: places in the chain, and the line as far as it still exists."""

    fault: Fault
    position: int | None = None
    until: int | None = None
    """The last place of several that are wrong in a row."""
    event_id: int | None = None
    at: datetime | None = None
    action: str = ""


@dataclass(frozen=True)
class Link:
    """One place of the chain as the database has it, and the digest of what its line says now."""

    position: int
    event_id: int
    digest: str
    seal: str
    found: str | None
    """None where the line is gone."""
    at: datetime | None = None
    action: str = ""


@dataclass(frozen=True)
class Place:
    """A place in the chain with its seal: the head, the last link, a line of the anchor."""

    position: int
    seal: str


def digest_of(line: Mapping[str, Any]) -> str:
    """Return the fingerprint of a line: all its columns, each written in one way only."""
    values = {name: line[name] for name in FIELDS}
    values["at"] = line["at"].astimezone(UTC).isoformat(timespec="microseconds")
    values["version"] = VERSION
    return hashlib.sha256(_ENCODER.encode(values).encode()).hexdigest()


def seal_of(key: bytes, position: int, event_id: int, digest: str, previous: str) -> str:
    """Return the seal of a place, which only who knows the key can make; the first has no seal before it."""
    text = f"{VERSION}|{position}|{event_id}|{digest}|{previous}"
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


class Released:
    """The places whose line the retention rule let go."""

    def __init__(self, runs: Iterable[tuple[int, int]] = ()) -> None:
        ordered = sorted(runs)
        # Two numbers a run, however many years of them there are.
        self._first = array("q", (first for first, _last in ordered))
        self._last = array("q", (last for _first, last in ordered))

    def __contains__(self, position: int) -> bool:
        """Return whether the line of this place was let go."""
        run = bisect_right(self._first, position) - 1
        return run >= 0 and position <= self._last[run]


def runs_of(positions: Sequence[int]) -> str:
    """Write ascending places as runs: 1-5,9."""
    runs: list[list[int]] = []
    for position in positions:
        if runs and position == runs[-1][1] + 1:
            runs[-1][1] = position
        else:
            runs.append([position, position])
    return ",".join(f"{first}-{last}" if last > first else str(first) for first, last in runs)


def read_runs(text: str) -> list[tuple[int, int]]:
    """Read runs back."""
    pairs = (part.partition("-") for part in text.split(",") if part)
    return [(int(first), int(last or first)) for first, _dash, last in pairs]


class Walk:
    """A walk along the chain, place by place: keeps what is wrong, and little else."""

    def __init__(self, key: bytes, released: Released) -> None:
        self._key = key
        self._released = released
        self._previous: str | None = ""
        """The seal before; None behind a gap, where it is not known."""
        self._would_be = ""
        self._misfits: list[tuple[Link, str]] = []
        """Places whose seal does not fit, with the seal before them."""
        self._unfit = 0
        self._fit = 0
        self.position = 0
        self.lines = 0
        self.released = 0
        self.first_at: datetime | None = None
        self.last_at: datetime | None = None
        self.findings: list[Finding] = []
        self.count = 0

    def blame(self, finding: Finding) -> None:
        """Keep a finding."""
        self.count += 1
        if len(self.findings) < MOST_TOLD:
            self.findings.append(finding)

    def see(self, link: Link) -> None:
        """Take the next place; they come in ascending order."""
        if link.position != self.position + 1:
            self.blame(Finding(Fault.SEALS_REMOVED, self.position + 1, link.position - 1))
            self._previous = None
        self._check_seal(link)
        self._check_line(link)
        self.position = link.position

    def _check_seal(self, link: Link) -> None:
        previous, self._previous = self._previous, link.seal
        if previous is None:
            self._would_be = link.seal
            return
        # Behind a changed seal the next one still fits what should have stood there: one fault, one finding.
        fits = {
            seal_of(self._key, link.position, link.event_id, link.digest, before)
            for before in {previous, self._would_be}
        }
        if link.seal in fits:
            self._fit += 1
            self._would_be = link.seal
            return
        self._would_be = seal_of(self._key, link.position, link.event_id, link.digest, previous)
        self._unfit += 1
        if len(self._misfits) < MOST_TOLD:
            self._misfits.append((link, previous))

    def _check_line(self, link: Link) -> None:
        if link.found is None:
            if link.position in self._released:
                self.released += 1
            else:
                self.blame(Finding(Fault.REMOVED, link.position, event_id=link.event_id))
            return
        self.lines += 1
        if link.at is not None:
            self.first_at = min(self.first_at or link.at, link.at)
            self.last_at = max(self.last_at or link.at, link.at)
        if link.found != link.digest:
            self.blame(_about(Fault.CHANGED, link))

    def end(self, head: Place | None, last: Place | None) -> None:
        """Compare with the head that the database keeps, once all places were seen."""
        self._judge_seals()
        if head is None:
            self.blame(Finding(Fault.HEAD_CHANGED))
        elif last is None:
            if head.position:
                self.blame(Finding(Fault.EMPTIED, 1, head.position))
        elif head.position > last.position:
            self.blame(Finding(Fault.TAIL_CUT, last.position + 1, head.position))
        elif head != last:
            self.blame(Finding(Fault.HEAD_CHANGED, head.position))

    def _judge_seals(self) -> None:
        if self._unfit and not self._fit:
            self.blame(Finding(Fault.WRONG_KEY, 1, self.position))
            return
        moved = self._moved()
        for link, _previous in self._misfits:
            fault = Fault.REORDERED if link.position in moved else Fault.SEAL_CHANGED
            self.blame(_about(fault, link))
        self.count += self._unfit - len(self._misfits)

    def _moved(self) -> set[int]:
        """Return the places whose seal was made for the place of another misfit."""
        few = self._misfits[:_MOST_COMPARED]
        before = {previous for _link, previous in few} | {link.seal for link, _previous in few}
        return {
            here.position
            for here, there in permutations([link for link, _previous in few], 2)
            for previous in before
            if here.seal == seal_of(self._key, there.position, here.event_id, here.digest, previous)
        }


def _about(fault: Fault, link: Link) -> Finding:
    return Finding(fault, link.position, event_id=link.event_id, at=link.at, action=link.action)
