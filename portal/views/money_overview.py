"""The money of all networks in a year: for the programme office, the stuurgroep and each coordinator."""

from typing import Any

from flask import Blueprint, abort, current_app, request
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.documents.money import overview_figures
from portal.domain import clock
from portal.domain.areas import Area
from portal.domain.audit import SubjectKind
from portal.domain.rationing import EXPORT
from portal.queries.budget import printed_totals
from portal.queries.documents import document_names
from portal.queries.money import money_years
from portal.queries.money_overview import MoneyOverview, SourceMoney, money_overview, newest_year
from portal.views.handing_out import asked_kind, hand_out
from portal.web.doors import requires
from portal.web.figures import Series, row_chart
from portal.web.kept_pages import kept_page
from portal.web.rationing import costly
from portal.web.sign_in import current_principal

blueprint = Blueprint("money_overview", __name__)
MILLION = 1_000_000


@blueprint.get("/geld")
@requires(Permission.READ_MONEY)
def index() -> str:
    """Show budget, realisation and forecast by funding source, with what will be left and why."""
    years = money_years(db.session, clock.today().year)
    asked = _year(request.args.get("jaar", ""), years)
    return kept_page("money/index.html", tuple(Area), asked or 0, lambda: _index(years, asked))


def _index(years: list[int], asked: int | None) -> dict[str, Any]:
    overview = _overview(asked or _newest(years))
    return {
        "overview": overview,
        "years": years,
        "figures": {source.source.id: _figure(source, overview.year) for source in overview.sources},
        "printed": {row.year: row.amount for row in printed_totals(db.session)},
        "names": document_names(db.session),
        "today": clock.today(),
    }


@blueprint.post("/geld/exporteren")
@costly(EXPORT)
@requires(Permission.READ_MONEY)
def export() -> Response:
    """Give the same figures as a file, and remember who took them."""
    years = money_years(db.session, clock.today().year)
    kind = asked_kind()
    year = _year(request.form.get("jaar", ""), years) or abort(400)
    demonstration = bool(current_app.config["DEMONSTRATION"])
    figures = overview_figures(_overview(year), clock.now(), demonstration=demonstration)
    return hand_out(figures, f"geld-{year}", kind, SubjectKind.PLAN)


def _overview(year: int) -> MoneyOverview:
    principal = current_principal()
    reach = principal.reach(Permission.READ_MONEY)
    return money_overview(
        db.session, principal.visibility(), year, None if reach.everywhere else reach.networks
    )


def _year(text: str, years: list[int]) -> int | None:
    return next((year for year in years if str(year) == text), None)


def _newest(years: list[int]) -> int:
    return newest_year(db.session, current_principal().visibility(), years)


def _figure(source: SourceMoney, year: int) -> Markup:
    def millions(amounts: list[int | None]) -> list[float | None]:
        return [None if amount is None else amount / MILLION for amount in amounts]

    return row_chart(
        _("%(source)s in %(year)s", source=source.source.title, year=year),
        _(
            "Staafdiagram met voor elk PPS-netwerk het budget, wat is gerealiseerd en wat wordt verwacht. "
            "De tabel geeft dezelfde bedragen."
        ),
        [row.network.short_title for row in source.rows],
        [
            Series(_("Budget"), millions([row.figures.budget for row in source.rows])),
            Series(_("Gerealiseerd"), millions([row.figures.realised for row in source.rows])),
            Series(_("Verwachting"), millions([row.figures.forecast for row in source.rows])),
        ],
        unit=_("miljoen euro"),
    )
