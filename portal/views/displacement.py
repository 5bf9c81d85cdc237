"""Displacement: signals from place to place, series side by side, and what the screening points at."""

from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.access.signals import signal_scope
from portal.database import db
from portal.domain import clock
from portal.domain.areas import Area
from portal.forms.screening import HitForm
from portal.models import Indicator
from portal.queries.displacement import Place, observed_indicators, places
from portal.queries.screening import newest_setting, parameters_of, signals_of
from portal.queries.signals import NOWHERE, SignalScope, signal_matrix
from portal.services.screening import file_hit
from portal.views.screened import Screened, content_of, observations_of, screened
from portal.web.displacement_figures import panels
from portal.web.displacement_maps import change_map, signal_map
from portal.web.displacement_places import MOST_PLACES, busiest, outcome_of, telling
from portal.web.displacement_tables import change_table, flow_table
from portal.web.displacement_words import limit_words
from portal.web.doors import requires
from portal.web.fragments import fragment, short
from portal.web.ground import ground
from portal.web.sign_in import current_principal

blueprint = Blueprint("displacement", __name__)
_FOLLOWS_FROM = (Area.PLAN, Area.SIGNALS, Area.INDICATORS)
URL = "/verplaatsing"


@blueprint.get(URL)
@requires(Permission.READ_DISPLACEMENT)
def index() -> str:
    """Show the matrix and the map of signals, and the series and the screening of one indicator."""
    principal, today = current_principal(), clock.today()
    asked = short(request.args.get("indicator", ""))
    may_file = principal.reach(Permission.FILE_SIGNAL).everywhere
    template, key = "displacement/_content.html", (principal.words(), signal_scope(principal), today, asked)
    content = (
        # The buttons that make a signal hold the token of who sees them.
        Markup(render_template(template, **_context(asked)))  # noqa: S704
        if may_file
        else fragment(template, _FOLLOWS_FROM, key, lambda: _context(asked))
    )
    return render_template("displacement/index.html", content=content, today=today)


def _context(asked: str) -> dict[str, Any]:
    """Return everything below the title, for who is signed in."""
    principal = current_principal()
    here, scope = places(db.session), signal_scope(principal)
    indicators = observed_indicators(db.session, principal.words())
    setting = newest_setting(db.session)
    chosen = _chosen(list(indicators), asked)
    result = screened(chosen, here, parameters_of(setting)) if chosen else None
    today = clock.today()
    return {
        "signals_part": fragment(
            "displacement/_signals.html",
            (Area.SIGNALS, Area.PLAN),
            (scope, today),
            lambda: _flows(here, scope, today),
        ),
        "indicators": indicators,
        "setting": setting,
        "parameters": parameters_of(setting),
        "limits": limit_words(parameters_of(setting)),
        "screened": result,
        "today": today,
        **(_details(result) if result else {}),
    }


def _flows(here: list[Place], scope: SignalScope, today: date) -> dict[str, Any]:
    flows = signal_matrix(db.session, scope)
    shown = busiest(here, flows)
    return {
        "flows": flow_table(shown, flows, {place.id for place in here}),
        "left_out": len(here) - len(shown),
        "nowhere": NOWHERE,
        "map": signal_map(ground(), shown, flows),
        "today": today,
    }


@blueprint.post(f"{URL}/signaal")
@requires(Permission.FILE_SIGNAL)
def file() -> Response:
    """Make a signal of one outcome, for the programme office; the same outcome again is the same signal."""
    principal = current_principal()
    form = HitForm()
    if not form.validate():
        abort(400)
    if not principal.reach(Permission.FILE_SIGNAL).everywhere:
        abort(403)
    indicators = list(observed_indicators(db.session, principal.words()))
    indicator = next((each for each in indicators if each.code == form.indicator.data), None)
    if indicator is None:
        abort(404)
    result = screened(indicator, places(db.session), parameters_of(newest_setting(db.session)))
    found = next((each for each in result.hits if each.key == form.key.data), None)
    if found is None:
        flash(
            _("Deze uitkomst is er niet meer: de cijfers of de grenzen zijn intussen gewijzigd."), "attention"
        )
        return redirect(url_for("displacement.index", indicator=indicator.code))
    hit = result.outcome.hits[found.number - 1]
    signal = file_hit(db.session, principal.actor, content_of(result, hit, found), observations_of(hit))
    db.session.commit()
    flash(_("Het signaal is gemeld. Controleer de tekst en vul aan wat de cijfers niet zeggen."), "good")
    return redirect(url_for("signals.show", signal_id=signal.id))


def _chosen(indicators: list[Indicator], code: str) -> Indicator | None:
    """Return the indicator asked for, else the first; None where there are no values to show."""
    by_code = {each.code: each for each in indicators}
    return by_code.get(code) or (indicators[0] if indicators else None)


def _details(result: Screened) -> dict[str, object]:
    """Return the figures, tables and signals that belong to the chosen indicator."""
    principal = current_principal()
    outcome, here = result.outcome, result.places
    title = _("%(indicator)s: laatste verandering", indicator=result.indicator.title)
    readable = signal_scope(principal).clause()
    observed = {each.series.place for each in outcome.series}
    shown = telling(here, outcome)
    told = outcome_of(outcome, shown)
    return {
        "panels": panels(told, shown, result.indicator, result.moments),
        "changes": change_table(told, shown),
        "change_map": change_map(ground(), shown, told, title),
        "left_out": len(observed) - len({each.series.place for each in told.series}),
        "hits": result.hits[:MOST_PLACES],
        "signals": signals_of(db.session, readable, {each.key for each in result.hits[:MOST_PLACES]}),
        "may_file": principal.reach(Permission.FILE_SIGNAL).everywhere,
        "unobserved": [place.title for place in here if place.code not in observed],
        "names": {place.code: place.title for place in here},
    }
