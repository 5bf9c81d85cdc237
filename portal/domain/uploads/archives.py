"""The zip file that every Office document is: its entries must be plain, few, small and where they belong."""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from portal.domain.uploads.kinds import COMPOUND, RUNS, UploadLimits
from portal.domain.uploads.problems import UploadProblem, UploadRefusedError

_ENCRYPTED = 0x1 | 0x40
_PLAIN_PACKING = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENTRY = b"PK\x03\x04"
_CHUNK = 64 * 1024
# Parts of documents that have such an ending without doing anything.
_HARMLESS = frozenset({"xml", "svg"})
_XML = frozenset({"xml", "rels", "svg", "rdf", "vml"})
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
_ENCODING = re.compile(rb"""<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_ENCODINGS = frozenset({b"utf-8", b"utf-16", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"})
_NUMBERED = re.compile(rb"&#(?:x([0-9a-fA-F]{1,2})|0*([0-9]{1,3}));")
_SCRIPT_IN_DRAWING = re.compile(rb"<\s*script|\son[a-z]+\s*=|javascript:|<\s*foreignobject", re.IGNORECASE)


def entries_of(content: bytes, limits: UploadLimits) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each entry, checked and within the limits; raises UploadRefusedError."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_list(archive, content, limits)
            left = limits.unpacked
            for entry in archive.infolist():
                unpacked = _unpacked(archive, entry, left)
                left -= len(unpacked)
                _check_content(entry.filename.lower(), unpacked)
                yield entry.filename, unpacked
    except _DAMAGE:
        raise UploadRefusedError(UploadProblem.DAMAGED) from None


def plain_words(content: bytes) -> bytes:
    """Return XML to search in: without the zeros of UTF-16, with signs written as numbers written out.

    Comments, which may stand within a word, are left out, and words that are marked as such are plain words.
    """
    plain = _without_comments(content.replace(b"\x00", b""))
    return _NUMBERED.sub(
        lambda found: bytes([int(found[1], 16) if found[1] else int(found[2]) & 0xFF]),
        plain.replace(b"<![CDATA[", b"").replace(b"]]>", b""),
    )


def _without_comments(content: bytes) -> bytes:
    first, *others = content.split(b"<!--")
    return b"".join(
        [first, *(after for _words, end, after in (each.partition(b"-->") for each in others) if end)]
    )


def _check_list(archive: zipfile.ZipFile, content: bytes, limits: UploadLimits) -> None:
    """Judge the list of entries before anything is unpacked."""
    entries = archive.infolist()
    if len(entries) > limits.entries:
        raise UploadRefusedError(UploadProblem.UNPACKS_TOO_BIG)
    if sum(entry.file_size for entry in entries) > limits.unpacked:
        raise UploadRefusedError(UploadProblem.UNPACKS_TOO_BIG)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise UploadRefusedError(UploadProblem.ENCRYPTED)
    # Nothing before the first entry, nothing after the list: else it is two files in one.
    if archive.comment or not content[-22:].startswith(b"PK\x05\x06"):
        raise UploadRefusedError(UploadProblem.POLYGLOT)
    if min((entry.header_offset for entry in entries), default=1) != 0:
        raise UploadRefusedError(UploadProblem.POLYGLOT)
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) < len(names) or not all(_is_plain(entry) for entry in entries):
        raise UploadRefusedError(UploadProblem.STRANGE_ENTRIES)


def _is_plain(entry: zipfile.ZipInfo) -> bool:
    """Return whether an entry is a file in a folder of the archive itself."""
    # Python cuts a name at a NUL; the name as it was written tells.
    name = entry.orig_filename
    parts = name.split("/")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return (
        entry.compress_type in _PLAIN_PACKING
        and kind in {0, stat.S_IFREG, stat.S_IFDIR}
        and name.isprintable()
        and not name.startswith("/")
        and ".." not in parts
        and not {"\\", ":"} & set(name)
    )


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """Return what is in an entry, counting what comes out: the size in the list may lie."""
    parts, size = [], 0
    with archive.open(entry) as unpacking:
        while chunk := unpacking.read(_CHUNK):
            size += len(chunk)
            if size > most:
                raise UploadRefusedError(UploadProblem.UNPACKS_TOO_BIG)
            parts.append(chunk)
    return b"".join(parts)


def _check_content(name: str, content: bytes) -> None:
    """Refuse an entry that is a program or another file, or XML that defines things."""
    ending = name.rpartition(".")[2]
    if (
        ending in RUNS - _HARMLESS
        or name == "meta-inf/manifest.mf"
        or content.startswith((b"MZ", b"\x7fELF"))
    ):
        raise UploadRefusedError(UploadProblem.ACTIVE)
    if content.startswith((_ENTRY, COMPOUND, b"%PDF-")) and "vbaproject" not in name:
        raise UploadRefusedError(UploadProblem.EMBEDDED)
    if ending == "svg" and _SCRIPT_IN_DRAWING.search(plain_words(content)):
        raise UploadRefusedError(UploadProblem.ACTIVE)
    if ending in _XML or content.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<"):
        _check_xml(content)


def _check_xml(content: bytes) -> None:
    """Refuse XML with definitions of its own, which can grow without end, or in signs we cannot search."""
    plain = content.replace(b"\x00", b"")
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise UploadRefusedError(UploadProblem.XML_DEFINITIONS)
    said = _ENCODING.search(plain[:200])
    if said and said[1].lower() not in _ENCODINGS:
        raise UploadRefusedError(UploadProblem.XML_DEFINITIONS)
