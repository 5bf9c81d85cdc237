"""Appointments of an account: giving one, also as a substitute, and ending one with a reason."""

from flask import Blueprint, abort, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.errors import DuplicateError
from portal.domain.roles import InvalidAppointmentError, Role
from portal.forms.account import NewAppointmentForm
from portal.forms.account_changes import ReasonForm
from portal.forms.base import day_of, text_of
from portal.models import Account, Appointment
from portal.queries.accounts import active_people
from portal.queries.networks import all_networks
from portal.services import accounts as service
from portal.views.account_loading import ACCOUNT, back_to, load_account
from portal.web.doors import dangerous, requires
from portal.web.sign_in import current_principal

blueprint = Blueprint("appointments", __name__)
ONE = f"{ACCOUNT}/aanstellingen/<int(max=2147483647):appointment_id>/beeindigen"


@blueprint.get(f"{ACCOUNT}/aanstellingen")
@dangerous
@requires(Permission.MANAGE_ACCOUNTS)
def new(account_id: int) -> str:
    """Ask which appointment to give."""
    return _page(load_account(account_id), NewAppointmentForm(formdata=None, starts_on=clock.today()))


@blueprint.post(f"{ACCOUNT}/aanstellingen")
@dangerous
@requires(Permission.MANAGE_ACCOUNTS)
def give(account_id: int) -> Response | tuple[str, int]:
    """Give an appointment."""
    account, form = load_account(account_id), NewAppointmentForm()
    networks = {network.code: network for network in all_networks(db.session)}
    people = {str(each.id): each for each in active_people(db.session)}
    form.offer(networks.values())
    form.offer_people(people.values())
    if form.validate():
        try:
            service.give_appointment(
                db.session,
                current_principal().actor,
                account,
                Role(form.role.data),
                networks.get(form.network.data),
                day_of(form.starts_on),
                form.ends_on.data,
                substitute_for=people.get(form.substitute_for.data),
            )
            return back_to(account, _("De aanstelling is gegeven."))
        except InvalidAppointmentError as error:
            form.blame(str(error))
        except DuplicateError:
            form.form_errors.append(_("Deze persoon heeft deze aanstelling al in deze periode."))
    return _page(account, form), 422


@blueprint.get(ONE)
@dangerous
@requires(Permission.MANAGE_ACCOUNTS)
def confirm_end(account_id: int, appointment_id: int) -> str:
    """Ask why the appointment ends."""
    account = load_account(account_id)
    return _end_page(_one(account, appointment_id), ReasonForm(formdata=None))


@blueprint.post(ONE)
@dangerous
@requires(Permission.MANAGE_ACCOUNTS)
def end(account_id: int, appointment_id: int) -> Response | tuple[str, int]:
    """End an appointment: its rights are gone at once."""
    account, form = load_account(account_id), ReasonForm()
    appointment = _one(account, appointment_id)
    if not form.validate():
        return _end_page(appointment, form), 422
    service.end_appointment(db.session, current_principal().actor, appointment, text_of(form.reason))
    return back_to(account, _("De aanstelling is beëindigd. Open sessies zijn beëindigd."))


def _one(account: Account, appointment_id: int) -> Appointment:
    return next((one for one in account.appointments if one.id == appointment_id), None) or abort(404)


def _page(account: Account, form: NewAppointmentForm) -> str:
    form.offer(all_networks(db.session))
    form.offer_people(each for each in active_people(db.session) if each.id != account.id)
    return render_template("accounts/appoint.html", account=account, form=form)


def _end_page(appointment: Appointment, form: ReasonForm) -> str:
    return render_template(
        "accounts/end_appointment.html", account=appointment.account, appointment=appointment, form=form
    )
