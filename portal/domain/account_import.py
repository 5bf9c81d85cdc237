"""One row of a file with people to ask in, as it is kept between the preview and the confirmation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portal.domain.roles import Role

MOST_ROWS = 500
KEPT_FOR = timedelta(hours=1)
"""So long a preview can be confirmed."""


@dataclass(frozen=True)
class GuestRow:
    """One row that can be processed, with its number in the file."""

    number: int
    name: str
    email: str
    organisation: str
    role: Role
    network_code: str
    starts_on: date
    ends_on: date | None

    def as_json(self) -> dict[str, Any]:
        """Return the row as it is kept."""
        return {
            "number": self.number,
            "name": self.name,
            "email": self.email,
            "organisation": self.organisation,
            "role": self.role.value,
            "network": self.network_code,
            "from": self.starts_on.isoformat(),
            "until": self.ends_on.isoformat() if self.ends_on else "",
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "GuestRow":
        """Return a row that was kept."""
        return cls(
            kept["number"],
            kept["name"],
            kept["email"],
            kept["organisation"],
            Role(kept["role"]),
            kept["network"],
            date.fromisoformat(kept["from"]),
            date.fromisoformat(kept["until"]) if kept["until"] else None,
        )


@dataclass(frozen=True)
class ReadRow:
    """A row as it was read: what to process, or everything that is wrong with it, each with its cell."""

    number: int
    name: str
    email: str
    faults: tuple[str, ...] = ()
    guest: GuestRow | None = None
