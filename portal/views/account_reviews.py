"""The yearly check of appointments: what waits, saying that it is still right, and the record of it."""

from collections.abc import Sequence

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.documents.accounts import review_figures
from portal.domain import clock
from portal.domain.audit import SubjectKind
from portal.domain.rationing import EXPORT
from portal.forms.account_changes import ReasonForm, ReviewForm
from portal.forms.base import text_of
from portal.models import Appointment
from portal.queries.account_reviews import (
    due_appointments,
    last_reviews,
    review_progress,
    reviews_of_year,
    running_appointments,
)
from portal.queries.choices import network_choices
from portal.services import account_reviews as service
from portal.views.handing_out import asked_kind, hand_out
from portal.web import listing
from portal.web.doors import dangerous, requires
from portal.web.rationing import costly
from portal.web.sign_in import current_principal

blueprint = Blueprint("account_reviews", __name__)
REVIEW = "/accounts/controle"
END = f"{REVIEW}/<int(max=2147483647):appointment_id>/beeindigen"


@blueprint.get(REVIEW)
@requires(Permission.MANAGE_ACCOUNTS)
def index() -> str:
    """Show which appointments nobody looked at for a year."""
    return _page(ReviewForm(formdata=None), _due())


@blueprint.post(REVIEW)
@requires(Permission.MANAGE_ACCOUNTS)
def confirm() -> Response | tuple[str, int]:
    """Note that the chosen appointments are still right."""
    found, form = _due(), ReviewForm()
    form.offer(_of_others(found))
    if not form.validate():
        return _page(form, found), 422
    chosen = [each for each in found if each.id in form.appointments.numbers]
    if not chosen:
        form.appointments.errors = [_("Kruis minstens één aanstelling aan.")]
        return _page(form, found), 422
    number = service.confirm_appointments(db.session, current_principal().actor, chosen, text_of(form.note))
    db.session.commit()
    flash(
        ngettext("%(num)s aanstelling is nog juist.", "%(num)s aanstellingen zijn nog juist.", number), "good"
    )
    return redirect(url_for("account_reviews.index", netwerk=_network()))


@blueprint.get(END)
@dangerous
@requires(Permission.MANAGE_ACCOUNTS)
def confirm_end(appointment_id: int) -> str:
    """Ask why an appointment is no longer right."""
    return _end_page(_one(appointment_id), ReasonForm(formdata=None))


@blueprint.post(END)
@dangerous
@requires(Permission.MANAGE_ACCOUNTS)
def end(appointment_id: int) -> Response | tuple[str, int]:
    """End an appointment that is no longer right."""
    appointment, form = _one(appointment_id), ReasonForm()
    if not form.validate():
        return _end_page(appointment, form), 422
    service.end_after_review(db.session, current_principal().actor, appointment, text_of(form.reason))
    db.session.commit()
    flash(_("De aanstelling is beëindigd. Open sessies zijn beëindigd."), "good")
    return redirect(url_for("account_reviews.index"))


@blueprint.post(f"{REVIEW}/exporteren")
@requires(Permission.MANAGE_ACCOUNTS)
@costly(EXPORT)
def export() -> Response:
    """Give the record of the last year as a file, and remember who took it."""
    kind = asked_kind("bestand")
    progress = review_progress(db.session, clock.today())
    reviews = reviews_of_year(db.session, clock.today())
    told = _("%(checked)s van %(total)s gecontroleerd", checked=progress.checked, total=progress.total)
    figures = review_figures(
        reviews,
        due_appointments(db.session, clock.today()),
        told,
        clock.now(),
        demonstration=bool(current_app.config["DEMONSTRATION"]),
    )
    return hand_out(figures, "controle-aanstellingen", kind, SubjectKind.ACCOUNT, count=len(reviews))


def _network() -> str:
    return listing.chosen("netwerk", [code for code, _name in network_choices(db.session)])


def _due() -> Sequence[Appointment]:
    return due_appointments(db.session, clock.today(), _network())


def _of_others(found: Sequence[Appointment]) -> list[Appointment]:
    own = current_principal().account_id
    return [each for each in found if each.account_id != own]


def _one(appointment_id: int) -> Appointment:
    return next(iter(running_appointments(db.session, {appointment_id}, clock.today())), None) or abort(404)


def _page(form: ReviewForm, found: Sequence[Appointment]) -> str:
    form.offer(_of_others(found))
    networks = [("", _("Alle")), *network_choices(db.session)]
    return render_template(
        "accounts/review.html",
        form=form,
        found=found,
        last=last_reviews(db.session, [each.id for each in found]),
        progress=review_progress(db.session, clock.today()),
        networks=networks,
        network=_network(),
    )


def _end_page(appointment: Appointment, form: ReasonForm) -> str:
    return render_template("accounts/end_review.html", appointment=appointment, form=form)
