"""An issued document as PDF: accessible, the same bytes, with its content and sources inside."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader

from portal.documents.issued_paper import issued_paper, paper_page
from portal.domain import clock
from portal.domain.issued_json import canonical, from_json
from tests.conftest import NOW
from tests.issuing import IMPRINT, sample
from tests.papers import kinds, outline

pytestmark = pytest.mark.usefixtures("pango")


@pytest.fixture(autouse=True)
def request_context(world_app: Flask) -> Iterator[None]:
    with world_app.test_request_context():
        yield


def test_it_is_tagged_and_has_language_title_and_bookmarks() -> None:
    printed = issued_paper(sample())
    reader = PdfReader(BytesIO(printed.content))
    catalog: Any = reader.root_object
    assert len(reader.pages) == printed.pages
    assert reader.metadata is not None
    assert reader.metadata.title == "Voortgang in de havens"
    assert str(catalog["/Lang"]) == "nl"
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid:part" in catalog["/Metadata"].get_object().get_data().decode()
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/Figure", "/P"} <= kinds(catalog["/StructTreeRoot"], set())
    assert outline(reader) == [
        "Voortgang in de havens",
        "Haven Rotterdam",
        "Voortgang",
        "Wat is weggelaten",
        "Bronnen",
    ]
    for page in reader.pages:
        text = page.extract_text()
        assert "DEMONSTRATIE: alles is verzonnen" in text
        assert "hoofdstuk-2026-3" in text


def test_its_content_is_inside_as_data() -> None:
    reader = PdfReader(BytesIO(issued_paper(sample()).content))
    assert reader.attachments == {"hoofdstuk-2026-3.json": [canonical(sample())]}
    catalog: Any = reader.root_object
    described = catalog["/Names"]["/EmbeddedFiles"]["/Names"][1].get_object()
    assert described["/Desc"].startswith("De inhoud van dit stuk als gegevens")
    assert described["/UF"] == described["/F"] == "hoofdstuk-2026-3.json"


def test_the_same_content_gives_the_same_bytes() -> None:
    first = issued_paper(sample()).content
    # Fonts inside used to tell the second at which they were packed.
    time.sleep(1.1)
    with clock.at(NOW + timedelta(days=900)):
        assert issued_paper(from_json(json.loads(canonical(sample())))).content == first
    other = replace(sample(), imprint=replace(IMPRINT, name="hoofdstuk-2026-4"))
    assert issued_paper(other).content != first


def test_a_passage_names_its_rows_and_links_to_the_list() -> None:
    page = paper_page(sample())
    assert 'data-source="report:2026-1/rotterdam"' in page
    assert 'data-source="progress:2026-1/rtm-01 money:2026-1/rotterdam/2025/mainportsbudget"' in page
    assert 'href="#bron-2">2–3</a>' in page
    assert 'id="bron-2"' in page


def test_without_an_imprint_it_says_that_it_was_not_issued() -> None:
    text = PdfReader(BytesIO(issued_paper(sample(imprint=None)).content)).pages[0].extract_text()
    assert "Voorbeeld: niet uitgegeven" in text
