"""The store of files in this application, and a file as an answer that no browser opens by itself."""

from io import BytesIO
from typing import cast

from flask import Flask, current_app, send_file
from werkzeug.wrappers import Response

from portal.filestore import FileStore

_NAME = "mainportaal.filestore"


def init_app(app: Flask, store: FileStore) -> None:
    """Let views find the store."""
    app.extensions[_NAME] = store


def file_store() -> FileStore:
    """Return where files are kept."""
    return cast("FileStore", current_app.extensions[_NAME])


def as_attachment(content: bytes, name: str, media_type: str) -> Response:
    """Return a file to keep, never to show: of the checked type, in a sandbox, out of caches (R40)."""
    answer = send_file(
        BytesIO(content), media_type, as_attachment=True, download_name=name, conditional=False, etag=False
    )
    return kept_apart(answer)


def kept_apart(answer: Response) -> Response:
    """Let no browser show or cache this answer."""
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "no-store"
    return answer
