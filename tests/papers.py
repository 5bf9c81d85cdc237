"""Reading PDFs back, and the names that may stand in none of them."""

from typing import Any

from pypdf import PdfReader

from portal.demo.personas import PERSONAS

NAMES = [part for each in PERSONAS for part in (each.name, each.name.split()[-1])]


def outline(reader: PdfReader) -> list[str]:
    """Return the titles of all bookmarks."""

    def flat(entries: list[Any]) -> list[str]:
        return [
            title
            for entry in entries
            for title in (flat(entry) if isinstance(entry, list) else [str(entry.title)])
        ]

    return flat(reader.outline)


def kinds(node: Any, found: set[str]) -> set[str]:
    """Return the kinds of all tags in the structure of a PDF."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for each in node:
            kinds(each, found)
    elif isinstance(node, dict):
        if "/S" in node:
            found.add(str(node["/S"]))
        if "/K" in node:
            kinds(node["/K"], found)
    return found
