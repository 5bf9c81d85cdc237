"""Tables of plain text that no spreadsheet takes for formulas (design: security R37)."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import chain, islice, repeat

_RUNS = re.compile(r"(?m)^(?=[\s\u00a0]*[=+\-@\t\r])")
_RUN_BY = frozenset("=+-@")
_NUMBER = re.compile(r"-?\d+(,\d+)?")
_AT_ONCE = 200
"""Lines that are written together."""


def harmless(text: str) -> str:
    """Return a text with an apostrophe before each line that a spreadsheet might run."""
    # Most texts are one line that begins with a letter: they need not be searched.
    if text.lstrip()[:1] not in _RUN_BY and not ("\n" in text or "\t" in text or "\r" in text):
        return text
    return text if _NUMBER.fullmatch(text) else _RUNS.sub("'", text)


def csv_pieces(lines: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Return lines in pieces as a Dutch spreadsheet opens them: UTF-8 with BOM, semicolons."""
    rows, target = iter(lines), StringIO("\ufeff", newline="")
    target.seek(0, 2)
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    # The first line goes ahead: it says what the file is, and waits for no database.
    for size in chain([1], repeat(_AT_ONCE)):
        batch = list(islice(rows, size))
        if not batch:
            return
        writer.writerows([harmless(cell) for cell in line] for line in batch)
        yield target.getvalue().encode()
        target.seek(0)
        target.truncate()


def csv_file(lines: Iterable[Sequence[str]]) -> bytes:
    """Return lines as one CSV file."""
    return b"".join(csv_pieces(lines))
