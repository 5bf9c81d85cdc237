"""Money as the letters fixed it, in whole euros."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from portal.domain.plan.entry import Code, Entry, PlanModel, Text, TitledEntry
from portal.domain.sources import Source

Year = Annotated[int, Field(ge=2000, le=2100)]
Amount = Annotated[int, Field(ge=0, le=10_000_000_000)]


class FundingSource(TitledEntry):
    """Where money comes from; totals of different sources are never added up."""

    noun: ClassVar[str] = "financieringsbron"

    in_programme_budget: bool = Field(alias="binnen_mainportsbudget")
    description: Text = Field(alias="omschrijving", default="")


class BudgetLine(TitledEntry):
    """A row of the table in the nota, or an incidental sum: an amount for each year."""

    noun: ClassVar[str] = "begrotingsregel"

    network: Code | None = Field(alias="netwerk", default=None)
    funding_source: Code = Field(alias="financieringsbron")
    amounts: dict[Year, Amount] = Field(alias="bedragen", min_length=1)
    note: Text = Field(alias="opmerking", default="")


class Coverage(TitledEntry):
    """A part of which the structural amount consists; compared with the total, not loaded."""

    noun: ClassVar[str] = "dekking"

    amount: Amount = Field(alias="bedrag")
    note: Text = Field(alias="opmerking", default="")


class PrintedTotal(Entry):
    """A total as the nota prints it."""

    noun: ClassVar[str] = "gedrukt totaal"

    year: Year = Field(alias="jaar")
    amount: Amount = Field(alias="bedrag")


class BudgetFile(PlanModel):
    """begroting.yaml."""

    structural_from: Year = Field(alias="structureel_vanaf")
    lines: tuple[BudgetLine, ...] = Field(alias="regels")
    printed_totals: tuple[PrintedTotal, ...] = Field(alias="gedrukte_totalen")
    incidental: tuple[BudgetLine, ...] = Field(alias="incidenteel", default=())
    coverage: tuple[Coverage, ...] = Field(alias="dekking")

    def amounts(self) -> Iterator["BudgetAmount"]:
        """Yield one amount per budget line and year."""
        for line in self.lines:
            yield from _amounts(line, self.structural_from)
        for line in self.incidental:
            yield from _amounts(line, None)


class FundingSourcesFile(PlanModel):
    """financieringsbronnen.yaml."""

    funding_sources: tuple[FundingSource, ...] = Field(alias="financieringsbronnen")


@dataclass(frozen=True)
class BudgetAmount:
    """An amount for one network, or for nobody in particular, in one year from one source."""

    code: str
    series: str
    title: str
    network: str | None
    funding_source: str
    year: int
    and_later: bool
    amount: int
    note: str
    sources: tuple[Source, ...]
    retired_on: date | None
    noun: ClassVar[str] = "begrotingsbedrag"


def _amounts(line: BudgetLine, structural_from: int | None) -> Iterator[BudgetAmount]:
    amounts: Mapping[int, int] = line.amounts
    for year, amount in sorted(amounts.items()):
        yield BudgetAmount(
            code=f"{line.code}-{year}",
            series=line.code,
            title=line.title,
            network=line.network,
            funding_source=line.funding_source,
            year=year,
            and_later=year == structural_from,
            amount=amount,
            note=line.note,
            sources=line.sources,
            retired_on=line.retired_on,
        )
