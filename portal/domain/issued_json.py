"""The content of a document as JSON: always the same bytes for the same content."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from portal.domain.audience import Audience
from portal.domain.issued import (
    Block,
    ChainPart,
    Document,
    Figure,
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

FORMAT = 1


def canonical(document: Document) -> bytes:
    """Return the content as bytes that do not depend on who writes it down."""
    words = json.dumps(as_json(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return words.encode()


def fingerprint(document: Document) -> str:
    """Return the mark of exactly this content."""
    return hashlib.sha256(canonical(document)).hexdigest()


def as_json(document: Document) -> dict[str, Any]:
    """Return the content in plain values."""
    imprint = document.imprint
    return {
        "format": FORMAT,
        "kind": document.kind.value,
        "title": document.title,
        "audience": document.audience.value,
        "as_of": document.as_of.isoformat(),
        "period": document.period,
        "blocks": [_block(each) for each in document.blocks],
        "sources": [
            {
                "ref": str(each.ref),
                "title": each.title,
                "as_of": each.as_of.isoformat(),
                "quote": each.quote,
            }
            for each in document.sources
        ],
        "omissions": [
            {"part": each.part, "audience": each.audience.value, "number": each.number}
            for each in document.omissions
        ],
        "imprint": {
            "name": imprint.name,
            "issued_at": imprint.issued_at.isoformat(),
            "demonstration": imprint.demonstration,
        }
        if imprint
        else None,
    }


def from_json(kept: Mapping[str, Any]) -> Document:
    """Return the document that was written down; raises UntraceableError where it does not hold together."""
    imprint = kept["imprint"]
    return Document(
        IssuedKind(kept["kind"]),
        kept["title"],
        Audience(kept["audience"]),
        date.fromisoformat(kept["as_of"]),
        kept["period"],
        tuple(_read_block(each) for each in kept["blocks"]),
        tuple(
            Source(_ref(each["ref"]), each["title"], date.fromisoformat(each["as_of"]), each["quote"])
            for each in kept["sources"]
        ),
        tuple(
            Omission(each["part"], Audience(each["audience"]), each["number"]) for each in kept["omissions"]
        ),
        Imprint(imprint["name"], datetime.fromisoformat(imprint["issued_at"]), imprint["demonstration"])
        if imprint
        else None,
    )


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"type": "heading", "key": block.key, "level": block.level, "text": block.text}
    if isinstance(block, Paragraph):
        return {"type": "paragraph", "key": block.key, "text": block.text, "sources": _refs(block.sources)}
    if isinstance(block, Figure):
        return {
            "type": "figure",
            "key": block.key,
            "title": block.title,
            "description": block.description,
            "parts": [[part.label, part.count, part.note] for part in block.parts],
            "sources": _refs(block.sources),
        }
    return {
        "type": "table",
        "key": block.key,
        "caption": block.caption,
        "heads": list(block.heads),
        "shares": list(block.shares),
        "numbers": list(block.numbers),
        "rows": [
            {"key": row.key, "cells": list(row.cells), "sources": _refs(row.sources)} for row in block.rows
        ],
    }


def _read_block(kept: Mapping[str, Any]) -> Block:
    kind, key = kept["type"], kept["key"]
    if kind == "heading":
        return Heading(key, kept["level"], kept["text"])
    if kind == "paragraph":
        return Paragraph(key, kept["text"], _read_refs(kept["sources"]))
    if kind == "figure":
        parts = tuple(ChainPart(*part) for part in kept["parts"])
        return Figure(key, kept["title"], kept["description"], parts, _read_refs(kept["sources"]))
    return Table(
        key,
        kept["caption"],
        tuple(kept["heads"]),
        tuple(kept["shares"]),
        tuple(Row(row["key"], tuple(row["cells"]), _read_refs(row["sources"])) for row in kept["rows"]),
        tuple(kept["numbers"]),
    )


def _refs(refs: Sequence[SourceRef]) -> list[str]:
    return [str(ref) for ref in refs]


def _read_refs(refs: Sequence[str]) -> tuple[SourceRef, ...]:
    return tuple(_ref(each) for each in refs)


def _ref(name: str) -> SourceRef:
    kind, _colon, code = name.partition(":")
    return SourceRef(SourceKind(kind), code)
