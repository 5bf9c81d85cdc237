"""Bars lying down: for categories with names too long to stand side by side."""

from collections.abc import Iterator, Sequence
from functools import partial

from markupsafe import Markup

from portal.web.figures.axes import hatch, legend, swatch
from portal.web.figures.bars import sample
from portal.web.figures.svg import WIDTH, Series, figure_id, frame, group, number, text

BAR, NAME, BETWEEN = 22, 24, 18
ROOM_FOR_VALUE = 80


def row_chart(
    title: str, description: str, categories: Sequence[str], series: Sequence[Series], *, unit: str = ""
) -> Markup:
    """Draw up to four series of bars below the name of each category; a missing value shows as a dash."""
    identity = figure_id(title, categories, series, "rows")
    names, top = legend(series, partial(sample, identity))
    caption = text(0, top + 14, unit, anchor="start", class_="fig-soft") if unit else Markup("")
    start = top + (32 if unit else 8)
    step = NAME + len(series) * BAR + BETWEEN
    known = [value for one in series for value in one.values if value is not None]
    scale = (WIDTH - ROOM_FOR_VALUE) / (max([*known, 0]) or 1)
    rows = (
        text(0, start + index * step + 16, name, anchor="start", bold=True)
        + group(bars(identity, series, index, start + index * step + NAME, scale))
        for index, name in enumerate(categories)
    )
    drawing = hatch(identity) + names + caption + group(rows)
    return frame(identity, title, description, (WIDTH, start + len(categories) * step), drawing)


def bars(identity: str, series: Sequence[Series], index: int, top: float, scale: float) -> Iterator[Markup]:
    """Yield the bars of one category, each with its value behind it."""
    for place, one in enumerate(series):
        value, y = one.values[index], top + place * BAR
        # Less than nothing has no length; its value says it.
        length = max(value or 0, 0) * scale
        if length > 0:
            yield swatch(identity, place + 1, 1, y, (length, BAR - 4))
        yield text(length + 8, y + 14, number(value), anchor="start")
