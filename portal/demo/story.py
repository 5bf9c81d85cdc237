"""The texts of the demonstration, read and checked: per maatregel and per network, one for each round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter
from ruamel.yaml import YAML

from portal.domain.progress import Aspect, Rating
from portal.domain.reports import JudgementContent, ProgressContent

TEXTS = Path(__file__).parent / "texts"
OTHER = "overig"
"""Where the texts stand for a maatregel that the plan got later."""

ProgressText = ProgressContent | Literal["unchanged"] | None
"""What is said of a maatregel in a round; None where nothing was written, a word where it stays the same."""


@dataclass(frozen=True)
class Section:
    """Summary and judgements of a network in one round."""

    summary: str
    progress: tuple[Rating, str]
    means: tuple[Rating, str]
    cooperation: tuple[Rating, str]
    risks: tuple[Rating, str]

    def judgements(self) -> list[JudgementContent]:
        """Return the four judgements as the service wants them."""
        pairs = zip(Aspect, (self.progress, self.means, self.cooperation, self.risks), strict=True)
        return [JudgementContent(aspect, rating, words) for aspect, (rating, words) in pairs]


@dataclass(frozen=True)
class Story:
    """Everything the networks write, by code and by number of the round."""

    maatregelen: Mapping[str, Sequence[ProgressText]]
    networks: Mapping[str, Sequence[Section | None]]

    def progress(self, code: str, number: int) -> ProgressText:
        """Return what is said of a maatregel in a round."""
        return self.maatregelen.get(code, self.maatregelen[OTHER])[number]

    def section(self, network: str, number: int) -> Section | None:
        """Return what a network says of itself in a round."""
        return self.networks[network][number]


@cache
def read_story() -> Story:
    """Read all texts; a mistake in a file is raised here, not half-way a world."""
    return Story(
        TypeAdapter(dict[str, list[ProgressText]]).validate_python(merged(TEXTS / "maatregelen")),
        TypeAdapter(dict[str, list[Section | None]]).validate_python(merged(TEXTS / "netwerken")),
    )


def merged(folder: Path) -> dict[str, Any]:
    """Return everything in the files of a folder together."""
    reader = YAML(typ="safe")
    merged: dict[str, Any] = {}
    for path in sorted(folder.glob("*.yaml")):
        merged |= reader.load(path.read_text(encoding="utf-8"))
    return merged
