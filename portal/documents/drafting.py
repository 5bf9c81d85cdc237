"""Putting a document together: every block with its sources, and what is not for its readers counted."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from portal.domain.audience import WIDTH, Audience, at_least
from portal.domain.issued import (
    Block,
    Document,
    Heading,
    Imprint,
    Omission,
    Paragraph,
    Row,
    Source,
    SourceKind,
    SourceRef,
    Table,
)
from portal.domain.parliament import IssuedKind

_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ufffe\uffff\ue000-\uf8ff]")
"""Signs that no text needs and that a file may not hold."""


@dataclass(frozen=True)
class Columns:
    """The heads of a table, how wide each is beside the others, and which hold amounts."""

    heads: tuple[str, ...]
    shares: tuple[int, ...]
    numbers: tuple[int, ...] = ()


@dataclass
class Draft:
    """A document that is being put together for some readers."""

    audience: Audience
    blocks: list[Block] = field(default_factory=list)
    _cited: dict[SourceRef, Source] = field(default_factory=dict)
    _left_out: Counter[tuple[str, Audience]] = field(default_factory=Counter)

    def heading(self, key: str, level: int, text: str) -> None:
        """Add a heading."""
        self.blocks.append(Heading(key, level, plain(text)))

    def paragraph(self, key: str, text: str, sources: Iterable[Source]) -> None:
        """Add a paragraph; an empty text is none."""
        if text.strip():
            self.blocks.append(Paragraph(key, plain(text), self.cite(sources)))

    def table(self, key: str, caption: str, columns: Columns, rows: Sequence[Row]) -> None:
        """Add a table; without rows there is none."""
        if rows:
            self.blocks.append(
                Table(key, plain(caption), columns.heads, columns.shares, tuple(rows), columns.numbers)
            )

    def row(self, key: str, cells: Iterable[str], sources: Iterable[Source]) -> Row:
        """Return a row for a table, with its sources noted."""
        return Row(key, tuple(plain(cell) for cell in cells), self.cite(sources))

    def cite(self, sources: Iterable[Source]) -> tuple[SourceRef, ...]:
        """Note sources for the list at the end, in the order in which they are first named."""
        refs = []
        for source in sources:
            self._cited.setdefault(source.ref, source)
            refs.append(source.ref)
        return tuple(dict.fromkeys(refs))

    def reads(self, audience: Audience) -> bool:
        """Return whether what is for an audience is also for the readers of this document."""
        return audience in at_least(self.audience)

    def told(self, text: str, audience: Audience, part: str) -> str:
        """Return a text where it is for these readers; else count it as left out of a part."""
        if not text.strip() or self.reads(audience):
            return text.strip()
        self._left_out[part, audience] += 1
        return ""

    def to_the_front(self, first: int) -> None:
        """Move the blocks from this place on to the beginning."""
        self.blocks = [*self.blocks[first:], *self.blocks[:first]]

    def finish(
        self, kind: IssuedKind, title: str, as_of: date, period: str, imprint: Imprint | None = None
    ) -> Document:
        """Return the document; raises UntraceableError when a passage leads nowhere."""
        parts = list(dict.fromkeys(part for part, _audience in self._left_out))
        omissions = sorted(
            self._left_out.items(), key=lambda each: (parts.index(each[0][0]), -WIDTH[each[0][1]])
        )
        return Document(
            kind,
            title,
            self.audience,
            as_of,
            period,
            tuple(self.blocks),
            tuple(self._cited.values()),
            tuple(Omission(part, audience, number) for (part, audience), number in omissions),
            imprint,
        )


def source(kind: SourceKind, code: str, title: str, as_of: date, quote: str = "") -> Source:
    """Return a source by the name of its row."""
    return Source(SourceRef(kind, code), plain(title), as_of, plain(quote))


def plain(text: str) -> str:
    """Return a text without signs that cannot be seen."""
    return _UNSEEN.sub("", text).strip()
