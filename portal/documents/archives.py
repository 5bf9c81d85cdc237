"""A zip file that is the same to the byte whenever it is made of the same parts."""

import zipfile
from io import BytesIO

_NEVER = (1980, 1, 1, 0, 0, 0)
"""The first moment a zip file can name."""


def same_bytes(content: bytes) -> bytes:
    """Return the archive packed anew, without the moments at which its parts were made."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as given, zipfile.ZipFile(target, "w") as packed:
        for entry in given.infolist():
            plain = zipfile.ZipInfo(entry.filename, _NEVER)
            plain.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(plain, given.read(entry), compresslevel=6)
    return target.getvalue()
