"""A map with a mark at every place, and arrows between places; it reads without colour."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from markupsafe import Markup

from portal.web.figures.chains import broken
from portal.web.figures.svg import INK, element, figure_id, frame, group, text

FILL, PAPER, LAND, SHORE = "#0f5f86", "#ffffff", "#e9ecef", "#8a97a3"
BOX = {"left": 10.0, "top": 26.0, "width": 192.0, "row": 38.0}
ROOM, BEND, HEAD = 17.0, 0.18, 11.0
HEAVIEST = 4


class Look(Enum):
    """The shape of a mark."""

    COUNT = "count"
    UP = "up"
    DOWN = "down"
    LEVEL = "level"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a place lies in the drawing, and on which side of it its name stands."""

    x: float
    y: float
    side: str


@dataclass(frozen=True)
class Ground:
    """The land, and where places lie on it."""

    size: tuple[float, float]
    land: tuple[str, ...]
    places: Mapping[str, Spot]


@dataclass(frozen=True, slots=True)
class Mark:
    """What the map shows of one place: its name, a value in words, and a shape."""

    code: str
    label: str
    value: str
    look: Look


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line from one place towards another, with a number on it."""

    start: str
    end: str
    label: str
    weight: int = 1
    dashed: bool = False


def place_map(
    title: str,
    description: str,
    ground: Ground,
    marks: Sequence[Mark],
    arrows: Sequence[Arrow],
    *,
    box_title: str,
) -> Markup:
    """Draw the map; places that are no single point stand in a box in the sea."""
    spots, boxed = _spots(ground, marks)
    land = group(
        element("path", d=outline, class_="fig-land", fill=LAND, stroke=SHORE, stroke_width=1)
        for outline in ground.land
        if outline
    )
    # An arrow to the box ends at its edge, so that it crosses no names.
    edge = BOX["left"] + BOX["width"] - ROOM / 2
    ends = {**spots, **{each.code: replace(spots[each.code], x=edge) for each in boxed}}
    lines = [_arrow(each, ends) for each in arrows if each.start in ends and each.end in ends]
    parts = [land, _box(box_title, boxed), *lines]
    parts += [_mark(each, spots[each.code], in_box=each in boxed) for each in marks]
    identity = figure_id(title, marks, arrows)
    return frame(identity, title, description, ground.size, group(parts), class_="fig--map")


def _spots(ground: Ground, marks: Sequence[Mark]) -> tuple[dict[str, Spot], list[Mark]]:
    boxed = [each for each in marks if each.code not in ground.places]
    spots = {each.code: ground.places[each.code] for each in marks if each.code in ground.places}
    for row, each in enumerate(boxed):
        middle = BOX["top"] + (row + 0.5) * BOX["row"]
        spots[each.code] = Spot(BOX["left"] + 22, middle, "right")
    return spots, boxed


def _box(title: str, boxed: Sequence[Mark]) -> Markup:
    if not boxed:
        return Markup("")
    height = len(boxed) * BOX["row"] + 8
    outline = element(
        "rect",
        x=BOX["left"],
        y=BOX["top"] - 4,
        width=BOX["width"],
        height=height,
        rx=4,
        class_="fig-box",
        fill=PAPER,
        stroke=SHORE,
    )
    return outline + text(BOX["left"], BOX["top"] - 12, title, anchor="start", class_="fig-soft")


def _mark(mark: Mark, spot: Spot, *, in_box: bool) -> Markup:
    left = spot.side == "left"
    x, anchor = (spot.x - ROOM, "end") if left else (spot.x + ROOM, "start")
    names = [mark.label] if in_box else broken(mark.label)
    lines = [*names, *([mark.value] if mark.value and mark.look is not Look.COUNT else [])]
    first = spot.y + 5 - (len(lines) - 1) * 8.5
    look = None if in_box else "fig-halo"
    words = group(
        text(x, first + row * 17, line, anchor=anchor, class_=look) for row, line in enumerate(lines)
    )
    return group(_shape(mark, spot)) + words


def _shape(mark: Mark, spot: Spot) -> Iterator[Markup]:
    x, y = spot.x, spot.y
    filled = {"class_": "fig-1", "fill": FILL, "stroke": FILL}
    outlined = {"class_": "fig-open", "fill": PAPER, "stroke": INK, "stroke_width": 2}
    if mark.look is Look.COUNT:
        yield element("circle", cx=x, cy=y, r=12, **filled)
        yield text(x, y + 5, mark.value, class_="fig-on-1 fig-inside")
    elif mark.look is Look.UP:
        yield element("path", d=f"M{x:.1f} {y - 11:.1f}l11 19h-22z", **filled)
    elif mark.look is Look.DOWN:
        yield element("path", d=f"M{x:.1f} {y + 11:.1f}l11 -19h-22z", **outlined)
    elif mark.look is Look.LEVEL:
        yield element("path", d=f"M{x - 10:.1f} {y - 4:.1f}h20v8h-20z", **outlined)
    else:
        yield element("circle", cx=x, cy=y, r=7, stroke_dasharray="3 3", **outlined)


def _arrow(arrow: Arrow, spots: Mapping[str, Spot]) -> Markup:
    """Draw a bent line: of two arrows in opposite directions each keeps to its own side."""
    start, end = spots[arrow.start], spots[arrow.end]
    along = math.hypot(end.x - start.x, end.y - start.y) or 1.0
    bend_x = (start.x + end.x) / 2 - (end.y - start.y) * BEND
    bend_y = (start.y + end.y) / 2 + (end.x - start.x) * BEND
    x0, y0 = _towards(start.x, start.y, bend_x, bend_y, min(ROOM - 3, along / 3))
    x1, y1 = _towards(end.x, end.y, bend_x, bend_y, min(ROOM - 3, along / 3))
    angle = math.atan2(y1 - bend_y, x1 - bend_x)
    neck_x, neck_y = x1 - HEAD * 0.8 * math.cos(angle), y1 - HEAD * 0.8 * math.sin(angle)
    curve = element(
        "path",
        d=f"M{x0:.1f} {y0:.1f}Q{bend_x:.1f} {bend_y:.1f} {neck_x:.1f} {neck_y:.1f}",
        class_="fig-arrow",
        fill="none",
        stroke=INK,
        stroke_width=1.0 + min(arrow.weight, HEAVIEST),
        stroke_dasharray="7 5" if arrow.dashed else None,
    )
    corners = [
        (x1 - HEAD * math.cos(angle + side), y1 - HEAD * math.sin(angle + side)) for side in (0.5, -0.5)
    ]
    head = "L".join(f"{x:.1f} {y:.1f}" for x, y in [(x1, y1), *corners])
    tip = element("path", d=f"M{head}z", class_="fig-arrow-head", fill=INK)
    middle_x, middle_y = (x0 + 2 * bend_x + x1) / 4, (y0 + 2 * bend_y + y1) / 4
    disc = element("circle", cx=middle_x, cy=middle_y, r=10, class_="fig-open", fill=PAPER, stroke=INK)
    return curve + tip + disc + text(middle_x, middle_y + 5, arrow.label, class_="fig-inside")


def _towards(x: float, y: float, to_x: float, to_y: float, length: float) -> tuple[float, float]:
    distance = math.hypot(to_x - x, to_y - y) or 1.0
    return x + (to_x - x) / distance * length, y + (to_y - y) / distance * length
