"""What differs between two issues of a document, passage by passage."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.domain.differences import Run, RunKind, word_differences
from portal.domain.issued import Block, Document, Figure, Heading, Paragraph, PassageFate, Table


@dataclass(frozen=True)
class Passage:
    """A paragraph, the row of a table or a figure, under the headings it stands below."""

    key: str
    place: str
    text: str


@dataclass(frozen=True)
class PassageChange:
    """A passage that is not what it was, with the words that stayed, went and came."""

    key: str
    place: str
    fate: PassageFate
    runs: Sequence[Run]


def issue_changes(old: Document, new: Document) -> list[PassageChange]:
    """Return what differs, in the order of the new issue; what is gone stands at the end."""
    before = {each.key: each for each in passages(old.blocks)}
    after = {each.key: each for each in passages(new.blocks)}
    found = []
    for key, passage in after.items():
        former = before.get(key)
        if former is None:
            runs = [Run(RunKind.INSERTED, passage.text)]
            found.append(PassageChange(key, passage.place, PassageFate.ADDED, runs))
        elif former.text != passage.text:
            runs = word_differences(former.text, passage.text)
            found.append(PassageChange(key, passage.place, PassageFate.CHANGED, runs))
    return found + [
        PassageChange(key, passage.place, PassageFate.REMOVED, [Run(RunKind.DELETED, passage.text)])
        for key, passage in before.items()
        if key not in after
    ]


def passages(blocks: Sequence[Block]) -> Iterator[Passage]:
    """Yield everything that says something, with the headings above it."""
    above: dict[int, str] = {}
    for block in blocks:
        if isinstance(block, Heading):
            above = {level: text for level, text in above.items() if level < block.level}
            above[block.level] = block.text
            continue
        place = ", ".join(text for _level, text in sorted(above.items()))
        if isinstance(block, Paragraph):
            yield Passage(block.key, place, block.text)
        elif isinstance(block, Figure):
            yield Passage(block.key, place, _figure_words(block))
        else:
            yield from _table_passages(block, f"{place}, {block.caption}" if place else block.caption)


def _figure_words(figure: Figure) -> str:
    return "; ".join(f"{part.label}: {part.count} {part.note}" for part in figure.parts)


def _table_passages(table: Table, place: str) -> Iterator[Passage]:
    for row in table.rows:
        told = zip(table.heads, row.cells, strict=True)
        yield Passage(row.key, place, "; ".join(f"{head}: {cell}" for head, cell in told))
