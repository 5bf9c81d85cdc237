"""A text as a picture that a telephone reads: drawn here, so that no secret goes to a service elsewhere."""

import segno
from markupsafe import Markup


def qr_code(text: str, title: str) -> Markup:
    """Return the picture as SVG without styles of its own: black on white, also on a dark page."""
    drawn = segno.make(text, error="m", micro=False).svg_inline(
        omitsize=True, border=4, dark="#000", light="#fff", svgclass="p-qr", lineclass=None, title=title
    )
    # Made by the library from what we give it; the title is escaped there.
    return Markup(drawn.replace("<svg ", '<svg role="img" ', 1))  # noqa: S704
