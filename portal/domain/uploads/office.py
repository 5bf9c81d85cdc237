"""Word, Excel and PowerPoint since 2007: no macros, nothing from outside."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from portal.domain.uploads.archives import entries_of, plain_words
from portal.domain.uploads.kinds import FileKind, UploadLimits
from portal.domain.uploads.problems import UploadProblem, UploadRefusedError

_TYPES = "[content_types].xml"
_MAIN = {
    FileKind.DOCX: "wordprocessingml.document.main+xml",
    FileKind.XLSX: "spreadsheetml.sheet.main+xml",
    FileKind.PPTX: "presentationml.presentation.main+xml",
}
_MACROS = re.compile(r"(^|/)(vbaproject|vbadata|macrosheets/|dialogsheets/|intlmacrosheets/)", re.IGNORECASE)
_MACRO_TYPES = re.compile(r"macroenabled|vbaproject|macrosheet|dialogsheet", re.IGNORECASE)
_ACTIVE = re.compile(r"(^|/)(activex/|ctrlprops/|webextensions/|customui)", re.IGNORECASE)
_EMBEDDED = re.compile(r"(^|/)(embeddings/|oleobject)", re.IGNORECASE)
_EXTERNAL = re.compile(r"(^|/)(externallinks/|connections\.xml|querytables/)", re.IGNORECASE)
# No expression looks past the next "<": else a file of nothing but beginnings takes days to search.
_ATTRIBUTES = rb"""(?:\s(?:[^<>"']++|"[^<"]*"|'[^<']*')*+)?"""
_FIELD_WORDS = re.compile(
    rb"<(?:\w+:)?(?:instrText|delInstrText)" + _ATTRIBUTES + rb">([^<]*)"
    rb"""|\binstr\s*=\s*(?:"([^<"]*)"|'([^<']*)')"""
)
_FIELD = re.compile(rb"\bDDE(AUTO)?\b", re.IGNORECASE)
_FORMULA = re.compile(rb"<(?:\w+:)?f" + _ATTRIBUTES + rb">([^<]*)")
_TEXT_IN_FORMULA = re.compile(rb"\"[^\"]*\"")
# A formula that starts a program or fetches something.
_ACTS = re.compile(rb"\w\|[^|]*!|\b(WEBSERVICE|CALL|REGISTER(\.ID)?)\s*\(", re.IGNORECASE)


def check_ooxml(kind: FileKind, content: bytes, limits: UploadLimits) -> None:
    """Raise UploadRefusedError unless the file is such a document that only shows."""
    types: list[str] = []
    for name, part in entries_of(content, limits):
        _check_name(name)
        if name.lower() == _TYPES:
            types = [each.get("ContentType", "") for each in _elements(part)]
        elif name.lower().endswith(".rels"):
            _check_relations(part)
        elif name.lower().endswith(".xml"):
            _check_words(plain_words(part))
    if any(_MACRO_TYPES.search(each) for each in types):
        raise UploadRefusedError(UploadProblem.MACROS)
    if not any(each.endswith(_MAIN[kind]) for each in types):
        raise UploadRefusedError(UploadProblem.OTHER_CONTENT)


def _check_name(name: str) -> None:
    for pattern, problem in (
        (_MACROS, UploadProblem.MACROS),
        (_ACTIVE, UploadProblem.ACTIVE),
        (_EMBEDDED, UploadProblem.EMBEDDED),
        (_EXTERNAL, UploadProblem.EXTERNAL),
    ):
        if pattern.search(name):
            raise UploadRefusedError(problem)


def _elements(part: bytes) -> Iterator[ET.Element]:
    """Yield the elements of a part, in which no definitions stand: that was checked."""
    try:
        yield from ET.fromstring(part).iter()  # noqa: S314 - without definitions it cannot grow
    except (ET.ParseError, LookupError, ValueError):
        raise UploadRefusedError(UploadProblem.DAMAGED) from None


def _check_relations(part: bytes) -> None:
    """Let a document point outside with links that somebody clicks, and with nothing else."""
    for relation in _elements(part):
        outside = relation.get("TargetMode", "").lower() == "external"
        if outside and not relation.get("Type", "").endswith("/hyperlink"):
            raise UploadRefusedError(UploadProblem.EXTERNAL)


def _check_words(part: bytes) -> None:
    # One field may be spread over several pieces of text.
    fields = b"".join(b"".join(said) for said in _FIELD_WORDS.findall(part))
    if _FIELD.search(fields):
        raise UploadRefusedError(UploadProblem.EXTERNAL)
    for formula in _FORMULA.findall(part):
        if _ACTS.search(_TEXT_IN_FORMULA.sub(b"", formula.replace(b"&quot;", b'"'))):
            raise UploadRefusedError(UploadProblem.ACTIVE)
