"""The mail log of the programme office, and in a demonstration the postbox of who is signed in."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain.audit import SubjectKind
from portal.domain.errors import StaleVersionError
from portal.domain.notices import MailState
from portal.forms.base import VersionForm
from portal.models import Mail
from portal.queries.audit import events_of
from portal.queries.outbox import MailFilter, count_mails, mail_by_id, mails, times_resent
from portal.services import outbox
from portal.views.paging import ListAddress, page_of
from portal.web import listing
from portal.web.doors import Door, requires
from portal.web.labels import choices
from portal.web.sign_in import current_principal

blueprint = Blueprint("mails", __name__)
postbox = Blueprint("postbox", __name__)
ONE = "/mails/<int(max=2147483647):mail_id>"


@blueprint.get("/mails")
@requires(Permission.READ_MAIL_LOG)
def index() -> str:
    """List every mail with its state, newest first."""
    states = [("", _("Alle")), *choices(MailState)]
    chosen = {
        "status": listing.chosen("status", [value for value, _words in states]),
        "q": listing.search_words(),
    }
    wanted = MailFilter(MailState(chosen["status"]) if chosen["status"] else None, chosen["q"])
    return render_template(
        "outbox/index.html",
        page=page_of(
            count_mails(db.session, wanted), lambda limit, offset: mails(db.session, wanted, limit, offset)
        ),
        states=states,
        address=ListAddress("mails.index", chosen, listing.Sort("nieuwste", descending=True)),
    )


@blueprint.get(ONE)
@requires(Permission.READ_MAIL_LOG)
def show(mail_id: int) -> str:
    """Show one mail as it was sent, and why it was not."""
    mail = _load(mail_id)
    return render_template(
        "outbox/show.html",
        mail=mail,
        waits=mail.state in {MailState.PENDING, MailState.CLAIMED},
        number=times_resent(db.session, mail) + 1,
        events=events_of(db.session, SubjectKind.MAIL, mail.id),
    )


@blueprint.post(f"{ONE}/opnieuw")
@requires(Permission.READ_MAIL_LOG)
def resend(mail_id: int) -> Response:
    """Send a mail again; it is made anew, so that it tells only what still holds."""
    mail = _load(mail_id)
    form = VersionForm()
    if not form.validate():
        abort(400)
    try:
        again = outbox.resend(db.session, current_principal().actor, mail, form.seen)
    except StaleVersionError:
        flash(_("Deze mail is intussen al opnieuw verstuurd."), "attention")
        return redirect(url_for("mails.show", mail_id=mail.id))
    db.session.commit()
    flash(_("De mail staat opnieuw klaar voor verzending."), "good")
    return redirect(url_for("mails.show", mail_id=again.id))


@postbox.get("/postvak")
@requires(Door.SIGNED_IN)
def index_() -> str:
    """Show the mails of who is signed in, as they would have arrived."""
    wanted = MailFilter(MailState.SENT, account_id=current_principal().account_id or 0)
    page = page_of(
        count_mails(db.session, wanted), lambda limit, offset: mails(db.session, wanted, limit, offset)
    )
    return render_template("outbox/postbox.html", page=page)


def _load(mail_id: int) -> Mail:
    return mail_by_id(db.session, mail_id) or abort(404)
