"""Recommendations of audits, such as those of the Algemene Rekenkamer."""

from typing import Any

from flask import Blueprint, abort

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.areas import Area
from portal.domain.parliament import RegisterKind
from portal.models import Recommendation
from portal.queries.moties import recommendation_by_code
from portal.queries.register import ORDERS, count_items, items
from portal.views.item_pages import item_page
from portal.views.paging import ListAddress, page_of
from portal.views.register_lists import ListFilters, list_key, progress_on, tabs
from portal.web import listing
from portal.web.doors import requires
from portal.web.kept_pages import kept_page

blueprint = Blueprint("recommendations", __name__)
KEPT_UNTIL = (Area.PLAN, Area.REPORTING, Area.PARLIAMENT, Area.PEOPLE)


@blueprint.get("/aanbevelingen")
@requires(Permission.READ_PROGRAMME)
def index() -> str:
    """List the recommendations."""
    return kept_page("recommendations/index.html", KEPT_UNTIL, list_key(), _index)


def _index() -> dict[str, Any]:
    filters, today = ListFilters(RegisterKind.RECOMMENDATION), clock.today()
    wanted, sort = filters.register_filter(), listing.sort_by(ORDERS, "datum")
    page = page_of(
        count_items(db.session, Recommendation, wanted, today),
        lambda limit, offset: items(
            db.session,
            Recommendation,
            wanted,
            today,
            order=sort.column,
            descending=sort.descending,
            limit=limit,
            offset=offset,
        ),
    )
    return {
        "page": page,
        "progress": progress_on(page.rows),
        "filters": filters,
        "address": ListAddress("recommendations.index", filters.chosen, sort),
        "tabs": tabs(RegisterKind.RECOMMENDATION),
    }


@blueprint.get("/aanbevelingen/<code>")
@requires(Permission.READ_PROGRAMME)
def show(code: str) -> str:
    """Show what is recommended and how far that is."""
    return kept_page("recommendations/show.html", KEPT_UNTIL, code, lambda: _show(code))


def _show(code: str) -> dict[str, Any]:
    found = recommendation_by_code(db.session, code) or abort(404)
    return {**item_page(found)}
