"""One small drawing of lines per place, to stand side by side: breaks and moments are marked."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from portal.web.figures.axes import round_step
from portal.web.figures.lines import DASHES, mark, path, sample
from portal.web.figures.svg import FILLS, INK, LINE, Series, element, figure_id, frame, group, number, text

WIDTH, TALL = 400, 150.0
LEFT, RIGHT, TOP, BELOW = 52.0, 14.0, 70.0, 30.0
NAME, VALUE = 92.0, 38.0
"""Room that the name of a period and a value need."""
ROW, LONGEST_NAME = 24.0, 44


@dataclass(frozen=True, slots=True)
class Line:
    """One series: its values by period, and before which periods its definition changed."""

    series: Series
    breaks: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened at a point of the axis: 0 is the begin of the first period."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class _Area:
    count: int
    floor: float
    ceiling: float

    @property
    def slot(self) -> float:
        return (WIDTH - LEFT - RIGHT) / max(self.count, 1)

    def x(self, at: float) -> float:
        return LEFT + at * self.slot

    def middle(self, index: int) -> float:
        return self.x(index + 0.5)

    def y(self, value: float) -> float:
        return TOP + TALL - (value - self.floor) / (self.ceiling - self.floor) * TALL


def panel(
    title: str,
    description: str,
    categories: Sequence[str],
    lines: Sequence[Line],
    moments: Sequence[Moment],
    *,
    unit: str,
) -> Markup:
    """Draw up to four lines on a scale of their own that holds zero; a gap is a gap."""
    known = [value for line in lines for value in line.series.values if value is not None]
    highest, lowest = max([*known, 0.0]), min([*known, 0.0])
    step = round_step((highest - lowest) / 3 or 1.0)
    ceiling = max(math.ceil(highest / step), 1) * step
    area = _Area(len(categories), math.floor(lowest / step) * step, ceiling)
    parts = [
        *_grid(area, step, categories),
        text(0, 14, unit, anchor="start", class_="fig-soft"),
        *(_moment(area, each) for each in moments),
        *(part for place, line in enumerate(lines) for part in _line(area, place, line, len(lines))),
    ]
    bottom = TOP + TALL + BELOW
    if len(lines) > 1:
        parts += [_name(place, line, bottom + place * ROW) for place, line in enumerate(lines)]
        bottom += len(lines) * ROW
    identity = figure_id(title, categories, lines, moments)
    return frame(identity, title, description, (float(WIDTH), bottom), group(parts), class_="fig--panel")


def _name(place: int, line: Line, top: float) -> Markup:
    """Say which line is which, with a piece of it."""
    said = line.series.label
    short = said if len(said) <= LONGEST_NAME else f"{said[: LONGEST_NAME - 1]}…"
    return sample(place % len(DASHES) + 1, 1, top + 12) + text(38, top + 17, short, anchor="start")


def _grid(area: _Area, step: float, categories: Sequence[str]) -> Iterator[Markup]:
    for index in range(round((area.ceiling - area.floor) / step) + 1):
        value = area.floor + index * step
        y = area.y(value)
        look = "fig-grid" if value else "fig-axis"
        yield element("path", d=f"M{LEFT} {y:.1f}H{WIDTH - RIGHT}", class_=look, stroke=LINE)
        yield text(LEFT - 6, y + 5, number(value), anchor="end", class_="fig-soft")
    every = max(1, math.ceil(NAME / area.slot))
    for index, name in enumerate(categories):
        if (len(categories) - 1 - index) % every == 0:
            yield text(area.middle(index), TOP + TALL + 22, name)


def _moment(area: _Area, moment: Moment) -> Markup:
    x = area.x(moment.at)
    rule = element(
        "path", d=f"M{x:.1f} {TOP - 30}V{TOP + TALL}", class_="fig-moment", stroke=INK, stroke_width=1
    )
    flag = element("path", d=f"M{x:.1f} {TOP - 22}l-6 -10h12z", class_="fig-moment-flag", fill=INK)
    return rule + flag + text(x, TOP - 36, moment.label, bold=True)


def _line(area: _Area, place: int, line: Line, count: int) -> Iterator[Markup]:
    style = place % len(DASHES)
    look = f"fig-{style + 1}"
    for points in _stretches(area, line):
        yield element(
            "path",
            d=path(points),
            class_=f"{look} fig-line",
            stroke=FILLS[style],
            stroke_width=3,
            fill="none",
            stroke_dasharray=DASHES[style],
        )
    for index in sorted(line.breaks):
        x = area.x(index)
        yield element(
            "path",
            d=f"M{x:.1f} {TOP}V{TOP + TALL}",
            class_="fig-break",
            stroke=INK,
            stroke_width=2,
            stroke_dasharray="2 5",
        )
    for index, value in enumerate(line.series.values):
        if value is None:
            continue
        yield mark(style, area.middle(index), area.y(value), look)
        if count == 1 and area.slot >= VALUE:
            yield text(area.middle(index), area.y(value) - 11, number(value), class_="fig-halo")


def _stretches(area: _Area, line: Line) -> Iterator[list[tuple[float, float]]]:
    """Yield the runs of points without a gap and under one definition."""
    run: list[tuple[float, float]] = []
    for index, value in enumerate(line.series.values):
        if value is None or index in line.breaks:
            if run:
                yield run
            run = []
        if value is not None:
            run.append((area.middle(index), area.y(value)))
    if run:
        yield run
