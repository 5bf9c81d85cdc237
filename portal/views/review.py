"""Reviewing a report: what changed since it was last submitted, and taking a submission back."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain.differences import part_changes
from portal.domain.workflow import (
    WITHDRAWALS,
    IllegalTransitionError,
    ReportAction,
    possible_report_actions,
)
from portal.forms.base import VersionForm
from portal.models import Report, Submission
from portal.queries.submissions import History, history_of
from portal.services import reports
from portal.views.loading import load_report
from portal.views.reports import REPORT
from portal.web.doors import requires
from portal.web.sign_in import current_principal
from portal.web.submitted import worded

blueprint = Blueprint("review", __name__)


@blueprint.get(f"{REPORT}/wijzigingen")
@requires(Permission.READ_SUBMITTED)
def changes(period_code: str, network_code: str) -> str:
    """Show word by word what differs between two submissions, the last two unless others are chosen."""
    report = load_report(period_code, network_code, Permission.READ_SUBMITTED)
    principal = current_principal()
    history = history_of(db.session, report)
    offered = history.offered(every=principal.allows(Permission.READ_DRAFT, report.network_id))
    former, present = _chosen(history, offered)
    found = []
    if former is not None and present is not None:
        audiences = principal.audiences(report.network_id)
        money = principal.allows(Permission.READ_MONEY, report.network_id)
        different = part_changes(former.content, present.content, audiences, money=money)
        found = [worded(part) for part in different]
    return render_template(
        "review/changes.html",
        report=report,
        history=history,
        offered=offered,
        former=former,
        present=present,
        changes=found,
    )


@blueprint.get(f"{REPORT}/intrekken")
@requires(Permission.SUBMIT_REPORT)
def confirm_withdraw(period_code: str, network_code: str) -> str:
    """Ask whether the submission is really to be taken back."""
    report = load_report(period_code, network_code, Permission.SUBMIT_REPORT)
    once_returned = bool(history_of(db.session, report).returns)
    possible = possible_report_actions(report.state, report.period.state, once_returned=once_returned)
    if not WITHDRAWALS & set(possible):
        raise IllegalTransitionError(ReportAction.WITHDRAW, report.state)
    return render_template("review/withdraw.html", report=report, once_returned=once_returned)


@blueprint.post(f"{REPORT}/intrekken")
@requires(Permission.SUBMIT_REPORT)
def withdraw(period_code: str, network_code: str) -> Response:
    """Take a submission back before it is judged."""
    report = load_report(period_code, network_code, Permission.SUBMIT_REPORT)
    form = VersionForm()
    if not form.validate():
        abort(400)
    reports.withdraw_report(db.session, current_principal().actor, report, form.seen)
    db.session.commit()
    flash(_("U hebt de indiening ingetrokken. U kunt de rapportage weer aanpassen."), "good")
    return _to(report)


def _chosen(history: History, offered: Sequence[Submission]) -> tuple[Submission | None, Submission | None]:
    """Return the two submissions of the address, else the last two that stand; 404 for an unknown one."""
    usual = (history.standing if len(history.standing) > 1 else list(offered))[-2:]
    pair: list[Submission | None] = list(usual) if len(usual) > 1 else [None, None]
    for place, name in enumerate(("van", "naar")):
        if name in request.args:
            number = request.args.get(name, type=int)
            pair[place] = next((each for each in offered if each.number == number), None) or abort(404)
    return pair[0], pair[1]


def _to(report: Report) -> Response:
    return redirect(url_for("reports.show", period_code=report.period.code, network_code=report.network.code))
