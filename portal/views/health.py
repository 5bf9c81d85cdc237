"""Whether the process lives, and whether it can do its work."""

import sqlalchemy as sa
from flask import Blueprint
from sqlalchemy.exc import SQLAlchemyError

from portal.database import db
from portal.services.schema import Standing, current_revision, standing
from portal.web.doors import Door, requires

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@requires(Door.PUBLIC)
def healthz() -> dict[str, str]:
    """Say that the process answers; asks nothing of the database."""
    return {"status": "ok"}


@blueprint.get("/readyz")
@requires(Door.PUBLIC)
def readyz() -> tuple[dict[str, str], int]:
    """Say whether the database answers and is not older than the code.

    Files and mail are no part of it: the portal works on without them, and taking it away would help nobody.
    """
    try:
        stands = standing(current_revision(db.session.connection()))
    except (SQLAlchemyError, sa.exc.DBAPIError):
        return {"status": "unavailable", "database": "unreachable"}, 503
    if stands is Standing.BEHIND:
        return {"status": "unavailable", "database": "ok", "migrations": stands.value}, 503
    return {"status": "ok", "database": "ok", "migrations": stands.value}, 200
