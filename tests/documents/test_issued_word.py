"""An issued document in Word: real styles, traced passages, the same bytes, and templates of an office."""

import json
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from docx import Document as WordDocument
from docx.shared import RGBColor
from flask import Flask

from portal.documents.issued_template import own_template
from portal.documents.issued_trace import NAMESPACE
from portal.documents.issued_word import CLOSES, OPENS, fill_template
from portal.documents.template_trial import TemplateRefusedError, check_template
from portal.domain import clock
from portal.domain.issued_json import canonical, fingerprint, from_json
from portal.domain.uploads import FileKind, check_upload
from tests.conftest import NOW
from tests.issuing import changed, sample


@pytest.fixture(autouse=True)
def request_context(world_app: Flask) -> Iterator[None]:
    with world_app.test_request_context():
        yield


def opened(content: bytes) -> Any:
    return WordDocument(BytesIO(content))


def trace_of(content: bytes) -> ET.Element:
    """Return the part of the file that says where its passages come from."""
    with zipfile.ZipFile(BytesIO(content)) as file:
        parts = [file.read(name) for name in file.namelist() if name.startswith("customXml/item")]
    return next(root for root in map(ET.fromstring, parts) if root.tag == f"{{{NAMESPACE}}}kamerstuk")


def test_styles_heads_language_and_title_are_real_ones() -> None:
    document = opened(fill_template(own_template(), sample()).content)
    styles = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs}
    assert styles["Voortgang in de havens"] == "Title"
    assert styles["Haven Rotterdam"] == "Heading 1"
    assert styles["Voortgang"] == "Heading 2"
    assert styles["Maatregelen"] == "Caption"
    table = document.tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["Maatregel", "Bedrag", "Bron"]
    assert [cell.text for cell in table.rows[1].cells] == ["Barrières", "€ 1.000", "[2–3]"]
    assert all("w:tblHeader" in each.rows[0]._tr.xml for each in document.tables)
    assert table.columns[0].width > table.columns[1].width
    assert 'w:jc w:val="right"' in table.rows[1].cells[1]._tc.xml
    assert 'w:lang w:val="nl-NL"' in document.styles.element.xml
    about = document.core_properties
    assert (about.title, about.language, about.author) == ("Voortgang in de havens", "nl-NL", "Mainportaal")
    assert (about.identifier, about.comments) == ("hoofdstuk-2026-3", "")
    assert "DEMONSTRATIE" in document.sections[0].header.paragraphs[0].text
    drawn = document.element.body.xpath(".//wp:docPr")[0]
    assert drawn.get("descr") == "Twee fasen"


def test_every_passage_can_be_followed_from_inside_the_file() -> None:
    document = sample()
    content = fill_template(own_template(), document).content
    trace = trace_of(content)
    assert trace.get("nummer") == "hoofdstuk-2026-3"
    assert trace.get("inhoud") == fingerprint(document)
    body = opened(content).element.body
    found = {}
    for passage in trace:
        name = passage.get("bladwijzer")
        assert len(body.xpath(f'.//w:bookmarkStart[@w:name="{name}"]')) == 1
        found[passage.get("sleutel")] = tuple(source.text for source in passage)
    assert found == {key: tuple(map(str, refs)) for key, refs in document.traced().items()}
    summary = body.xpath('.//w:p[w:bookmarkStart[@w:name="_mp_0001"]]')[0]
    assert "".join(summary.xpath(".//w:t/text()")).startswith("De derde terminal is klaar.")


def test_the_same_content_gives_the_same_bytes() -> None:
    document = sample()
    first = fill_template(own_template(), document).content
    with clock.at(NOW.replace(year=2031)):
        again = fill_template(own_template(), from_json(json.loads(canonical(document)))).content
    assert again == first
    assert fill_template(own_template(), sample("Anders.")).content != first
    with zipfile.ZipFile(BytesIO(first)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    "words",
    ["Meer dan 5 & <minder>", "{{ titel }} en {% for x in y %}", "regel één\nregel twee", "naam {_{ vreemd"],
)
def test_what_somebody_typed_stays_text(words: str) -> None:
    filled = fill_template(own_template(), sample(words))
    texts = [paragraph.text for paragraph in opened(filled.content).paragraphs]
    assert any(words.replace("{_{", "{{") in text for text in texts)
    assert not any(OPENS in text or CLOSES in text for text in texts)


def test_a_restyled_template_is_used_as_it_is() -> None:
    def restyle(document: Any) -> None:
        document.styles["Heading 1"].font.color.rgb = RGBColor(0xAA, 0, 0)
        document.sections[0].footer.paragraphs[0].text = "Ministerie, {{ nummer }}"
        document.add_paragraph("Met vriendelijke groet")

    template = changed(restyle)
    check_template(template)
    check_upload(BytesIO(template), "huisstijl.docx", {FileKind.DOCX})
    document = opened(fill_template(template, sample()).content)
    assert document.styles["Heading 1"].font.color.rgb == RGBColor(0xAA, 0, 0)
    assert document.paragraphs[-1].text == "Met vriendelijke groet"
    assert document.sections[0].footer.paragraphs[0].text == "Ministerie, hoofdstuk-2026-3"


def test_what_the_portal_hands_out_can_be_put_back() -> None:
    check_upload(BytesIO(own_template()), "sjabloon.docx", {FileKind.DOCX})
    check_template(own_template())
    issued = fill_template(own_template(), sample()).content
    check_upload(BytesIO(issued), "kamerstuk.docx", {FileKind.DOCX})


def without_header(document: Any) -> None:
    document.sections[0].header.paragraphs[0].text = ""


def other_first_page(document: Any) -> None:
    document.sections[0].different_first_page_header_footer = True


def plain_headings(document: Any) -> None:
    for paragraph in document.paragraphs:
        if paragraph.style.name.startswith("Heading"):
            paragraph.style = document.styles["Normal"]


def loose_head(document: Any) -> None:
    properties = document.tables[0].rows[0]._tr.trPr
    for each in list(properties):
        properties.remove(each)


def without_rows(document: Any) -> None:
    document.tables[0].rows[2].cells[1].text = ""


def without_picture(document: Any) -> None:
    next(each for each in document.paragraphs if "blok.beeld" in each.text).text = ""


def adding(words: str) -> Callable[[Any], object]:
    return lambda document: document.add_paragraph(words)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (adding("{{ minister }}"), "een tag die niet bestaat: ‘minister’"),
        (adding("{{ titel.format }}"), "een tag die niet bestaat: ‘titel.format’"),
        (adding("{{ titel.__class__ }}"), "een tag die niet bestaat"),
        (adding("{{ titel() }}"), "op een manier die niet mag"),
        (adding("{{ 'a' * 1000000000 }}"), "op een manier die niet mag"),
        (adding("{{ titel | upper }}"), "op een manier die niet mag"),
        (adding("{% for a in blokken %}{% for b in blokken %}x{% endfor %}{% endfor %}"), "niet mag"),
        (adding("{% set x = 1 %}"), "op een manier die niet mag"),
        (adding("{% include 'layouts/base.html' %}"), "op een manier die niet mag"),
        (adding("{% if titel %}"), "niet goed geschreven"),
        (adding("{{ titel "), "niet goed geschreven"),
        (without_header, "Zet de tag ‘merk’ in de koptekst"),
        (other_first_page, "Zet de tag ‘merk’ in de koptekst"),
        (plain_headings, "niet in een kopstijl"),
        (loose_head, "geen kopregel"),
        (without_rows, "laat iets weg: de rijen van een tabel"),
        (without_picture, "laat iets weg: de figuur zelf"),
    ],
)
def test_a_template_that_leaves_something_out_is_refused(
    change: Callable[[Any], object], message: str
) -> None:
    with pytest.raises(TemplateRefusedError) as refused:
        check_template(changed(change))
    assert any(message in each for each in refused.value.messages), refused.value.messages


def test_what_is_no_document_is_refused() -> None:
    with pytest.raises(TemplateRefusedError):
        check_template(b"PK\x03\x04 onzin")
