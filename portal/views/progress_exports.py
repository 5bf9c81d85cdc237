"""Taking along what all reports say of all maatregelen, as far as it may be read."""

from collections.abc import Iterator

from flask import Blueprint, abort, current_app, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db, reading_apart
from portal.documents.figures import TYPES, WRITERS
from portal.documents.progress_export import ProgressExport, progress_figures
from portal.domain import clock
from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.rationing import EXPORT
from portal.models import Network
from portal.queries.networks import network_by_code
from portal.queries.progress_export import ExportedProgress, count_progress, exported_progress
from portal.queries.visibility import Visibility
from portal.services import audit
from portal.web.doors import requires
from portal.web.intent import records_reading
from portal.web.rationing import costly
from portal.web.sign_in import current_principal
from portal.web.streaming import as_stream

blueprint = Blueprint("progress_exports", __name__)


@blueprint.get("/maatregelen/voortgang.xlsx")
@records_reading
@costly(EXPORT)
@requires(Permission.READ_ADOPTED)
def xlsx() -> Response:
    """Hand out all progress as a workbook."""
    return _export("xlsx")


@blueprint.get("/maatregelen/voortgang.csv")
@records_reading
@costly(EXPORT)
@requires(Permission.READ_ADOPTED)
def csv() -> Response:
    """Hand out all progress as CSV."""
    return _export("csv")


def _export(kind: str) -> Response:
    """Write down who takes what, and send the rows while they are read."""
    principal, network = current_principal(), _network()
    visibility = principal.visibility()
    export = ProgressExport(
        _rows(visibility, network.id if network else None),
        count_progress(db.session, visibility, network.id if network else None),
        network.title if network else _("Alle PPS-netwerken"),
        clock.now(),
        current_app.config["DEMONSTRATION"],
    )
    figures = progress_figures(export)
    audit.record(
        db.session,
        principal.actor,
        AuditAction.EXPORTED,
        SubjectKind.MAATREGEL,
        None,
        figures.title,
        network_id=network.id if network else None,
        details={"format": kind, "count": export.count, "filter": export.subject},
    )
    db.session.commit()
    name = f"voortgang-{network.code if network else 'alle'}.{kind}"
    return as_stream(WRITERS[kind](figures), name, TYPES[kind])


def _network() -> Network | None:
    """Return the network asked for in the address; None asks for all of them."""
    asked = request.args.get("netwerk", "")
    if not asked:
        return None
    return network_by_code(db.session, asked) or abort(404)


def _rows(visibility: Visibility, network_id: int | None) -> Iterator[ExportedProgress]:
    with reading_apart() as session:
        yield from exported_progress(session, visibility, network_id)
