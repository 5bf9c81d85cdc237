"""Documents of LibreOffice and the like, by the same measure as those of Office."""

import re

from portal.domain.uploads.archives import entries_of, plain_words
from portal.domain.uploads.kinds import MEDIA_TYPES, FileKind, UploadLimits
from portal.domain.uploads.problems import UploadProblem, UploadRefusedError

_MACROS = re.compile(r"^(basic|scripts|dialogs)/.+", re.IGNORECASE)
_SCRIPT = re.compile(rb"vnd\.sun\.star\.script|<(\w+:)?event-listener\b|<(\w+:)?script\b", re.IGNORECASE)
_FETCHED = re.compile(
    rb"<(\w+:)?(dde-link|dde-source|dde-connection|dde-connection-decl|section-source|table-source|"
    rb"cell-range-source|applet|plugin|floating-frame|object-ole)\b",
    re.IGNORECASE,
)
# Looks no further than the next "<": else a file of nothing but beginnings takes days to search.
_PICTURE = re.compile(
    rb"""<(\w+:)?(image|object|fill-image|background-image)\s[^<]*href\s*=\s*["'](?!#)([a-z][a-z0-9+.-]*:|//|\.\./|/)""",
    re.IGNORECASE,
)
_FORMULA = re.compile(rb"formula\s*=\s*[\"'][^\"']*(DDE|WEBSERVICE)\s*\(", re.IGNORECASE)


def check_odf(kind: FileKind, content: bytes, limits: UploadLimits) -> None:
    """Raise UploadRefusedError unless the file is such a document that only shows."""
    said = None
    for place, (name, part) in enumerate(entries_of(content, limits)):
        if place == 0:
            said = part if name == "mimetype" else b""
        if _MACROS.search(name):
            raise UploadRefusedError(UploadProblem.MACROS)
        if name.lower().endswith((".xml", ".rdf")):
            _check_words(name, plain_words(part))
    if said != MEDIA_TYPES[kind].encode():
        raise UploadRefusedError(UploadProblem.OTHER_CONTENT)


def _check_words(name: str, part: bytes) -> None:
    if name == "META-INF/manifest.xml" and b"encryption-data" in part:
        raise UploadRefusedError(UploadProblem.ENCRYPTED)
    if _SCRIPT.search(part):
        raise UploadRefusedError(UploadProblem.MACROS)
    if _FETCHED.search(part) or _PICTURE.search(part) or _FORMULA.search(part):
        raise UploadRefusedError(UploadProblem.EXTERNAL)
