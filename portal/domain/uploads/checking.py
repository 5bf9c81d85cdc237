"""The check of one file, from its name to the last byte in it."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import BinaryIO

from portal.domain.uploads.kinds import (
    BEGINS,
    COMPOUND,
    IMAGES,
    MEDIA_TYPES,
    ODF,
    OOXML,
    FileKind,
    UploadLimits,
)
from portal.domain.uploads.names import clean_name, kind_by_name
from portal.domain.uploads.office import check_ooxml
from portal.domain.uploads.opendocument import check_odf
from portal.domain.uploads.pdf import check_pdf
from portal.domain.uploads.problems import UploadProblem, UploadRefusedError


@dataclass(frozen=True)
class CheckedFile:
    """A file that may come in, as it will be kept."""

    kind: FileKind
    name: str
    content: bytes

    @property
    def media_type(self) -> str:
        """What a browser is told that it is."""
        return MEDIA_TYPES[self.kind]

    @property
    def sha256(self) -> str:
        """The mark of exactly this content."""
        return hashlib.sha256(self.content).hexdigest()


def check_upload(
    stream: BinaryIO, name: str, allowed: Collection[FileKind], limits: UploadLimits | None = None
) -> CheckedFile:
    """Return the file when it is what its name says and nothing in it acts; raises UploadRefusedError.

    Never reads more than the limit. A picture comes back drawn anew, without its metadata.
    """
    limits = limits or UploadLimits()
    label = clean_name(name)
    kind = kind_by_name(label)
    if kind not in allowed:
        raise UploadRefusedError(UploadProblem.NOT_ALLOWED)
    content = stream.read(limits.size + 1)
    if not content:
        raise UploadRefusedError(UploadProblem.EMPTY)
    if len(content) > limits.size:
        raise UploadRefusedError(UploadProblem.TOO_BIG)
    _check_beginning(kind, content)
    if kind is FileKind.PDF:
        check_pdf(content, limits)
    elif kind in OOXML:
        check_ooxml(kind, content, limits)
    elif kind in ODF:
        check_odf(kind, content, limits)
    elif kind in IMAGES:
        # Few files are pictures: a process that checks none need not hold all that draws them.
        from portal.domain.uploads.images import without_metadata  # noqa: PLC0415

        content = without_metadata(kind, content, limits)
        if len(content) > limits.size:
            raise UploadRefusedError(UploadProblem.TOO_BIG)
    return CheckedFile(kind, label, content)


def _check_beginning(kind: FileKind, content: bytes) -> None:
    """Let the content begin as its kind does, by our own table and by that of puremagic."""
    import puremagic  # noqa: PLC0415 - reads a long table, for files alone

    if content.startswith(COMPOUND) and kind in OOXML:
        raise UploadRefusedError(UploadProblem.ENCRYPTED)
    if not content.startswith(BEGINS[kind]):
        raise UploadRefusedError(UploadProblem.OTHER_CONTENT)
    seen = {match.extension.lstrip(".").lower() for match in puremagic.magic_string(content)}
    names = {"jpg", "jpeg"} if kind is FileKind.JPEG else {kind.value}
    if not names & seen:
        raise UploadRefusedError(UploadProblem.OTHER_CONTENT)
