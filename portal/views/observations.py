"""Values of indicators: filling one in, looking at one, taking one back."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.observing import may_record, recordable
from portal.access.policy import Permission
from portal.database import db
from portal.domain.audit import SubjectKind
from portal.domain.errors import DuplicateError, ObservationWithdrawnError
from portal.domain.observations import InvalidObservationError, per_exposure
from portal.forms.base import text_of
from portal.forms.indicator import WithdrawalForm
from portal.forms.observation import ObservationForm, observation_form
from portal.models import Indicator, Observation
from portal.queries.audit import events_of
from portal.queries.observations import observation_by_id, place_of, places, withdrawn_observations
from portal.services import observations as service
from portal.views.indicators import ONE, load_indicator
from portal.views.keeping import forget_kept, kept_here
from portal.web.doors import requires
from portal.web.kept_input import restores_input
from portal.web.personal_data import warn_about
from portal.web.refusals import sentence_for
from portal.web.sign_in import current_principal

blueprint = Blueprint("observations", __name__)
VALUE = "/indicatoren/waarnemingen/<int(max=2147483647):observation_id>"


@blueprint.get(f"{ONE}/waarneming")
@restores_input
@requires(Permission.RECORD_OBSERVATIONS)
def new(code: str) -> str | Response:
    """Show the form for one value."""
    indicator = load_indicator(code)
    if indicator.retired_on is not None:
        flash(_("Deze indicator is gestopt en krijgt geen nieuwe waarnemingen."), "info")
        return _to(indicator)
    kept = kept_here()
    form = _form(formdata=kept)
    if kept is None:
        form.source.data = indicator.source[:200]
    return _form_page(indicator, form, restored=kept is not None)


@blueprint.post(f"{ONE}/waarneming")
@requires(Permission.RECORD_OBSERVATIONS)
def add(code: str) -> Response | tuple[str, int]:
    """Record one value; the same one again is the one there is."""
    indicator = load_indicator(code)
    form = _form()
    if not form.validate():
        return _form_page(indicator, form), 422
    content = form.content(indicator.id, with_exposure=bool(indicator.exposure))
    try:
        made = service.record_observation(db.session, current_principal().actor, content)
    except InvalidObservationError as error:
        form.tell(error.fault)
        return _form_page(indicator, form), 422
    except DuplicateError:
        form.value.errors = [
            _(
                "Voor dit knooppunt, deze dagen en deze bron staat er al een andere waarde. "
                "Trek die eerst in, of noem een andere bron."
            )
        ]
        return _form_page(indicator, form), 422
    forget_kept(request.path)
    answer = redirect(url_for("observations.show", observation_id=made.id))
    db.session.commit()
    warn_about(form)
    flash(_("De waarneming is vastgelegd."), "good")
    return answer


@blueprint.get(VALUE)
@requires(Permission.READ_PROGRAMME)
def show(observation_id: int) -> str:
    """Show one value with where it comes from and which definition it follows."""
    found = _load(observation_id)
    principal = current_principal()
    insider = principal.allows(Permission.READ_PERIODS)
    return render_template(
        "observations/show.html",
        found=found,
        per_hundred=per_exposure(found.value, found.exposure),
        may_withdraw=found.withdrawn_at is None and _may_change(found),
        insider=insider,
        events=events_of(db.session, SubjectKind.OBSERVATION, found.id, discreet=not insider),
    )


@blueprint.get(f"{VALUE}/intrekken")
@requires(Permission.RECORD_OBSERVATIONS)
def confirm_withdrawal(observation_id: int) -> str:
    """Ask why a value is withdrawn."""
    return _withdrawal_page(_to_withdraw(observation_id), WithdrawalForm(formdata=None))


@blueprint.post(f"{VALUE}/intrekken")
@requires(Permission.RECORD_OBSERVATIONS)
def withdraw(observation_id: int) -> Response | tuple[str, int]:
    """Withdraw a value; it counts no more and stays in the history."""
    found = _to_withdraw(observation_id)
    form = WithdrawalForm()
    if not form.validate():
        return _withdrawal_page(found, form), 422
    try:
        service.withdraw_observation(db.session, current_principal().actor, found, text_of(form.reason))
    except ObservationWithdrawnError as error:
        flash(sentence_for(error), "attention")
        return redirect(url_for("observations.show", observation_id=observation_id))
    answer = redirect(url_for("indicators.show", code=found.indicator.code))
    db.session.commit()
    warn_about(form)
    flash(_("De waarneming is ingetrokken. U kunt een nieuwe waarde vastleggen."), "good")
    return answer


@blueprint.get(f"{ONE}/ingetrokken")
@requires(Permission.RECORD_OBSERVATIONS)
def withdrawn(code: str) -> str:
    """List the values of an indicator that were withdrawn, of the places this person fills in."""
    indicator = load_indicator(code)
    principal = current_principal()
    mine = {place.id for place in recordable(principal, places(db.session))}
    found = withdrawn_observations(db.session, principal.words(), indicator.id)
    return render_template(
        "observations/withdrawn.html",
        indicator=indicator,
        observations=[each for each in found if each.knooppunt_id in mine],
    )


def _load(observation_id: int) -> Observation:
    """Return a value that is for this person, else 404; a withdrawn one is for who fills in the place."""
    found = observation_by_id(db.session, current_principal().words(), observation_id) or abort(404)
    if found.withdrawn_at is not None and not _may_change(found):
        abort(404)
    return found


def _to_withdraw(observation_id: int) -> Observation:
    found = _load(observation_id)
    if not _may_change(found):
        abort(403)
    return found


def _may_change(found: Observation) -> bool:
    return may_record(current_principal(), place_of(db.session, found.knooppunt_id))


def _form(**options: object) -> ObservationForm:
    return observation_form(recordable(current_principal(), places(db.session)), **options)


def _to(indicator: Indicator) -> Response:
    return redirect(url_for("indicators.show", code=indicator.code))


def _form_page(indicator: Indicator, form: ObservationForm, *, restored: bool = False) -> str:
    return render_template("observations/new.html", indicator=indicator, form=form, restored=restored)


def _withdrawal_page(found: Observation, form: WithdrawalForm) -> str:
    return render_template("observations/withdraw.html", found=found, form=form)
