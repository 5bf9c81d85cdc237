"""What stands in a document for the Kamer: blocks that each name the rows they come from.

The content is kept beside the files made of it: from it the same files can be made again, and two issues
can be compared paragraph by paragraph (design: product, section 5).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from portal.domain.audience import Audience
from portal.domain.parliament import IssuedKind


class SourceKind(StrEnum):
    """What kind of row a passage comes from."""

    PROGRAMME = "programme"
    LINE = "line"
    GOAL = "goal"
    MAATREGEL = "maatregel"
    CHAIN_STAGE = "chain_stage"
    FUNDING_SOURCE = "funding_source"
    BUDGET_SERIES = "budget_series"
    BUDGET = "budget"
    PERIOD = "period"
    REPORT = "report"
    PROGRESS = "progress"
    JUDGEMENT = "judgement"
    OFFICE_JUDGEMENT = "office_judgement"
    MONEY = "money"
    CONTRIBUTION = "contribution"
    ERRATUM = "erratum"
    GOAL_ASSESSMENT = "goal_assessment"
    INDICATOR = "indicator"
    UNDERPINNING = "underpinning"
    MOTIE = "motie"
    TOEZEGGING = "toezegging"
    COALITION_PASSAGE = "coalition_passage"
    RECOMMENDATION = "recommendation"
    ASK = "ask"
    OUTCOME = "outcome"
    LETTER = "letter"


class PassageFate(StrEnum):
    """What became of a passage between two issues."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


AUDIENCES = (Audience.PUBLIC, Audience.ALL_NETWORKS, Audience.STEERING)
"""For whom a document can be made; what is for one network alone goes into none."""

SLUGS: Mapping[IssuedKind, str] = {
    IssuedKind.ANNEX: "bijlage",
    IssuedKind.CHAPTER: "hoofdstuk",
    IssuedKind.CW31: "cw31",
    IssuedKind.INFOGRAPHIC: "infographic",
}
"""What a kind is called in the name of an issue, in addresses and in names of files."""
KIND_OF_SLUG = {slug: kind for kind, slug in SLUGS.items()}
_NAME = re.compile(r"([a-z0-9]+)-([0-9]{4})-([1-9][0-9]{0,5})")


class UntraceableError(ValueError):
    """Raised for content of which a passage has no source, a double key, or a source that is not listed."""


@dataclass(frozen=True, order=True)
class SourceRef:
    """The name of one row, such as progress:2026-1/rtm-02; never a number of a database."""

    kind: SourceKind
    code: str

    def __str__(self) -> str:
        """Return the name as it stands in files."""
        return f"{self.kind.value}:{self.code}"


@dataclass(frozen=True)
class Source:
    """A row in the list of sources at the end."""

    ref: SourceRef
    title: str
    as_of: date
    quote: str = ""
    """The place in a document with its words, for what the letters fixed."""


@dataclass(frozen=True)
class Heading:
    """A heading; 2 is a part of the document, 3 a part of that."""

    key: str
    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with the rows it comes from."""

    key: str
    text: str
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True)
class Row:
    """A row of a table with the rows it comes from."""

    key: str
    cells: tuple[str, ...]
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True)
class Table:
    """A table with a caption and one row of heads."""

    key: str
    caption: str
    heads: tuple[str, ...]
    shares: tuple[int, ...]
    """How wide the columns are beside each other."""
    rows: tuple[Row, ...]
    numbers: tuple[int, ...] = ()
    """Columns with amounts, which stand to the right."""


@dataclass(frozen=True)
class ChainPart:
    """One stage in the figure of the chain."""

    label: str
    count: int
    note: str


@dataclass(frozen=True)
class Figure:
    """The chain, as it is drawn; a table beside it says the same."""

    key: str
    title: str
    description: str
    parts: tuple[ChainPart, ...]
    sources: tuple[SourceRef, ...]


Block = Heading | Paragraph | Table | Figure


@dataclass(frozen=True)
class Omission:
    """How many texts in one part are not for the readers of the document, and for whom they are."""

    part: str
    audience: Audience
    number: int


@dataclass(frozen=True)
class Imprint:
    """Which issue it is, and when it was issued."""

    name: str
    issued_at: datetime
    demonstration: bool


@dataclass(frozen=True)
class Document:
    """Everything in a document; raises UntraceableError for a passage that leads nowhere."""

    kind: IssuedKind
    title: str
    audience: Audience
    as_of: date
    period: str
    """Code of the last adopted period in it; empty where none was adopted yet."""
    blocks: tuple[Block, ...]
    sources: tuple[Source, ...]
    omissions: tuple[Omission, ...] = ()
    imprint: Imprint | None = None
    """Empty for what was not issued."""

    def __post_init__(self) -> None:
        """Check that every passage leads to listed sources, and that every listed source is used."""
        named = [each for _key, _text, refs in _traced(self.blocks) for each in refs]
        if any(not refs for _key, _text, refs in _traced(self.blocks)):
            raise UntraceableError("a passage without a source")
        if {source.ref for source in self.sources} != set(named):
            raise UntraceableError("sources and list differ")
        keys = [block.key for block in self.blocks] + [key for key, _text, _refs in _rows(self.blocks)]
        if len(set(keys)) < len(keys):
            raise UntraceableError("the same key twice")

    @cached_property
    def numbers(self) -> dict[SourceRef, int]:
        """The number that each source has in the list at the end."""
        return {source.ref: place for place, source in enumerate(self.sources, start=1)}

    def spans(self, refs: Sequence[SourceRef]) -> list[tuple[int, int]]:
        """Return the numbers of sources as stretches: 3, 5, 6 and 7 are 3 to 3 and 5 to 7."""
        numbers = self.numbers
        found: list[tuple[int, int]] = []
        for number in sorted(numbers[ref] for ref in refs):
            if found and found[-1][1] == number - 1:
                found[-1] = (found[-1][0], number)
            else:
                found.append((number, number))
        return found

    def traced(self) -> dict[str, tuple[SourceRef, ...]]:
        """Return the sources of each paragraph, row and figure, by its key."""
        return {key: refs for key, _text, refs in _traced(self.blocks)}


def issue_name(kind: IssuedKind, year: int, number: int) -> str:
    """Return how people call an issue, such as bijlage-2026-2."""
    return f"{SLUGS[kind]}-{year}-{number}"


def parse_name(name: str) -> tuple[IssuedKind, int, int] | None:
    """Return which issue a name stands for, None for what is no name of one."""
    found = _NAME.fullmatch(name)
    if found is None or found[1] not in KIND_OF_SLUG:
        return None
    return KIND_OF_SLUG[found[1]], int(found[2]), int(found[3])


Traced = tuple[str, str, tuple[SourceRef, ...]]
"""Key, text and sources of a passage."""


def _traced(blocks: Sequence[Block]) -> Iterator[Traced]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.key, block.text, block.sources
        elif isinstance(block, Figure):
            yield block.key, block.title, block.sources
        elif isinstance(block, Table):
            yield from _rows([block])


def _rows(blocks: Sequence[Block]) -> Iterator[Traced]:
    for block in blocks:
        if isinstance(block, Table):
            yield from ((row.key, " | ".join(row.cells), row.sources) for row in block.rows)
