"""The sections of a report that are questionnaires: the network itself, and sharing data."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.details import only_sector
from portal.domain.errors import StaleVersionError
from portal.domain.questionnaires import Section, covenant_term
from portal.forms.base import VersionForm
from portal.forms.sections import SectionForm, section_form
from portal.models import Partner, Report
from portal.queries.completeness import answers_of, section_gaps
from portal.queries.details import register_of_partners
from portal.queries.presence import busy
from portal.queries.questionnaires import answers_before, last_adopted, question_rows
from portal.queries.submissions import section_key
from portal.services import sections as service
from portal.services.presence import leave
from portal.views.keeping import forget_kept, is_put_back, kept_here, locked
from portal.views.loading import load_questionnaire
from portal.views.reports import REPORT
from portal.views.reviewed import thread_of
from portal.web.doors import requires
from portal.web.kept_input import restores_input
from portal.web.labels import label
from portal.web.sign_in import current_principal
from portal.web.stale_parts import Conflict, answer_conflicts, fact_conflicts

blueprint = Blueprint("sections", __name__)
ONE = f"{REPORT}/onderdelen/<part>"
PARTS = {"netwerk": Section.NETWORK, "gegevensdeling": Section.DATA_SHARING}


@blueprint.get(ONE)
@restores_input
@requires(Permission.WRITE_REPORT)
def edit(period_code: str, network_code: str, part: str) -> str | Response:
    """Show the questions of one section with the former answers beside them."""
    report = load_questionnaire(period_code, network_code)
    section, kept = section_of(part), kept_here()
    if not service.report_section_is_editable(report, section):
        return locked(report, label(section), kept)
    form = section_form(section, register_of_partners(db.session), posted=False, kept=kept)
    if kept is None:
        form.show(answers_of(report), service.section_version(report, section))
        form.show_facts(service.network_facts(report))
    return _page(report, section, form, restored=kept is not None)


@blueprint.post(ONE)
@requires(Permission.WRITE_REPORT)
def save(period_code: str, network_code: str, part: str) -> Response | tuple[str, int]:
    """Save one section; a stale save shows both versions and loses neither."""
    report = load_questionnaire(period_code, network_code)
    section = section_of(part)
    partners = register_of_partners(db.session)
    form = section_form(section, partners, posted=True)
    if not form.validate():
        return _page(report, section, form), 422
    try:
        service.write_answers(
            db.session,
            current_principal().actor,
            report,
            section,
            form.seen,
            form.answers(),
            form.facts(),
        )
    except StaleVersionError:
        conflicts = _conflicts(report, form, partners)
        form.complete(answers_of(report), service.network_facts(report))
        form.version.data = service.section_version(report, section)
        form.version.raw_data = None
        return _page(report, section, form, conflicts), 409
    forget_kept(request.path)
    leave(db.session, report, section_key(section), current_principal().account_id)
    db.session.commit()
    flash(_("‘%(title)s’ is opgeslagen.", title=label(section)), "good")
    return _to_report(report)


@blueprint.post(f"{ONE}/ongewijzigd")
@requires(Permission.WRITE_REPORT)
def unchanged(period_code: str, network_code: str, part: str) -> Response:
    """Take over the answers of the last adopted report in one click."""
    report = load_questionnaire(period_code, network_code)
    section = section_of(part)
    former = last_adopted(answers_before(db.session, current_principal().visibility(), report))
    form = VersionForm()
    if former is None or not form.validate():
        abort(400)
    service.copy_answers(db.session, current_principal().actor, report, section, form.seen, former.answers)
    db.session.commit()
    flash(_("De antwoorden bij ‘%(title)s’ zijn ongewijzigd overgenomen.", title=label(section)), "good")
    return _to_report(report)


def section_of(part: str) -> Section:
    """Return the section that has this name in an address, or 404."""
    return PARTS.get(part) or abort(404)


def _to_report(report: Report) -> Response:
    return redirect(url_for("reports.show", period_code=report.period.code, network_code=report.network.code))


def _conflicts(report: Report, form: SectionForm, partners: Sequence[Partner]) -> list[Conflict]:
    db.session.refresh(report, ["answers", "partners", "sections"])
    facts = form.facts()
    about = fact_conflicts(facts, service.network_facts(report), partners) if facts else []
    return about + answer_conflicts(form.answers(), answers_of(report))


def _page(
    report: Report,
    section: Section,
    form: SectionForm,
    conflicts: Sequence[Conflict] = (),
    *,
    restored: bool = False,
) -> str:
    part = section_key(section)
    history = answers_before(db.session, current_principal().visibility(), report)
    return render_template(
        "sections/edit.html",
        report=report,
        section=section,
        part=next(name for name, one in PARTS.items() if one is section),
        row=service.section_row(report, section),
        form=form,
        conflicts=conflicts,
        gaps=section_gaps(report, section),
        earlier=question_rows(section, {}, history),
        periods=[each.period_title for each in history],
        former=last_adopted(history),
        untouched=service.is_untouched(report, section),
        term=covenant_term(report.covenant_ends_on, clock.today()),
        alone=only_sector(partner.sector for partner in report.partners),
        returns=thread_of(report, part),
        others=busy(db.session, report.id, current_principal().account_id).get(part, ()),
        restored=restored or is_put_back(),
    )
