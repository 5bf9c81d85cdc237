"""Counts what a request asks of the database, in a server of its own that is not measured otherwise."""

from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import sqlalchemy as sa
from sqlalchemy import event

ASKED = "/-/vragen"
"""Answers with the number of questions of the request before it."""
_AROUND = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")


class Counting:
    """Stands before an application that handles one request at a time."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        self._number = 0
        event.listen(sa.Engine, "before_cursor_execute", self._note)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Pass the request on, or tell what the one before asked."""
        if environ["PATH_INFO"] == ASKED:
            start_response("200 OK", [("Content-Type", "text/plain")])
            return [str(self._number).encode()]
        self._number = 0
        return self._application(environ, start_response)

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.lstrip().upper().startswith(_AROUND):
            self._number += 1
