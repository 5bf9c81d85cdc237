"""The home page: what asks for me now, and what is due."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.access.policy import Permission
from portal.access.principal import Principal
from portal.database import db
from portal.domain import clock
from portal.domain.periods import Timeliness
from portal.domain.workflow import EDITABLE, PeriodState, ReportState
from portal.models import Period
from portal.queries.accounts import networks_without_coordinator
from portal.queries.periods import ReceiptRow, all_periods
from portal.queries.reports import own_open_reports
from portal.queries.worklist import worklist
from portal.views.periods import receipt_rows
from portal.web.doors import Door, requires
from portal.web.formats import day
from portal.web.sign_in import current_principal

blueprint = Blueprint("home", __name__)
RUNNING = frozenset({PeriodState.OPEN, PeriodState.CLOSED})
"""States in which a round asks for work: writing, judging or adopting."""


@dataclass(frozen=True)
class Task:
    """Something that asks for this person now."""

    title: str
    detail: str
    url: str
    kind: str = "info"


@blueprint.get("/")
@requires(Door.SIGNED_IN)
def index() -> str:
    """Show what asks for who is signed in, what is due, and where everything stands."""
    principal = current_principal()
    reads = principal.allows(Permission.READ_PERIODS)
    periods = all_periods(db.session) if reads else []
    receipts = receipt_rows()
    running = next((period for period in periods if period.state in RUNNING), None)
    tasks = [
        *_writing(principal),
        *_accepting(principal, receipts),
        *_opening(principal, periods),
        *_adopting(principal, periods, receipts),
        *_accounts(principal),
    ]
    return render_template(
        "home/index.html",
        tasks=tasks,
        running=running,
        rows=[row for row in receipts if running and row.period_code == running.code],
        latest=_latest_adopted(receipts),
        today=clock.today(),
    )


def _writing(principal: Principal) -> Iterator[Task]:
    """Reports of one's own networks that are still to be written."""
    reach = principal.reach(Permission.WRITE_REPORT)
    if not reach:
        return
    for report in own_open_reports(db.session, principal.visibility(), reach.networks):
        work = worklist(report)
        url = url_for("reports.show", period_code=report.period.code, network_code=report.network.code)
        state = _("%(done)s van %(all)s maatregelen compleet.", done=work.finished, all=len(work.rows))
        due = _("Indienen uiterlijk op %(day)s.", day=day(report.period.submit_until))
        late = clock.today() > report.period.submit_until
        if report.state is ReportState.RETURNED:
            title = _("Teruggestuurde rapportage %(network)s aanpassen", network=report.network.short_title)
            yield Task(title, _("Het programmabureau vraagt om aanpassingen."), url, "attention")
        else:
            title = _("Rapportage %(network)s invullen", network=report.network.short_title)
            yield Task(title, f"{state} {due}", url, "critical" if late else "attention")


def _accepting(principal: Principal, receipts: list[ReceiptRow]) -> Iterator[Task]:
    """Submitted reports that wait for a judgement, and reports that are overdue."""
    for row in receipts:
        if not principal.allows(Permission.ACCEPT_REPORT, row.network_id):
            continue
        if row.state is ReportState.SUBMITTED and row.readable:
            url = url_for("reports.show", period_code=row.period_code, network_code=row.network_code)
            title = _("Rapportage %(network)s beoordelen", network=row.network_title)
            yield Task(title, _("Ingediend voor %(period)s.", period=row.period_title), url, "attention")
        if row.timeliness is Timeliness.OVERDUE and row.state in EDITABLE:
            url = url_for("periods.show", code=row.period_code)
            title = _("Rapportage %(network)s is te laat", network=row.network_title)
            yield Task(
                title, _("Nog niet ontvangen voor %(period)s.", period=row.period_title), url, "critical"
            )


def _opening(principal: Principal, periods: Sequence[Period]) -> Iterator[Task]:
    """Planned periods whose submission has begun, and open periods that can be closed."""
    if not principal.allows(Permission.MANAGE_PERIODS):
        return
    today = clock.today()
    for period in periods:
        url = url_for("periods.show", code=period.code)
        if period.state is PeriodState.PLANNED and period.submit_from <= today:
            title = _("Rapportageperiode %(period)s openen", period=period.title)
            yield Task(title, _("Indienen kan vanaf %(day)s.", day=day(period.submit_from)), url, "attention")
        if period.state is PeriodState.OPEN and period.submit_until < today:
            title = _("Rapportageperiode %(period)s sluiten", period=period.title)
            yield Task(
                title, _("De laatste dag om in te dienen was %(day)s.", day=day(period.submit_until)), url
            )


def _adopting(
    principal: Principal, periods: Sequence[Period], receipts: Sequence[ReceiptRow]
) -> Iterator[Task]:
    """Closed periods that the stuurgroep can adopt."""
    if not principal.allows(Permission.ADOPT_PERIOD):
        return
    for period in periods:
        if period.state is PeriodState.CLOSED:
            rows = [row for row in receipts if row.period_code == period.code]
            accepted = sum(row.state is ReportState.ACCEPTED for row in rows)
            detail = _("%(done)s van %(all)s rapportages zijn geaccepteerd.", done=accepted, all=len(rows))
            title = _("Rapportageperiode %(period)s vaststellen", period=period.title)
            url = url_for("period_actions.confirm_adopt", code=period.code)
            yield Task(title, detail, url, "attention")


def _accounts(principal: Principal) -> Iterator[Task]:
    """Networks that nobody can report for."""
    if not principal.allows(Permission.MANAGE_ACCOUNTS):
        return
    names = networks_without_coordinator(db.session, clock.today())
    if names:
        title = ngettext(
            "%(num)s PPS-netwerk heeft geen coördinator",
            "%(num)s PPS-netwerken hebben geen coördinator",
            len(names),
        )
        yield Task(title, ", ".join(names), url_for("accounts.index"), "critical")


def _latest_adopted(receipts: list[ReceiptRow]) -> list[ReceiptRow]:
    adopted = [row for row in receipts if row.state is ReportState.ADOPTED and row.readable]
    return [row for row in adopted if row.period_code == adopted[0].period_code] if adopted else []
