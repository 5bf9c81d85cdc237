"""Saving while somebody types, and saying who else is busy; the script of a form asks for both."""

from flask import Blueprint, url_for

from portal.access.policy import Permission
from portal.database import db
from portal.domain.errors import NotEditableError, StaleVersionError
from portal.domain.reports import Gap, judgement_gaps, progress_gaps
from portal.forms.base import text_of
from portal.forms.merging import basis_of
from portal.forms.report import ProgressForm, SectionForm
from portal.services import progress as service
from portal.views.loading import load_part, load_summary
from portal.views.progress import ONE, SUMMARY, SUMMARY_PART, part_of
from portal.views.saving import Answer, forget_restored, present, refused, saved, wrong
from portal.web.doors import requires
from portal.web.intent import unattended
from portal.web.sign_in import current_principal

blueprint = Blueprint("autosave", __name__)


@blueprint.post(f"{ONE}/tussentijds")
@requires(Permission.WRITE_REPORT)
def save_progress(period_code: str, network_code: str, code: str) -> Answer:
    """Save one maatregel while it is typed."""
    progress = load_part(period_code, network_code, code)
    form = ProgressForm()
    if not form.validate():
        return wrong(form), 422
    content = form.content()
    try:
        service.write_progress(
            db.session, current_principal().actor, progress, form.seen, content, by_itself=True
        )
    except (StaleVersionError, NotEditableError) as error:
        return refused(error), 409
    forget_restored(url_for("progress.edit", period_code=period_code, network_code=network_code, code=code))
    answer = saved(progress.version, progress_gaps(content), basis_of(form.own()))
    db.session.commit()
    return answer


@blueprint.post(f"{SUMMARY}/tussentijds")
@requires(Permission.COORDINATE_REPORT)
def save_section(period_code: str, network_code: str) -> Answer:
    """Save summary, judgements and developments while they are typed."""
    report = load_summary(period_code, network_code)
    form = SectionForm()
    if not form.validate():
        return wrong(form), 422
    judgements = form.judgements()
    try:
        service.write_section(
            db.session,
            current_principal().actor,
            report,
            form.seen,
            text_of(form.summary),
            judgements,
            form.told(),
            by_itself=True,
        )
    except (StaleVersionError, NotEditableError) as error:
        return refused(error), 409
    forget_restored(url_for("progress.edit_section", period_code=period_code, network_code=network_code))
    gaps = [] if text_of(form.summary) else [Gap.SUMMARY]
    for judgement in judgements:
        gaps += judgement_gaps(judgement)
    answer = saved(report.version, gaps, basis_of(form.own()))
    db.session.commit()
    return answer


@blueprint.post(f"{ONE}/aanwezig")
@unattended
@requires(Permission.WRITE_REPORT)
def be_at_progress(period_code: str, network_code: str, code: str) -> Answer:
    """Note that somebody has this maatregel open, and say who else has."""
    progress = load_part(period_code, network_code, code)
    return present(progress.report, part_of(progress), editable=service.progress_is_editable(progress))


@blueprint.post(f"{SUMMARY}/aanwezig")
@unattended
@requires(Permission.COORDINATE_REPORT)
def be_at_section(period_code: str, network_code: str) -> Answer:
    """Note that somebody has summary and judgements open, and say who else has."""
    report = load_summary(period_code, network_code)
    return present(report, SUMMARY_PART, editable=service.section_is_editable(report))
