"""Whether the process lives, and whether it can do its work."""

import sqlalchemy as sa
from flask import Blueprint
from sqlalchemy.exc import SQLAlchemyError

from portal.database import db
from portal.services.schema import current_revision, newest_revision
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
    """Say whether the database answers and stands at the newest migration."""
    try:
        present = current_revision(db.session.connection())
    except (SQLAlchemyError, sa.exc.DBAPIError):
        return {"status": "unavailable", "database": "unreachable"}, 503
    if present != newest_revision():
        return {"status": "unavailable", "database": "ok", "migrations": "behind"}, 503
    return {"status": "ok", "database": "ok", "migrations": "current"}, 200
