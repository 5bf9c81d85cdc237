"""Taking the values of indicators along, as far as they are for this person."""

from collections.abc import Iterator

from flask import Blueprint, current_app, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db, reading_apart
from portal.documents.figures import TYPES, WRITERS
from portal.documents.observation_export import ExportedObservations, observation_figures
from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.rationing import EXPORT
from portal.models import Observation
from portal.queries.audience import AudienceScope
from portal.queries.observations import counts_by_indicator, exported_observations
from portal.services.observations import record_export
from portal.views.indicators import load_indicator
from portal.web.doors import requires
from portal.web.intent import records_reading
from portal.web.rationing import costly
from portal.web.sign_in import current_principal
from portal.web.streaming import as_stream

blueprint = Blueprint("observation_exports", __name__)


@blueprint.get("/indicatoren/waarnemingen.xlsx")
@records_reading
@costly(EXPORT)
@requires(Permission.READ_PROGRAMME)
def xlsx() -> Response:
    """Hand out the values as a workbook."""
    return _export("xlsx")


@blueprint.get("/indicatoren/waarnemingen.csv")
@records_reading
@costly(EXPORT)
@requires(Permission.READ_PROGRAMME)
def csv() -> Response:
    """Hand out the values as CSV."""
    return _export("csv")


def _export(kind: str) -> Response:
    """Put in the audit trail who takes what, of one indicator or of all, and send it while it is read."""
    principal = current_principal()
    asked = request.args.get("indicator", "")
    indicator = load_indicator(asked) if asked else None
    words, indicator_id = principal.words(), indicator.id if indicator else None
    counts = counts_by_indicator(db.session, words)
    figures = observation_figures(
        ExportedObservations(
            _rows(words, indicator_id),
            clock.now(),
            current_app.config["DEMONSTRATION"],
            words.everywhere == frozenset(Audience),
            indicator.title if indicator else _("Alle indicatoren"),
        )
    )
    name = f"waarnemingen-{indicator.code if indicator else 'alle'}.{kind}"
    count = sum(counts.values()) if indicator_id is None else counts.get(indicator_id, 0)
    record_export(db.session, principal.actor, indicator, kind, count)
    db.session.commit()
    return as_stream(WRITERS[kind](figures), name, TYPES[kind])


def _rows(words: AudienceScope, indicator_id: int | None) -> Iterator[Observation]:
    with reading_apart() as session:
        yield from exported_observations(session, words, indicator_id)
