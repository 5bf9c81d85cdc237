"""Taking away the second factors of somebody who lost them."""

from flask import Blueprint, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.forms.account_changes import ReasonForm
from portal.forms.base import text_of
from portal.models import Account
from portal.queries.factors import factors_of
from portal.queries.identities import is_linked
from portal.services import factors as service
from portal.views.account_loading import ACCOUNT, back_to, load_account
from portal.web.doors import dangerous, requires
from portal.web.sign_in import current_principal

blueprint = Blueprint("account_factors", __name__)
FACTORS = f"{ACCOUNT}/factoren"


@blueprint.get(FACTORS)
@dangerous
@requires(Permission.MANAGE_ACCOUNTS)
def confirm_reset(account_id: int) -> str:
    """Show which factors somebody has, and ask why they go."""
    return _page(load_account(account_id), ReasonForm(formdata=None))


@blueprint.post(FACTORS)
@dangerous
@requires(Permission.MANAGE_ACCOUNTS)
def reset(account_id: int) -> Response | tuple[str, int]:
    """Take away every second factor; the person makes new ones at the next sign-in."""
    account, form = load_account(account_id), ReasonForm()
    if not form.validate():
        return _page(account, form), 422
    service.reset(db.session, current_principal().actor, account, text_of(form.reason))
    return back_to(account, _("De tweede factoren zijn weggehaald. Open sessies zijn beëindigd."))


def _page(account: Account, form: ReasonForm) -> str:
    return render_template(
        "accounts/factors.html",
        account=account,
        factors=factors_of(db.session, account.id),
        linked=is_linked(db.session, account.id),
        form=form,
    )
