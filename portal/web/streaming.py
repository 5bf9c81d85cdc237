"""Files that are on their way before they are whole; no slow reader keeps the database waiting."""

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile

from flask import stream_with_context
from werkzeug.wrappers import Response

from portal.web.files import kept_apart

IN_MEMORY = 4 * 1024 * 1024
"""What is made and not yet sent stays in memory up to here, and goes to a file beyond."""
_PIECE = 64 * 1024


def as_stream(pieces: Iterator[bytes], name: str, media_type: str) -> Response:
    """Return a file to keep, of which the first piece goes out before the rows are read."""
    answer = Response(stream_with_context(_ahead_of_the_reader(pieces)), mimetype=media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return kept_apart(answer)


def _ahead_of_the_reader(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Give the first piece at once and make all others before the next is given.

    What reads the database so ends at the speed of the database: who receives slowly, or stops, holds no
    connection and leaves no transaction open.
    """
    yield next(pieces, b"")
    with SpooledTemporaryFile(IN_MEMORY) as made:
        for piece in pieces:
            made.write(piece)
        made.seek(0)
        while piece := made.read(_PIECE):
            yield piece
