"""Where a fact comes from: a document, a section and the words themselves."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """A reference to a passage; the quote is at most ten words long."""

    document: str
    section: str
    quote: str
