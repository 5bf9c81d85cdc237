"""The chain as a picture for Word, which shows no SVG everywhere: the same shapes as on the page."""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from portal.domain.issued import ChainPart, Figure
from portal.web.figures.chains import WIDE, broken

_FONT = Path(__file__).resolve().parents[2] / "static" / "build" / "source-sans-3-latin-wght-normal.woff2"
_SCALE = 3
_IN_A_ROW = 3
"""More beside each other would be too small to read on a page of Word."""
_HEIGHT = WIDE["height"] + 8
_FILL, _LINE, _INK = "#e4eff6", "#0f5f86", "#14212b"
_PLAIN, _BOLD = 400, 600
_TEXT = 14


def chain_picture(figure: Figure) -> bytes:
    """Return the stages from left to right, in rows, as PNG: the same bytes for the same figure."""
    rows = -(-len(figure.parts) // _IN_A_ROW)
    size = (int(_IN_A_ROW * WIDE["width"] * _SCALE), int(rows * _HEIGHT * _SCALE))
    picture = Image.new("RGB", size, "white")
    drawing = ImageDraw.Draw(picture)
    for place, part in enumerate(figure.parts):
        _draw(drawing, place, part)
    target = BytesIO()
    picture.save(target, "PNG", optimize=True)
    return target.getvalue()


def _draw(drawing: ImageDraw.ImageDraw, place: int, part: ChainPart) -> None:
    width, height, point = WIDE["width"] - 6, WIDE["height"] - 2, WIDE["point"]
    left, top = place % _IN_A_ROW * WIDE["width"] + 1, place // _IN_A_ROW * _HEIGHT + 1
    notch = point if place else 0.0
    corners = [
        (left, top),
        (left + width - point, top),
        (left + width, top + height / 2),
        (left + width - point, top + height),
        (left, top + height),
        (left + notch, top + height / 2),
    ]
    drawing.polygon([(x * _SCALE, y * _SCALE) for x, y in corners], fill=_FILL, outline=_LINE, width=_SCALE)
    middle = left + (width + notch - point / 2) / 2
    lines = broken(part.label)
    first = top + 49 - 9 * len(lines)
    for number, words in enumerate(lines):
        _write(drawing, middle, first + 18 * number, words, _BOLD)
    _write(drawing, middle, first + 18 * len(lines) + 6, f"{part.count} {part.note}".strip(), _PLAIN)


def _write(drawing: ImageDraw.ImageDraw, x: float, y: float, words: str, weight: int) -> None:
    drawing.text((x * _SCALE, y * _SCALE), words, fill=_INK, font=_font(weight), anchor="ms")


@cache
def _font(weight: int) -> Any:
    """Return the font of the portal, unpacked: Pillow reads no WOFF2."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - comes with WeasyPrint

    with TTFont(_FONT) as packed:
        packed.flavor = None
        plain = BytesIO()
        packed.save(plain)
    font = ImageFont.truetype(BytesIO(plain.getvalue()), _TEXT * _SCALE)
    font.set_variation_by_axes([weight])
    return font
