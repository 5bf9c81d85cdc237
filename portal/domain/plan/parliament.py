"""What the Tweede Kamer asked and what was promised to it."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from portal.domain.dates import DatePrecision
from portal.domain.plan.entry import Code, Entry, Phrase, PlanModel, Text, Title, TitledEntry
from portal.domain.plan.words import from_dutch
from portal.domain.programme import Basis, LetterJudgement, ToezeggingKind

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

    text: Text = Field(alias="tekst")
    carried_out_by: Title = Field(alias="uitgevoerd_met")
    maatregelen: tuple[Code, ...] = ()


class MotiesFile(PlanModel):
    """moties.yaml."""

    moties: tuple[Motie, ...]


class ToezeggingenFile(PlanModel):
    """toezeggingen.yaml."""

    toezeggingen: tuple[Toezegging, ...]


class CoalitionFile(PlanModel):
    """coalitieakkoord.yaml."""

    passages: tuple[CoalitionPassage, ...] = Field(alias="coalitieakkoord")
