"""Looking now for news about everything in the register that is linked with the Kamer."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain.rationing import SOURCE
from portal.queries.kamer import tracked
from portal.services import kamer_check as service
from portal.services.kamer_check import Checked
from portal.views.kamer_source import asked
from portal.web.doors import requires
from portal.web.rationing import costly
from portal.web.sign_in import current_principal

blueprint = Blueprint("kamer_checks", __name__)


@blueprint.post("/tweedekamer/controleren")
@costly(SOURCE)
@requires(Permission.USE_OPEN_DATA)
def check() -> Response:
    """Ask the source about everything that is linked; what is new becomes a proposal."""
    known = tracked(db.session)
    records, dialect = asked(lambda kamer: (service.ask_again(kamer, known), kamer.dialect))
    actor = current_principal().actor
    made = [service.note_answer(db.session, actor, each, dialect) for each in records]
    done = Checked(len(known), sum(each is not None for each in made), len(known) - len(records))
    service.note_check(db.session, actor, done)
    db.session.commit()
    flash(told(done), "attention" if done.absent else "good")
    return redirect(url_for("opendata.index"))


def told(done: Checked) -> str:
    """Return in words what came of looking."""
    looked = ngettext(
        "%(num)s motie of toezegging gecontroleerd.",
        "%(num)s moties en toezeggingen gecontroleerd.",
        done.looked_at,
    )
    news = ngettext("%(num)s nieuw voorstel.", "%(num)s nieuwe voorstellen.", done.proposed)
    gone = ngettext(
        "%(num)s is bij de bron niet meer te vinden.",
        "%(num)s zijn bij de bron niet meer te vinden.",
        done.absent,
    )
    parts = (looked, news if done.proposed else _("Er is niets nieuws."), gone if done.absent else "")
    return " ".join(part for part in parts if part)
