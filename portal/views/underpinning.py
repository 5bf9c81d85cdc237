"""Filling in what underpins a maatregel."""

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.errors import StaleVersionError
from portal.domain.underpinning import UnderpinningContent, hints
from portal.forms.underpinning import UnderpinningForm
from portal.models import Maatregel, Underpinning
from portal.queries.maatregelen import maatregel_by_code
from portal.queries.underpinning import underpinning_of
from portal.services import underpinning as service
from portal.views.keeping import forget_kept, kept_here
from portal.web.doors import requires
from portal.web.formats import day
from portal.web.kept_input import restores_input
from portal.web.labels import label
from portal.web.personal_data import warn_about
from portal.web.sign_in import current_principal
from portal.web.stale import Conflict

blueprint = Blueprint("underpinning", __name__)
ADDRESS = "/maatregelen/<code>/onderbouwing"


@blueprint.get(ADDRESS)
@restores_input
@requires(Permission.WRITE_UNDERPINNING)
def edit(code: str) -> str:
    """Show the form with what was filled in before."""
    maatregel = _load(code)
    kept = kept_here()
    form = UnderpinningForm(formdata=kept)
    if kept is None:
        saved = underpinning_of(db.session, maatregel.id)
        form.show(service.content_of(saved), saved.version if saved else 0)
    return _page(maatregel, form, restored=kept is not None)


@blueprint.post(ADDRESS)
@requires(Permission.WRITE_UNDERPINNING)
def save(code: str) -> Response | tuple[str, int]:
    """Save it; a stale save shows both versions and loses neither."""
    maatregel = _load(code)
    form = UnderpinningForm()
    if not form.validate():
        return _page(maatregel, form), 422
    content = form.content()
    try:
        service.write_underpinning(db.session, current_principal().actor, maatregel, form.seen, content)
    except StaleVersionError:
        saved = underpinning_of(db.session, maatregel.id)
        form.version.data, form.version.raw_data = saved.version if saved else 0, None
        return _page(maatregel, form, conflicts=_conflicts(form, saved)), 409
    forget_kept(request.path)
    db.session.commit()
    warn_about(form)
    flash(_("De onderbouwing is opgeslagen."), "good")
    for check in hints(content, clock.today()):
        flash(label(check), "info")
    return redirect(url_for("maatregelen.show", code=code, _anchor="onderbouwing"))


def _load(code: str) -> Maatregel:
    """Return the maatregel (else 404) when this person fills in what underpins it (else 403)."""
    maatregel = maatregel_by_code(db.session, code) or abort(404)
    if not current_principal().allows(Permission.WRITE_UNDERPINNING, maatregel.network_id):
        abort(403)
    return maatregel


def _conflicts(form: UnderpinningForm, saved: Underpinning | None) -> list[Conflict]:
    def words(value: str | date | None) -> str:
        return str(day(value)) if isinstance(value, date) else value or ""

    own, current = form.content(), service.content_of(saved)
    pairs = (
        (form.mechanism, own.mechanism, current.mechanism),
        (form.operational_on, own.operational_on, current.operational_on),
        (form.evaluation_on, own.evaluation_on, current.evaluation_on),
    )
    return [
        {"label": str(field.label.text), "own": words(typed), "current": words(there)}
        for field, typed, there in pairs
        if typed != there
    ]


def _page(
    maatregel: Maatregel,
    form: UnderpinningForm,
    *,
    conflicts: list[Conflict] | None = None,
    restored: bool = False,
) -> str:
    typed = UnderpinningContent(form.mechanism.data or "", form.operational_on.data, form.evaluation_on.data)
    return render_template(
        "underpinning/edit.html",
        maatregel=maatregel,
        form=form,
        hints=hints(typed, clock.today()),
        conflicts=conflicts or [],
        restored=restored,
    )
