"""Noting what was refused to who is signed in, beside the request that was taken back (ADR 40)."""

from unicodedata import category

from flask import request
from sqlalchemy.exc import SQLAlchemyError

from portal.database import db, only_reads
from portal.queries.denials import behind
from portal.services.denials import Refusal, note_denied
from portal.web.logs import log_failure
from portal.web.sign_in import current_principal

_REFUSED = frozenset({403, 404})
_ASKED_LIMIT = 300


def note_refusal(status: int) -> None:
    """Write down who was refused what; call it when the database holds nothing of the request any more.

    A page that does not exist takes the same steps as one that is not for this person, so that neither the
    answer nor its time tells which it was.
    """
    principal = current_principal()
    if status not in _REFUSED or principal.account_id is None or not request.endpoint:
        return
    if any(category(character) in {"Cc", "Cs"} for character in request.path):
        return
    arguments = request.view_args or {}
    marker = only_reads.set(False)
    try:
        with db.sessionmaker() as apart:
            found = behind(apart, principal.visibility(), arguments) if arguments else None
            if status == 404 and found is None:  # noqa: PLR2004
                return
            refusal = Refusal(request.endpoint, request.path[:_ASKED_LIMIT], request.method, status, found)
            if note_denied(apart, principal.actor, refusal):
                apart.commit()
    except SQLAlchemyError as error:
        # The page of the refusal must appear all the same.
        log_failure(error)
    finally:
        only_reads.reset(marker)
