"""Saving a questionnaire while somebody types, and saying who else has a section open.

Money only says who is busy: its contributions come and go by rows, which a button saves.
"""

from flask import Blueprint, url_for

from portal.access.policy import Permission
from portal.database import db
from portal.domain.errors import NotEditableError, StaleVersionError
from portal.domain.questionnaires import Section
from portal.forms.sections import section_form
from portal.queries.completeness import section_gaps
from portal.queries.details import register_of_partners
from portal.queries.submissions import section_key
from portal.services import sections as service
from portal.services.money import money_is_editable
from portal.views.loading import load_answers, load_questionnaire, load_report
from portal.views.money import MONEY_PART
from portal.views.reports import REPORT
from portal.views.saving import Answer, forget_restored, present, refused, saved, wrong
from portal.views.sections import ONE, section_of
from portal.web.doors import requires
from portal.web.intent import unattended
from portal.web.sign_in import current_principal

blueprint = Blueprint("autosave_sections", __name__)


@blueprint.post(f"{ONE}/tussentijds")
@requires(Permission.WRITE_REPORT)
def save(period_code: str, network_code: str, part: str) -> Answer:
    """Save one questionnaire while it is filled in."""
    report = load_answers(period_code, network_code)
    section = section_of(part)
    partners = register_of_partners(db.session) if section is Section.NETWORK else []
    form = section_form(section, partners, posted=True)
    if not form.validate():
        return wrong(form), 422
    try:
        service.write_answers(
            db.session,
            current_principal().actor,
            report,
            section,
            form.seen,
            form.answers(),
            form.facts(),
            by_itself=True,
        )
    except (StaleVersionError, NotEditableError) as error:
        return refused(error), 409
    forget_restored(url_for("sections.edit", period_code=period_code, network_code=network_code, part=part))
    answer = saved(service.section_version(report, section), section_gaps(report, section))
    db.session.commit()
    return answer


@blueprint.post(f"{ONE}/aanwezig")
@unattended
@requires(Permission.WRITE_REPORT)
def be_at(period_code: str, network_code: str, part: str) -> Answer:
    """Note that somebody has this questionnaire open, and say who else has."""
    report = load_questionnaire(period_code, network_code)
    section = section_of(part)
    return present(report, section_key(section), editable=service.report_section_is_editable(report, section))


@blueprint.post(f"{REPORT}/geld/aanwezig")
@unattended
@requires(Permission.COORDINATE_REPORT)
def be_at_money(period_code: str, network_code: str) -> Answer:
    """Note that somebody has the money open, and say who else has."""
    report = load_report(period_code, network_code, Permission.COORDINATE_REPORT)
    return present(report, MONEY_PART, editable=money_is_editable(report))
