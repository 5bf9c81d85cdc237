"""Switching an account off and on; off means: no session and no link works any more."""

from flask import Blueprint, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.forms.account_changes import DeactivationForm, ReasonForm
from portal.forms.base import text_of
from portal.models import Account
from portal.queries.held_tasks import networks_left_alone, tasks_of
from portal.services import accounts as service
from portal.views.account_loading import ACCOUNT, back_to, load_account
from portal.web.doors import dangerous, requires
from portal.web.sign_in import current_principal

blueprint = Blueprint("account_access", __name__)


@blueprint.get(f"{ACCOUNT}/uitzetten")
@dangerous
@requires(Permission.MANAGE_ACCOUNTS)
def confirm_deactivation(account_id: int) -> str:
    """Show what would be left without owner, and ask why the account goes off."""
    return _page(load_account(account_id), DeactivationForm(formdata=None))


@blueprint.post(f"{ACCOUNT}/uitzetten")
@dangerous
@requires(Permission.MANAGE_ACCOUNTS)
def deactivate(account_id: int) -> Response | tuple[str, int]:
    """Deactivate an account; never one's own, and never the last administrator's."""
    account, form = load_account(account_id), DeactivationForm()
    leaves_tasks = bool(tasks_of(db.session, account.id, clock.today()))
    if not (form.validate() and form.sees(leaves_tasks=leaves_tasks)):
        return _page(account, form), 422
    actor = current_principal().actor
    service.set_active(db.session, actor, account, active=False, reason=text_of(form.reason))
    return back_to(account, _("Het account is uitgezet. Deze persoon kan niet meer inloggen."))


@blueprint.get(f"{ACCOUNT}/aanzetten")
@dangerous
@requires(Permission.MANAGE_ACCOUNTS)
def confirm_reactivation(account_id: int) -> str:
    """Ask why the account goes on again."""
    return _reactivation_page(load_account(account_id), ReasonForm(formdata=None))


@blueprint.post(f"{ACCOUNT}/aanzetten")
@dangerous
@requires(Permission.MANAGE_ACCOUNTS)
def reactivate(account_id: int) -> Response | tuple[str, int]:
    """Reactivate an account."""
    account, form = load_account(account_id), ReasonForm()
    if not form.validate():
        return _reactivation_page(account, form), 422
    actor = current_principal().actor
    service.set_active(db.session, actor, account, active=True, reason=text_of(form.reason))
    return back_to(account, _("Het account is weer aangezet."))


def _page(account: Account, form: DeactivationForm) -> str:
    today = clock.today()
    return render_template(
        "accounts/deactivate.html",
        account=account,
        form=form,
        tasks=tasks_of(db.session, account.id, today),
        alone=networks_left_alone(db.session, account.id, today),
    )


def _reactivation_page(account: Account, form: ReasonForm) -> str:
    return render_template("accounts/reactivate.html", account=account, form=form, today=clock.today())
