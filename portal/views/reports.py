"""One voortgangsrapportage: reading it, and moving it through its cycle."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import REPORT_ACTION, Permission
from portal.access.review import report_events
from portal.database import db
from portal.domain import clock
from portal.domain.audit import SubjectKind
from portal.domain.errors import (
    FourEyesError,
    IncompleteReportError,
    PeriodNotOpenError,
    ReasonRequiredError,
    UnexplainedFindingsError,
)
from portal.domain.periods import timeliness
from portal.domain.workflow import (
    EDITABLE,
    WITHDRAWALS,
    ReportAction,
    ReportState,
    possible_report_actions,
)
from portal.forms.base import VersionForm
from portal.forms.review import maatregel_reasons, return_form, section_reasons
from portal.models import Report
from portal.queries.audience import readable_developments, readable_words
from portal.queries.audit import events_of, took_part
from portal.queries.evidence import evidence_of_report
from portal.queries.former import readable_former
from portal.queries.parts import read_parts
from portal.queries.report_money import ReportMoney, report_money
from portal.queries.worklist import worklist
from portal.services import reports as service
from portal.views.checked import checks_of, explained_in
from portal.views.loading import load_report, may_write
from portal.views.reviewed import Reviewed, reviewed
from portal.views.writing import writing_of
from portal.web.doors import requires
from portal.web.personal_data import warn_about
from portal.web.refusals import sentence_for
from portal.web.sign_in import current_principal

blueprint = Blueprint("reports", __name__)
BY_REPORT = WITHDRAWALS | {ReportAction.SUBMIT, ReportAction.RETURN, ReportAction.ACCEPT}
"""Moves of one report; adopting and writing off happen with the whole period."""
REPORT = "/rapportages/<period_code>/<network_code>"


@blueprint.get(REPORT)
@requires(Permission.READ_ADOPTED)
def show(period_code: str, network_code: str) -> str:
    """Show the report: as a list of work for who writes it, as a text for who reads it."""
    report = load_report(period_code, network_code)
    principal = current_principal()
    writes = may_write(report) and report.state in EDITABLE
    review = reviewed(report)
    actions = _actions(report, review)
    judges = review.may_judge or ReportAction.ACCEPT in actions
    author = judges and took_part(db.session, report.id, principal.account_id or 0)
    work = worklist(report)
    return render_template(
        "reports/write.html" if writes else "reports/read.html",
        report=report,
        work=work,
        writing=writing_of(report, work) if writes else None,
        previous=readable_former(db.session, principal.visibility(), report) if writes else None,
        actions=[action for action in actions if not (author and action is ReportAction.ACCEPT)],
        author=author,
        author_waits=author and ReportAction.ACCEPT in actions,
        timely=timeliness(report.state, report.first_submitted_at, report.due_on, clock.today()),
        events=events_of(
            db.session,
            SubjectKind.REPORT,
            report.id,
            only=report_events(principal, report),
            discreet=not principal.allows(Permission.READ_SUBMITTED, report.network_id),
        ),
        version=VersionForm(formdata=None, version=report.version),
        checks=checks_of(report) if writes else None,
        explained_values={} if writes else explained_in(report),
        words=readable_words(report, principal.audiences(report.network_id)),
        review=review,
        parts=None if writes else read_parts(db.session, principal.visibility(), report),
        evidence=evidence_of_report(db.session, principal.visibility(), report.id),
        developments=readable_developments(report, principal.audiences(report.network_id)),
        money=None if writes else _money(report),
    )


@blueprint.get(f"{REPORT}/indienen")
@requires(Permission.SUBMIT_REPORT)
def confirm_submit(period_code: str, network_code: str) -> str:
    """Ask whether the report is really finished."""
    report = load_report(period_code, network_code, Permission.SUBMIT_REPORT)
    return render_template(
        "reports/submit.html",
        report=report,
        work=worklist(report),
        checks=checks_of(report),
        version=VersionForm(version=report.content_version),
    )


@blueprint.post(f"{REPORT}/indienen")
@requires(Permission.SUBMIT_REPORT)
def submit(period_code: str, network_code: str) -> Response | tuple[str, int]:
    """Submit the report; pressing twice is submitting once."""
    report = load_report(period_code, network_code, Permission.SUBMIT_REPORT)
    if report.state is ReportState.SUBMITTED:
        return _to(report)
    try:
        service.submit_report(db.session, current_principal().actor, report, _version())
    except IncompleteReportError:
        flash(_("De rapportage is nog niet compleet. Hieronder staat wat ontbreekt."), "critical")
        return _again(report)
    except UnexplainedFindingsError as refusal:
        flash(str(sentence_for(refusal)), "critical")
        return _again(report)
    except PeriodNotOpenError:
        flash(
            _(
                "De rapportageperiode is gesloten. Indienen kan niet meer; "
                "neem contact op met het programmabureau."
            ),
            "critical",
        )
        return _again(report)
    db.session.commit()
    flash(_("De rapportage is ingediend bij het programmabureau."), "good")
    return _to(report)


@blueprint.post(f"{REPORT}/accepteren")
@requires(Permission.ACCEPT_REPORT)
def accept(period_code: str, network_code: str) -> Response:
    """Accept a submitted report."""
    report = load_report(period_code, network_code, Permission.ACCEPT_REPORT)
    if report.state is ReportState.ACCEPTED:
        return _to(report)
    try:
        service.accept_report(db.session, current_principal().actor, report, _version())
    except FourEyesError:
        flash(
            _("U hebt zelf aan deze rapportage meegewerkt. Laat een collega de rapportage accepteren."),
            "critical",
        )
        return _to(report)
    db.session.commit()
    flash(_("De rapportage is geaccepteerd."), "good")
    return _to(report)


@blueprint.get(f"{REPORT}/terugsturen")
@requires(Permission.ACCEPT_REPORT)
def choose_return(period_code: str, network_code: str) -> str:
    """Ask which parts go back, and why."""
    report = load_report(period_code, network_code, Permission.ACCEPT_REPORT)
    service.check_returnable(report)
    form = return_form(report)
    form.version.data = report.version
    return render_template("reports/return.html", report=report, form=form, messages=[])


@blueprint.post(f"{REPORT}/terugsturen")
@requires(Permission.ACCEPT_REPORT)
def give_back(period_code: str, network_code: str) -> Response | tuple[str, int]:
    """Send parts back, each with its reason."""
    report = load_report(period_code, network_code, Permission.ACCEPT_REPORT)
    form = return_form(report)
    if not form.validate():
        return render_template("reports/return.html", report=report, form=form, messages=[]), 422
    try:
        service.return_report(
            db.session,
            current_principal().actor,
            report,
            form.seen,
            section_reason=form.section.data or "",
            maatregel_reasons=maatregel_reasons(form, report),
            section_reasons=section_reasons(form, report),
        )
    except ReasonRequiredError:
        messages = [_("Geef bij minstens één onderdeel een reden. Alleen die onderdelen gaan terug.")]
        return render_template("reports/return.html", report=report, form=form, messages=messages), 422
    db.session.commit()
    flash(_("De rapportage is teruggestuurd naar het PPS-netwerk."), "good")
    warn_about(form)
    return redirect(url_for("periods.show", code=period_code))


def _money(report: Report) -> ReportMoney:
    principal = current_principal()
    return report_money(
        db.session,
        report,
        principal.audiences(report.network_id),
        figures=principal.allows(Permission.READ_MONEY, report.network_id),
    )


def _actions(report: Report, review: Reviewed) -> list[ReportAction]:
    """Return what the role of who is signed in may do with the report now, by the same rules as the doors."""
    principal = current_principal()
    return [
        action
        for action in possible_report_actions(
            report.state, report.period.state, once_returned=review.once_returned
        )
        if action in BY_REPORT and principal.allows(REPORT_ACTION[action], report.network_id)
    ]


def _version() -> int:
    form = VersionForm()
    if not form.validate():
        abort(400)
    return form.seen


def _to(report: Report) -> Response:
    return redirect(url_for("reports.show", period_code=report.period.code, network_code=report.network.code))


def _again(report: Report) -> tuple[str, int]:
    form = VersionForm(formdata=None, version=report.content_version)
    page = render_template(
        "reports/submit.html", report=report, work=worklist(report), checks=checks_of(report), version=form
    )
    return page, 422
