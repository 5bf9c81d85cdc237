"""Handing over what is in somebody's name: what there is, who takes it, a look before it happens."""

from collections.abc import Mapping

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.held_tasks import HeldTask
from portal.forms.transfers import TransferForm, group_key, transfer_form
from portal.models import Account
from portal.queries.held_tasks import networks_left_alone, receivers, tasks_of
from portal.services import transfers as service
from portal.views.account_loading import ACCOUNT, back_to, load_account
from portal.web.doors import requires
from portal.web.sign_in import current_principal

blueprint = Blueprint("transfers", __name__)
CONFIRMED = "bevestigd"


@blueprint.get(f"{ACCOUNT}/overdragen")
@requires(Permission.MANAGE_ACCOUNTS)
def choose(account_id: int) -> str:
    """Show what is in somebody's name, and who may take it over."""
    account = load_account(account_id)
    tasks, form = _form(account, formdata=None)
    return _page(account, tasks, form)


@blueprint.post(f"{ACCOUNT}/overdragen")
@requires(Permission.MANAGE_ACCOUNTS)
def hand_over(account_id: int) -> Response | str | tuple[str, int]:
    """Show what would change; with the confirmation, do it."""
    account = load_account(account_id)
    tasks, form = _form(account)
    if not form.validate():
        return _page(account, tasks, form), 422
    wanted = form.wanted(tasks)
    if not wanted:
        form.form_errors.append(_("Kies voor minstens één taak wie haar overneemt."))
        return _page(account, tasks, form), 422
    if request.form.get(CONFIRMED) != "ja":
        return _confirmation(account, wanted)
    moved = service.hand_over(db.session, current_principal().actor, account, wanted)
    told = ngettext("%(num)s taak is overgedragen.", "%(num)s taken zijn overgedragen.", moved)
    return back_to(account, told)


def _form(account: Account, **options: object) -> tuple[list[HeldTask], TransferForm]:
    today = clock.today()
    tasks = tasks_of(db.session, account.id, today)
    return tasks, transfer_form(tasks, receivers(db.session, tasks, account.id, today), **options)


def _page(account: Account, tasks: list[HeldTask], form: TransferForm) -> str:
    groups: dict[str, list[HeldTask]] = {}
    for task in tasks:
        groups.setdefault(group_key(task.group), []).append(task)
    return render_template(
        "accounts/transfer.html",
        account=account,
        groups=groups,
        form=form,
        alone=networks_left_alone(db.session, account.id, clock.today()),
    )


def _confirmation(account: Account, wanted: Mapping[HeldTask, Account]) -> str:
    chosen = {task.key: str(taker.id) for task, taker in wanted.items()}
    return render_template(
        "accounts/confirm_transfer.html",
        account=account,
        wanted=wanted,
        hidden=chosen | {CONFIRMED: "ja"},
    )
