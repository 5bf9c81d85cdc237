"""Telling somebody who tried too often when to try again."""

from datetime import timedelta
from math import ceil

from flask import Response, make_response
from flask_babel import gettext as _
from flask_babel import ngettext

_MINUTE = 60


def words_of_wait(pause: timedelta) -> str:
    """Return when it may be tried again: "over 30 seconden", "over 5 minuten"."""
    seconds = ceil(pause.total_seconds())
    if seconds <= _MINUTE:
        return str(ngettext("over %(num)s seconde", "over %(num)s seconden", seconds))
    return str(ngettext("over %(num)s minuut", "over %(num)s minuten", ceil(seconds / _MINUTE)))


def tried_too_often(pause: timedelta) -> str:
    """Return the sentence that says so; the same whoever it is and whether they exist."""
    return str(
        _(
            "Dit is te vaak achter elkaar geprobeerd. Probeer het %(wait)s opnieuw. Zo voorkomen wij dat "
            "iemand anders wachtwoorden raadt.",
            wait=words_of_wait(pause),
        )
    )


def too_many(page: str, pause: timedelta) -> Response:
    """Return a page as the answer to somebody who has to wait."""
    response = make_response(page, 429)
    response.headers["Retry-After"] = str(ceil(pause.total_seconds()))
    return response
