"""The library of indicators: the list, and one indicator with its definitions, norms and values."""

from typing import Any

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup

from portal.access.observing import recordable
from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.areas import Area
from portal.domain.audit import SubjectKind
from portal.domain.indicators import NormKind
from portal.domain.observations import definition_on
from portal.models import Indicator
from portal.queries.audit import events_of
from portal.queries.goals import all_goals
from portal.queries.indicators import (
    IndicatorFilter,
    count_indicators,
    indicator_by_code,
    indicators,
    linked,
)
from portal.queries.observations import counts_by_indicator, places, standing_observations
from portal.views.paging import ListAddress, page_of
from portal.web import listing
from portal.web.doors import requires
from portal.web.fragments import fragment, short
from portal.web.indicator_series import line_of, shown_value, table_of
from portal.web.sign_in import current_principal

blueprint = Blueprint("indicators", __name__)
ONE = "/indicatoren/<code>"
WITHOUT_BASELINE, WITHOUT_TARGET, RETIRED = "zonder-nulmeting", "zonder-streefwaarde", "gestopt"
PER_HUNDRED = "per-100"


@blueprint.get("/indicatoren")
@requires(Permission.READ_PROGRAMME)
def index() -> str:
    """List the indicators, with what is missing of each."""
    options = _filter_options()
    chosen = {
        "q": listing.search_words(),
        **{name: listing.chosen(name, [value for value, _text in each]) for name, each in options.items()},
    }
    missing = {WITHOUT_BASELINE: NormKind.BASELINE, WITHOUT_TARGET: NormKind.TARGET}
    wanted = IndicatorFilter(
        chosen["q"], chosen["subdoel"], missing.get(chosen["toon"]), chosen["toon"] == RETIRED
    )
    page = page_of(
        count_indicators(db.session, wanted),
        lambda limit, offset: indicators(db.session, wanted, limit, offset),
    )
    counts = counts_by_indicator(db.session, current_principal().words())
    return render_template(
        "indicators/index.html",
        page=page,
        lines={each.id: linked(each, counts.get(each.id, 0)) for each in page.rows},
        options=options,
        address=ListAddress("indicators.index", chosen, listing.Sort("", descending=False)),
    )


@blueprint.get(ONE)
@requires(Permission.READ_PROGRAMME)
def show(code: str) -> str:
    """Show one indicator with the values that are for this reader."""
    indicator = load_indicator(code)
    principal = current_principal()
    everywhere = places(db.session)
    return render_template(
        "indicators/show.html",
        indicator=indicator,
        definition=definition_on(indicator.definitions, clock.today()),
        observations=_observations(indicator),
        places=everywhere,
        records=indicator.retired_on is None and recordable(principal, everywhere),
        norms={(norm.kind, norm.knooppunt_id): norm for norm in indicator.norms},
        events=events_of(
            db.session,
            SubjectKind.INDICATOR,
            indicator.id,
            discreet=not principal.allows(Permission.READ_PERIODS),
        ),
    )


def _observations(indicator: Indicator) -> Markup:
    """Return the values of an indicator that are for this reader, as a table and one place as a line."""
    principal = current_principal()
    words, may_record = principal.words(), principal.allows(Permission.RECORD_OBSERVATIONS)
    per_hundred = bool(indicator.exposure) and request.args.get("weergave") == PER_HUNDRED
    asked = short(request.args.get("knooppunt", ""))

    def context() -> dict[str, Any]:
        values = standing_observations(db.session, words, indicator.id)
        table = table_of(values)
        row = next((each for each in table.rows if each.place.code == asked), next(iter(table.rows), None))
        return {
            "indicator": indicator,
            "table": table,
            "row": row,
            "line": line_of(indicator, row, table, per_hundred=per_hundred) if row else None,
            "per_hundred": per_hundred,
            "shown_value": shown_value,
            "newest": max((each.recorded_at for each in values), default=None),
            "may_record": may_record,
        }

    key = (words, may_record, indicator.id, per_hundred, asked)
    return fragment("indicators/_observations.html", (Area.PLAN, Area.INDICATORS), key, context)


def load_indicator(code: str) -> Indicator:
    """Return the indicator, or 404."""
    return indicator_by_code(db.session, code) or abort(404)


def _filter_options() -> dict[str, list[tuple[str, Any]]]:
    every = ("", _("Alle"))
    return {
        "subdoel": [every, *((each.code, f"{each.code}. {each.title}") for each in all_goals(db.session))],
        "toon": [
            ("", _("Alle indicatoren die lopen")),
            (WITHOUT_BASELINE, _("Nulmeting ontbreekt")),
            (WITHOUT_TARGET, _("Streefwaarde ontbreekt")),
            (RETIRED, _("Gestopte indicatoren")),
        ],
    }
