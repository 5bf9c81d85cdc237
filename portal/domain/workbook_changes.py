"""What a filled workbook would change in the portal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from portal.domain.workbook import Address, Contents, Sheet


@dataclass(frozen=True)
class Filled:
    """What a workbook says: its values, and which value and version each had when it was made."""

    values: Mapping[Address, str]
    digests: Mapping[Address, str]
    versions: Mapping[str, int]

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept until it is processed."""
        return {
            "values": [[*address, value] for address, value in self.values.items()],
            "digests": [[*address, value] for address, value in self.digests.items()],
            "versions": dict(self.versions),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Filled":
        """Return what was kept."""
        return cls(
            {Address(Sheet(sheet), row, column): value for sheet, row, column, value in kept["values"]},
            {Address(Sheet(sheet), row, column): value for sheet, row, column, value in kept["digests"]},
            kept["versions"],
        )


@dataclass(frozen=True)
class Difference:
    """One value that the workbook would change."""

    address: Address
    current: str
    own: str


@dataclass(frozen=True)
class PartChange:
    """Everything the workbook would change in one part of the report."""

    part: str
    differences: tuple[Difference, ...]
    writable: bool
    stale: bool
    """Whether somebody changed this part in the portal after the workbook was made."""

    @property
    def sheet(self) -> Sheet:
        """The sheet all of it stands in."""
        return self.differences[0].address.sheet


def digest(value: str) -> str:
    """Return a short mark of a value, to see later whether it changed."""
    return sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def changes(contents: Contents, filled: Filled, writable: frozenset[str]) -> list[PartChange]:
    """Return what the workbook would change, by part, in the order of the sheets.

    A value that was not touched in the workbook stays as it is in the portal.
    """
    found: dict[str, list[Difference]] = {}
    moved: set[str] = set()
    for address, row, current in contents.cells():
        base = filled.digests.get(address)
        if base is None or digest(current) != base:
            moved.add(row.part)
        if base is None or address not in filled.values:
            continue
        own = filled.values[address]
        if digest(own) != base and own != current:
            found.setdefault(row.part, []).append(Difference(address, current, own))
    return [
        PartChange(
            part,
            tuple(differences),
            part in writable,
            part in moved and contents.versions[part] != filled.versions.get(part),
        )
        for part, differences in found.items()
    ]


def fingerprint(found: Iterable[PartChange]) -> str:
    """Return a mark of a whole preview: another mark means that another preview must be shown first."""
    lines = [
        "\x1f".join((change.part, str(change.writable), str(change.stale), *difference.address, old, new))
        for change in found
        for difference in change.differences
        for old, new in [(difference.current, difference.own)]
    ]
    return sha256("\x1e".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def merged(contents: Contents, change: PartChange) -> dict[str, dict[str, str]]:
    """Return the rows of a part with what the workbook changed put in, by the key of the row."""
    rows = {row.key: dict(row.values) for row in contents.rows[change.sheet] if row.part == change.part}
    for difference in change.differences:
        rows[difference.address.row][difference.address.column] = difference.own
    return rows
