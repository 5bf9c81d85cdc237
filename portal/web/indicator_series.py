"""Values of one indicator as people read them: a table by place and time, and the line of one place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import format_date, format_decimal
from flask_babel import gettext as _
from markupsafe import Markup

from portal.domain.indicators import NormKind
from portal.domain.observations import per_exposure
from portal.models import Indicator, Knooppunt, Observation
from portal.web.figures import Series, trend_line
from portal.web.formats import day_range
from portal.web.labels import label

MOST_SERIES = 4
_LONGEST_LABEL = 38
_MANY_CATEGORIES = 6


@dataclass(frozen=True)
class Stretch:
    """Days over which something was observed, and which definitions its values follow."""

    first: date
    last: date
    definitions: tuple[int, ...]
    is_break: bool
    """Whether the values follow another definition than those before."""

    @property
    def title(self) -> str:
        """The days in words."""
        return day_range(self.first, self.last)

    @property
    def months(self) -> tuple[str, str]:
        """The first and the last month, short, for the head of a column."""
        return _month(self.first), _month(self.last)


@dataclass(frozen=True)
class PlaceRow:
    """The values of one place: for each stretch those of all sources."""

    place: Knooppunt
    cells: Sequence[Sequence[Observation]]


@dataclass(frozen=True)
class IndicatorTable:
    """All values of an indicator that somebody may read."""

    stretches: Sequence[Stretch]
    rows: Sequence[PlaceRow]
    usual_source: str
    """The source of most values; others say theirs."""
    contradicted: int
    """In how many cells sources say something else."""


@dataclass(frozen=True)
class LineFigure:
    """A drawing with the same numbers as a table."""

    svg: Markup
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    left_out: Sequence[str]
    """Series that did not fit in the drawing; the table has them."""


def table_of(observations: Sequence[Observation]) -> IndicatorTable:
    """Return the values by place and stretch of time."""
    stretches = list(_stretches(observations))
    places = {each.knooppunt_id: each.knooppunt for each in observations}
    sources = [each.source for each in observations]
    rows = [
        PlaceRow(
            place,
            [
                [
                    each
                    for each in observations
                    if each.knooppunt_id == place.id and _days(each) == (stretch.first, stretch.last)
                ]
                for stretch in stretches
            ],
        )
        for place in sorted(places.values(), key=lambda place: (place.position, place.id))
    ]
    contradicted = sum(len({each.value for each in cell}) > 1 for row in rows for cell in row.cells)
    usual = max(sorted(set(sources)), key=sources.count, default="")
    return IndicatorTable(stretches, rows, usual, contradicted)


def shown_value(observation: Observation, *, per_hundred: bool) -> Decimal | None:
    """Return a value as it was counted, or per hundred of what it is divided by."""
    if not per_hundred:
        return observation.value
    return per_exposure(observation.value, observation.exposure)


def line_of(indicator: Indicator, row: PlaceRow, table: IndicatorTable, *, per_hundred: bool) -> LineFigure:
    """Draw the values of one place: a line for each source, broken where the definition changes."""
    series = list(_series(row, per_hundred=per_hundred))
    if not per_hundred:
        series += _norms(indicator, row.place, len(table.stretches))
    drawn = series[:MOST_SERIES]
    breaks = {
        index: _("definitie %(number)s", number=stretch.definitions[-1])
        for index, stretch in enumerate(table.stretches)
        if stretch.is_break
    }
    title = f"{indicator.title}, {row.place.title}"
    svg = trend_line(
        title,
        _("Een lijn per bron, van %(first)s tot en met %(last)s.", first=_first(table), last=_last(table)),
        _short_names(table.stretches),
        [Series(_cut(each.label), each.values) for each in drawn],
        breaks=breaks,
    )
    return LineFigure(
        svg,
        [_("Periode"), *(each.label for each in series)],
        [
            [stretch.title, *(_written(each.values[index]) for each in series)]
            for index, stretch in enumerate(table.stretches)
        ],
        [each.label for each in series[MOST_SERIES:]],
    )


def _stretches(observations: Sequence[Observation]) -> Iterator[Stretch]:
    before = 0
    for first, last in sorted({_days(each) for each in observations}):
        numbers = tuple(
            sorted({each.definition.number for each in observations if _days(each) == (first, last)})
        )
        yield Stretch(first, last, numbers, bool(before) and numbers[-1] > before)
        before = numbers[-1]


def _series(row: PlaceRow, *, per_hundred: bool) -> Iterator[Series]:
    kinds = dict.fromkeys((each.source, each.definition.number) for cell in row.cells for each in cell)
    one_source = len({source for source, _number in kinds}) == 1
    one_definition = len({number for _source, number in kinds}) == 1
    for source, number in kinds:
        values = [
            next(
                (
                    _float(shown_value(each, per_hundred=per_hundred))
                    for each in cell
                    if (each.source, each.definition.number) == (source, number)
                ),
                None,
            )
            for cell in row.cells
        ]
        if any(value is not None for value in values):
            definition = _("Definitie %(number)s", number=number)
            name = source if one_definition else f"{definition}: {source}"
            yield Series(definition if one_source and not one_definition else name, values)


def _norms(indicator: Indicator, place: Knooppunt, length: int) -> list[Series]:
    """Return the baseline and target of the place itself as level lines."""
    return [
        Series(str(label(norm.kind)), [float(norm.value)] * length)
        for kind in NormKind
        for norm in indicator.norms
        if norm.kind is kind and norm.knooppunt_id == place.id and norm.value is not None
    ]


def _days(observation: Observation) -> tuple[date, date]:
    return observation.observed_from, observation.observed_until


def _short_names(stretches: Sequence[Stretch]) -> list[str]:
    """Return the month in which each stretch ends; every second one where there are many."""
    step = 2 if len(stretches) > _MANY_CATEGORIES else 1
    last = len(stretches) - 1
    return [
        _month(stretch.last, "MMM yy") if (last - index) % step == 0 else ""
        for index, stretch in enumerate(stretches)
    ]


def _month(day: date, pattern: str = "MMM y") -> str:
    return str(format_date(day, pattern)).replace(".", "")


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST_LABEL else f"{words[: _LONGEST_LABEL - 1]}…"


def _first(table: IndicatorTable) -> str:
    return str(format_date(table.stretches[0].first, "MMMM y"))


def _last(table: IndicatorTable) -> str:
    return str(format_date(table.stretches[-1].last, "MMMM y"))


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _written(value: float | None) -> str:
    return "–" if value is None else str(format_decimal(value))
