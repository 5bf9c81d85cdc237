"""Where each passage comes from, inside the Word file: bookmarks, and a part of XML that Word keeps."""

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

from portal.domain.issued import Document
from portal.domain.issued_json import fingerprint

NAMESPACE = "urn:mainportaal:kamerstuk:1"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"


def add_trace(docx: Any, document: Document, found: Mapping[str, Any]) -> None:
    """Put a bookmark around each passage with sources, and say in the file which rows these are."""
    traced = document.traced()
    names: dict[str, str] = {}
    for place, key in enumerate((each for each in traced if each in found), start=1):
        # Word keeps bookmarks that begin with a line below out of its list.
        names[key] = f"_mp_{place:04}"
        _bookmark(found[key], names[key], place)
    _add_part(docx, _sources(document, names))


def _bookmark(paragraph: Any, name: str, number: int) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.oxml.parser import OxmlElement  # noqa: PLC0415

    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for each in (start, end):
        # Numbers of a template's own bookmarks are low.
        each.set(qn("w:id"), str(100_000 + number))
    start.set(qn("w:name"), name)
    paragraph.insert(1 if paragraph.pPr is not None else 0, start)
    paragraph.append(end)


def _sources(document: Document, names: Mapping[str, str]) -> bytes:
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(f"{{{NAMESPACE}}}kamerstuk", {"inhoud": fingerprint(document)})
    if document.imprint is not None:
        root.set("nummer", document.imprint.name)
    traced = document.traced()
    for key, name in names.items():
        passage = ET.SubElement(root, f"{{{NAMESPACE}}}passage", {"sleutel": key, "bladwijzer": name})
        for ref in traced[key]:
            ET.SubElement(passage, f"{{{NAMESPACE}}}bron").text = str(ref)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _add_part(docx: Any, content: bytes) -> None:
    from docx.opc.packuri import PackURI  # noqa: PLC0415
    from docx.opc.part import Part  # noqa: PLC0415

    package = docx.part.package
    taken = {str(part.partname) for part in package.iter_parts()}
    number = next(each for each in range(1, len(taken) + 2) if f"/customXml/item{each}.xml" not in taken)
    part = Part(PackURI(f"/customXml/item{number}.xml"), "application/xml", content, package)
    docx.part.relate_to(part, _RELATION)
