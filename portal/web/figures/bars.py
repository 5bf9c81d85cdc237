"""Bars per category, side by side or on top of each other."""

from collections.abc import Iterator, Sequence
from functools import partial

from markupsafe import Markup

from portal.web.figures.axes import Plane, grid, hatch, legend, plane, swatch
from portal.web.figures.svg import WIDTH, Series, figure_id, frame, group, number, text

FEWEST_POINTS_FOR_LABEL = 22


def bar_chart(
    title: str,
    description: str,
    categories: Sequence[str],
    series: Sequence[Series],
    *,
    unit: str = "",
    stacked: bool = False,
) -> Markup:
    """Draw up to four series of bars; a missing value shows as a dash, not as zero."""
    identity = figure_id(title, categories, series, stacked)
    names, top = legend(series, partial(sample, identity))
    area = plane(top + (48 if unit else 32), list(extremes(series, stacked=stacked)), len(categories))
    bars = stacks(identity, area, series) if stacked else groups(identity, area, series)
    drawing = hatch(identity) + names + grid(area, categories, unit) + group(bars)
    return frame(identity, title, description, (WIDTH, area.bottom + 36), drawing)


def sample(identity: str, index: int, x: float, y: float) -> Markup:
    """Draw a small box of a series, for the legend."""
    return swatch(identity, index, x, y - 9, (28.0, 18.0))


def extremes(series: Sequence[Series], *, stacked: bool) -> Iterator[float]:
    """Yield the values that the axis must hold."""
    for values in zip(*(one.values for one in series), strict=True):
        known = [value for value in values if value is not None]
        yield from (sum(known),) if stacked else known


def groups(identity: str, area: Plane, series: Sequence[Series]) -> Iterator[Markup]:
    """Yield the bars side by side, each with its value above it."""
    width = min(area.slot * 0.84 / len(series), 56)
    for place, one in enumerate(series):
        for index, value in enumerate(one.values):
            x = area.middle(index) + (place - len(series) / 2) * width
            centre = x + width / 2
            if value is None:
                yield text(centre, area.y(0) - 6, number(None), class_="fig-soft")
                continue
            edge = min(area.y(value), area.y(0))
            yield swatch(identity, place + 1, x + 1.5, edge, (width - 3, abs(area.y(value) - area.y(0))))
            yield text(centre, edge - 6, number(value))


def stacks(identity: str, area: Plane, series: Sequence[Series]) -> Iterator[Markup]:
    """Yield the bars on top of each other, with the total above."""
    width = min(area.slot * 0.7, 72)
    for index in range(area.count):
        height = 0.0
        for place, one in enumerate(series):
            value = one.values[index] or 0.0
            size = area.y(height) - area.y(height + value)
            if size > 0:
                yield swatch(
                    identity, place + 1, area.middle(index) - width / 2, area.y(height + value), (width, size)
                )
            if size >= FEWEST_POINTS_FOR_LABEL:
                yield text(
                    area.middle(index),
                    area.y(height + value / 2) + 5,
                    number(value),
                    class_=f"fig-on-{place + 1}",
                )
            height += value
        yield text(area.middle(index), area.y(height) - 6, number(height), bold=True)
