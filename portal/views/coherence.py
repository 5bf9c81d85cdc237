"""The coherence matrix: networks against rode lijnen, subdoelen or ketenfasen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.areas import Area
from portal.domain.coherence import Axis
from portal.domain.progress import ProgressStatus
from portal.queries.coherence import read_matrix
from portal.queries.coherence_money import network_budgets
from portal.queries.flag_facts import FOLLOWS_FROM
from portal.queries.flags import standing_flags
from portal.views.network_page import network_page
from portal.web.doors import requires
from portal.web.flag_marks import flag_marks
from portal.web.fragments import fragment
from portal.web.sign_in import current_principal

blueprint = Blueprint("coherence", __name__)
_FOLLOWS_FROM = (*FOLLOWS_FROM, Area.MONEY, Area.STEERING)


@dataclass(frozen=True)
class AxisWords:
    """How one axis is called on screen and in addresses."""

    slug: str
    title: LazyString
    one: LazyString
    filter_name: str
    """Name of the filter on the list of maatregelen."""


AXES: Mapping[Axis, AxisWords] = {
    Axis.THEMES: AxisWords("rode-lijnen", _l("Rode lijnen"), _l("rode lijn"), "thema"),
    Axis.GOALS: AxisWords("subdoelen", _l("Subdoelen"), _l("subdoel"), "subdoel"),
    Axis.CHAIN_STAGES: AxisWords("ketenfasen", _l("Ketenfasen"), _l("ketenfase"), "fase"),
}


@blueprint.get("/samenhang")
@requires(Permission.READ_ADOPTED)
def index() -> str:
    """Show where maatregelen are, where they are not, and the worst status of each combination."""
    asked = request.args.get("as", "")
    axis = next((axis for axis, words in AXES.items() if words.slug == asked), Axis.THEMES)
    return render_template(
        "coherence/index.html", words=AXES[axis], today=clock.today(), content=_content(axis)
    )


def _content(axis: Axis) -> Markup:
    """Return everything below the title, the same for all who may read the same."""
    principal, today = current_principal(), clock.today()
    reach, visibility = principal.reach(Permission.READ_ADOPTED), principal.visibility().of_counted()
    knows_money = principal.reach(Permission.READ_MONEY).everywhere
    reads_flags = principal.allows(Permission.READ_FLAGS)
    matrix = read_matrix(db.session, visibility, axis, today)
    part = network_page(matrix.networks, lambda: matrix.by_attention, lambda network: network)

    def context() -> dict[str, Any]:
        flags = standing_flags(db.session, visibility, today) if reads_flags else ()
        return {
            "matrix": matrix,
            "part": part,
            "words": AXES[axis],
            # Fourteen long titles do not fit above columns: the subdoelen stand in the rows.
            "upright": axis is not Axis.GOALS,
            "tabs": [_tab(entry, current=entry is axis) for entry in Axis],
            "may_read": reach.covers,
            "reads_all": reach.everywhere,
            "readable_count": sum(reach.covers(network.id) for network in matrix.networks),
            "unlinked": matrix.unlinked_of(part.rows),
            "BEHIND": ProgressStatus.BEHIND,
            "today": today,
            "budgets": network_budgets(db.session, today.year, moved=knows_money),
            "knows_money": knows_money,
            "reads_flags": reads_flags,
            "open_count": sum(each.is_open for each in flags),
            "marks": flag_marks(flags, axis, [network.code for network in part.rows]),
        }

    scope = (visibility, reach, knows_money, reads_flags)
    return fragment("coherence/_content.html", _FOLLOWS_FROM, (scope, axis, today, part.key), context)


def _tab(axis: Axis, *, current: bool) -> dict[str, Any]:
    words = AXES[axis]
    where: dict[str, Any] = {} if axis is Axis.THEMES else {"as": words.slug}
    return {"label": words.title, "url": url_for("coherence.index", **where), "current": current}
