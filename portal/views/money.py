"""The money of one report, filled in by the coordinator of its network."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain.errors import NotEditableError, StaleVersionError
from portal.domain.questionnaires import Section
from portal.forms.money import MoneyForm, money_form
from portal.models import Report
from portal.queries.former import readable_former
from portal.queries.presence import busy
from portal.queries.report_money import reported_lines, staffing_in
from portal.queries.submissions import section_key
from portal.services.money import money_is_editable, money_section, write_money
from portal.services.presence import leave
from portal.views.keeping import forget_kept, kept_here, locked
from portal.views.loading import load_report
from portal.views.reports import REPORT
from portal.views.reviewed import thread_of
from portal.web.doors import requires
from portal.web.kept_input import restores_input
from portal.web.labels import label
from portal.web.personal_data import warn_about
from portal.web.sign_in import current_principal
from portal.web.stale import Conflict
from portal.web.stale_money import money_conflicts

blueprint = Blueprint("money", __name__)
MONEY_PART = section_key(Section.MONEY)


@blueprint.get(f"{REPORT}/geld")
@restores_input
@requires(Permission.COORDINATE_REPORT)
def edit(period_code: str, network_code: str) -> str | Response:
    """Show the form with budget and former figures beside it."""
    report = load_report(period_code, network_code, Permission.COORDINATE_REPORT)
    section, kept = money_section(report), kept_here()
    if section is None or not money_is_editable(report):
        return locked(report, label(Section.MONEY), kept)
    rows = len(report.contributions) if kept is None else _rows(kept)
    form = _form(report, rows, formdata=kept)
    if kept is None:
        form.show(report, section.version)
    return _page(report, form, restored=kept is not None)


@blueprint.post(f"{REPORT}/geld")
@requires(Permission.COORDINATE_REPORT)
def save(period_code: str, network_code: str) -> str | Response | tuple[str, int]:
    """Save the money; a stale save shows both versions and loses neither."""
    report = load_report(period_code, network_code, Permission.COORDINATE_REPORT)
    if not money_is_editable(report):
        raise NotEditableError
    if "erbij" in request.form:
        return _page(report, _form(report, _rows(request.form) + 1))
    form = _form(report, _rows(request.form))
    if not form.validate():
        return _page(report, form), 422
    lines = {line.id: form.line(line.id).content() for line in report.money}
    try:
        write_money(db.session, current_principal().actor, report, form.seen, lines, form.wanted())
    except StaleVersionError:
        return _conflict(report, form)
    forget_kept(request.path)
    leave(db.session, report, MONEY_PART, current_principal().account_id)
    db.session.commit()
    warn_about(form)
    flash(_("Het geld is opgeslagen."), "good")
    return _to_report(report)


def _form(report: Report, rows: int, **options: object) -> MoneyForm:
    partners = {partner.id: partner for partner in report.partners}
    partners |= {row.partner.id: row.partner for row in report.contributions if row.partner}
    return money_form(report, list(partners.values()), rows, **options)


def _rows(typed: MultiDict[str, str]) -> int:
    """Return how many contributions were on the page."""
    return max(typed.get("aantal", 0, type=int), 0)


def _conflict(report: Report, form: MoneyForm) -> tuple[str, int]:
    """Show what was typed beside what was saved meanwhile; saving again then replaces that."""
    db.session.expire(report, ["money", "contributions", "sections"])
    section = money_section(report)
    form.version.data = section.version if section else 0
    form.version.raw_data = None
    return _page(report, form, money_conflicts(form, report)), 409


def _page(
    report: Report, form: MoneyForm, conflicts: Sequence[Conflict] = (), *, restored: bool = False
) -> str:
    former = readable_former(db.session, current_principal().visibility(), report)
    section = money_section(report)
    return render_template(
        "money/edit.html",
        report=report,
        form=form,
        former=former,
        lines=reported_lines(db.session, report, former),
        staffing=staffing_in(report),
        return_reason=section.return_reason if section else "",
        conflicts=conflicts,
        restored=restored,
        returns=thread_of(report, MONEY_PART),
        others=busy(db.session, report.id, current_principal().account_id).get(MONEY_PART, ()),
    )


def _to_report(report: Report) -> Response:
    return redirect(url_for("reports.show", period_code=report.period.code, network_code=report.network.code))
