"""Lines over time."""

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from portal.web.figures.axes import CHARACTER, Plane, grid, legend, plane
from portal.web.figures.svg import FILLS, INK, WIDTH, Series, element, figure_id, frame, group, number, text

DASHES = (None, "9 6", "2 6", "12 5 2 5")
ENOUGH_ROOM_FOR_VALUES = 2
ROOM_BELOW = 30


def trend_line(
    title: str,
    description: str,
    categories: Sequence[str],
    series: Sequence[Series],
    *,
    unit: str = "",
    breaks: Mapping[int, str] | None = None,
) -> Markup:
    """Draw up to four lines; a missing value is a gap, never a guess.

    `breaks` are the categories before which something else is counted, with a word for it.
    """
    identity = figure_id(title, categories, series, breaks)
    names, top = legend(series, sample)
    known = [value for one in series for value in one.values if value is not None]
    area = plane(top + (48 if unit else 32), known, len(categories))
    lines = (
        line(area, place, one, labelled=len(series) <= ENOUGH_ROOM_FOR_VALUES)
        for place, one in enumerate(series)
    )
    between = group(broken(area, index, words) for index, words in (breaks or {}).items())
    drawing = names + grid(area, categories, unit) + between + group(lines)
    return frame(identity, title, description, (WIDTH, area.bottom + 36), drawing)


def broken(area: Plane, index: int, words: str) -> Markup:
    """Draw where a series breaks, with a word beside it."""
    x = area.middle(index) - area.slot / 2
    upright = element(
        "path",
        d=f"M{x:.1f} {area.top:.1f}V{area.bottom:.1f}",
        class_="fig-axis",
        stroke=INK,
        stroke_width=1.5,
        stroke_dasharray="4 4",
    )
    # Low, where few values are; and to the left where it would leave the drawing.
    fits = x + len(words) * CHARACTER < WIDTH
    side, anchor = (6, "start") if fits else (-6, "end")
    return upright + text(x + side, area.bottom - 8, words, anchor=anchor, class_="fig-soft")


def line(area: Plane, place: int, one: Series, *, labelled: bool) -> Markup:
    """Draw one series: its stretches, a mark at every value, and the values where there is room."""
    look = f"fig-{place + 1}"
    stretches = group(
        element(
            "path",
            d=path(points),
            class_=f"{look} fig-line",
            stroke=FILLS[place],
            stroke_width=3,
            fill="none",
            stroke_dasharray=DASHES[place],
        )
        for points in known_stretches(area, one)
    )
    marks = [
        mark(place, area.middle(index), area.y(value), look)
        + (
            text(area.middle(index), label_height(area, place, value), number(value))
            if labelled
            else Markup("")
        )
        for index, value in enumerate(one.values)
        if value is not None
    ]
    return stretches + group(marks)


def label_height(area: Plane, place: int, value: float) -> float:
    """Put values of the second line below it, unless the axis is in the way."""
    below = place > 0 and area.y(value) + ROOM_BELOW < area.bottom
    return area.y(value) + (24 if below else -12)


def known_stretches(area: Plane, one: Series) -> Iterator[list[tuple[float, float]]]:
    """Yield the runs of points without a gap."""
    run: list[tuple[float, float]] = []
    for index, value in enumerate(one.values):
        if value is not None:
            run.append((area.middle(index), area.y(value)))
            continue
        if run:
            yield run
        run = []
    if run:
        yield run


def path(points: Sequence[tuple[float, float]]) -> str:
    """Write points as a path."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def sample(index: int, x: float, y: float) -> Markup:
    """Draw a piece of a line with its mark, for the legend."""
    look, place = f"fig-{index}", index - 1
    piece = element(
        "path",
        d=f"M{x:.1f} {y:.1f}h28",
        class_=f"{look} fig-line",
        stroke=FILLS[place],
        stroke_width=3,
        fill="none",
        stroke_dasharray=DASHES[place],
    )
    return piece + mark(place, x + 14, y, look)


def mark(place: int, x: float, y: float, look: str) -> Markup:
    """Draw the mark of a series: dot, square, triangle or diamond."""
    shapes = (None, "m-5-5h10v10h-10z", "m0-7l6.5 11h-13z", "m0-7l6 7l-6 7l-6-7z")
    shape = shapes[place]
    if shape is None:
        return element("circle", cx=x, cy=y, r=5, class_=look, fill=FILLS[place])
    return element("path", d=f"M{x:.1f} {y:.1f}{shape}", class_=look, fill=FILLS[place])
