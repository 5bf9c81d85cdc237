"""Matching words in the database: FTS5 of SQLite and tsvector of PostgreSQL, with the same answers."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from portal.domain.compounds import back_to_front
from portal.domain.full_text import Question, Term

INDEX = "search_text_fts"
"""The table of FTS5 on SQLite; triggers of the database keep it."""


class _Fits(sa.ColumnElement[bool]):
    """The condition that a text holds what a parameter asks for, in its whole text or in its title."""

    inherit_cache = True
    type = sa.Boolean()
    _traverse_internals = [  # noqa: RUF012
        ("column", sa.sql.visitors.InternalTraversal.dp_string),
        ("asked", sa.sql.visitors.InternalTraversal.dp_clauseelement),
    ]

    def __init__(self, column: str, asked: str) -> None:
        self.column = column
        self.asked = sa.bindparam(asked, type_=sa.Text())

    def self_group(self, against: Any = None) -> "_Fits":
        """Stand as it is: compared with 1, as SQLAlchemy does on SQLite, it would be tried on every text."""
        return self


@compiles(_Fits, "sqlite")
def _on_sqlite(element: _Fits, compiler: SQLCompiler, **options: Any) -> str:
    asked = compiler.process(element.asked, **options)
    return f"search_text.id IN (SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH {asked})"  # noqa: S608


@compiles(_Fits, "postgresql")
def _on_postgresql(element: _Fits, compiler: SQLCompiler, **options: Any) -> str:
    asked = compiler.process(element.asked, **options)
    return f"to_tsvector('simple', search_text.{element.column}) @@ CAST({asked} AS tsquery)"


def fits() -> sa.ColumnElement[bool]:
    """Return the condition that a text answers the question."""
    return _Fits("stems", "whole")


def in_all() -> sa.ColumnElement[bool]:
    """Return the condition that every word stands in its title."""
    return _Fits("title_stems", "all_in_title")


def in_any() -> sa.ColumnElement[bool]:
    """Return the condition that some word stands in its title."""
    return _Fits("title_stems", "any_in_title")


def written(dialect: str, question: Question) -> dict[str, str]:
    """Return a question as a database asks it, by parameter: letters and digits, never what was typed."""
    write = _write_sqlite if dialect == "sqlite" else _write_postgresql
    return write(question)


def _write_sqlite(question: Question) -> dict[str, str]:
    wanted = [_for_sqlite(term) for term in question.wanted]
    without = [_for_sqlite(term) for term in question.without]
    every, some = " AND ".join(wanted), " OR ".join(wanted)
    whole = f"({every}) NOT ({' OR '.join(without)})" if without else every
    return {
        "whole": f"stems : ({whole})",
        "all_in_title": f"title_stems : ({every})",
        "any_in_title": f"title_stems : ({some})",
    }


def _for_sqlite(term: Term) -> str:
    words = f'"{" ".join(term.stems)}"'
    others = (f'"{each}" *' for each in _beginnings(term))
    return f"({' OR '.join([words, *others])})"


def _write_postgresql(question: Question) -> dict[str, str]:
    wanted = [_for_postgresql(term) for term in question.wanted]
    without = [f"!{_for_postgresql(term)}" for term in question.without]
    every = " & ".join(wanted)
    return {
        "whole": " & ".join([*wanted, *without]),
        "all_in_title": every,
        "any_in_title": " | ".join(wanted),
    }


def _for_postgresql(term: Term) -> str:
    words = " <-> ".join(f"'{stem}'" for stem in term.stems)
    others = (f"'{each}':*" for each in _beginnings(term))
    return f"({' | '.join([words, *others])})"


def _beginnings(term: Term) -> list[str]:
    """Return beginnings of what also fits: of longer words, and of compounds back to front."""
    return [*filter(None, [term.beginning]), *map(back_to_front, term.endings)]
