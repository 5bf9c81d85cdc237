"""Where somebody is signed in, and an administrator who ends that."""

from flask import Blueprint, render_template
from flask_babel import ngettext
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.forms.account_changes import ALL, EndSessionForm
from portal.forms.base import text_of
from portal.models import Account
from portal.queries.sessions import open_sessions
from portal.services.sessions import end_by_administrator
from portal.views.account_loading import ACCOUNT, back_to, load_account
from portal.web.doors import requires
from portal.web.sign_in import current_principal

blueprint = Blueprint("account_sessions", __name__)
SESSIONS = f"{ACCOUNT}/sessies"


@blueprint.get(SESSIONS)
@requires(Permission.MANAGE_ACCOUNTS)
def index(account_id: int) -> str:
    """Show the open sessions of an account."""
    return _page(load_account(account_id), EndSessionForm(formdata=None))


@blueprint.post(SESSIONS)
@requires(Permission.MANAGE_ACCOUNTS)
def end(account_id: int) -> Response | tuple[str, int]:
    """End one session or all; that only ever takes access away, so nothing more is asked."""
    account, form = load_account(account_id), EndSessionForm()
    found = open_sessions(db.session, account.id, clock.now())
    form.offer(found)
    if not form.validate():
        return _page(account, form), 422
    chosen = [each.id for each in found if form.session.data in {ALL, str(each.id)}]
    ended = end_by_administrator(db.session, current_principal().actor, account, chosen, text_of(form.reason))
    return back_to(
        account, ngettext("%(num)s sessie is beëindigd.", "%(num)s sessies zijn beëindigd.", ended)
    )


def _page(account: Account, form: EndSessionForm) -> str:
    found = open_sessions(db.session, account.id, clock.now())
    form.offer(found)
    return render_template("accounts/sessions.html", account=account, sessions=found, form=form)
