"""The documents of the plan, and where they contradict each other."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from portal.domain.plan.entry import Entry, Label, Phrase, PlanModel, Text, Title, TitledEntry
from portal.domain.plan.words import from_dutch
from portal.domain.programme import Severity


class Document(Entry):
    """A letter or nota the plan was made from; sources name it by its code, in capitals."""

    noun: ClassVar[str] = "document"
    missing: ClassVar[bool] = False

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]+$|^[a-z0-9-]+$", max_length=56)] = Field(
        alias="id"
    )
    title: Title = Field(alias="titel")
    kind: Label = Field(alias="soort")
    dated_on: date | None = Field(alias="datum", default=None)
    date_words: Phrase = Field(alias="datum_bron", default="")
    reference: Phrase = Field(alias="kenmerk", default="")
    author: Title = Field(alias="auteur", default="")
    note: Text = Field(alias="opmerking", default="")


class MissingDocument(Document):
    """An annex or study that the letters mention but that was not among the sources."""

    missing: ClassVar[bool] = True


class Contradiction(TitledEntry):
    """A point on which documents differ or stay silent."""

    noun: ClassVar[str] = "tegenstrijdigheid"

    description: Text = Field(alias="omschrijving")
    severity: Annotated[Severity, from_dutch(Severity)] = Field(alias="ernst")


class DocumentsFile(PlanModel):
    """documenten.yaml."""

    documents: tuple[Document, ...] = Field(alias="documenten")
    missing: tuple[MissingDocument, ...] = Field(alias="ontbrekende_stukken", default=())
    studies: tuple[MissingDocument, ...] = Field(alias="onderzoeken", default=())


class ContradictionsFile(PlanModel):
    """tegenstrijdigheden.yaml."""

    contradictions: tuple[Contradiction, ...] = Field(alias="tegenstrijdigheden")
