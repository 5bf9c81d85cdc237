"""The programme itself and the axes along which it is read."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from portal.domain.plan.entry import Code, Label, PlanModel, Text, TitledEntry
from portal.domain.plan.words import from_dutch
from portal.domain.programme import Basis, GoalKind


class Programme(TitledEntry):
    """The programme; there is one."""

    noun: ClassVar[str] = "programma"

    main_goal: Text = Field(alias="hoofddoel")
    as_of: date = Field(alias="peildatum")


class Line(TitledEntry):
    """One of the two lines of the plan."""

    noun: ClassVar[str] = "lijn"

    description: Text = Field(alias="omschrijving", default="")


class Theme(TitledEntry):
    """A rode lijn."""

    noun: ClassVar[str] = "rode lijn"

    short_title: Label = Field(alias="korte_naam")
    description: Text = Field(alias="omschrijving")


class Goal(TitledEntry):
    """A subdoel, with the rode lijnen it was connected to."""

    noun: ClassVar[str] = "subdoel"

    kind: Annotated[GoalKind, from_dutch(GoalKind)] = Field(alias="soort")
    themes: tuple[Code, ...] = Field(alias="rode_lijnen", default=())
    theme_basis: Annotated[Basis, from_dutch(Basis)] | None = Field(alias="koppeling_basis", default=None)
    note: Text = Field(alias="opmerking", default="")


class ChainStage(TitledEntry):
    """A stage of the logistic chain; derived where the letter does not name it."""

    noun: ClassVar[str] = "ketenfase"

    derived: bool = Field(alias="afgeleid")


class ProgrammeFile(PlanModel):
    """programma.yaml."""

    programme: Programme = Field(alias="programma")
    lines: tuple[Line, ...] = Field(alias="lijnen")


class ThemesFile(PlanModel):
    """rode_lijnen.yaml."""

    themes: tuple[Theme, ...] = Field(alias="rode_lijnen")


class GoalsFile(PlanModel):
    """subdoelen.yaml."""

    goals: tuple[Goal, ...] = Field(alias="subdoelen")


class ChainStagesFile(PlanModel):
    """ketenfasen.yaml."""

    chain_stages: tuple[ChainStage, ...] = Field(alias="ketenfasen")
