"""The name of a file as a label: nothing in it can point to a place or deceive a reader."""

import re
import unicodedata

from portal.domain.uploads.kinds import EXTENSIONS, RUNS, FileKind
from portal.domain.uploads.problems import UploadProblem, UploadRefusedError

NAME_LIMIT = 120
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def clean_name(name: str) -> str:
    """Return the last part of a name without control characters, marks of direction or signs of a path."""
    normal = unicodedata.normalize("NFC", name)
    visible = "".join(sign for sign in normal if unicodedata.category(sign)[0] != "C")
    last = re.split(r"[/\\]", visible)[-1]
    plain = " ".join(re.sub(r'[<>:"|?*]', "_", last).split()).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        return plain[:NAME_LIMIT]
    stem = stem.rstrip(". ")[: NAME_LIMIT - len(ending) - 1].strip(". ") or "bestand"
    return f"{'_' if _RESERVED.match(stem) else ''}{stem}.{ending}"


def kind_by_name(name: str) -> FileKind:
    """Return which kind a cleaned name says it is; raises UploadRefusedError."""
    if not name:
        raise UploadRefusedError(UploadProblem.NO_NAME)
    _stem, *endings = (part.strip().lower() for part in name.split("."))
    kind = EXTENSIONS.get(endings[-1]) if endings else None
    if kind is None:
        raise UploadRefusedError(UploadProblem.NOT_ALLOWED)
    if RUNS & set(endings[:-1]):
        raise UploadRefusedError(UploadProblem.DOUBLE_EXTENSION)
    return kind
