"""The coherence matrix: networks against rode lijnen, subdoelen or ketenfasen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.coherence import Axis
from portal.domain.progress import ProgressStatus
from portal.queries.coherence import read_matrix
from portal.web.doors import requires
from portal.web.sign_in import current_principal

blueprint = Blueprint("coherence", __name__)


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
    principal = current_principal()
    asked = request.args.get("as", "")
    axis = next((axis for axis, words in AXES.items() if words.slug == asked), Axis.THEMES)
    reach = principal.reach(Permission.READ_ADOPTED)
    matrix = read_matrix(db.session, principal.visibility(), axis, clock.today())
    return render_template(
        "coherence/index.html",
        matrix=matrix,
        words=AXES[axis],
        # Fourteen long titles do not fit above columns: the subdoelen stand in the rows.
        upright=axis is not Axis.GOALS,
        tabs=[_tab(entry, current=entry is axis) for entry in Axis],
        may_read=reach.covers,
        reads_all=reach.everywhere,
        readable_count=sum(reach.covers(network.id) for network in matrix.networks),
        BEHIND=ProgressStatus.BEHIND,
        today=clock.today(),
    )


def _tab(axis: Axis, *, current: bool) -> dict[str, Any]:
    words = AXES[axis]
    where: dict[str, Any] = {} if axis is Axis.THEMES else {"as": words.slug}
    return {"label": words.title, "url": url_for("coherence.index", **where), "current": current}
