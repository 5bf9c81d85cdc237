"""Maatregelen and their actions."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from portal.domain.dates import DatePrecision
from portal.domain.plan.entry import Code, Phrase, PlanModel, Text, TitledEntry
from portal.domain.plan.words import from_dutch
from portal.domain.programme import Basis, MaatregelKind, MaatregelTerm, PartnerPart, Stage


class Action(TitledEntry):
    """A concrete step inside a maatregel, as a letter names it."""

    noun: ClassVar[str] = "actie"

    stage: Annotated[Stage, from_dutch(Stage)] = Field(alias="stadium")
    description: Text = Field(alias="omschrijving", default="")
    executor: Code | None = Field(alias="uitvoerder", default=None)
    funding_words: Phrase = Field(alias="financiering", default="")
    planned_words: Phrase = Field(alias="termijn", default="")
    planned_latest: date | None = Field(alias="streefdatum", default=None)
    planned_precision: Annotated[DatePrecision, from_dutch(DatePrecision)] = Field(
        alias="precisie", default=DatePrecision.UNDETERMINED
    )


class Maatregel(TitledEntry):
    """What a network does."""

    noun: ClassVar[str] = "maatregel"

    network: Code = Field(alias="netwerk")
    kind: Annotated[MaatregelKind, from_dutch(MaatregelKind)] = Field(alias="soort")
    term: Annotated[MaatregelTerm, from_dutch(MaatregelTerm)] = Field(alias="periode")
    ends_on: date | None = Field(alias="loopt_tot", default=None)
    stage: Annotated[Stage, from_dutch(Stage)] | None = Field(alias="stadium", default=None)
    stage_basis: Annotated[Basis, from_dutch(Basis)] | None = Field(alias="stadium_basis", default=None)
    description: Text = Field(alias="omschrijving")
    owners: tuple[Code, ...] = Field(alias="eigenaren", default=())
    executor: Code | None = Field(alias="uitvoerder", default=None)
    involved: tuple[Code, ...] = Field(alias="betrokken", default=())
    knooppunten: tuple[Code, ...] = ()
    themes: tuple[Code, ...] = Field(alias="rode_lijnen", default=())
    goals: tuple[Code, ...] = Field(alias="subdoelen", default=())
    chain_stages: tuple[Code, ...] = Field(alias="fasen", default=())
    link_basis: Annotated[Basis, from_dutch(Basis)] = Field(alias="koppeling_basis")
    funding_sources: tuple[Code, ...] = Field(alias="financiering", min_length=1)
    legislation_possible: bool = Field(alias="wetswijziging_mogelijk", default=False)
    note: Text = Field(alias="opmerking", default="")
    actions: tuple[Action, ...] = Field(alias="acties", default=())

    @property
    def partners(self) -> tuple[tuple[str, PartnerPart], ...]:
        """Every organisation with the part it has."""
        executors = () if self.executor is None else (self.executor,)
        return (
            *((code, PartnerPart.OWNER) for code in self.owners),
            *((code, PartnerPart.EXECUTOR) for code in executors),
            *((code, PartnerPart.INVOLVED) for code in self.involved),
        )


class MaatregelenFile(PlanModel):
    """maatregelen_knooppunten.yaml and maatregelen_overkoepelend.yaml."""

    maatregelen: tuple[Maatregel, ...]
