"""Keeping the library: adding an indicator, changing it, letting it stop."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.errors import DuplicateError, StaleVersionError, UnitFixedError
from portal.forms.base import VersionForm, day_of, text_of
from portal.forms.indicator import (
    IndicatorForm,
    Made,
    NewIndicatorForm,
    ReasonForm,
    with_links,
)
from portal.models import Indicator
from portal.queries.goals import all_goals
from portal.queries.maatregelen import running_maatregelen
from portal.services import indicators as service
from portal.views.indicators import ONE, load_indicator
from portal.views.keeping import forget_kept, kept_here
from portal.web.doors import requires
from portal.web.kept_input import restores_input
from portal.web.personal_data import warn_about
from portal.web.refusals import sentence_for
from portal.web.sign_in import current_principal
from portal.web.stale import Conflict
from portal.web.stale_forms import conflicts_between

blueprint = Blueprint("indicator_keeping", __name__)


@blueprint.get("/indicatoren/nieuw")
@restores_input
@requires(Permission.KEEP_INDICATORS)
def new() -> str:
    """Show the form for a new indicator."""
    kept = kept_here()
    form = _linked(NewIndicatorForm(formdata=kept))
    if kept is None:
        form.version.data = 0
    return _new_page(form, restored=kept is not None)


@blueprint.post("/indicatoren/nieuw")
@requires(Permission.KEEP_INDICATORS)
def add() -> Response | tuple[str, int]:
    """Add an indicator with its first definition."""
    form = _linked(NewIndicatorForm())
    if not form.validate():
        return _new_page(form), 422
    content = form.content(text_of(form.code))
    try:
        made = service.add_indicator(
            db.session, current_principal().actor, content, text_of(form.definition), day_of(form.valid_from)
        )
    except DuplicateError:
        form.code.errors = [_("Deze code heeft een andere indicator al. Kies een andere code.")]
        return _new_page(form), 422
    return saved(made, form, _("De indicator staat in de bibliotheek."))


@blueprint.get(f"{ONE}/bewerken")
@restores_input
@requires(Permission.KEEP_INDICATORS)
def edit(code: str) -> str:
    """Show the form for what stands beside the definition."""
    indicator = load_indicator(code)
    kept = kept_here()
    form = _linked(IndicatorForm(formdata=kept), indicator)
    if kept is None:
        form.show(indicator)
    return _edit_page(indicator, form, restored=kept is not None)


@blueprint.post(f"{ONE}/bewerken")
@requires(Permission.KEEP_INDICATORS)
def save(code: str) -> Response | tuple[str, int]:
    """Save what stands beside the definition; a stale save shows both versions and loses neither."""
    indicator = load_indicator(code)
    form = _linked(IndicatorForm(), indicator)
    if not form.validate():
        return _edit_page(indicator, form), 422
    try:
        service.change_indicator(
            db.session, current_principal().actor, indicator, form.seen, form.content(indicator.code)
        )
    except StaleVersionError:
        current = _linked(IndicatorForm(formdata=None), indicator)
        current.show(indicator)
        form.version.data, form.version.raw_data = indicator.version, None
        return _edit_page(indicator, form, conflicts_between(form, current)), 409
    except UnitFixedError as error:
        form.unit.errors = [sentence_for(error)]
        return _edit_page(indicator, form), 422
    return saved(indicator, form, _("De indicator is opgeslagen."))


@blueprint.get(f"{ONE}/stoppen")
@requires(Permission.KEEP_INDICATORS)
def confirm_retirement(code: str) -> str:
    """Ask why an indicator stops, or starts again."""
    indicator = load_indicator(code)
    form = ReasonForm(formdata=None)
    form.version.data = indicator.version
    return render_template("indicators/retire.html", indicator=indicator, form=form)


@blueprint.post(f"{ONE}/stoppen")
@requires(Permission.KEEP_INDICATORS)
def retire(code: str) -> Response | tuple[str, int]:
    """Let an indicator take no values any more, or again."""
    indicator = load_indicator(code)
    form = ReasonForm()
    if not form.validate():
        return render_template("indicators/retire.html", indicator=indicator, form=form), 422
    change = service.retire_indicator if indicator.retired_on is None else service.restore_indicator
    try:
        change(db.session, current_principal().actor, indicator, form.seen, text_of(form.reason))
    except StaleVersionError:
        form.version.data, form.version.raw_data = indicator.version, None
        flash(_("Iemand heeft deze indicator intussen gewijzigd. Kijk of dit nog klopt."), "attention")
        return render_template("indicators/retire.html", indicator=indicator, form=form), 409
    stopped = indicator.retired_on is not None
    told = _("De indicator is gestopt.") if stopped else _("De indicator loopt weer.")
    return saved(indicator, form, told)


def saved(indicator: Indicator, form: VersionForm, told: str) -> Response:
    """Commit, warn about personal data and go on to the page of the indicator."""
    forget_kept(request.path)
    answer = redirect(url_for("indicators.show", code=indicator.code))
    db.session.commit()
    warn_about(form)
    flash(told, "good")
    return answer


def _linked(form: Made, indicator: Indicator | None = None) -> Made:
    """Offer what runs today, and what was linked when it still ran."""
    goals = {each.id: each for each in all_goals(db.session)}
    maatregelen = {each.id: each for each in running_maatregelen(db.session, clock.today())}
    if indicator is not None:
        goals |= {each.id: each for each in indicator.goals}
        maatregelen |= {each.id: each for each in indicator.maatregelen}
    return with_links(form, list(goals.values()), list(maatregelen.values()))


def _new_page(form: NewIndicatorForm, *, restored: bool = False) -> str:
    return render_template("indicators/new.html", form=form, restored=restored)


def _edit_page(
    indicator: Indicator,
    form: IndicatorForm,
    conflicts: Sequence[Conflict] = (),
    *,
    restored: bool = False,
) -> str:
    return render_template(
        "indicators/edit.html", indicator=indicator, form=form, conflicts=conflicts, restored=restored
    )
