"""A new definition of an indicator, and what its values are held against, or why nothing is."""

from collections.abc import Sequence

from flask import Blueprint, abort, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.errors import DefinitionError, StaleVersionError
from portal.domain.indicators import NormKind
from portal.forms.base import day_of, text_of
from portal.forms.indicator import DefinitionForm, NormForm
from portal.models import Indicator
from portal.queries.indicators import norm_of
from portal.queries.observations import Place, places
from portal.services import indicators as service
from portal.views.indicator_keeping import saved
from portal.views.indicators import ONE, load_indicator
from portal.views.keeping import kept_here
from portal.web.doors import requires
from portal.web.kept_input import restores_input
from portal.web.refusals import sentence_for
from portal.web.sign_in import current_principal
from portal.web.stale import Conflict
from portal.web.stale_forms import conflicts_between

blueprint = Blueprint("indicator_norms", __name__)
NORM = f"{ONE}/<norm>/<place_code>"
EVERYWHERE = "samen"
KINDS = {"nulmeting": NormKind.BASELINE, "streefwaarde": NormKind.TARGET}


@blueprint.get(f"{ONE}/definitie")
@restores_input
@requires(Permission.KEEP_INDICATORS)
def edit_definition(code: str) -> str:
    """Show the form for a new definition."""
    indicator = load_indicator(code)
    kept = kept_here()
    form = DefinitionForm(formdata=kept)
    if kept is None:
        form.version.data, form.text.data = indicator.version, indicator.definitions[-1].text
        form.valid_from.data = clock.today()
    return _definition_page(indicator, form, restored=kept is not None)


@blueprint.post(f"{ONE}/definitie")
@requires(Permission.KEEP_INDICATORS)
def save_definition(code: str) -> Response | tuple[str, int]:
    """Add a version of the definition."""
    indicator = load_indicator(code)
    form = DefinitionForm()
    if not form.validate():
        return _definition_page(indicator, form), 422
    try:
        service.change_definition(
            db.session,
            current_principal().actor,
            indicator,
            form.seen,
            text_of(form.text),
            day_of(form.valid_from),
            text_of(form.reason),
        )
    except StaleVersionError:
        current = indicator.definitions[-1].text
        conflict = {"label": str(form.text.label.text), "own": text_of(form.text), "current": current}
        form.version.data, form.version.raw_data = indicator.version, None
        return _definition_page(indicator, form, [conflict]), 409
    except DefinitionError as error:
        form.text.errors = [sentence_for(error)]
        return _definition_page(indicator, form), 422
    return saved(indicator, form, _("De nieuwe definitie is vastgelegd. De reeks krijgt een breuk."))


@blueprint.get(NORM)
@restores_input
@requires(Permission.KEEP_INDICATORS)
def edit_norm(code: str, norm: str, place_code: str) -> str:
    """Show the form for a baseline or target of a place, or of all together."""
    kind, indicator, place = _kind(norm), load_indicator(code), _place(place_code)
    kept = kept_here()
    form = NormForm(formdata=kept)
    if kept is None:
        form.show(norm_of(db.session, indicator.id, kind, place.id if place else None))
    return _norm_page(indicator, kind, place, form, restored=kept is not None)


@blueprint.post(NORM)
@requires(Permission.KEEP_INDICATORS)
def save_norm(code: str, norm: str, place_code: str) -> Response | tuple[str, int]:
    """Write a baseline or target, or the decision to do without."""
    kind, indicator, place = _kind(norm), load_indicator(code), _place(place_code)
    place_id = place.id if place else None
    form = NormForm()
    if not form.validate():
        return _norm_page(indicator, kind, place, form), 422
    try:
        service.set_norm(
            db.session,
            current_principal().actor,
            indicator,
            kind,
            place_id,
            form.content(),
            form.seen,
        )
    except StaleVersionError:
        current = NormForm(formdata=None)
        current.show(norm_of(db.session, indicator.id, kind, place_id))
        form.version.data, form.version.raw_data = current.version.data, None
        return _norm_page(indicator, kind, place, form, conflicts_between(form, current)), 409
    return saved(indicator, form, _("Dit is vastgelegd."))


def _kind(word: str) -> NormKind:
    """Return what a word in the address stands for, or 404."""
    return KINDS.get(word) or abort(404)


def _place(code: str) -> Place | None:
    """Return the place of a norm, None for all together, or 404."""
    if code == EVERYWHERE:
        return None
    return next((each for each in places(db.session) if each.code == code), None) or abort(404)


def _definition_page(
    indicator: Indicator,
    form: DefinitionForm,
    conflicts: Sequence[Conflict] = (),
    *,
    restored: bool = False,
) -> str:
    return render_template(
        "indicators/definition.html",
        indicator=indicator,
        form=form,
        conflicts=conflicts,
        restored=restored,
    )


def _norm_page(
    indicator: Indicator,
    kind: NormKind,
    place: Place | None,
    form: NormForm,
    conflicts: Sequence[Conflict] = (),
    *,
    restored: bool = False,
) -> str:
    return render_template(
        "indicators/norm.html",
        indicator=indicator,
        kind=kind,
        place=place,
        form=form,
        conflicts=conflicts,
        restored=restored,
    )
