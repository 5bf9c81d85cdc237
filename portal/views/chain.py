"""De aanpak in één oogopslag: the logistic chain with what happens in each stage."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template
from markupsafe import Markup

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.areas import Area
from portal.queries.chain import Chain, all_lines, chain_of, main_goal, the_programme
from portal.queries.documents import document_names
from portal.queries.goals import all_themes
from portal.queries.latest_progress import newest_states, worst_of
from portal.queries.networks import network_lines
from portal.queries.visibility import Visibility
from portal.web.chain_words import chain_description, chain_title, stage_note
from portal.web.doors import requires
from portal.web.figures import Stage
from portal.web.figures import chain as chain_figure
from portal.web.fragments import fragment
from portal.web.listing import PAGE_SIZE
from portal.web.sign_in import current_principal

blueprint = Blueprint("chain", __name__)
MOST_OF_A_STAGE = 20
"""In a programme with more networks than stand on one page: the list of maatregelen has them all."""


@blueprint.get("/aanpak")
@requires(Permission.READ_PROGRAMME)
def index() -> str:
    """Show the whole approach on one page that can be printed."""
    today, visibility = clock.today(), current_principal().visibility().of_counted()
    content = fragment(
        "chain/_content.html",
        (Area.PLAN, Area.REPORTING),
        (visibility, today),
        lambda: _context(visibility, today),
    )
    return render_template("chain/index.html", lead=main_goal(db.session), content=content)


def _context(visibility: Visibility, today: date) -> dict[str, Any]:
    chain = chain_of(db.session, today)
    latest = newest_states(db.session, visibility)
    return {
        "programme": the_programme(db.session),
        "lines": all_lines(db.session),
        "themes": all_themes(db.session),
        "chain": chain,
        "most": MOST_OF_A_STAGE if len(network_lines(db.session)) > PAGE_SIZE else None,
        "figure": _figure(chain),
        "latest": latest,
        "worst": {
            row.stage.id: worst_of(latest, [each.id for each in row.maatregelen]) for row in chain.stages
        },
        "names": document_names(db.session),
        "today": today,
    }


def _figure(chain: Chain) -> Markup:
    return chain_figure(
        chain_title(),
        chain_description(),
        [
            Stage(
                row.stage.title,
                len(row.maatregelen),
                stage_note(len(row.maatregelen)),
                f"#{row.stage.code}",
            )
            for row in chain.stages
        ],
    )
