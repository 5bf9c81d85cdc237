"""What a page is made of, apart from its words: two pages of one shape are equally accessible."""

from html.parser import HTMLParser

_TELLING = frozenset(
    ["checked", "class", "disabled", "hidden", "lang", "open", "popover", "role", "scope", "type"]
)
"""Attributes whose value says what an element is or how it looks; others only have to be there."""
_EMPTY = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


class _Shapes(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.path: list[tuple[str, str]] = []
        self.found: set[str] = set()
        self.heading = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        looks = " ".join(_told(name, value) for name, value in sorted(attrs, key=lambda each: each[0]))
        where = "/".join(looks for _tag, looks in self.path)
        self.found.add(f"{where}/{tag} {looks}")
        if tag in _HEADINGS:
            self.found.add(f"{self.heading} > {tag}")
            self.heading = tag
        if tag not in _EMPTY:
            self.path.append((tag, f"{tag} {looks}"))

    def handle_endtag(self, tag: str) -> None:
        while self.path and self.path.pop()[0] != tag:
            pass


def _told(name: str, value: str | None) -> str:
    told = name in _TELLING or (name.startswith("aria-") and value in {"true", "false"})
    return f"{name}={value}" if told else name


def shapes_of(html: str) -> frozenset[str]:
    """Return every kind of element in a page with the elements around it, and how its headings follow."""
    reader = _Shapes()
    reader.feed(html)
    return frozenset(reader.found)
