"""The own sessions: where somebody is signed in, and ending that."""

from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from portal.database import db
from portal.domain import clock
from portal.queries.sessions import closed_sessions, open_sessions, own_session
from portal.services import sessions as service
from portal.web.doors import Door, requires
from portal.web.session_words import end_words
from portal.web.sign_in import current_principal, current_session

blueprint = Blueprint("own_sessions", __name__)
LATELY = timedelta(days=30)


@blueprint.get("/mijn/sessies")
@requires(Door.SIGNED_IN)
def index() -> str:
    """List the open sessions, and those that ended in the last 30 days."""
    account_id, now = current_principal().account_id or 0, clock.now()
    return render_template(
        "own_sessions/index.html",
        sessions=open_sessions(db.session, account_id, now),
        closed=closed_sessions(db.session, account_id, now, now - LATELY),
        here=_here(),
        end_words=end_words,
    )


@blueprint.post("/mijn/sessies/<int(max=2147483647):session_id>/beeindigen")
@requires(Door.SIGNED_IN)
def end(session_id: int) -> Response:
    """End one session on another device; this one ends by signing out."""
    principal = current_principal()
    one = own_session(db.session, principal.account_id, session_id)
    if one is None or one.id == _here():
        abort(404)
    ended = service.end_own(db.session, principal.actor, one)
    db.session.commit()
    if ended:
        flash(_("De sessie is beëindigd. Dat apparaat is uitgelogd."), "good")
    else:
        flash(_("Deze sessie was al voorbij."), "info")
    return redirect(url_for("own_sessions.index"))


@blueprint.get("/mijn/sessies/beeindigen")
@requires(Door.SIGNED_IN)
def confirm_end_others() -> str:
    """Ask before all other devices are signed out."""
    number = len(open_sessions(db.session, current_principal().account_id or 0, clock.now())) - 1
    return render_template("own_sessions/end_others.html", number=number)


@blueprint.post("/mijn/sessies/beeindigen")
@requires(Door.SIGNED_IN)
def end_others() -> Response:
    """End all sessions but this one."""
    ended = service.end_others(db.session, current_principal().actor, _here())
    db.session.commit()
    if ended:
        words = ngettext(
            "%(num)s andere sessie is beëindigd.", "%(num)s andere sessies zijn beëindigd.", ended
        )
        flash(words, "good")
    else:
        flash(_("U had geen andere sessies."), "info")
    return redirect(url_for("own_sessions.index"))


def _here() -> int:
    """Return the session of this request; no row has number zero."""
    held = current_session()
    return held.session_id if held is not None else 0
