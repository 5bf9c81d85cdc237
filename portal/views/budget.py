"""The budget of the plan, as the letters fixed it."""

from typing import Any

from flask import Blueprint, render_template
from flask_babel import gettext as _
from markupsafe import Markup

from portal.access.policy import Permission
from portal.database import db
from portal.domain.areas import Area
from portal.queries.budget import BudgetTable, budget_tables, unpriced_sources
from portal.queries.documents import document_names
from portal.web.doors import requires
from portal.web.figures import Series, row_chart
from portal.web.fragments import fragment

blueprint = Blueprint("budget", __name__)
MILLION = 1_000_000


@blueprint.get("/begroting")
@requires(Permission.READ_PROGRAMME)
def index() -> str:
    """Show the structural budget, and apart from it the money from other sources."""
    content = fragment("budget/_content.html", (Area.PLAN, Area.MONEY), (), _context)
    return render_template("budget/index.html", content=content)


def _context() -> dict[str, Any]:
    tables = budget_tables(db.session)
    structural = next((table for table in tables if table.funding_source.in_programme_budget), None)
    return {
        "structural": structural,
        "figure": _figure(structural) if structural else None,
        "others": [table for table in tables if table is not structural],
        "unpriced": unpriced_sources(db.session),
        "names": document_names(db.session),
    }


def _figure(table: BudgetTable) -> Markup:
    return row_chart(
        _("Begroting per PPS-netwerk en jaar"),
        _("Staafdiagram met voor elk PPS-netwerk het bedrag per jaar. De tabel geeft dezelfde bedragen."),
        [line.network.short_title for line in table.of_networks if line.network],
        [
            Series(
                _("%(year)s en verder", year=year) if year in table.open_ended else str(year),
                [
                    line.amounts[year] / MILLION if year in line.amounts else None
                    for line in table.of_networks
                ],
            )
            for year in table.years
        ],
        unit=_("miljoen euro"),
    )
