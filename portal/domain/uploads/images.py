"""Pictures are drawn anew: what is no picture does not survive that, and neither does where it was taken."""

import struct
import zlib
from io import BytesIO
from threading import Lock

from PIL import Image, ImageFile, ImageOps

from portal.domain.uploads.kinds import FileKind, UploadLimits
from portal.domain.uploads.problems import UploadProblem, UploadRefusedError

# A picture of the largest size takes a hundred megabytes: one at a time is enough.
_one_at_a_time = Lock()
_QUALITY = 90
_DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    struct.error,
    zlib.error,
)
_BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_PLAIN = frozenset({"1", "L", "LA", "P", "RGB", "RGBA", "I;16"})


def without_metadata(kind: FileKind, content: bytes, limits: UploadLimits) -> bytes:
    """Return the picture, upright, with nothing else in the file; raises UploadRefusedError."""
    with _one_at_a_time:
        # The maker of PDFs lets Pillow fill up half a picture, for the whole process, when it is loaded.
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            with Image.open(BytesIO(content), formats=[kind.name]) as picture:
                if picture.width * picture.height > limits.pixels:
                    raise UploadRefusedError(UploadProblem.TOO_MANY_PIXELS)
                return _drawn_anew(kind, picture)
        except _BOMB:
            raise UploadRefusedError(UploadProblem.TOO_MANY_PIXELS) from None
        except _DAMAGE:
            raise UploadRefusedError(UploadProblem.DAMAGED) from None


def _drawn_anew(kind: FileKind, picture: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    wanted = upright.mode if kind is FileKind.PNG and upright.mode in _PLAIN else _mode(kind, upright)
    drawn = upright.convert(wanted) if wanted != upright.mode else upright.copy()
    transparency = drawn.info.get("transparency") if drawn.mode == "P" else None
    drawn.info = {} if transparency is None else {"transparency": transparency}
    kept = BytesIO()
    if kind is FileKind.PNG:
        drawn.save(kept, "PNG")
    else:
        drawn.save(kept, "JPEG", quality=_QUALITY)
    return kept.getvalue()


def _mode(kind: FileKind, picture: Image.Image) -> str:
    """Return how to draw a picture that comes in colours its file cannot keep."""
    if kind is FileKind.PNG:
        return "RGBA" if "A" in picture.getbands() else "RGB"
    return "L" if picture.mode in {"1", "L"} else "RGB"
