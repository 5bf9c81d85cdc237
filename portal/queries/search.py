"""Finding words in texts, on both databases alike."""

import json
from typing import Any

import sqlalchemy as sa

Text = sa.ColumnElement[str] | sa.orm.InstrumentedAttribute[str]


def contains_words(words: str, *columns: Text) -> sa.ColumnElement[bool]:
    """Return the condition that every word stands in one of the columns, whatever its capitals."""
    return sa.and_(
        sa.true(),
        *(sa.or_(*(column.icontains(word, autoescape=True) for column in columns)) for word in words.split()),
    )


def listed_text(column: Any) -> sa.ColumnElement[str]:
    """Return a list of texts in JSON as one text; see `as_listed` for what to look for in it."""
    return sa.cast(column, sa.Text)


def as_listed(words: str) -> str:
    """Return words as JSON writes them, so that ş is found in a list of names."""
    return json.dumps(words)[1:-1]
