"""A report as a workbook: which sheets, columns and rows there are.

A value is always a text: the value of an enum, an ISO date, a plain number, or the words themselves.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from portal.domain.audience import Audience
from portal.domain.money import UnderspendReason
from portal.domain.progress import DelayReason, Proactivity, ProgressStatus, Rating, Trend
from portal.domain.questionnaires import Answer
from portal.domain.reports import TEXT_LIMIT

FORMAT = 1
"""Number of this layout; a workbook of another one is refused."""
NEW_ROWS = 2
"""Empty rows for new milestones of each maatregel."""
KEPT_FOR = timedelta(days=7)
"""How long a workbook that nobody processed is kept."""
FTE_LIMIT = 10_000
EURO_LIMIT = 10**12


class Sheet(StrEnum):
    """The sheets somebody writes in."""

    MAATREGELEN = "maatregelen"
    SUMMARY = "summary"
    QUESTIONS = "questions"
    MILESTONES = "milestones"
    MONEY = "money"


class Kind(StrEnum):
    """What a cell takes."""

    TEXT = "text"
    CHOICE = "choice"
    DECIMAL = "decimal"
    DAY = "day"
    PAST_DAY = "past_day"
    EUROS = "euros"


@dataclass(frozen=True)
class Column:
    """One column that is written in."""

    key: str
    kind: Kind
    options: type[StrEnum] | None = None
    limit: int = TEXT_LIMIT
    required: bool = False


def _choice(key: str, options: type[StrEnum], *, required: bool = False) -> Column:
    return Column(key, Kind.CHOICE, options, required=required)


COLUMNS: Mapping[Sheet, tuple[Column, ...]] = {
    Sheet.MAATREGELEN: (
        _choice("status", ProgressStatus),
        _choice("trend", Trend),
        Column("done", Kind.TEXT),
        Column("result", Kind.TEXT),
        Column("next_step", Kind.TEXT),
        _choice("delay_reason", DelayReason),
        Column("recovery", Kind.TEXT),
        _choice("proactivity", Proactivity),
        Column("fte_planned", Kind.DECIMAL),
        Column("fte_filled", Kind.DECIMAL),
        Column("decision_question", Kind.TEXT),
        _choice("audience", Audience, required=True),
    ),
    Sheet.SUMMARY: (
        _choice("rating", Rating),
        Column("text", Kind.TEXT),
        _choice("audience", Audience, required=True),
    ),
    Sheet.QUESTIONS: (
        _choice("answer", Answer),
        Column("explanation", Kind.TEXT),
        Column("day", Kind.DAY),
    ),
    Sheet.MILESTONES: (
        Column("title", Kind.TEXT, limit=200),
        Column("planned_on", Kind.DAY),
        Column("expected_on", Kind.DAY),
        Column("actual_on", Kind.PAST_DAY),
    ),
    Sheet.MONEY: (
        Column("committed", Kind.EUROS),
        Column("realised", Kind.EUROS),
        Column("forecast", Kind.EUROS),
        _choice("underspend_reason", UnderspendReason),
        Column("explanation", Kind.TEXT),
    ),
}
"""What is written in each sheet, from left to right."""


class Address(NamedTuple):
    """Where a value stands, in the portal and in the workbook alike."""

    sheet: Sheet
    row: str
    column: str


@dataclass(frozen=True)
class Row:
    """One row of a sheet; only the columns in `values` exist in it."""

    key: str
    part: str
    fixed: tuple[str, ...]
    """The words in the columns before, which nobody changes."""
    values: Mapping[str, str]
    limits: Mapping[str, int] = field(default_factory=dict)
    """Columns that take less here than elsewhere."""
    locked: frozenset[str] = frozenset()
    """Columns that cannot change any more, whoever writes."""
    new: bool = False
    """Whether this is an empty row for something that is not there yet."""


@dataclass(frozen=True)
class Contents:
    """Everything in a report that a workbook carries."""

    rows: Mapping[Sheet, tuple[Row, ...]]
    versions: Mapping[str, int]
    """The version of each part, by its key."""

    def cells(self) -> Iterable[tuple[Address, Row, str]]:
        """Return each value with its address and its row."""
        for sheet, rows in self.rows.items():
            for row in rows:
                for column, value in row.values.items():
                    yield Address(sheet, row.key, column), row, value


def column_of(sheet: Sheet, key: str) -> Column:
    """Return the column of a sheet with this key."""
    return next(column for column in COLUMNS[sheet] if column.key == key)


def plain(text: str) -> str:
    """Return a text with one kind of line end and nothing around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


WORDS: Mapping[Sheet, frozenset[str]] = {
    Sheet.MAATREGELEN: frozenset({"done", "result", "next_step", "recovery", "decision_question"}),
    Sheet.SUMMARY: frozenset({"text"}),
}
"""Columns that the audience of their row hides; state, trend and judgements are for every reader."""


def readable(contents: Contents, audiences: frozenset[Audience]) -> tuple[Contents, int]:
    """Return what somebody with these audiences may read, and how many rows lost words by that."""
    left_out = 0
    sheets: dict[Sheet, tuple[Row, ...]] = {}
    for sheet, rows in contents.rows.items():
        kept: list[Row] = []
        for row in rows:
            meant_for = row.values.get("audience")
            if not meant_for or Audience(meant_for) in audiences:
                kept.append(row)
                continue
            values = {key: "" if key in WORDS[sheet] else value for key, value in row.values.items()}
            left_out += values != row.values
            kept.append(Row(row.key, row.part, row.fixed, values))
        sheets[sheet] = tuple(kept)
    return Contents(sheets, contents.versions), left_out
