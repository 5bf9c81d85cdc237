"""Which kinds of files there are, and how each begins."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class FileKind(StrEnum):
    """A kind of file that may come in."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    ODT = "odt"
    ODS = "ods"
    PNG = "png"
    JPEG = "jpeg"


EVIDENCE_KINDS = frozenset(FileKind)
"""What may be attached as evidence."""

EXTENSIONS: Mapping[str, FileKind] = {
    **{kind.value: kind for kind in FileKind},
    "jpg": FileKind.JPEG,
}

_OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES: Mapping[FileKind, str] = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: f"{_OFFICE}wordprocessingml.document",
    FileKind.XLSX: f"{_OFFICE}spreadsheetml.sheet",
    FileKind.PPTX: f"{_OFFICE}presentationml.presentation",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
}
KIND_OF_MEDIA_TYPE = {media_type: kind for kind, media_type in MEDIA_TYPES.items()}

OOXML = frozenset({FileKind.DOCX, FileKind.XLSX, FileKind.PPTX})
ODF = frozenset({FileKind.ODT, FileKind.ODS})
IMAGES = frozenset({FileKind.PNG, FileKind.JPEG})

BEGINS: Mapping[FileKind, bytes] = {
    FileKind.PDF: b"%PDF-",
    FileKind.PNG: b"\x89PNG\r\n\x1a\n",
    FileKind.JPEG: b"\xff\xd8\xff",
    **dict.fromkeys(OOXML | ODF, b"PK\x03\x04"),
}
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an Office file with a password begins, and one of before 2007."""

RUNS = frozenset(
    (  # noqa: SIM905 - seventy lines of one word each read worse
        "ade apk bat chm class cmd cpl dll dmg docm dotm elf exe gadget hta htm html inf ins iso jar js jse "
        "jsp ksh lnk mht mhtml msc msi msix msp php pif pl potm ppam ppsm pptm ps1 psm1 py reg scf scr sct "
        "sh shtml svg svgz swf sys vb vbe vbs wasm wsc wsf wsh xht xhtml xla xlam xll xlsm xltm xml xsl zip"
    ).split()
)
"""Endings of files that do something by themselves, or that a browser runs."""


@dataclass(frozen=True)
class UploadLimits:
    """How much may come in, and how much it may turn out to be."""

    size: int = 10 * 1024**2
    unpacked: int = 50 * 1024**2
    entries: int = 2_000
    pixels: int = 40_000_000
