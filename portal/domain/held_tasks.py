"""What somebody holds in the programme that another must take over when they leave."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TaskKind(StrEnum):
    """Kinds of things that are in somebody's name."""

    MAATREGEL = "maatregel"
    CONTRIBUTION = "contribution"
    ACTION = "action"
    REGISTER_ITEM = "register_item"


@dataclass(frozen=True)
class HeldTask:
    """One thing in somebody's name, told without the words of what is not for everybody."""

    kind: TaskKind
    id: int
    code: str
    title: str = ""
    """Empty for an action: what it asks is not for an administrator."""
    network_id: int | None = None
    network_title: str = ""
    due_on: date | None = None

    @property
    def key(self) -> str:
        """How a form names the task."""
        return f"{self.kind.value}-{self.id}"

    @property
    def group(self) -> tuple[TaskKind, int | None]:
        """What the same people may take over: the kind, in a network or for the programme."""
        return self.kind, self.network_id
