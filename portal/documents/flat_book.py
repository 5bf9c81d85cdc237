"""A workbook of plain tables, made piece by piece while its rows come in (ADR 49)."""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice

from portal.documents import flat_book_parts as parts
from portal.documents.flat_book_cells import Cell, SharedWords, Writers, inline

_AT_ONCE = 200
"""Rows that are packed together."""
_FOR_XML = bytes(ord(" ") if each < ord(" ") and each not in b"\t\n\r" else each for each in range(256))
"""A blank for what XML cannot hold at all."""


@dataclass(frozen=True)
class Table:
    """One sheet: its name, its heads and its rows; without heads it tells names and facts."""

    title: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    widths: Sequence[int]
    fixed: int = 1
    """Columns that stay in sight."""


class _Pipe:
    """What the archive writes, until somebody takes it."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._held.append(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """Nothing is open here."""

    def take(self) -> bytes:
        """Return what was written since the last time."""
        taken = b"".join(self._held)
        self._held.clear()
        return taken


def workbook(tables: Sequence[Table], made_at: datetime) -> Iterator[bytes]:
    """Return the workbook in pieces; the rows of a table are asked for when its turn comes."""
    pipe, shared = _Pipe(), SharedWords()
    # The fastest level: a better one costs five times as much for a third less.
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in parts.fixed_parts([table.title for table in tables], made_at):
            with archive.open(name, "w") as part:
                part.write(text.encode())
        yield pipe.take()
        for number, table in enumerate(tables, start=1):
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w") as sheet:
                for piece in _sheet(table, shared):
                    sheet.write(piece)
                    yield pipe.take()
        with archive.open(parts.SHARED, "w") as part:
            part.write(_packed(shared.part()))
    yield pipe.take()


def _sheet(table: Table, shared: SharedWords) -> Iterator[bytes]:
    yield _packed(parts.sheet_start(table.widths, table.fixed, has_heads=bool(table.heads)))
    if table.heads:
        yield _packed(f"<row>{''.join([_looking(head, parts.HEAD) for head in table.heads])}</row>")
    write = partial(_cells, Writers(shared)) if table.heads else _fact
    rows = iter(table.rows)
    while batch := "".join([write(row) for row in islice(rows, _AT_ONCE)]):
        yield _packed(batch)
    yield _packed(parts.sheet_end(has_heads=bool(table.heads)))


def _packed(text: str) -> bytes:
    return text.encode().translate(_FOR_XML)


def _cells(writers: Writers, row: Sequence[Cell]) -> str:
    return f"<row>{''.join([writers[type(value)](value) for value in row])}</row>"


def _fact(row: Sequence[Cell]) -> str:
    name, fact = row
    return f"<row>{_looking(str(name), parts.STRONG)}{inline(str(fact))}</row>"


def _looking(value: str, look: int) -> str:
    return inline(value).replace("<c ", f'<c s="{look}" ', 1)
