"""Planning, opening, closing and adopting a rapportageperiode."""

from flask import Blueprint, abort, flash, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.errors import (
    DuplicateError,
    NotReadyError,
    OtherPeriodOpenError,
    PeriodStartedError,
    ReasonRequiredError,
    StaleVersionError,
    UnfinishedReportsError,
)
from portal.domain.periods import InvalidPeriodError
from portal.domain.workflow import (
    EDITABLE,
    IllegalTransitionError,
    PeriodAction,
    PeriodState,
    ReportState,
    possible_period_actions,
)
from portal.forms.base import VersionForm, text_of
from portal.forms.period import AdoptForm, NewPeriodForm, PeriodForm, ReasonForm, adopt_form
from portal.models import Period
from portal.queries.meetings import meetings_in_session
from portal.services import periods as service
from portal.views.loading import load_period
from portal.views.periods import page, receipt_rows, to_period
from portal.web.doors import requires
from portal.web.sign_in import current_principal

blueprint = Blueprint("period_actions", __name__)
PERIOD = "/rapportages/<code>"
FAULTS = {
    "observation_ends_before_start": ("observes_until", _l("De laatste dag ligt voor de eerste dag.")),
    "submission_ends_before_start": ("submit_until", _l("De laatste dag ligt voor de eerste dag.")),
    "submission_before_observation_end": (
        "submit_until",
        _l("Indienen moet kunnen na de laatste dag waarover de rapportage gaat."),
    ),
    "opens_after_submission": ("opens_on", _l("Kies een dag voor of op de laatste dag om in te dienen.")),
    "closes_before_submission_end": ("closes_on", _l("Kies een dag na de laatste dag om in te dienen.")),
}


@blueprint.get("/rapportages/nieuw")
@requires(Permission.MANAGE_PERIODS)
def plan() -> str:
    """Ask for title and dates of a new period."""
    return render_template("periods/edit.html", form=NewPeriodForm(formdata=None), period=None)


@blueprint.post("/rapportages/nieuw")
@requires(Permission.MANAGE_PERIODS)
def create() -> Response | tuple[str, int]:
    """Plan a period."""
    form = NewPeriodForm()
    if form.validate():
        try:
            period = service.plan_period(
                db.session, current_principal().actor, text_of(form.code), text_of(form.title), form.dates()
            )
            return to_period(period, _("De rapportageperiode is gepland."))
        except InvalidPeriodError as error:
            _blame(form, error)
        except DuplicateError:
            form.code.errors = [_("Er is al een rapportageperiode met deze code.")]
    return render_template("periods/edit.html", form=form, period=None), 422


@blueprint.get(f"{PERIOD}/wijzigen")
@requires(Permission.MANAGE_PERIODS)
def edit(code: str) -> str:
    """Ask for other dates of a period that is not adopted."""
    period = _changeable(code)
    form = PeriodForm(formdata=None, obj=period)
    return render_template("periods/edit.html", form=form, period=period)


@blueprint.post(f"{PERIOD}/wijzigen")
@requires(Permission.MANAGE_PERIODS)
def change(code: str) -> Response | tuple[str, int]:
    """Change title and dates."""
    period = _changeable(code)
    form = PeriodForm()
    if form.validate():
        try:
            service.change_period(
                db.session, current_principal().actor, period, form.seen, text_of(form.title), form.dates()
            )
            return to_period(period, _("De rapportageperiode is gewijzigd."))
        except InvalidPeriodError as error:
            _blame(form, error)
        except PeriodStartedError:
            form.form_errors.append(
                _(
                    "Na het openen kunt u alleen de titel, de laatste dag om in te dienen en de dag van "
                    "sluiten wijzigen."
                )
            )
        except StaleVersionError:
            form.version.data, form.version.raw_data = period.version, None
            form.form_errors.append(
                _(
                    "Iemand anders heeft deze periode intussen gewijzigd. "
                    "Controleer de gegevens en sla opnieuw op."
                )
            )
            return render_template("periods/edit.html", form=form, period=period), 409
    return render_template("periods/edit.html", form=form, period=period), 422


@blueprint.post(f"{PERIOD}/openen")
@requires(Permission.MANAGE_PERIODS)
def open_(code: str) -> Response | tuple[str, int]:
    """Open the period, or show everything that stands in the way."""
    period = load_period(code)
    version = _version()
    try:
        reports = service.open_period(db.session, current_principal().actor, period, version)
    except (NotReadyError, OtherPeriodOpenError):
        flash(_("De periode kan nog niet open. Los eerst de punten hieronder op."), "critical")
        return page(period), 409
    return to_period(
        period, _("De periode is open. Er zijn %(count)s conceptrapportages gemaakt.", count=len(reports))
    )


@blueprint.get(f"{PERIOD}/sluiten")
@requires(Permission.MANAGE_PERIODS)
def confirm_close(code: str) -> str:
    """Ask whether nothing more may come in, and name what is still missing."""
    period = load_period(code)
    if PeriodAction.CLOSE not in possible_period_actions(period.state):
        raise IllegalTransitionError(PeriodAction.CLOSE, period.state)
    rows = receipt_rows(period)
    return render_template(
        "periods/close.html",
        period=period,
        missing=[row for row in rows if row.state in EDITABLE],
        waiting=[row for row in rows if row.state is ReportState.SUBMITTED],
    )


@blueprint.post(f"{PERIOD}/sluiten")
@requires(Permission.MANAGE_PERIODS)
def close(code: str) -> Response:
    """Close the period."""
    period = load_period(code)
    service.close_period(db.session, current_principal().actor, period, _version())
    return to_period(period, _("De periode is gesloten. Er kan niets meer worden ingediend."))


@blueprint.post(f"{PERIOD}/heropenen")
@requires(Permission.MANAGE_PERIODS)
def reopen(code: str) -> Response | tuple[str, int]:
    """Open a closed period again, with a reason."""
    period = load_period(code)
    form = ReasonForm()
    if form.validate():
        try:
            service.reopen_period(
                db.session, current_principal().actor, period, form.seen, text_of(form.reason)
            )
            return to_period(period, _("De periode is weer open."))
        except ReasonRequiredError:
            form.reason.errors = [_("Geef een reden.")]
        except OtherPeriodOpenError:
            form.form_errors.append(_("Er staat al een andere rapportageperiode open. Sluit die eerst."))
    return page(period, form), 422


@blueprint.get(f"{PERIOD}/vaststellen")
@requires(Permission.ADOPT_PERIOD)
def confirm_adopt(code: str) -> str:
    """Show what will be frozen, and what never came in."""
    period = load_period(code)
    if PeriodAction.ADOPT not in possible_period_actions(period.state):
        raise IllegalTransitionError(PeriodAction.ADOPT, period.state)
    meetings = meetings_in_session(db.session, clock.today())
    form = adopt_form(meetings, formdata=None, data={"version": period.version})
    return _adopt_page(period, form)


@blueprint.post(f"{PERIOD}/vaststellen")
@requires(Permission.ADOPT_PERIOD)
def adopt(code: str) -> Response | tuple[str, int]:
    """Adopt the period at a meeting: everything in it is frozen for ever."""
    period = load_period(code)
    meetings = meetings_in_session(db.session, clock.today())
    form = adopt_form(meetings)
    if form.validate():
        try:
            service.adopt_period(
                db.session,
                current_principal().actor,
                period,
                form.seen,
                text_of(form.reason),
                form.chosen(meetings),
            )
            return to_period(
                period, _("De periode is vastgesteld. De rapportages kunnen niet meer veranderen.")
            )
        except ReasonRequiredError:
            form.reason.errors = [
                _("Niet alle rapportages zijn ontvangen. Geef een reden om toch vast te stellen.")
            ]
        except UnfinishedReportsError:
            form.form_errors.append(
                _(
                    "Er zijn nog rapportages ingediend maar niet beoordeeld. "
                    "Het programmabureau moet die eerst accepteren of terugsturen."
                )
            )
    return _adopt_page(period, form), 422


def _adopt_page(period: Period, form: AdoptForm) -> str:
    rows = receipt_rows(period)
    return render_template(
        "periods/adopt.html",
        period=period,
        form=form,
        accepted=[row for row in rows if row.state is ReportState.ACCEPTED],
        waiting=[row for row in rows if row.state is ReportState.SUBMITTED],
        missing=[row for row in rows if row.state in EDITABLE],
    )


def _version() -> int:
    form = VersionForm()
    return form.seen if form.validate() else abort(400)


def _changeable(code: str) -> Period:
    period = load_period(code)
    if period.state is PeriodState.ADOPTED:
        raise IllegalTransitionError(PeriodAction.REOPEN, period.state)
    return period


def _blame(form: PeriodForm, error: InvalidPeriodError) -> None:
    name, message = FAULTS[str(error)]
    form[name].errors = [message]
