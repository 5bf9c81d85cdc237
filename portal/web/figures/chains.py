"""The logistic chain: stages as arrows, with how much happens in each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from portal.web.figures.svg import element, figure_id, frame, group, text

WIDE = {"width": 176.0, "height": 88.0, "point": 18.0}
TALL = {"width": 300.0, "height": 84.0, "point": 16.0}
LONGEST_LINE = 17


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the chain: its name, a number and what the number counts."""

    label: str
    count: int
    note: str = ""
    url: str | None = None


def chain(title: str, description: str, stages: Sequence[Stage]) -> Markup:
    """Draw the chain from left to right and from top to bottom; the style sheet shows the one that fits."""
    identity = figure_id(title, stages)
    # Inside an image a screen reader finds no links; a group keeps them.
    role = "group" if any(stage.url for stage in stages) else "img"
    across = frame(
        f"{identity}-w",
        title,
        description,
        (len(stages) * WIDE["width"], WIDE["height"]),
        group(wide(stages)),
        class_="fig--chain fig--wide",
        role=role,
    )
    down = frame(
        f"{identity}-t",
        title,
        description,
        (TALL["width"], len(stages) * TALL["height"] + TALL["point"]),
        group(tall(stages)),
        class_="fig--chain fig--tall",
        role=role,
    )
    return across + down


def wide(stages: Sequence[Stage]) -> Iterator[Markup]:
    """Yield the stages from left to right."""
    width, height, point = WIDE["width"] - 6, WIDE["height"], WIDE["point"]
    for index, stage in enumerate(stages):
        left = index * WIDE["width"] + 1
        notch = point if index else 0
        length, half = width - point, height / 2 - 1
        outline = f"M{left} 1h{length}l{point} {half}l-{point} {half}h-{length}l{notch} -{half}z"
        top = 50.0 - 9 * len(broken(stage.label))
        yield drawn(stage, outline, left + (width + notch - point / 2) / 2, top)


def tall(stages: Sequence[Stage]) -> Iterator[Markup]:
    """Yield the stages from top to bottom."""
    width, height, point = TALL["width"] - 2, TALL["height"] - 4, TALL["point"]
    for index, stage in enumerate(stages):
        top = index * TALL["height"] + 1
        notch = point if index else 0
        half = width / 2
        outline = f"M1 {top}l{half} {notch}l{half} -{notch}v{height}l-{half} {point}l-{half} -{point}z"
        yield drawn(stage, outline, TALL["width"] / 2, top + notch / 2 + 24)


def drawn(stage: Stage, outline: str, middle: float, top: float) -> Markup:
    """Draw one stage; with an address it is a link."""
    look = "fig-stage" if stage.count else "fig-stage fig-stage--empty"
    lines = broken(stage.label)
    parts = element("path", d=outline, class_=look, fill="#e4eff6", stroke="#0f5f86")
    parts += group(text(middle, top + index * 18, words, bold=True) for index, words in enumerate(lines))
    below = f"{stage.count} {stage.note}".strip()
    parts += text(middle, top + len(lines) * 18 + 6, below)
    return element("a", parts, href=stage.url, class_="fig-link") if stage.url else parts


def broken(label: str) -> list[str]:
    """Break a long name over lines at a space."""
    lines = [""]
    for word in label.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) > LONGEST_LINE and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
