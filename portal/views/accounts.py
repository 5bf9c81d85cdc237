"""Accounts and appointments, for administrators."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.audit import SubjectKind
from portal.domain.errors import DuplicateError
from portal.domain.roles import InvalidAppointmentError, Role
from portal.forms.account import AppointmentForm
from portal.forms.base import day_of
from portal.models import Account
from portal.queries.accounts import account_by_id, all_accounts
from portal.queries.audit import events_of
from portal.queries.networks import all_networks
from portal.services import accounts as service
from portal.web.doors import requires
from portal.web.sign_in import current_principal

blueprint = Blueprint("accounts", __name__)
ACCOUNT = "/accounts/<int(max=2147483647):account_id>"


@blueprint.get("/accounts")
@requires(Permission.MANAGE_ACCOUNTS)
def index() -> str:
    """Show every account with its appointments."""
    return render_template("accounts/index.html", accounts=all_accounts(db.session), today=clock.today())


@blueprint.get(ACCOUNT)
@requires(Permission.MANAGE_ACCOUNTS)
def show(account_id: int) -> str:
    """Show one account, its appointments and its history."""
    form = AppointmentForm(formdata=None, starts_on=clock.today())
    return _page(_load(account_id), form)


@blueprint.post(f"{ACCOUNT}/aanstellingen")
@requires(Permission.MANAGE_ACCOUNTS)
def appoint(account_id: int) -> Response | tuple[str, int]:
    """Give an appointment."""
    account = _load(account_id)
    networks = {network.code: network for network in all_networks(db.session)}
    form = AppointmentForm()
    form.offer(networks.values())
    if form.validate():
        network = networks.get(form.network.data)
        try:
            service.give_appointment(
                db.session,
                current_principal().actor,
                account,
                Role(form.role.data),
                network,
                day_of(form.starts_on),
                form.ends_on.data,
            )
            return _done(account, _("De aanstelling is gegeven."))
        except InvalidAppointmentError as error:
            _blame(form, str(error))
        except DuplicateError:
            form.form_errors.append(_("Deze persoon heeft deze aanstelling al in deze periode."))
    return _page(account, form), 422


@blueprint.post(f"{ACCOUNT}/aanstellingen/<int(max=2147483647):appointment_id>/beeindigen")
@requires(Permission.MANAGE_ACCOUNTS)
def end(account_id: int, appointment_id: int) -> Response:
    """End an appointment: its rights are gone at once."""
    account = _load(account_id)
    appointment = next((one for one in account.appointments if one.id == appointment_id), None) or abort(404)
    service.end_appointment(db.session, current_principal().actor, appointment)
    return _done(account, _("De aanstelling is beëindigd."))


@blueprint.post(f"{ACCOUNT}/uitzetten")
@requires(Permission.MANAGE_ACCOUNTS)
def deactivate(account_id: int) -> Response:
    """Deactivate an account; never one's own, so that somebody can always undo it."""
    account = _load(account_id)
    service.set_active(db.session, current_principal().actor, account, active=False)
    return _done(account, _("Het account is uitgezet. Deze persoon kan niet meer inloggen."))


@blueprint.post(f"{ACCOUNT}/aanzetten")
@requires(Permission.MANAGE_ACCOUNTS)
def reactivate(account_id: int) -> Response:
    """Reactivate an account."""
    account = _load(account_id)
    service.set_active(db.session, current_principal().actor, account, active=True)
    return _done(account, _("Het account is weer aangezet."))


def _load(account_id: int) -> Account:
    return account_by_id(db.session, account_id) or abort(404)


def _page(account: Account, form: AppointmentForm) -> str:
    form.offer(all_networks(db.session))
    events = events_of(db.session, SubjectKind.ACCOUNT, account.id)
    return render_template(
        "accounts/show.html", account=account, form=form, events=events, today=clock.today()
    )


def _done(account: Account, message: str) -> Response:
    db.session.commit()
    flash(message, "good")
    return redirect(url_for("accounts.show", account_id=account.id))


def _blame(form: AppointmentForm, fault: str) -> None:
    if fault == "network_required":
        form.network.errors = [_("Kies een PPS-netwerk bij deze rol.")]
    elif fault == "network_forbidden":
        form.network.errors = [_("Deze rol geldt voor het hele programma. Kies geen PPS-netwerk.")]
    else:
        form.ends_on.errors = [_("De laatste dag ligt voor de eerste dag.")]
