"""Figures of what underpins the programme, and of how the maatregelen of a goal stood."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from markupsafe import Markup

from portal.domain.indicators import Ingredient
from portal.domain.progress import ProgressStatus
from portal.domain.underpinning import Standing, Tally
from portal.queries.goal_states import GoalState
from portal.web.figures import Series, bar_chart
from portal.web.figures.stacked_rows import stacked_rows
from portal.web.labels import label

TOGETHER: tuple[tuple[ProgressStatus, ...], ...] = (
    (ProgressStatus.ON_SCHEDULE, ProgressStatus.COMPLETED),
    (ProgressStatus.NEEDS_ATTENTION,),
    (ProgressStatus.BEHIND,),
    (ProgressStatus.NOT_STARTED, ProgressStatus.STOPPED),
)
"""Six states in the four parts that a figure can tell apart without colour."""


def standing_names(*, reads_all: bool) -> list[str]:
    """Return what the standings are called; who does not read all cannot tell what is missing."""
    names = [str(label(standing)) for standing in Standing]
    return names if reads_all else [*names[:-1], _("Ontbreekt of geen inzage")]


def tally_figure(found: Mapping[Ingredient, Tally], names: Sequence[str]) -> Markup:
    """Draw for each ingredient how many maatregelen have it."""
    totals = list(found.values())
    return stacked_rows(
        _("Onderbouwing per onderdeel"),
        _(
            "Staafdiagram met per onderdeel van de onderbouwing hoeveel maatregelen het hebben, bewust "
            "zonder zijn of het missen. De tabel geeft dezelfde aantallen."
        ),
        [str(label(each)) for each in found],
        [
            Series(name, [getattr(each, standing.value) for each in totals])
            for name, standing in zip(names, Standing, strict=True)
        ],
    )


def tally_rows(found: Mapping[Ingredient, Tally]) -> list[list[str]]:
    """Return the numbers of that figure as rows of a table."""
    return [
        [str(label(name)), *map(str, (each.own, each.via_goal, each.waived, each.missing, each.total))]
        for name, each in found.items()
    ]


def part_names() -> list[str]:
    """Return what the four parts of the figure of a goal are called."""
    return [" / ".join(str(label(each)) for each in part).capitalize() for part in TOGETHER]


def parts_of(state: GoalState) -> list[int]:
    """Return how many maatregelen each of those parts holds in one period."""
    return [sum(state.counts[each] for each in part) for part in TOGETHER]


def state_figure(states: Sequence[GoalState]) -> Markup:
    """Draw for each period how many maatregelen of a goal were in which state."""
    values = [parts_of(state) for state in states]
    return bar_chart(
        _("Status van de maatregelen per periode"),
        _(
            "Staafdiagram met per rapportageperiode hoeveel maatregelen bij dit subdoel welke status hadden. "
            "De tabel geeft dezelfde aantallen."
        ),
        [f"{state.as_of.month}-{state.as_of.year}" for state in states],
        [Series(name, [each[place] for each in values]) for place, name in enumerate(part_names())],
        stacked=True,
    )
