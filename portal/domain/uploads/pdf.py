"""A PDF may show, and not act: no script, no program to start, no file within the file, no password."""

import re
import zlib
from collections.abc import Iterator

from portal.domain.uploads.kinds import UploadLimits
from portal.domain.uploads.problems import UploadProblem, UploadRefusedError

_END = re.compile(rb"%%EOF[\r\n\t \x00]*\Z")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?<!end)stream(\r\n|\n|\r)")
_FILTER = re.compile(rb"/Filter\s*(\[[^\]]*\]|/\w+|\d+\s+\d+\s+R)")
_NAMES = (
    (re.compile(rb"/Encrypt(?![A-Za-z])"), UploadProblem.ENCRYPTED),
    (re.compile(rb"/(JavaScript|Launch|RichMedia|XFA|Rendition|Movie)(?![A-Za-z])"), UploadProblem.ACTIVE),
    (re.compile(rb"/(EmbeddedFiles?|GoToE|Collection)(?![A-Za-z])"), UploadProblem.EMBEDDED),
    (re.compile(rb"/(ImportData|SubmitForm|GoToR)(?![A-Za-z])"), UploadProblem.EXTERNAL),
)
# Short enough to appear by chance in what is packed; so looked for outside that only.
_SHORT = re.compile(rb"/JS(?![A-Za-z0-9])")
_FLATE = frozenset({b"/FlateDecode", b"/Fl"})
_LONGEST_DICTIONARY = 4_096
_MOST_STREAMS = 50_000
"""Each is looked at by itself; a file that is nothing but beginnings of streams would take hours."""


def check_pdf(content: bytes, limits: UploadLimits) -> None:
    """Raise UploadRefusedError unless the file is a whole PDF that only shows."""
    if b"startxref" not in content or b"obj" not in content:
        raise UploadRefusedError(UploadProblem.DAMAGED)
    if not _END.search(content[-4_096:]):
        raise UploadRefusedError(UploadProblem.POLYGLOT if b"%%EOF" in content else UploadProblem.DAMAGED)
    if b"PK\x05\x06" in content[-66_000:]:
        raise UploadRefusedError(UploadProblem.POLYGLOT)
    plain = _unescaped(content)
    _check_names(plain)
    if _SHORT.search(_outside_streams(plain)):
        raise UploadRefusedError(UploadProblem.ACTIVE)
    for unpacked in _object_streams(content, limits):
        objects = _unescaped(unpacked)
        _check_names(objects)
        if _SHORT.search(objects):
            raise UploadRefusedError(UploadProblem.ACTIVE)


def _check_names(content: bytes) -> None:
    for name, problem in _NAMES:
        if name.search(content):
            raise UploadRefusedError(problem)


def _unescaped(content: bytes) -> bytes:
    """Write out signs in names that were written as numbers: /J#61vaScript."""
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)


def _outside_streams(content: bytes) -> bytes:
    parts, place = [], 0
    for begin in _STREAM.finditer(content):
        if begin.start() < place:
            continue
        parts.append(content[place : begin.start()])
        end = content.find(b"endstream", begin.end())
        place = len(content) if end < 0 else end
    return b"".join([*parts, content[place:]])


def _object_streams(content: bytes, limits: UploadLimits) -> Iterator[bytes]:
    """Yield unpacked the objects that are packed together; raises UploadRefusedError."""
    found, left = 0, limits.unpacked
    for number, begin in enumerate(_STREAM.finditer(content)):
        if number >= _MOST_STREAMS:
            raise UploadRefusedError(UploadProblem.DAMAGED)
        dictionary = _unescaped(_dictionary_before(content, begin.start()))
        if b"/ObjStm" not in dictionary:
            continue
        found += dictionary.count(b"/ObjStm")
        end = content.find(b"endstream", begin.end())
        if end < 0:
            raise UploadRefusedError(UploadProblem.DAMAGED)
        unpacked = _unpacked(content[begin.end() : end], dictionary, left)
        left -= len(unpacked)
        yield unpacked
    if found != _unescaped(content).count(b"/ObjStm"):
        # Objects are packed in a place that we cannot see into.
        raise UploadRefusedError(UploadProblem.DAMAGED)


def _dictionary_before(content: bytes, stream: int) -> bytes:
    window = content[max(0, stream - _LONGEST_DICTIONARY) : stream]
    return window[max(window.rfind(b"endobj"), window.rfind(b"endstream"), 0) :]


def _unpacked(body: bytes, dictionary: bytes, most: int) -> bytes:
    packing = _FILTER.search(dictionary)
    if packing is None:
        if len(body) > most:
            raise UploadRefusedError(UploadProblem.UNPACKS_TOO_BIG)
        return body
    if re.sub(rb"[\[\]\s]", b"", packing[1]) not in _FLATE or b"/Predictor" in dictionary:
        raise UploadRefusedError(UploadProblem.DAMAGED)
    unpacking = zlib.decompressobj()
    try:
        unpacked = unpacking.decompress(body, most + 1)
    except zlib.error:
        raise UploadRefusedError(UploadProblem.DAMAGED) from None
    if len(unpacked) > most:
        raise UploadRefusedError(UploadProblem.UNPACKS_TOO_BIG)
    return unpacked
