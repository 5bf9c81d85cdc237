"""The language of a Word file: for spelling, and for who has it read aloud."""

from typing import Any


def in_dutch(document: Any) -> None:
    """Say that everything is in Dutch: for spelling, and for who has it read aloud."""
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.oxml.parser import OxmlElement  # noqa: PLC0415

    for part in (document.styles.element, document.element.body):
        for language in list(part.iter(qn("w:lang"))):
            language.getparent().remove(language)
    language = OxmlElement("w:lang")
    for name in ("w:val", "w:eastAsia", "w:bidi"):
        language.set(qn(name), "nl-NL")
    _defaults(document.styles.element).append(language)
    document.core_properties.language = "nl-NL"


def _defaults(styles: Any) -> Any:
    """Return the properties that every run has unless its style says otherwise."""
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.oxml.parser import OxmlElement  # noqa: PLC0415

    element = styles
    for name in ("w:docDefaults", "w:rPrDefault", "w:rPr"):
        inner = element.find(qn(name))
        if inner is None:
            inner = OxmlElement(name)
            element.insert(0, inner)
        element = inner
    return element
