"""Asking people in: one by one, sending the link again, and taking it back."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.accounts import AccountState
from portal.domain.errors import DuplicateError
from portal.domain.roles import InvalidAppointmentError, Role
from portal.forms.account import InvitationForm
from portal.forms.base import day_of, text_of
from portal.models import Account
from portal.queries.account_invitations import InvitationState, last_invitation
from portal.queries.accounts import account_by_email
from portal.queries.identities import waits_for_person
from portal.queries.networks import all_networks
from portal.services import inviting as service
from portal.views.account_loading import ACCOUNT, back_to, load_account
from portal.web.account_mail import link_of
from portal.web.doors import dangerous, requires
from portal.web.sign_in import current_principal

blueprint = Blueprint("account_invitations", __name__)
NEW = "/accounts/uitnodigen"
ONE = f"{ACCOUNT}/uitnodiging"


@blueprint.get(NEW)
@dangerous
@requires(Permission.MANAGE_ACCOUNTS)
def new() -> str:
    """Ask who to invite."""
    return _new_page(InvitationForm(formdata=None, starts_on=clock.today()))


@blueprint.post(NEW)
@dangerous
@requires(Permission.MANAGE_ACCOUNTS)
def send() -> Response | tuple[str, int]:
    """Make the account and send the link."""
    form = InvitationForm()
    networks = {network.code: network for network in all_networks(db.session)}
    form.offer(networks.values())
    if not form.validate():
        return _new_page(form), 422
    guest = service.Guest(
        text_of(form.person_name),
        text_of(form.email),
        text_of(form.organisation),
        Role(form.role.data),
        networks.get(form.network.data),
        day_of(form.starts_on),
        form.ends_on.data,
    )
    try:
        token = service.invite(db.session, current_principal().actor, guest)
    except InvalidAppointmentError as error:
        db.session.rollback()
        form.blame(str(error))
        return _new_page(form), 422
    except DuplicateError:
        return _new_page(form, account_by_email(db.session, guest.email)), 422
    account_id = token.account_id
    db.session.commit()
    flash(
        _("%(name)s is uitgenodigd. De mail gaat naar %(email)s.", name=guest.name, email=guest.email), "good"
    )
    return redirect(url_for("account_invitations.show", account_id=account_id))


@blueprint.get(ONE)
@requires(Permission.MANAGE_ACCOUNTS)
def show(account_id: int) -> str:
    """Show when somebody was invited and how long the link works; in a demonstration the link itself."""
    account = load_account(account_id)
    invitation = last_invitation(db.session, account.id)
    return render_template(
        "accounts/invitation.html",
        account=account,
        waits=waits_for_person(db.session, account),
        invitation=invitation,
        link=_link(account, invitation) if invitation else "",
        now=clock.now(),
    )


@blueprint.post(ONE)
@dangerous
@requires(Permission.MANAGE_ACCOUNTS)
def resend(account_id: int) -> Response:
    """Send a new link; the former one works no longer."""
    account = load_account(account_id)
    service.resend(db.session, current_principal().actor, account)
    db.session.commit()
    flash(_("De uitnodiging is opnieuw verstuurd. De vorige link werkt niet meer."), "good")
    return redirect(url_for("account_invitations.show", account_id=account_id))


@blueprint.post(f"{ONE}/intrekken")
@requires(Permission.MANAGE_ACCOUNTS)
def withdraw(account_id: int) -> Response:
    """Take the invitation back and switch the account off; that only ever takes access away."""
    account = load_account(account_id)
    service.withdraw(db.session, current_principal().actor, account, _("Uitnodiging ingetrokken"))
    return back_to(account, _("De uitnodiging is ingetrokken. De link werkt niet meer."))


def _link(account: Account, invitation: InvitationState) -> str:
    """Return the link where no mail leaves, for who tries the portal; nothing elsewhere."""
    works = (
        account.state is AccountState.INVITED
        and not invitation.is_withdrawn
        and not invitation.is_over(clock.now())
    )
    return link_of(invitation.token) if works and current_app.config["DEMONSTRATION"] else ""


def _new_page(form: InvitationForm, known: Account | None = None) -> str:
    form.offer(all_networks(db.session))
    return render_template("accounts/invite.html", form=form, known=known)
