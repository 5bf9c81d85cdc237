"""What somebody was told, and how that person wants it by mail."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.notices import notice_scope
from portal.database import db
from portal.domain.notices import ABOUT_ACCOUNT, NoticeKind
from portal.forms.notices import PreferencesForm, preferences_form
from portal.models import Notice
from portal.queries.notices import count_notices, notice_by_id, notices, preferences
from portal.queries.notices import count_unread as unread_of
from portal.services import notices as service
from portal.views.paging import page_of
from portal.web.doors import Door, requires
from portal.web.notices import address_of, words_of
from portal.web.sign_in import current_principal

blueprint = Blueprint("notices", __name__)
ONE = "/meldingen/<int(max=2147483647):notice_id>"


@blueprint.get("/meldingen")
@requires(Door.SIGNED_IN)
def index() -> str:
    """List what this person was told and may still know, newest first."""
    scope = notice_scope(current_principal())
    page = page_of(
        count_notices(db.session, scope), lambda limit, offset: notices(db.session, scope, limit, offset)
    )
    return render_template(
        "notices/index.html", page=page, words_of=words_of, unread=unread_of(db.session, scope)
    )


@blueprint.post("/meldingen/gelezen")
@requires(Door.SIGNED_IN)
def read_all() -> Response:
    """Mark everything as read."""
    service.mark_read(db.session, notice_scope(current_principal()))
    db.session.commit()
    flash(_("Alle meldingen zijn gelezen."), "good")
    return redirect(url_for("notices.index"))


@blueprint.post(f"{ONE}/gelezen")
@requires(Door.SIGNED_IN)
def read(notice_id: int) -> Response:
    """Mark one notice as read."""
    _read(notice_id)
    return redirect(url_for("notices.index"))


@blueprint.post(f"{ONE}/openen")
@requires(Door.SIGNED_IN)
def open_(notice_id: int) -> Response:
    """Mark one notice as read and go to what it is about."""
    return redirect(address_of(_read(notice_id)))


@blueprint.get("/meldingen/voorkeuren")
@requires(Door.SIGNED_IN)
def choose() -> str:
    """Ask how this person wants each kind by mail."""
    return render_template("notices/preferences.html", form=_form(formdata=None))


@blueprint.post("/meldingen/voorkeuren")
@requires(Door.SIGNED_IN)
def keep_preferences() -> Response | tuple[str, int]:
    """Keep it."""
    form = _form()
    if not form.validate():
        return render_template("notices/preferences.html", form=form), 422
    service.set_preferences(db.session, current_principal().actor, form.wanted())
    db.session.commit()
    flash(_("Uw voorkeuren zijn opgeslagen."), "good")
    return redirect(url_for("notices.index"))


def _read(notice_id: int) -> Notice:
    scope = notice_scope(current_principal())
    notice = notice_by_id(db.session, scope, notice_id) or abort(404)
    service.mark_read(db.session, scope, notice)
    db.session.commit()
    return notice


def _form(**options: None) -> PreferencesForm:
    principal = current_principal()
    offered = notice_scope(principal).networks.keys() - ABOUT_ACCOUNT
    kinds = [kind for kind in NoticeKind if kind in offered]
    return preferences_form(kinds, preferences(db.session, principal.account_id or 0), **options)
