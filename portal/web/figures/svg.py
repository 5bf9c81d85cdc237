"""Elements of SVG, and the frame that every figure shares."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from babel.numbers import format_decimal
from markupsafe import Markup

WIDTH = 480
# Looks of the series, for where the style sheet does not reach (PDF); the style sheet overrides them.
FILLS = ("#0f5f86", "#93c3dc", "#ac501b", "#586774")
INK = "#14212b"
LINE = "#c3cbd2"


@dataclass(frozen=True, slots=True)
class Series:
    """A row of values, one for each category; None where nothing is known."""

    label: str
    values: Sequence[float | None]


def element(name: str, content: str = "", /, **attributes: object) -> Markup:
    """Return one element; underscores in attribute names become hyphens, None leaves the attribute out."""
    pairs = [(key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items()]
    written = Markup("").join(
        Markup(' {}="{}"').format(key, plain(value)) for key, value in pairs if value is not None
    )
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), written, content)  # noqa: S704 - names come from this package


def plain(value: object) -> str:
    """Write a number of the drawing short: 12.5 and not 12.500000001."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def text(
    x: float, y: float, content: str, *, anchor: str = "middle", class_: str | None = None, bold: bool = False
) -> Markup:
    """Return a line of text; sizes grow on a phone through the style sheet."""
    weight = "600" if bold else None
    return element(
        "text",
        content,
        x=x,
        y=y,
        text_anchor=anchor,
        font_size=14,
        font_weight=weight,
        fill=INK,
        class_=class_,
    )


def group(parts: Iterable[Markup]) -> Markup:
    """Put parts one after another."""
    return Markup("").join(parts)


def figure_id(*content: object) -> str:
    """Derive an id from what is drawn: the same figure has the same id on every server."""
    return "fig-" + hashlib.sha256(repr(content).encode()).hexdigest()[:10]


def frame(
    identity: str,
    title: str,
    description: str,
    size: tuple[float, float],
    content: Markup,
    *,
    class_: str = "",
    role: str = "img",
) -> Markup:
    """Wrap a drawing with what a screen reader needs."""
    width, height = size
    names = element("title", title, id=f"{identity}-title") + element(
        "desc", description, id=f"{identity}-desc"
    )
    return element(
        "svg",
        names + content,
        class_=f"fig {class_}".strip(),
        viewBox=f"0 0 {plain(float(width))} {plain(float(height))}",
        role=role,
        aria_labelledby=f"{identity}-title {identity}-desc",
        font_family="Portal Sans 3, sans-serif",
    )


def number(value: float | None) -> str:
    """Write a value as people read it in Dutch: 1.234,5."""
    return "–" if value is None else str(format_decimal(value, "#,##0.##", locale="nl"))
