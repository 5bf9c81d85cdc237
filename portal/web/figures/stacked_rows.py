"""Bars lying down in parts: for parts of a whole, with names too long to stand side by side."""

from collections.abc import Iterator, Sequence
from functools import partial

from markupsafe import Markup

from portal.web.figures.axes import hatch, legend, swatch
from portal.web.figures.bars import sample
from portal.web.figures.svg import WIDTH, Series, figure_id, frame, group, number, text

BAR, NAME, BETWEEN = 28, 24, 16
ROOM_FOR_TOTAL = 40
NARROWEST_FOR_LABEL = 26


def stacked_rows(title: str, description: str, categories: Sequence[str], series: Sequence[Series]) -> Markup:
    """Draw one bar below the name of each category, in up to four parts, with the total behind it."""
    identity = figure_id(title, categories, series, "stacked rows")
    names, top = legend(series, partial(sample, identity))
    start, step = top + 8, NAME + BAR + BETWEEN
    totals = [sum(one.values[index] or 0 for one in series) for index in range(len(categories))]
    scale = (WIDTH - ROOM_FOR_TOTAL) / (max([*totals, 0]) or 1)
    rows = (
        text(0, start + index * step + 16, name, anchor="start", bold=True)
        + group(_parts(identity, series, index, start + index * step + NAME, scale))
        for index, name in enumerate(categories)
    )
    drawing = hatch(identity) + names + group(rows)
    return frame(identity, title, description, (WIDTH, start + len(categories) * step), drawing)


def _parts(identity: str, series: Sequence[Series], index: int, top: float, scale: float) -> Iterator[Markup]:
    """Yield the parts of one bar, each with its value where there is room, and the total."""
    begin = total = 0.0
    for place, one in enumerate(series, start=1):
        value = one.values[index] or 0
        length = value * scale
        if length > 0:
            yield swatch(identity, place, 1 + begin, top, (length, BAR - 4))
        if length >= NARROWEST_FOR_LABEL:
            yield text(1 + begin + length / 2, top + 17, number(value), class_=f"fig-on-{place}")
        begin, total = begin + length, total + value
    yield text(begin + 8, top + 17, number(total), anchor="start", bold=True)
