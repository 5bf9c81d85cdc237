"""Rapportageperiodes: the rounds, and what came in for them."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.access.policy import PERIOD_ACTION, Permission
from portal.database import db
from portal.domain import clock
from portal.domain.areas import Area
from portal.domain.audit import SubjectKind
from portal.domain.workflow import PeriodState, possible_period_actions
from portal.forms.base import VersionForm
from portal.forms.period import ReasonForm
from portal.models import Period
from portal.queries.audit import events_of
from portal.queries.meetings import meeting_by_id
from portal.queries.periods import ReceiptRow, all_periods, receipts
from portal.queries.readiness import findings_for
from portal.queries.review import waiting_reports
from portal.views.loading import load_period
from portal.views.paging import page_of
from portal.web.doors import requires
from portal.web.kept_pages import kept_page
from portal.web.listing import PAGE_SIZE
from portal.web.sign_in import current_principal

blueprint = Blueprint("periods", __name__)


@blueprint.get("/rapportages")
@requires(Permission.READ_PERIODS)
def index() -> str:
    """Show all periods, newest first, with what came in as far as one may see that."""
    return kept_page("periods/index.html", (Area.PLAN, Area.REPORTING), (), _index)


def _index() -> dict[str, Any]:
    by_period: dict[str, list[ReceiptRow]] = {}
    for row in receipt_rows():
        by_period.setdefault(row.period_code, []).append(row)
    return {"periods": all_periods(db.session), "receipts": by_period, "most": PAGE_SIZE}


@blueprint.get("/rapportages/<code>")
@requires(Permission.READ_PERIODS)
def show(code: str) -> str:
    """Show one period: dates, what came in, and what can be done now."""
    return page(load_period(code))


def page(period: Period, form: ReasonForm | None = None) -> str:
    """Return the page of a period, also when an action on it was refused."""
    principal = current_principal()
    actions = [
        action for action in possible_period_actions(period.state) if principal.allows(PERIOD_ACTION[action])
    ]
    rows = receipt_rows(period)
    planned = period.state is PeriodState.PLANNED
    return render_template(
        "periods/show.html",
        period=period,
        meeting=meeting_by_id(db.session, period.meeting_id),
        page=page_of(len(rows), lambda limit, offset: rows[offset : offset + limit]),
        actions=actions,
        may_manage=principal.allows(Permission.MANAGE_PERIODS),
        findings=findings_for(db.session, period)
        if planned and principal.allows(Permission.MANAGE_PERIODS)
        else [],
        events=events_of(
            db.session,
            SubjectKind.PERIOD,
            period.id,
            discreet=not principal.reach(Permission.READ_SUBMITTED).everywhere,
        ),
        form=form or ReasonForm(formdata=None, version=period.version),
        version=VersionForm(formdata=None, version=period.version),
        today=clock.today(),
        waiting=waiting_reports(db.session, principal.visibility(), period.id, principal.account_id)
        if principal.allows(Permission.ACCEPT_REPORT)
        else [],
    )


def receipt_rows(period: Period | None = None) -> Sequence[ReceiptRow]:
    """Return what came in, as far as who is signed in may know."""
    principal = current_principal()
    reach = principal.reach(Permission.READ_RECEIPT)
    return receipts(
        db.session,
        principal.visibility(),
        None if reach.everywhere else reach.networks,
        clock.today(),
        period_id=period.id if period else None,
    )


def to_period(period: Period, message: str) -> Response:
    """Commit, say what happened and go back to the period."""
    db.session.commit()
    flash(message, "good")
    return redirect(url_for("periods.show", code=period.code))
