"""What the Tweede Kamer asked and what was promised to it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from portal.domain.dates import DatePrecision
from portal.domain.parliament import AskKind
from portal.domain.plan.entry import Code, Entry, Phrase, PlanModel, Text, Title, TitledEntry
from portal.domain.plan.words import from_dutch
from portal.domain.programme import Basis, LetterJudgement, ToezeggingKind
from portal.domain.sources import Source
from portal.domain.terms import Recurrence

SortableDate = Annotated[
    str, StringConstraints(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")
]
"""Year, year-month or full date."""


class Ask(Entry):
    """One separate thing a motie asks."""

    noun: ClassVar[str] = "deelverzoek"

    text: Text = Field(alias="tekst")
    response: Text = Field(alias="invulling", default="")
    letter_judgement: Annotated[LetterJudgement, from_dutch(LetterJudgement)] = Field(alias="oordeel_brief")


class MotieLink(PlanModel):
    """That a maatregel carries out a motie: said in a letter, or derived."""

    maatregel: Code
    basis: Annotated[Basis, from_dutch(Basis)]


class Motie(Entry):
    """A motie, with the names and dates as the letters give them."""

    noun: ClassVar[str] = "motie"

    title: Title = Field(alias="titel")
    submitters: tuple[Title, ...] = Field(alias="indieners", min_length=1)
    date_words: Phrase = Field(alias="datum_bron", default="")
    date_sort: SortableDate = Field(alias="datum_sortering", default="")
    other_dates: dict[str, SortableDate] = Field(alias="datum_afwijkend", default={})
    reference: Phrase = Field(alias="kamerstuk", default="")
    inside_programme: bool = Field(alias="binnen_programma")
    whole_plan: bool = Field(alias="geldt_voor_hele_plan", default=False)
    note: Text = Field(alias="opmerking", default="")
    asks: tuple[Ask, ...] = Field(alias="deelverzoeken", min_length=1)
    maatregelen: tuple[MotieLink, ...] = Field(alias="koppelingen", default=())

    @property
    def links(self) -> tuple[tuple[str, Basis], ...]:
        """Every maatregel with the basis of its link."""
        return tuple((link.maatregel, link.basis) for link in self.maatregelen)


class Toezegging(TitledEntry):
    """A promise, an intention or an expectation in a letter."""

    noun: ClassVar[str] = "toezegging"

    kind: Annotated[ToezeggingKind, from_dutch(ToezeggingKind)] = Field(alias="soort")
    document: str
    due_words: Phrase = Field(alias="termijn", default="")
    due_latest: date | None = Field(alias="streefdatum", default=None)
    due_precision: Annotated[DatePrecision, from_dutch(DatePrecision)] = Field(alias="precisie")
    frequency_words: Phrase = Field(alias="frequentie", default="")
    state_words: Phrase = Field(alias="status_2022", default="")
    inside_programme: bool = Field(alias="binnen_programma")
    maatregel: Code | None = None
    motie: Code | None = None
    note: Text = Field(alias="opmerking", default="")


class CoalitionPassage(Entry):
    """A passage of the coalition agreement that the plan carries out."""

    noun: ClassVar[str] = "passage uit het coalitieakkoord"

    title: Text = Field(alias="tekst")
    carried_out_by: Title = Field(alias="uitgevoerd_met")
    maatregelen: tuple[Code, ...] = ()


@dataclass(frozen=True)
class PlannedAsk:
    """An ask as the register keeps it, of whatever it is part of."""

    noun: ClassVar[str] = Ask.noun

    item: str
    code: str
    text: str
    response: str = ""
    letter_judgement: LetterJudgement | None = None
    kind: AskKind = AskKind.ONCE
    recurrence: Recurrence | None = None
    due_precision: DatePrecision = DatePrecision.UNDETERMINED
    due_latest: date | None = None
    due_words: str = ""
    sources: tuple[Source, ...] = ()
    retired_on: date | None = None


def asks_of(entry: Motie | Toezegging | CoalitionPassage) -> Iterator[PlannedAsk]:
    """Yield the asks of an entry; what the plan does not split is one ask, with the words of the entry."""
    if isinstance(entry, Motie):
        for ask in entry.asks:
            yield PlannedAsk(
                entry.code,
                ask.code,
                ask.text,
                ask.response,
                ask.letter_judgement,
                sources=ask.sources,
                retired_on=ask.retired_on or entry.retired_on,
            )
        return
    whole = PlannedAsk(
        entry.code, f"{entry.code}-1", entry.title, sources=entry.sources, retired_on=entry.retired_on
    )
    yield whole if isinstance(entry, CoalitionPassage) else _promised(whole, entry)


def _promised(ask: PlannedAsk, entry: Toezegging) -> PlannedAsk:
    """Return the ask with the term of the promise; a frequency in words makes it recur, without a rhythm."""
    recurs = bool(entry.frequency_words)
    return replace(
        ask,
        kind=AskKind.RECURRING if recurs else AskKind.ONCE,
        recurrence=Recurrence.UNDETERMINED if recurs else None,
        due_precision=entry.due_precision,
        due_latest=entry.due_latest,
        due_words=entry.due_words,
    )


class MotiesFile(PlanModel):
    """moties.yaml."""

    moties: tuple[Motie, ...]


class ToezeggingenFile(PlanModel):
    """toezeggingen.yaml."""

    toezeggingen: tuple[Toezegging, ...]


class CoalitionFile(PlanModel):
    """coalitieakkoord.yaml."""

    passages: tuple[CoalitionPassage, ...] = Field(alias="coalitieakkoord")
