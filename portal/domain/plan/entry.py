"""What every entry of the plan files shares: a code for ever, its sources, and perhaps an end."""

from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from portal.domain.sources import Source

QUOTE_WORDS = 10
"""A quote points at a passage; it does not replace reading it."""

SOURCE_PARTS = 3


def _readable(text: str) -> str:
    """Refuse the one character that PostgreSQL cannot keep."""
    if "\0" in text:
        raise PydanticCustomError("text", "Deze tekst bevat een teken dat niet kan (NUL).")
    return text


_Readable = AfterValidator(_readable)
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5_000), _Readable]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300), _Readable]
Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), _Readable]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60), _Readable]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$", max_length=56)]
"""Leaves room for the year that a budget line adds."""


def _source(parts: Any) -> Any:
    if isinstance(parts, Source):
        return parts
    if not isinstance(parts, tuple) or len(parts) != SOURCE_PARTS:
        raise PydanticCustomError("source", "Een bron bestaat uit document, sectie en citaat.")
    if not all(isinstance(part, str) and part.strip() for part in parts):
        raise PydanticCustomError("source", "Document, sectie en citaat zijn alle drie tekst.")
    source = Source(*(_readable(part) for part in parts))
    words = len(source.quote.split())
    if words > QUOTE_WORDS:
        raise PydanticCustomError(
            "quote", "Een citaat heeft ten hoogste tien woorden; dit heeft er {words}.", {"words": words}
        )
    return source


class PlanModel(BaseModel):
    """A mapping in a plan file: every key is known, nothing changes after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Entry(PlanModel):
    """Something of the plan with a code of its own."""

    noun: ClassVar[str]
    """What it is called in a message."""

    code: Code = Field(alias="id")
    sources: tuple[Annotated[Source, BeforeValidator(_source)], ...] = Field(alias="bron", default=())
    retired_on: date | None = Field(alias="vervallen_op", default=None)


class TitledEntry(Entry):
    """An entry whose title may change; the titles it had stay known."""

    title: Title = Field(alias="naam")
