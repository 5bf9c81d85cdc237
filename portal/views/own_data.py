"""What the portal keeps of a person: to read, and to take along (AVG, security R61)."""

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from portal.database import db
from portal.documents.own_data import as_json, as_workbook
from portal.domain import clock
from portal.domain.rationing import EXPORT
from portal.domain.uploads.kinds import MEDIA_TYPES, FileKind
from portal.queries.own_data import own_data, own_data_counts
from portal.services.own_data import record_export
from portal.web.doors import Door, dangerous, requires
from portal.web.files import as_attachment
from portal.web.intent import records_reading
from portal.web.own_data_words import SECTIONS
from portal.web.rationing import costly
from portal.web.sign_in import current_principal

blueprint = Blueprint("own_data", __name__)
PAGE = "/mijn/gegevens/downloaden"


@blueprint.get(PAGE)
@dangerous
@requires(Door.SIGNED_IN)
def index() -> str:
    """Tell what the portal keeps and how much, and offer it."""
    counts = own_data_counts(db.session, current_principal().account_id or 0)
    return render_template("own_data/index.html", counts=counts, sections=SECTIONS)


@blueprint.get(f"{PAGE}/gegevens.json")
@dangerous
@records_reading
@costly(EXPORT)
@requires(Door.SIGNED_IN)
def json() -> Response:
    """Hand out everything for machines."""
    principal = current_principal()
    content = as_json(own_data(db.session, principal.account_id or 0), clock.now())
    return _handed_out(content, "json", "application/json")


@blueprint.get(f"{PAGE}/gegevens.xlsx")
@dangerous
@records_reading
@costly(EXPORT)
@requires(Door.SIGNED_IN)
def xlsx() -> Response:
    """Hand out everything for people."""
    principal = current_principal()
    content = as_workbook(own_data(db.session, principal.account_id or 0), clock.now(), principal.name)
    return _handed_out(content, "xlsx", MEDIA_TYPES[FileKind.XLSX])


def _handed_out(content: bytes, form: str, media_type: str) -> Response:
    answer = as_attachment(content, f"mijn-gegevens.{form}", media_type)
    record_export(db.session, current_principal().actor, form)
    db.session.commit()
    return answer
