"""Making an accessible PDF (PDF/UA) of a page for paper; nothing is fetched from elsewhere."""

import os
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

_BUILT = Path(__file__).resolve().parents[2] / "static" / "build"
_ROOT = "https://mainportaal.invalid/"
"""What addresses in the page are relative to; it does not exist, only the fonts answer under it."""
_FONT = "font/woff2"
_ONE_MOMENT = "315532800"
"""1 January 1980, in seconds since 1970."""


class PrintingUnavailableError(Exception):
    """Raised where the machine misses a library that printing needs."""


@dataclass(frozen=True)
class Printed:
    """A PDF and how many pages it has."""

    content: bytes
    pages: int


@dataclass(frozen=True)
class Enclosure:
    """A file inside the PDF, of a moment that is given: the same page always gives the same bytes."""

    name: str
    description: str
    content: bytes
    made_at: datetime


def print_page(html: str, enclosure: Enclosure | None = None) -> Printed:
    """Return the page as PDF/UA-1, tagged, with bookmarks and numbered pages."""
    weasyprint = _weasyprint()
    document = weasyprint.HTML(string=html, base_url=_ROOT, url_fetcher=_only_fonts(weasyprint)).render()
    content = document.write_pdf(
        pdf_variant="pdf/ua-1",
        finisher=_number_pages,
        attachments=[_attached(weasyprint, enclosure)] if enclosure else None,
    )
    return Printed(content, len(document.pages))


def _attached(weasyprint: Any, enclosure: Enclosure) -> Any:
    return weasyprint.Attachment(
        file_obj=BytesIO(enclosure.content),
        name=enclosure.name,
        description=enclosure.description,
        created=enclosure.made_at,
        modified=enclosure.made_at,
        relationship="Source",
    )


def _weasyprint() -> Any:
    # Only here: importing it takes long, and fails where Pango is not on the machine.
    try:
        import weasyprint  # noqa: PLC0415
    except (ImportError, OSError) as error:
        raise PrintingUnavailableError from error
    # The fonts inside would tell when they were packed: with this they tell the same moment always.
    os.environ.setdefault("SOURCE_DATE_EPOCH", _ONE_MOMENT)
    return weasyprint


def _only_fonts(weasyprint: Any) -> Any:
    """Return what WeasyPrint asks for everything that a page refers to: our own fonts, and nothing else."""

    class OnlyFonts(weasyprint.urls.URLFetcher):  # type: ignore[misc]  # known once it is imported
        def fetch(self, url: str, headers: Any = None) -> Any:
            """Return a font; raises ValueError for anything else."""
            place = _BUILT / Path(urlparse(url).path).name
            if not url.startswith(_ROOT) or place.suffix != ".woff2":
                raise ValueError(url)
            return weasyprint.urls.URLFetcherResponse(url, place.read_bytes(), {"Content-Type": _FONT})

    return OnlyFonts()


def _number_pages(_document: Any, pdf: Any) -> None:
    """Give the pages the numbers that stand on them, so that a reader shows and finds these."""
    import pydyf  # noqa: PLC0415 - comes with WeasyPrint

    decimal = pydyf.Dictionary({"S": "/D"})
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array([0, decimal])})
