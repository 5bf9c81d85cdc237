"""The part of OData that the local service understands: filters, expands and counts, with their limits."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from tests.odata import schema

MOST_NODES = 100
DEEPEST_EXPAND = 2
_TOKEN = re.compile(
    r"\s*(?:(?P<str>'(?:[^']|'')*')"
    r"|(?P<guid>[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})"
    r"|(?P<date>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))"
    r"|(?P<int>-?\d+)"
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_]*(?:/[A-Za-z_][A-Za-z0-9_]*)*)"
    r"|(?P<sign>[(),:]))"
)
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "ge": lambda a, b: a is not None and a >= b,
    "le": lambda a, b: a is not None and a <= b,
}
Row = Mapping[str, Any]
Test = Callable[[Row], bool]


class InvalidQueryError(Exception):
    """What the service answers with status 400."""


class FilterParser:
    """Reads a filter on one set; counts nodes as the real service is seen to do."""

    def __init__(self, words: str, entity: str, dialect: str) -> None:
        self._tokens = _tokens(words)
        self._at = 0
        self._entity = entity
        self._dialect = dialect
        self._nodes = 0
        self._within = 0

    def parse(self) -> Test:
        test = self._either(self._entity)
        if self._at != len(self._tokens):
            raise InvalidQueryError(f"Syntax error at position {self._at}")
        if self._nodes > MOST_NODES:
            raise InvalidQueryError(f"The node count limit of '{MOST_NODES}' has been exceeded.")
        return test

    def _either(self, entity: str) -> Test:
        tests = [self._both(entity)]
        while self._take_word("or"):
            self._nodes += 1
            tests.append(self._both(entity))
        return lambda row: any(test(row) for test in tests)

    def _both(self, entity: str) -> Test:
        tests = [self._one(entity)]
        while self._take_word("and"):
            self._nodes += 1
            tests.append(self._one(entity))
        return lambda row: all(test(row) for test in tests)

    def _one(self, entity: str) -> Test:
        if self._take_sign("("):
            test = self._either(entity)
            self._need(")")
            return test
        kind, word = self._next()
        if kind != "word":
            raise InvalidQueryError(f"Syntax error near {word}")
        if word == "contains":
            return self._contains(entity)
        if word.endswith("/any"):
            return self._any(entity, word.removesuffix("/any"))
        return self._comparison(entity, word)

    def _comparison(self, entity: str, path: str) -> Test:
        self._nodes += 4
        name = path.rpartition("/")[2]
        kind = _kind(self._dialect, entity, name)
        operator = self._next()[1]
        value = self._literal(kind)
        if operator not in _COMPARE:
            raise InvalidQueryError(f"Unknown operator {operator}")
        return lambda row: _COMPARE[operator](_comparable(row.get(name), kind), value)

    def _contains(self, entity: str) -> Test:
        self._nodes += 4
        self._need("(")
        name = self._next()[1]
        if _kind(self._dialect, entity, name) != "str":
            raise InvalidQueryError("No function signature for the function with name 'contains'")
        self._need(",")
        part = self._literal("str")
        self._need(")")
        return lambda row: str(part).lower() in str(row.get(name) or "").lower()

    def _any(self, entity: str, collection: str) -> Test:
        self._within += 1
        if self._within > 1:
            raise InvalidQueryError("The Any/All nesting limit of '1' has been exceeded.")
        self._nodes += 3
        target = _kind(self._dialect, entity, collection)
        if target not in schema.entities():
            raise InvalidQueryError("Any/All may only be used following a collection.")
        self._need("(")
        self._next()
        self._need(":")
        test = self._either(target)
        self._need(")")
        self._within -= 1
        return lambda row: any(test(each) for each in row.get(collection) or ())

    def _literal(self, kind: str) -> Any:
        found, words = self._next()
        if found == "word" and words in {"true", "false", "null"}:
            return {"true": True, "false": False, "null": None}[words]
        if found != kind:
            raise InvalidQueryError(f"Incompatible types were found: {kind} and {found}")
        if found == "str":
            return words[1:-1].replace("''", "'")
        return _comparable(int(words) if found == "int" else words, kind)

    def _next(self) -> tuple[str, str]:
        if self._at >= len(self._tokens):
            raise InvalidQueryError("Expression expected")
        self._at += 1
        return self._tokens[self._at - 1]

    def _take_word(self, word: str) -> bool:
        return self._take("word", word)

    def _take_sign(self, sign: str) -> bool:
        return self._take("sign", sign)

    def _take(self, kind: str, word: str) -> bool:
        if self._at < len(self._tokens) and self._tokens[self._at] == (kind, word):
            self._at += 1
            return True
        return False

    def _need(self, sign: str) -> None:
        if not self._take_sign(sign):
            raise InvalidQueryError(f"'{sign}' expected")


def expanded(row: Row, words: str, entity: str, dialect: str, depth: int = 1) -> dict[str, Any]:
    """Return a row with the collections that were asked, and its own fields."""
    known = schema.fields(dialect, entity)
    plain = {name: value for name, value in row.items() if known.get(name) not in schema.entities()}
    if words and depth > DEEPEST_EXPAND:
        raise InvalidQueryError(f"The request includes a $expand path which is too deep ({DEEPEST_EXPAND}).")
    for part in split(words):
        name, _, options = part.partition("(")
        target = _kind(dialect, entity, name)
        if target not in schema.entities():
            raise InvalidQueryError(f"Property '{name}' on type '{entity}' is not a navigation property.")
        asked = dict(each.split("=", 1) for each in split(options[:-1], ";")) if options else {}
        plain[name] = [
            selected(
                expanded(each, asked.get("$expand", ""), target, dialect, depth + 1), asked, target, dialect
            )
            for each in row.get(name) or ()
        ]
    return plain


def selected(row: dict[str, Any], asked: Mapping[str, str], entity: str, dialect: str) -> dict[str, Any]:
    """Return a row with only the fields that were asked."""
    names = asked.get("$select", "")
    if not names:
        return row
    for name in names.split(","):
        _kind(dialect, entity, name)
    return {name: row[name] for name in names.split(",") if name in row}


def split(words: str, sign: str = ",") -> list[str]:
    """Cut a list at its own commas, not at those within brackets."""
    parts, depth, part = [], 0, ""
    for each in words:
        depth += {"(": 1, ")": -1}.get(each, 0)
        if each == sign and depth == 0:
            parts.append(part)
            part = ""
        else:
            part += each
    return [each for each in (*parts, part) if each]


def _kind(dialect: str, entity: str, name: str) -> str:
    known = schema.fields(dialect, entity)
    name = name.rpartition("/")[2]
    if name not in known:
        raise InvalidQueryError(f"Could not find a property named '{name}' on type 'Kamer.{entity}'.")
    return known[name]


def _comparable(value: Any, kind: str) -> Any:
    if kind == "date" and isinstance(value, str):
        moment = datetime.fromisoformat(value)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return value.lower() if kind == "guid" and isinstance(value, str) else value


def _tokens(words: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(words.rstrip()):
        match = _TOKEN.match(words, at)
        if match is None or match.lastgroup is None:
            raise InvalidQueryError(f"Syntax error at position {at} in '{words}'.")
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found
