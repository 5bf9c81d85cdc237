"""The programme office's view of a round: how far each network is, and more time where that is needed."""

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.errors import InvalidExtensionError, ReasonRequiredError, StaleVersionError
from portal.domain.periods import Timeliness
from portal.domain.workflow import EDITABLE, PeriodState
from portal.forms.base import day_of, text_of
from portal.forms.extension import ExtensionForm
from portal.models import Report
from portal.queries.cockpit import cockpit, punctuality, report_to_extend
from portal.services.extensions import extend_due_date
from portal.views.loading import load_period
from portal.web.doors import requires
from portal.web.sign_in import current_principal

blueprint = Blueprint("cockpit", __name__)
ROUNDS = 8
EXTENSION = "/rapportages/<period_code>/<network_code>/uitstel"


@blueprint.get("/rapportages/<code>/stand")
@requires(Permission.READ_COCKPIT)
def show(code: str) -> str:
    """Show how far each network and each maatregel is, and who has to act next."""
    period = load_period(code)
    today = clock.today()
    return render_template(
        "cockpit/show.html",
        period=period,
        lines=cockpit(db.session, period, today),
        rounds=punctuality(db.session, today, ROUNDS),
        Timeliness=Timeliness,
        may_extend=period.state is PeriodState.OPEN,
        editable=EDITABLE,
        today=today,
    )


@blueprint.get(EXTENSION)
@requires(Permission.MANAGE_PERIODS)
def choose(period_code: str, network_code: str) -> str | Response:
    """Ask until which day, and why."""
    report = _report(period_code, network_code)
    if report.period.state is not PeriodState.OPEN or report.state not in EDITABLE:
        flash(_("Uitstel kan alleen zolang de periode open is en de rapportage niet is ingediend."), "info")
        return _to_cockpit(period_code)
    return _page(report, ExtensionForm(formdata=None, seen=report.due_on.isoformat()))


@blueprint.post(EXTENSION)
@requires(Permission.MANAGE_PERIODS)
def extend(period_code: str, network_code: str) -> Response | tuple[str, int]:
    """Give more time."""
    report = _report(period_code, network_code)
    form = ExtensionForm()
    if not form.validate():
        return _page(report, form), 422
    try:
        extend_due_date(
            db.session,
            current_principal().actor,
            report,
            _day_seen(form),
            day_of(form.until),
            text_of(form.reason),
        )
    except InvalidExtensionError:
        form.until.errors = [
            _("Kies een dag die nog moet komen en die na de laatste dag van de rapportageperiode ligt.")
        ]
        return _page(report, form), 422
    except ReasonRequiredError:
        form.reason.errors = [_("Vul een reden in.")]
        return _page(report, form), 422
    except StaleVersionError:
        form.seen.data = report.due_on.isoformat()
        form.until.errors = [_("Een collega heeft de laatste dag intussen gewijzigd. Controleer de dag.")]
        return _page(report, form), 409
    db.session.commit()
    flash(_("%(network)s heeft uitstel gekregen.", network=report.network.title), "good")
    return _to_cockpit(period_code)


def _report(period_code: str, network_code: str) -> Report:
    return report_to_extend(db.session, period_code, network_code) or abort(404)


def _day_seen(form: ExtensionForm) -> date:
    try:
        return date.fromisoformat(text_of(form.seen))
    except ValueError:
        abort(400)


def _page(report: Report, form: ExtensionForm) -> str:
    return render_template("cockpit/extend.html", report=report, form=form)


def _to_cockpit(code: str) -> Response:
    return redirect(url_for("cockpit.show", code=code))
