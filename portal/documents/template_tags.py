"""Which tags a Word template may hold: names of what stands in a document, and nothing that computes.

A template comes from outside and is a small program; only what is listed here runs.
"""

from collections.abc import Collection
from enum import StrEnum
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

NAMES = frozenset({"merk", "nummer", "titel", "ondertitel", "blokken"})
"""What a template can show by itself."""
PARTS = frozenset({"soort", "tekst", "bronnen", "beeld", "koppen", "rijen", "cellen"})
"""What can stand behind a dot."""
_DEEPEST = 3
"""Loops within each other: blocks, rows and cells."""
_PLAIN = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.For,
    nodes.If,
    nodes.Compare,
    nodes.Operand,
    nodes.Const,
    nodes.And,
    nodes.Or,
    nodes.Not,
)


class TagFault(StrEnum):
    """What is wrong with a tag."""

    UNKNOWN = "unknown"
    NOT_ALLOWED = "not_allowed"


class TemplateTagError(Exception):
    """Raised for a tag that does not exist or that would do more than show; carries how it is written."""

    def __init__(self, fault: TagFault, words: str) -> None:
        super().__init__(words)
        self.fault = fault
        self.words = words


class KnownTags(ImmutableSandboxedEnvironment):
    """Reads only templates whose tags are all known; what is missing is an error, never empty."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals.clear()

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _check(tree, NAMES, 0)
        return tree


def _check(node: nodes.Node, known: Collection[str], depth: int) -> None:
    if not isinstance(node, _PLAIN):
        raise TemplateTagError(TagFault.NOT_ALLOWED, type(node).__name__.lower())
    if isinstance(node, nodes.Name) and node.name not in known:
        raise TemplateTagError(TagFault.UNKNOWN, node.name)
    if isinstance(node, nodes.Getattr) and node.attr not in PARTS:
        raise TemplateTagError(TagFault.UNKNOWN, _dotted(node))
    if isinstance(node, nodes.For):
        _check_loop(node, known, depth)
        return
    for child in node.iter_child_nodes():
        _check(child, known, depth)


def _check_loop(loop: nodes.For, known: Collection[str], depth: int) -> None:
    """Check a loop: over the blocks once, over rows and cells within that."""
    over_blocks = isinstance(loop.iter, nodes.Name) and loop.iter.name == "blokken"
    wrong = depth >= _DEEPEST or over_blocks != (depth == 0) or loop.recursive or loop.test or loop.else_
    if wrong or not isinstance(loop.target, nodes.Name):
        raise TemplateTagError(TagFault.NOT_ALLOWED, "for")
    _check(loop.iter, known, depth)
    inner = {*known, loop.target.name}
    for child in loop.body:
        _check(child, inner, depth + 1)


def _dotted(node: Any) -> str:
    before = node.node
    return f"{before.name if isinstance(before, nodes.Name) else '…'}.{node.attr}"
