"""What depends on what: boxes in layers, with arrows from what comes first to what waits for it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from portal.web.figures.layering import layers
from portal.web.figures.svg import FILLS, INK, element, figure_id, frame, group, text

BOX = {"width": 236.0, "height": 92.0}
BETWEEN_LAYERS, BETWEEN_BOXES, EDGE = 92.0, 24.0, 6.0
LONGEST_LINE = 30
DASHES = "7 5"
Spot = tuple[float, float]
"""Left and top of a box."""


@dataclass(frozen=True, slots=True)
class Node:
    """One box: its name on at most two lines, and a note below."""

    key: str
    label: str
    note: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Arrow:
    """That `then` waits for `first`; a marked arrow is dashed and has a sign on it."""

    first: str
    then: str
    marked: bool = False


def layered_graph(title: str, description: str, nodes: Sequence[Node], arrows: Sequence[Arrow]) -> Markup:
    """Draw the boxes from left to right; the same boxes and arrows always give the same drawing."""
    rows = layers([node.key for node in nodes], [(arrow.first, arrow.then) for arrow in arrows])
    spots = _spots(rows)
    width = EDGE * 2 + len(rows) * BOX["width"] + (len(rows) - 1) * BETWEEN_LAYERS
    height = EDGE * 2 + max(map(len, rows), default=0) * (BOX["height"] + BETWEEN_BOXES) - BETWEEN_BOXES
    lines = group(_arrow(spots, arrow) for arrow in arrows)
    boxes = group(_box(spots[node.key], node) for node in nodes)
    identity, look = figure_id(title, nodes, arrows), f"fig--graph fig--layers-{len(rows)}"
    return frame(identity, title, description, (width, height), lines + boxes, class_=look)


def _spots(rows: Sequence[Sequence[str]]) -> Mapping[str, Spot]:
    """Return where each box stands; a short layer stands in the middle."""
    step, tallest = BOX["height"] + BETWEEN_BOXES, max(map(len, rows), default=0)
    return {
        key: (
            EDGE + column * (BOX["width"] + BETWEEN_LAYERS),
            EDGE + (row + (tallest - len(keys)) / 2) * step,
        )
        for column, keys in enumerate(rows)
        for row, key in enumerate(keys)
    }


def _box(spot: Spot, node: Node) -> Markup:
    left, top = spot
    outline = element(
        "rect",
        x=left,
        y=top,
        width=BOX["width"],
        height=BOX["height"],
        rx=6,
        class_="fig-stage",
        fill="#e4eff6",
        stroke=FILLS[0],
    )
    middle = left + BOX["width"] / 2
    names = _broken(node.label)
    lines = [
        *((name, True) for name in names),
        *((words, False) for words in (node.owner, node.note) if words),
    ]
    first = top + (BOX["height"] - 18 * (len(lines) - 1)) / 2 + 5
    return outline + group(
        text(middle, first + 18 * place, words, bold=bold) for place, (words, bold) in enumerate(lines)
    )


def _broken(label: str) -> list[str]:
    """Break a name over two lines at most; what does not fit ends in an ellipsis."""
    lines = [""]
    for word in label.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= LONGEST_LINE or not lines[-1]:
            lines[-1] = longer
        elif len(lines) == 1:
            lines.append(word)
        else:
            lines[-1] = lines[-1][: LONGEST_LINE - 1] + "…"
            break
    return [line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1] + "…" for line in lines]


def _arrow(spots: Mapping[str, Spot], arrow: Arrow) -> Markup:
    """Draw an arrow between the sides that face each other; one that runs back stands a little lower."""
    (from_left, from_top), (to_left, to_top) = spots[arrow.first], spots[arrow.then]
    onward = from_left < to_left
    shift = BOX["height"] / 2 + (-10 if onward else 14)
    start = (from_left + (BOX["width"] if onward else 0), from_top + shift)
    end = (to_left + (0 if onward else BOX["width"]), to_top + shift)
    return group(_strokes(start, end, 1 if onward else -1, marked=arrow.marked))


def _strokes(start: Spot, end: Spot, way: int, *, marked: bool) -> Iterator[Markup]:
    (x, y), (to_x, to_y) = start, end
    bend, tip = way * BETWEEN_LAYERS / 2, to_x - way * 10
    look = 3 if marked else 1
    yield element(
        "path",
        d=f"M{x:.1f} {y:.1f}C{x + bend:.1f} {y:.1f} {to_x - bend:.1f} {to_y:.1f} {tip:.1f} {to_y:.1f}",
        class_=f"fig-line fig-{look}",
        stroke=FILLS[look - 1],
        stroke_width=3,
        stroke_dasharray=DASHES if marked else None,
        fill="none",
    )
    yield element(
        "path",
        d=f"M{to_x:.1f} {to_y:.1f}l{-way * 12} -6v12z",
        class_=f"fig-{look}",
        fill=FILLS[look - 1],
    )
    if marked:
        yield element(
            "circle",
            cx=(x + to_x) / 2,
            cy=(y + to_y) / 2,
            r=11,
            class_="fig-sign",
            fill="#fff",
            stroke=INK,
            stroke_width=2,
        )
        yield text((x + to_x) / 2, (y + to_y) / 2 + 5, "!", bold=True)
