"""The plan as a whole: its files, and every entry with the place where it stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from portal.domain.plan.budget import BudgetFile, FundingSourcesFile
from portal.domain.plan.documents import ContradictionsFile, DocumentsFile
from portal.domain.plan.entry import Entry, PlanModel
from portal.domain.plan.finding import Path
from portal.domain.plan.knooppunten import KnooppuntenFile, NetworksFile, PartnersFile
from portal.domain.plan.maatregelen import MaatregelenFile
from portal.domain.plan.parliament import CoalitionFile, MotiesFile, ToezeggingenFile
from portal.domain.plan.programme import ChainStagesFile, GoalsFile, ProgrammeFile, ThemesFile

FILES: Mapping[str, type[PlanModel]] = {
    "documenten.yaml": DocumentsFile,
    "programma.yaml": ProgrammeFile,
    "rode_lijnen.yaml": ThemesFile,
    "subdoelen.yaml": GoalsFile,
    "ketenfasen.yaml": ChainStagesFile,
    "knooppunten.yaml": KnooppuntenFile,
    "partners.yaml": PartnersFile,
    "netwerken.yaml": NetworksFile,
    "financieringsbronnen.yaml": FundingSourcesFile,
    "begroting.yaml": BudgetFile,
    "maatregelen_knooppunten.yaml": MaatregelenFile,
    "maatregelen_overkoepelend.yaml": MaatregelenFile,
    "moties.yaml": MotiesFile,
    "toezeggingen.yaml": ToezeggingenFile,
    "coalitieakkoord.yaml": CoalitionFile,
    "tegenstrijdigheden.yaml": ContradictionsFile,
}
"""Every file of the plan; the folder holds these and no others."""

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class Placed:
    """An entry and where it stands."""

    file: str
    path: Path
    entry: Entry

    def at(self, field: str, *steps: str | int) -> Path:
        """Return the path to a field of the entry, by the key that the file uses for it."""
        return (*self.path, key_of(self.entry, field), *steps)


@dataclass(frozen=True)
class Plan:
    """All files of the plan, each valid by itself."""

    files: Mapping[str, PlanModel]

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """Every entry, in the order of the files."""
        return tuple(
            Placed(name, path, entry)
            for name, content in self.files.items()
            for path, entry in _entries(content, ())
        )

    def of(self, kind: type[E]) -> list[E]:
        """Return the entries of one kind, in the order of the files."""
        return [placed.entry for placed in self.placed if isinstance(placed.entry, kind)]

    @property
    def budget(self) -> BudgetFile:
        """The file with the money."""
        content = self.files["begroting.yaml"]
        if not isinstance(content, BudgetFile):
            raise TypeError(type(content).__name__)
        return content


def key_of(model: PlanModel, field: str) -> str:
    """Return the Dutch key of a field."""
    return type(model).model_fields[field].alias or field


def _entries(model: PlanModel, path: Path) -> Iterator[tuple[Path, Entry]]:
    if isinstance(model, Entry):
        yield path, model
    for field in type(model).model_fields:
        value = getattr(model, field)
        key = (*path, key_of(model, field))
        if isinstance(value, Entry):
            yield from _entries(value, key)
        elif isinstance(value, tuple):
            for number, item in enumerate(value):
                if isinstance(item, Entry):
                    yield from _entries(item, (*key, number))
