"""The value axis, the categories and the legend of a chart."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from portal.web.figures.svg import FILLS, LINE, WIDTH, Series, element, group, number, text

LEFT, RIGHT, HEIGHT = 52, 12, 200
LEGEND_ROW = 26
CHARACTER = 10
STEPS = (1, 2, 2.5, 5, 10)
LIGHT = 2
"""The second series is light and takes the outline of the first; later ones have a pattern."""


@dataclass(frozen=True, slots=True)
class Plane:
    """Where values and categories lie in the drawing."""

    top: float
    ceiling: float
    floor: float
    count: int

    @property
    def bottom(self) -> float:
        """The line below the lowest value."""
        return self.top + HEIGHT

    @property
    def slot(self) -> float:
        """Width for one category."""
        return (WIDTH - LEFT - RIGHT) / max(self.count, 1)

    def y(self, value: float) -> float:
        """Height of a value."""
        return self.bottom - (value - self.floor) / (self.ceiling - self.floor) * HEIGHT

    def middle(self, index: int) -> float:
        """Middle of a category."""
        return LEFT + (index + 0.5) * self.slot


def plane(top: float, values: Sequence[float], count: int) -> Plane:
    """Choose a scale of about four round steps that holds all values and zero."""
    highest, lowest = max([*values, 0.0]), min([*values, 0.0])
    step = round_step((highest - lowest) / 4 or 1)
    return Plane(top, max(math.ceil(highest / step), 1) * step, math.floor(lowest / step) * step, count)


def round_step(raw: float) -> float:
    """Return the round number just above a raw step."""
    size = 10.0 ** math.floor(math.log10(raw))
    return next(factor * size for factor in STEPS if factor * size >= raw * 0.999)


def grid(area: Plane, categories: Sequence[str], unit: str) -> Markup:
    """Draw the lines of the value axis and the names of the categories."""
    step = round_step((area.ceiling - area.floor) / 4)
    marks = [area.floor + index * step for index in range(round((area.ceiling - area.floor) / step) + 1)]
    lines = (
        element(
            "path",
            d=f"M{LEFT} {area.y(mark):.1f}H{WIDTH - RIGHT}",
            class_="fig-grid" if mark else "fig-axis",
            stroke=LINE,
        )
        + text(LEFT - 8, area.y(mark) + 5, number(mark), anchor="end", class_="fig-soft")
        for mark in marks
    )
    names = (text(area.middle(index), area.bottom + 24, name) for index, name in enumerate(categories))
    caption = text(LEFT, area.top - 14, unit, anchor="start", class_="fig-soft") if unit else Markup("")
    return group(lines) + group(names) + caption


def hatch(identity: str) -> Markup:
    """Define the patterns that tell the third and fourth series apart without colour."""
    diagonal = element("path", d="M0 8L8 0", class_="fig-hatch", stroke="#fff", stroke_width=2)
    level = element("path", d="M0 4H8", class_="fig-hatch", stroke="#fff", stroke_width=2)
    patterns = (
        element(
            "pattern", drawing, id=f"{identity}-{index}", width=8, height=8, patternUnits="userSpaceOnUse"
        )
        for index, drawing in ((3, diagonal), (4, level))
    )
    return element("defs", group(patterns))


def swatch(identity: str, index: int, x: float, y: float, size: tuple[float, float]) -> Markup:
    """Draw a filled box of a series."""
    shape = {"x": x, "y": y, "width": size[0], "height": size[1]}
    box = element(
        "rect",
        **shape,
        class_=f"fig-{index}",
        fill=FILLS[index - 1],
        stroke=FILLS[0 if index == LIGHT else index - 1],
    )
    return box + (element("rect", **shape, fill=f"url(#{identity}-{index})") if index > LIGHT else Markup(""))


def legend(series: Sequence[Series], sample: Callable[[int, float, float], Markup]) -> tuple[Markup, float]:
    """Draw the names of the series above the chart; return the drawing and its height."""
    parts, x, row = [], 0.0, 0
    for index, one in enumerate(series, start=1):
        needed = 42 + len(one.label) * CHARACTER
        if x and x + needed > WIDTH:
            x, row = 0.0, row + 1
        middle = 12.0 + row * LEGEND_ROW
        parts.append(sample(index, x + 1, middle) + text(x + 36, middle + 5, one.label, anchor="start"))
        x += needed + 8
    return group(parts), (row + 1) * LEGEND_ROW + 4.0
