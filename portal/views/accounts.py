"""Accounts, for administrators: the list and its file, one account, and its name and address."""

from flask import Blueprint, current_app, flash, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.documents.accounts import account_figures
from portal.domain import clock
from portal.domain.audit import SubjectKind
from portal.domain.errors import DuplicateError
from portal.domain.rationing import EXPORT
from portal.forms.account_changes import DetailsForm, EmailForm
from portal.forms.base import text_of
from portal.models import Account
from portal.queries.account_invitations import last_invitation
from portal.queries.account_list import COLUMNS
from portal.queries.account_reviews import last_reviews, review_progress
from portal.queries.accounts import substitutes_for
from portal.queries.administrators import administrators, none_lasts
from portal.queries.audit import events_of
from portal.queries.factors import has_factor
from portal.queries.identities import waits_for_person
from portal.services import account_changes as service
from portal.views.account_filter import asked_accounts
from portal.views.account_loading import ACCOUNT, back_to, load_account
from portal.views.handing_out import asked_kind, hand_out
from portal.views.paging import ListAddress, page_of
from portal.web import listing
from portal.web.doors import dangerous, requires
from portal.web.rationing import costly
from portal.web.sign_in import current_principal

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/accounts")
@requires(Permission.MANAGE_ACCOUNTS)
def index() -> str:
    """List the accounts one asks for, and say what needs care."""
    found = asked_accounts()
    sort = listing.sort_by(COLUMNS, "naam")
    page = page_of(
        found.found.total(),
        lambda limit, offset: found.found.rows(
            sort.column, descending=sort.descending, limit=limit, offset=offset
        ),
    )
    return render_template(
        "accounts/index.html",
        page=page,
        asked=found,
        address=ListAddress("accounts.index", found.chosen, sort),
        progress=review_progress(db.session, clock.today()),
        no_administrator_lasts=none_lasts(administrators(db.session, clock.today())),
        today=clock.today(),
    )


@blueprint.post("/accounts/exporteren")
@requires(Permission.MANAGE_ACCOUNTS)
@costly(EXPORT)
def export() -> Response:
    """Give the same list as a file, and remember who took it."""
    kind, asked = asked_kind("bestand"), asked_accounts()
    rows = asked.found.rows("naam", descending=False)
    figures = account_figures(
        rows,
        asked.words(),
        clock.now(),
        clock.today(),
        demonstration=bool(current_app.config["DEMONSTRATION"]),
    )
    return hand_out(figures, "accounts", kind, SubjectKind.ACCOUNT, count=len(rows))


@blueprint.get(ACCOUNT)
@requires(Permission.MANAGE_ACCOUNTS)
def show(account_id: int) -> str:
    """Show one account, its appointments and its history."""
    account = load_account(account_id)
    waits = waits_for_person(db.session, account)
    return render_template(
        "accounts/show.html",
        account=account,
        waits=waits,
        invitation=last_invitation(db.session, account.id) if waits or account.is_invited else None,
        has_factor=has_factor(db.session, account.id),
        substitutes=substitutes_for(db.session, account.id, clock.today()),
        reviews=last_reviews(db.session, [each.id for each in account.appointments]),
        events=events_of(db.session, SubjectKind.ACCOUNT, account.id),
        today=clock.today(),
        now=clock.now(),
    )


@blueprint.get(f"{ACCOUNT}/gegevens")
@requires(Permission.MANAGE_ACCOUNTS)
def edit(account_id: int) -> str:
    """Show name and organisation to change them."""
    account = load_account(account_id)
    known = {"person_name": account.name, "organisation": account.organisation}
    return _details_page(account, DetailsForm(formdata=None, data=known))


@blueprint.post(f"{ACCOUNT}/gegevens")
@requires(Permission.MANAGE_ACCOUNTS)
def save(account_id: int) -> Response | tuple[str, int]:
    """Change name and organisation."""
    account, form = load_account(account_id), DetailsForm()
    if not form.validate():
        return _details_page(account, form), 422
    service.change_details(
        db.session,
        current_principal().actor,
        account,
        text_of(form.person_name),
        text_of(form.organisation),
    )
    return back_to(account, _("De gegevens zijn opgeslagen."))


@blueprint.get(f"{ACCOUNT}/e-mailadres")
@dangerous
@requires(Permission.MANAGE_ACCOUNTS)
def edit_email(account_id: int) -> str:
    """Ask for another address."""
    return _email_page(load_account(account_id), EmailForm(formdata=None))


@blueprint.post(f"{ACCOUNT}/e-mailadres")
@dangerous
@requires(Permission.MANAGE_ACCOUNTS)
def save_email(account_id: int) -> Response | tuple[str, int]:
    """Let this person sign in with another address from now on."""
    account, form = load_account(account_id), EmailForm()
    if not form.validate():
        return _email_page(account, form), 422
    try:
        service.change_email(
            db.session, current_principal().actor, account, text_of(form.email), text_of(form.reason)
        )
    except DuplicateError:
        form.email.errors = [_("Een ander account heeft dit e-mailadres. Kies een ander adres.")]
        return _email_page(account, form), 422
    if account.is_invited and account.active:
        flash(_("De uitnodiging is opnieuw verstuurd, naar het nieuwe adres."), "info")
    return back_to(account, _("Het e-mailadres is gewijzigd. Open sessies zijn beëindigd."))


def _details_page(account: Account, form: DetailsForm) -> str:
    return render_template("accounts/details.html", account=account, form=form)


def _email_page(account: Account, form: EmailForm) -> str:
    return render_template("accounts/email.html", account=account, form=form)
