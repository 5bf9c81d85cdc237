"""What flags are derived from: the programme as it runs today, in plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from portal.domain.coherence import Axis
from portal.domain.flags import Names
from portal.domain.legislation import LawFacts, LawRisk
from portal.domain.progress import ProgressStatus

Label = tuple[Axis, str]
"""An entry of an axis: the axis and the code of the entry."""


@dataclass(frozen=True)
class EntryFacts:
    """An entry of an axis, as far as flags care."""

    axis: Axis
    code: str
    process: bool = False
    """Whether it is a process goal: of the programme as a whole, not of each network."""
    themes: frozenset[str] = frozenset()
    """The rode lijnen a subdoel belongs to."""

    @property
    def label(self) -> Label:
        """How maatregelen refer to it."""
        return self.axis, self.code


@dataclass(frozen=True)
class MaatregelFacts:
    """A maatregel, as far as flags care."""

    code: str
    network: str
    status: ProgressStatus | None = None
    """What the newest report says that counts; None without one."""
    labels: frozenset[Label] = frozenset()
    partners: frozenset[str] = frozenset()
    """Organisations that the plan or the newest report names."""
    requires: frozenset[str] = frozenset()
    """Maatregelen that it needs first, according to the newest report that counts."""
    before: ProgressStatus | None = None
    after: ProgressStatus | None = None
    """What the two newest adopted periods say, the older one first."""
    operational_on: date | None = None
    runs: bool = True
    """Whether it runs today according to the plan."""
    laws: frozenset[str] = frozenset()
    """Changes of the law that it waits for."""

    @property
    def active(self) -> bool:
        """Whether it counts as being there: it runs and was not stopped; what is completed stays in use."""
        return self.runs and self.status is not ProgressStatus.STOPPED

    @property
    def unfinished(self) -> bool:
        """Whether work on it still goes on."""
        return self.active and self.status is not ProgressStatus.COMPLETED

    def of_axis(self, axis: Axis) -> frozenset[str]:
        """Return the codes of its entries of one axis."""
        return frozenset(code for each, code in self.labels if each is axis)


@dataclass(frozen=True)
class Stretch:
    """The time between the ends of the two newest adopted periods: after one day, up to another."""

    period: str
    """Code of the newest adopted period."""
    after: date
    until: date

    def covers(self, day: date | None) -> bool:
        """Return whether a day is in it."""
        return day is not None and self.after < day <= self.until


@dataclass(frozen=True)
class ProgrammeFacts:
    """Everything flags are derived from."""

    networks: Sequence[str]
    knooppunten: frozenset[str]
    """The networks of line 1, each of a knooppunt; the overarching network is not one."""
    entries: Sequence[EntryFacts]
    maatregelen: Sequence[MaatregelFacts]
    stretch: Stretch | None = None
    laws: Mapping[str, tuple[LawFacts, LawRisk | None]] = field(default_factory=dict)
    """The changes of the law by their code, with why what waits for one is in danger today."""
    names: Names = field(default_factory=dict)

    @cached_property
    def by_code(self) -> Mapping[str, MaatregelFacts]:
        """Every maatregel by its code."""
        return {each.code: each for each in self.maatregelen}

    @cached_property
    def active_by_label(self) -> Mapping[Label, Mapping[str, Sequence[MaatregelFacts]]]:
        """What is active in each entry, by network."""
        return self._by_label(each for each in self.maatregelen if each.active)

    @cached_property
    def stopped_by_label(self) -> Mapping[Label, Mapping[str, Sequence[MaatregelFacts]]]:
        """What runs according to the plan but was stopped, in each entry, by network."""
        return self._by_label(each for each in self.maatregelen if each.runs and not each.active)

    def _by_label(
        self, maatregelen: Iterable[MaatregelFacts]
    ) -> dict[Label, dict[str, list[MaatregelFacts]]]:
        found: dict[Label, dict[str, list[MaatregelFacts]]] = {each.label: {} for each in self.entries}
        for maatregel in maatregelen:
            for label in maatregel.labels & found.keys():
                found[label].setdefault(maatregel.network, []).append(maatregel)
        return found
