"""The limits of the screening for displacement: everybody sees them, the programme office sets them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain.errors import StaleVersionError, UnchangedLimitsError
from portal.forms.screening import ScreeningForm
from portal.queries.screening import all_settings, parameters_of
from portal.services.screening import set_parameters
from portal.views.keeping import forget_kept, kept_here
from portal.web.displacement_words import log_words
from portal.web.doors import requires
from portal.web.kept_input import restores_input
from portal.web.personal_data import warn_about
from portal.web.sign_in import current_principal

blueprint = Blueprint("screening", __name__)
URL = "/verplaatsing/grenzen"


@blueprint.get(URL)
@restores_input
@requires(Permission.READ_DISPLACEMENT)
def limits() -> str:
    """Show the limits that hold and all that ever held, with the form for who may set them."""
    kept = kept_here()
    return _page(ScreeningForm(formdata=kept), restored=kept is not None)


@blueprint.post(URL)
@requires(Permission.SET_SCREENING)
def set_limits() -> Response | tuple[str, int]:
    """Let other limits hold, with a reason."""
    form = ScreeningForm()
    if not form.validate():
        return _page(form), 422
    try:
        set_parameters(
            db.session,
            current_principal().actor,
            form.parameters(),
            form.reason.data or "",
            form.held.data or 0,
        )
    except UnchangedLimitsError:
        form.form_errors.append(_("Deze grenzen gelden al. Wijzig er minstens één."))
        return _page(form), 422
    except StaleVersionError:
        return _page(form, stale=True), 409
    forget_kept(request.path)
    db.session.commit()
    warn_about(form)
    flash(_("De grenzen zijn gewijzigd. De screening rekent er vanaf nu mee."), "good")
    return redirect(url_for("screening.limits"))


def _page(form: ScreeningForm, *, restored: bool = False, stale: bool = False) -> str:
    settings = all_settings(db.session)
    newest = settings[0] if settings else None
    if request.method == "GET" and not restored:
        form.show(parameters_of(newest))
    # Who saw what holds now may decide anew.
    if stale or (request.method == "GET" and not restored):
        form.held.data = newest.id if newest else 0
        form.held.raw_data = None
    return render_template(
        "displacement/limits.html",
        form=form if current_principal().allows(Permission.SET_SCREENING) else None,
        settings=settings,
        parameters=parameters_of(newest),
        newest=newest,
        restored=restored,
        stale=stale,
        defaults=parameters_of(None),
        log=log_words,
    )
