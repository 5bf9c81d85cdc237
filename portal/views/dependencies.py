"""Dependencies: which maatregel needs which other one or which law first, as a picture and tables."""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

from flask import Blueprint, render_template
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.queries.dependencies import Dependency, LawDependency, dependencies, law_dependencies
from portal.queries.flag_facts import FOLLOWS_FROM
from portal.queries.maatregel_states import MaatregelState
from portal.queries.networks import network_lines
from portal.queries.visibility import Visibility
from portal.views.paging import page_of
from portal.web import listing
from portal.web.doors import requires
from portal.web.figures import Arrow, Node, layered_graph
from portal.web.fragments import fragment
from portal.web.labels import label
from portal.web.listing import PAGE_SIZE
from portal.web.sign_in import current_principal

blueprint = Blueprint("dependencies", __name__)
MOST_DRAWN = 40
"""With more boxes a picture helps nobody; the table always has all of them."""
BETWEEN = "tussen"
Covers = Callable[[int | None], bool]


@blueprint.get("/samenhang/afhankelijkheden")
@requires(Permission.READ_ADOPTED)
def index() -> str:
    """Draw and list what needs what; what is at risk is marked where the reader may know."""
    principal = current_principal()
    every = network_lines(db.session)
    networks = [("", _("Alle")), *((each.code, each.short_title) for each in every)]
    chosen = {
        "netwerk": listing.chosen("netwerk", [value for value, _words in networks]),
        "welke": listing.chosen("welke", (BETWEEN,)),
    }
    visibility, today = principal.visibility(), clock.today()
    reads, knows = principal.reach(Permission.READ_ADOPTED), principal.reach(Permission.READ_SUBMITTED)

    def context() -> dict[str, Any]:
        return {
            **_context(
                visibility, today, chosen, reads.covers, knows.covers, in_pages=len(every) > PAGE_SIZE
            ),
            "networks": networks,
            "which": [("", _("Alle")), (BETWEEN, _("Tussen PPS-netwerken"))],
        }

    key = (visibility, reads, knows, today, tuple(chosen.values()), listing.page_number())
    content = fragment("dependencies/_content.html", FOLLOWS_FROM, key, context)
    return render_template("dependencies/index.html", content=content)


def _context(
    visibility: Visibility,
    today: date,
    chosen: dict[str, str],
    may_read: Covers,
    knows_all: Covers,
    *,
    in_pages: bool,
) -> dict[str, Any]:
    found = dependencies(db.session, visibility, today)
    shown = [each for each in found if _is_wanted(each, chosen)]
    # Who reads adopted reports only cannot know that nothing was ever reported.
    at_risk = {
        id(each)
        for each in shown
        if each.at_risk and (each.needed.latest or knows_all(each.needed.network_id))
    }
    every_law = law_dependencies(db.session, visibility, today)
    laws = [each for each in every_law if _is_wanted_law(each, chosen)]
    page = page_of(len(shown), lambda limit, offset: shown[offset : offset + limit]) if in_pages else None
    return {
        "rows": [(each, id(each) in at_risk) for each in (page.rows if page else shown)],
        "number": len(shown),
        "page": page,
        "laws": laws,
        "total": len(found) + len(every_law),
        "picture": _picture(shown, at_risk, laws, may_read),
        "chosen": chosen,
        "may_read": may_read,
        "status_words": _status_words,
    }


def _is_wanted(each: Dependency, chosen: dict[str, str]) -> bool:
    of_network = chosen["netwerk"] in {"", each.needing.network_code, each.needed.network_code}
    return of_network and (each.crosses or chosen["welke"] != BETWEEN)


def _is_wanted_law(each: LawDependency, chosen: dict[str, str]) -> bool:
    """Return whether it is of the network that was asked for; a law is between no two networks."""
    return chosen["netwerk"] in {"", each.needing.network_code} and chosen["welke"] != BETWEEN


def _picture(
    rows: Sequence[Dependency],
    at_risk: Collection[int],
    laws: Sequence[LawDependency],
    may_read: Covers,
) -> Markup | None:
    """Draw the dependencies; None where there are none, or more than anybody can follow."""
    boxes = {state.code: state for each in rows for state in (each.needed, each.needing)}
    boxes |= {each.needing.code: each.needing for each in laws}
    states = {each.law.code: each.law for each in laws}
    if not boxes or len(boxes) + len(states) > MOST_DRAWN:
        return None
    nodes = [
        Node(
            code,
            _("%(code)s %(title)s", code=code, title=state.title),
            _status_words(state, may_read),
            state.network_title,
        )
        for code, state in sorted(boxes.items())
    ]
    nodes += [
        Node(
            code,
            _("%(code)s %(title)s", code=code, title=law.title),
            str(label(law.stage)),
            str(_("Wetgeving")),
        )
        for code, law in sorted(states.items())
    ]
    arrows = [Arrow(each.needed.code, each.needing.code, id(each) in at_risk) for each in rows]
    arrows += [Arrow(each.law.code, each.needing.code, each.at_risk) for each in laws]
    description = _description(len(arrows), sum(arrow.marked for arrow in arrows))
    return layered_graph(_("Afhankelijkheden tussen maatregelen"), description, nodes, arrows)


def _description(many: int, marked: int) -> str:
    return str(
        _(
            "%(many)s. Een pijl loopt van de maatregel of wet die eerst nodig is naar wat daarop wacht. "
            "%(risk)s in gevaar: een streeplijn met een uitroepteken.",
            many=ngettext("%(num)s afhankelijkheid", "%(num)s afhankelijkheden", many),
            risk=ngettext("%(num)s daarvan is", "%(num)s daarvan zijn", marked),
        )
    )


def _status_words(state: MaatregelState, may_read: Covers) -> str:
    if state.latest is not None:
        return str(label(state.latest.status))
    return str(_("Geen rapportage") if may_read(state.network_id) else _("Geen inzage"))
