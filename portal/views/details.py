"""Milestones, requirements and partners of one maatregel in a report."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.access.writing import may_write_progress
from portal.database import db
from portal.domain.details import DetailContent, in_a_circle, merged, only_sector
from portal.domain.errors import (
    FutureDayError,
    MilestoneFixedError,
    RequirementError,
    StaleVersionError,
    TooManyMilestonesError,
)
from portal.forms.details import DetailsForm, Offer, Size, details_form, posted_size, size_for
from portal.models import MaatregelProgress
from portal.queries.details import (
    detail_content,
    former_milestones,
    known_fixed_days,
    register_of_partners,
)
from portal.queries.requirements import maatregelen_to_need, needs_in_report, needs_of_others
from portal.services import details as service
from portal.services.progress import progress_is_editable
from portal.views.keeping import forget_kept, is_put_back, kept_here, locked
from portal.views.loading import load_row
from portal.views.reports import REPORT
from portal.web.doors import requires
from portal.web.kept_input import restores_input
from portal.web.refusals import sentence_for
from portal.web.sign_in import current_principal
from portal.web.stale_parts import Conflict, detail_conflicts

blueprint = Blueprint("details", __name__)
PLANNING = f"{REPORT}/maatregelen/<code>/planning"
MORE_ROWS = 3
REFUSED = (FutureDayError, MilestoneFixedError, RequirementError, TooManyMilestonesError)


@blueprint.get(PLANNING)
@restores_input
@requires(Permission.WRITE_REPORT)
def edit(period_code: str, network_code: str, code: str) -> str | Response:
    """Show milestones, requirements and partners as they are saved."""
    row, kept = _load(period_code, network_code, code), kept_here()
    if not progress_is_editable(row):
        return locked(row.report, row.title, kept)
    offer = _offer(row)
    if kept is None:
        return _shown(row, offer, detail_content(row))
    form = details_form(offer, posted_size(kept), posted=False, kept=kept)
    return _page(row, offer, form, restored=True)


@blueprint.post(PLANNING)
@requires(Permission.WRITE_REPORT)
def save(period_code: str, network_code: str, code: str) -> str | Response | tuple[str, int]:
    """Save them together; a button for more rows saves nothing and keeps what was typed."""
    row = _load(period_code, network_code, code)
    offer, size = _offer(row), posted_size(request.form)
    more = {"mijlpaal": Size(MORE_ROWS, 0), "maatregel": Size(0, MORE_ROWS)}.get(
        request.form.get("toevoegen", "")
    )
    if more is not None:
        wider = size.wider(more.milestones, more.requirements)
        return _page(row, offer, details_form(offer, wider, posted=True))
    form = details_form(offer, size, posted=True)
    if not form.validate():
        return _page(row, offer, form), 422
    try:
        service.write_details(db.session, current_principal().actor, row, form.seen, form.content())
    except REFUSED as error:
        return _page(row, offer, form, messages=[str(sentence_for(error))]), 422
    except StaleVersionError:
        return _stale(row, offer, form.content()), 409
    forget_kept(request.path)
    db.session.commit()
    flash(
        _("Mijlpalen, partners en afhankelijkheden van ‘%(title)s’ zijn opgeslagen.", title=row.title), "good"
    )
    return redirect(url_for("details.edit", period_code=period_code, network_code=network_code, code=code))


def _load(period_code: str, network_code: str, code: str) -> MaatregelProgress:
    row = load_row(period_code, network_code, code, Permission.WRITE_REPORT)
    if not may_write_progress(current_principal(), row.report, row.maatregel):
        abort(403)
    return row


def _offer(row: MaatregelProgress) -> Offer:
    return Offer(
        maatregelen_to_need(db.session, row.maatregel_id),
        register_of_partners(db.session),
        known_fixed_days(db.session, row.maatregel_id),
    )


def _stale(row: MaatregelProgress, offer: Offer, own: DetailContent) -> str:
    """Show both versions, and in the form what was typed with what the other one added."""
    db.session.refresh(row, ["milestones", "requirements", "partners"])
    saved = detail_content(row)
    conflicts = detail_conflicts(own, saved, offer.maatregelen, offer.partners)
    return _shown(row, offer, merged(own, saved), conflicts)


def _shown(
    row: MaatregelProgress, offer: Offer, content: DetailContent, conflicts: Sequence[Conflict] = ()
) -> str:
    form = details_form(offer, size_for(content), posted=False)
    form.show(content, row.version)
    return _page(row, offer, form, conflicts)


def _page(
    row: MaatregelProgress,
    offer: Offer,
    form: DetailsForm,
    conflicts: Sequence[Conflict] = (),
    messages: Sequence[str] = (),
    *,
    restored: bool = False,
) -> str:
    visibility = current_principal().visibility()
    needs = needs_of_others(db.session, visibility, row.report) | needs_in_report(db.session, row.report)
    circle = in_a_circle(needs, row.maatregel_id)
    return render_template(
        "details/edit.html",
        report=row.report,
        progress=row,
        form=form,
        conflicts=conflicts,
        messages=messages,
        restored=restored or is_put_back(),
        fixed=offer.fixed,
        former=former_milestones(db.session, row.report).get(row.maatregel_id, {}),
        saved={each.key: each for each in detail_content(row).milestones},
        circle=[each for each in offer.maatregelen if each.id in circle],
        alone=only_sector(partner.sector for partner in row.partners),
    )
