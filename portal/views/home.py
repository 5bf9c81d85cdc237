"""The home page: what asks for me now, and what is due."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from flask import Blueprint, render_template
from markupsafe import Markup

from portal.access.actions import action_scope
from portal.access.policy import Permission
from portal.access.principal import Principal
from portal.access.signals import signal_scope
from portal.database import db
from portal.domain import clock
from portal.domain.areas import Area
from portal.domain.proof import SOON
from portal.domain.workflow import PeriodState
from portal.queries.due_asks import DueLine, due_lines
from portal.queries.periods import PeriodLine, ReceiptRow, Receipts, all_receipts, period_lines
from portal.views.asking import asking
from portal.views.programme_state import state_figures
from portal.views.tasks import tasks_for
from portal.web.doors import Door, requires
from portal.web.fragments import fragment
from portal.web.sign_in import current_principal

blueprint = Blueprint("home", __name__)
RUNNING = frozenset({PeriodState.OPEN, PeriodState.CLOSED})
"""States in which a round asks for work: writing, judging or adopting."""
MOST_ROWS = 20
"""So many networks of a round stand here; its own page has them all."""
_EVERYTHING = tuple(Area)


@blueprint.get("/")
@requires(Door.SIGNED_IN)
def index() -> str:
    """Show what asks for who is signed in, what is due, and where everything stands."""
    principal = current_principal()
    periods = period_lines(db.session) if principal.allows(Permission.READ_PERIODS) else []
    reach = principal.reach(Permission.READ_RECEIPT)
    came_in = None if reach.everywhere else reach.networks
    receipts = all_receipts(db.session, principal.visibility(), came_in, clock.today())
    running = next((period for period in periods if period.state in RUNNING), None)
    due = cache(lambda: _due(principal))
    return render_template(
        "home/index.html",
        steering=_steering(principal, receipts, due) if principal.allows(Permission.READ_FLAGS) else None,
        tasks=tasks_for(principal, periods, receipts, due),
        reporting=_reporting(principal, receipts, running),
    )


def _due(principal: Principal) -> Sequence[DueLine]:
    if not principal.allows(Permission.READ_ASK_FILE):
        return []
    return due_lines(db.session, clock.today() + SOON)


def _first(rows: Sequence[ReceiptRow], late: Sequence[ReceiptRow]) -> Sequence[ReceiptRow]:
    """Return all networks of a round in the order of the plan, or the first ones: what is late in front."""
    if len(rows) <= MOST_ROWS:
        return rows
    waited_for = {id(row) for row in late}
    return sorted(rows, key=lambda row: id(row) not in waited_for)[:MOST_ROWS]


def _reporting(principal: Principal, receipts: Receipts, running: PeriodLine | None) -> Markup:
    """Return what came in for the round that runs, and what was adopted last, as this reader may know."""
    today = clock.today()
    rows = receipts.by_period.get(running.code, ()) if running else ()
    reads = {
        "reads_cockpit": principal.allows(Permission.READ_COCKPIT),
        "reads_overview": principal.allows(Permission.READ_ADOPTED),
    }
    scope = (principal.visibility(), principal.reach(Permission.READ_RECEIPT), running, *reads.values())

    def context() -> dict[str, Any]:
        return {
            "running": running,
            "rows": _first(rows, receipts.late),
            "all_rows": len(rows),
            "latest": receipts.latest_adopted[:MOST_ROWS],
            "all_latest": len(receipts.latest_adopted),
            "today": today,
            **reads,
        }

    return fragment("home/_reporting.html", (Area.PLAN, Area.REPORTING), (scope, today), context)


def _steering(principal: Principal, receipts: Receipts, due: Callable[[], Sequence[DueLine]]) -> Markup:
    """Return what asks the stuurgroep for a decision and how the programme stands, for this reader."""
    today = clock.today()
    scope = (
        principal.visibility(),
        principal.reach(Permission.READ_RECEIPT),
        principal.allows(Permission.READ_ASK_FILE),
        signal_scope(principal),
        action_scope(principal),
    )

    def context() -> dict[str, Any]:
        return {
            "asking": asking(principal, receipts, due()),
            "figures": state_figures(principal),
            "today": today,
        }

    return fragment("home/_steering.html", _EVERYTHING, (scope, today), context)
