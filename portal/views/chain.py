"""De aanpak in één oogopslag: the logistic chain with what happens in each stage."""

from flask import Blueprint, render_template
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.queries.chain import Chain, all_lines, chain_of, the_programme
from portal.queries.documents import document_names
from portal.queries.goals import all_themes
from portal.queries.latest_progress import latest_by_maatregel, worst_of
from portal.web.doors import requires
from portal.web.figures import Stage
from portal.web.figures import chain as chain_figure
from portal.web.sign_in import current_principal

blueprint = Blueprint("chain", __name__)


@blueprint.get("/aanpak")
@requires(Permission.READ_PROGRAMME)
def index() -> str:
    """Show the whole approach on one page that can be printed."""
    chain = chain_of(db.session, clock.today())
    latest = latest_by_maatregel(db.session, current_principal().visibility())
    return render_template(
        "chain/index.html",
        programme=the_programme(db.session),
        lines=all_lines(db.session),
        themes=all_themes(db.session),
        chain=chain,
        figure=_figure(chain),
        latest=latest,
        worst={row.stage.id: worst_of(latest, [each.id for each in row.maatregelen]) for row in chain.stages},
        names=document_names(db.session),
        today=clock.today(),
    )


def _figure(chain: Chain) -> Markup:
    return chain_figure(
        _("De logistieke keten"),
        _("Zes fasen van bronland tot doorvoer, met het aantal lopende maatregelen in elke fase."),
        [
            Stage(
                row.stage.title,
                len(row.maatregelen),
                ngettext("maatregel", "maatregelen", len(row.maatregelen)),
                f"#{row.stage.code}",
            )
            for row in chain.stages
        ],
    )
