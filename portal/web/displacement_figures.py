"""The series of one indicator as panels and on a map, each with the same numbers for a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from markupsafe import Markup

from portal.domain.displacement import Outcome
from portal.domain.displacement_series import Change, JudgedSeries, NoChange, Point, Silence
from portal.models import Indicator
from portal.queries.displacement import OperationalMoment, Place
from portal.web.displacement_words import (
    PER,
    decimal,
    drawn_unit,
    log_words,
    percent,
    period,
    rate,
    short_period,
)
from portal.web.figures.panels import Line, Moment, panel
from portal.web.figures.svg import Series as Drawn
from portal.web.labels import label

MOST_LINES = 4
NEAR = 0.5
"""Moments closer than this part of a period share one flag."""
Stretch = tuple[date, date]


@dataclass(frozen=True)
class Panel:
    """The figure of one place, with its table."""

    place: Place
    svg: Markup
    unit: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    moments: Sequence[tuple[int, OperationalMoment]]
    sources: Sequence[str]
    left_out: Sequence[str]
    """Sources for which there was no room in the drawing; their values are in the table."""


def panels(
    outcome: Outcome, places: Sequence[Place], indicator: Indicator, moments: Sequence[OperationalMoment]
) -> list[Panel]:
    """Draw each place that has values, all of one rhythm over the same periods."""
    drawn = []
    for length in dict.fromkeys(each.series.rhythm for each in outcome.series):
        group = [each for each in outcome.series if each.series.rhythm == length]
        stretches = sorted({(point.first, point.last) for each in group for point in each.series.points})
        for place in places:
            found = [each for each in group if each.series.place == place.code]
            if found:
                here = [each for each in moments if each.place == place.code]
                drawn.append(_panel(place, found, stretches, indicator, here))
    return drawn


def _panel(
    place: Place,
    found: Sequence[JudgedSeries],
    stretches: Sequence[Stretch],
    indicator: Indicator,
    moments: Sequence[OperationalMoment],
) -> Panel:
    normalised = all(point.rate is not None for each in found for point in each.series.points)
    unit = drawn_unit(indicator, normalised=normalised)
    numbered = list(enumerate(moments, start=1))
    svg = panel(
        _("%(indicator)s, %(place)s", indicator=indicator.title, place=place.title),
        _description(found, len(moments)),
        [short_period(*stretch) for stretch in stretches],
        [_line(each, stretches, normalised=normalised) for each in found[:MOST_LINES]],
        _flags(numbered, stretches),
        unit=unit,
    )
    columns, rows = _table(found, indicator)
    return Panel(
        place,
        svg,
        unit,
        columns,
        rows,
        numbered,
        [each.series.source for each in found],
        [each.series.source for each in found[MOST_LINES:]],
    )


def _description(found: Sequence[JudgedSeries], moments: int) -> str:
    parts = [_("Lijn met een eigen schaal vanaf nul.")]
    for each in found:
        first, last = each.series.points[0], each.series.points[-1]
        parts.append(
            _(
                "%(source)s: van %(first)s in de periode %(begin)s naar %(last)s in de periode %(end)s.",
                source=each.series.source,
                first=decimal(first.value),
                begin=period(first.first, first.last),
                last=decimal(last.value),
                end=period(last.first, last.last),
            )
        )
    if moments:
        parts.append(_("Vlaggen geven aan wanneer een maatregel operationeel werd."))
    return " ".join(parts)


def _line(judged: JudgedSeries, stretches: Sequence[Stretch], *, normalised: bool) -> Line:
    places = {stretch: index for index, stretch in enumerate(stretches)}
    values: list[float | None] = [None] * len(stretches)
    for point in judged.series.points:
        value = point.rate * PER if normalised and point.rate is not None else point.value
        values[places[point.first, point.last]] = float(value)
    breaks = frozenset(
        places[each.after.first, each.after.last] for each in judged.silences if each.reason is NoChange.BREAK
    )
    return Line(Drawn(judged.series.source, values), breaks)


def _flags(numbered: Sequence[tuple[int, OperationalMoment]], stretches: Sequence[Stretch]) -> list[Moment]:
    """Place the moments on the axis; those close together share a flag."""
    flags: list[tuple[float, list[int]]] = []
    for number, moment in numbered:
        at = _position(moment.day, stretches)
        if at is None:
            continue
        if flags and at - flags[-1][0] < NEAR:
            flags[-1][1].append(number)
        else:
            flags.append((at, [number]))
    return [Moment(at, ", ".join(str(number) for number in numbers)) for at, numbers in flags]


def _position(when: date, stretches: Sequence[Stretch]) -> float | None:
    """Return where a day lies on the axis; None before the first and after the last period."""
    for index, (first, last) in enumerate(stretches):
        if first <= when <= last:
            return index + (when - first).days / ((last - first).days + 1)
    return None


def _table(found: Sequence[JudgedSeries], indicator: Indicator) -> tuple[list[str], list[list[str]]]:
    several = len(found) > 1
    exposed = any(point.exposure is not None for each in found for point in each.series.points)
    columns = [_("Periode"), *([_("Bron")] if several else []), indicator.unit.capitalize()]
    if exposed:
        columns += [
            indicator.exposure.capitalize(),
            _("Per %(per)s %(what)s", per=PER, what=indicator.exposure),
        ]
    columns.append(_("Verandering"))
    rows = []
    for each in found:
        between = changes_by_point(each)
        for point in each.series.points:
            row = [period(point.first, point.last), *([each.series.source] if several else [])]
            row.append(decimal(point.value))
            if exposed:
                row += ["" if point.exposure is None else decimal(point.exposure), rate(point)]
            rows.append([*row, change_cell(between.get(point))])
    return columns, rows


def changes_by_point(judged: JudgedSeries) -> dict[Point, Change | Silence]:
    """Return the change that ends in each point, or why there is none."""
    between: list[Change | Silence] = [*judged.changes, *judged.silences]
    return {each.after: each for each in between}


def change_cell(found: Change | Silence | None) -> str:
    """Write a change, or why there is none; the first value of a series has none."""
    if found is None:
        return "–"
    if isinstance(found, Silence):
        return str(label(found.reason))
    return f"{percent(found.size)} ({log_words(found.size)})"
