"""Places, the networks that report on them, and the organisations in those networks."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from portal.domain.plan.entry import Code, Label, PlanModel, Text, Title, TitledEntry
from portal.domain.plan.words import from_dutch
from portal.domain.programme import KnooppuntKind, PartnerSector

OWN_DIVISION = "Eigen indeling van het programma."


class Knooppunt(TitledEntry):
    """A place: named by the letters, or added so that what happens elsewhere has a place too."""

    noun: ClassVar[str] = "knooppunt"

    kind: Annotated[KnooppuntKind, from_dutch(KnooppuntKind)] = Field(alias="soort")
    origin: Literal["brief", "eigen indeling"] = Field(alias="herkomst")
    areas: tuple[Title, ...] = Field(alias="deelgebieden", default=())
    problem: Text = Field(alias="probleemschets", default="")
    plan_title: Title = Field(alias="plan", default="")
    research: tuple[str, ...] = Field(alias="basisonderzoek", default=())
    remark: Text = Field(alias="opmerking", default="")

    @property
    def note(self) -> str:
        """The remark, preceded by where the entry comes from if it is not from a letter."""
        return self.remark if self.origin == "brief" else f"{OWN_DIVISION} {self.remark}".strip()


class Partner(TitledEntry):
    """An organisation or consultation; never a person by name."""

    noun: ClassVar[str] = "partner"

    sector: Annotated[PartnerSector, from_dutch(PartnerSector)]
    kind: Label = Field(alias="soort")
    tasks: tuple[Title, ...] = Field(alias="taken", default=())
    note: Text = Field(alias="opmerking", default="")


class Network(TitledEntry):
    """A PPS-netwerk: who reports."""

    noun: ClassVar[str] = "netwerk"

    short_title: Label = Field(alias="korte_naam")
    line: Code = Field(alias="lijn")
    knooppunt: Code | None = None
    partners: tuple[Code, ...] = ()
    structural_amount: int = Field(alias="structureel_volgens_brief", ge=0)
    """What the letter promises each year; compared with the budget of the nota, not loaded."""


class KnooppuntenFile(PlanModel):
    """knooppunten.yaml."""

    knooppunten: tuple[Knooppunt, ...]


class PartnersFile(PlanModel):
    """partners.yaml."""

    partners: tuple[Partner, ...]


class NetworksFile(PlanModel):
    """netwerken.yaml."""

    networks: tuple[Network, ...] = Field(alias="netwerken")
