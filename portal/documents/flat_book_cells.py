"""Cells of a workbook of plain tables: each value as what it is, and never as a formula."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from portal.documents import flat_book_parts as parts

Cell = str | int | float | date | None
LONGEST = 32_767
"""Characters that fit in one cell."""
SHORT, MOST_SHARED = 80, 5_000
"""How long words may be, and how many different ones, to be written once for all cells that say them."""
_DAY_ZERO = date(1899, 12, 30).toordinal()
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NEVER_IN_XML = re.compile("[\ufffe\uffff]")
NOTHING = "<c/>"


class SharedWords(dict[str, str]):
    """The cell for short words, which say where in a list of their own the words stand."""

    def __missing__(self, value: str) -> str:
        if len(self) >= MOST_SHARED:
            return inline(value)
        self[value] = f'<c t="s"><v>{len(self)}</v></c>'
        return self[value]

    def part(self) -> str:
        """Return the list."""
        return parts.shared_words("".join(f"<si>{_words(value)}</si>" for value in self))


class Writers(dict[type[Any], Callable[[Any], str]]):
    """How a value is written, by its type; a type that was not seen before goes as the one it is made of."""

    def __init__(self, shared: SharedWords) -> None:
        def text(value: str) -> str:
            if len(value) > SHORT:
                return inline(value)
            return shared[value] if value else NOTHING

        super().__init__({str: text, date: _day, int: _whole, float: _decimal, type(None): _nothing})

    def __missing__(self, kind: type[Any]) -> Callable[[Any], str]:
        self[kind] = next(self[base] for base in kind.__mro__ if base in self)
        return self[kind]


def inline(value: str) -> str:
    """Return a cell with words as words: never a formula, a link or a number, whatever they begin with."""
    return f'<c t="inlineStr"><is>{_words(value)}</is></c>' if value else NOTHING


def _words(value: str) -> str:
    if len(value) > LONGEST:
        value = f"{value[: LONGEST - 1]}…"
    if "\ufffe" in value or "\uffff" in value:
        value = _NEVER_IN_XML.sub("", value)
    if "&" in value or "<" in value or ">" in value:
        value = escape(value)
    if "_x" in value:
        value = _LOOKS_ESCAPED.sub("_x005F_", value)
    space = "" if value.strip() == value else ' xml:space="preserve"'
    return f"<t{space}>{value}</t>"


def _day(value: date) -> str:
    return f'<c s="{parts.DAY}"><v>{value.toordinal() - _DAY_ZERO}</v></c>'


def _whole(value: int) -> str:
    return f'<c s="{parts.WHOLE}"><v>{value}</v></c>'


def _decimal(value: float) -> str:
    return f'<c s="{parts.DECIMAL}"><v>{value!r}</v></c>'


def _nothing(_value: None) -> str:
    return NOTHING
