"""What was typed when the session was over: throwing it away, or asking for it back."""

from flask import Blueprint, abort, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.database import db
from portal.services import kept_input as service
from portal.views.keeping import forget_kept
from portal.web.doors import Door, requires
from portal.web.kept_input import opened
from portal.web.redirects import own_path
from portal.web.sign_in import current_principal

blueprint = Blueprint("kept_input", __name__)


@blueprint.post("/ingevuld/weggooien")
@requires(Door.SIGNED_IN)
def discard() -> Response:
    """Throw away what was kept of a page."""
    path = own_path(request.form.get("pad"))
    forget_kept(path)
    db.session.commit()
    flash(_("Wat u eerder had ingevuld, is weggegooid."), "info")
    return redirect(path)


@blueprint.post("/ingevuld/terugzetten")
@requires(Door.SIGNED_IN)
def put_back() -> Response:
    """Keep what was typed in a form that was too old to be saved, and go back to that form."""
    kept = opened(request.form.get("ingevuld", ""))
    account_id = current_principal().account_id
    if kept is None or account_id is None:
        abort(400)
    path, fields = kept
    service.keep(db.session, account_id, path, fields)
    db.session.commit()
    return redirect(path)
