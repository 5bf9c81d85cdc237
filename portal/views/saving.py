"""What the script of a form is told: saved or not and why, and who else is busy."""

from collections.abc import Iterable
from typing import Any

from flask_babel import format_datetime
from flask_babel import gettext as _

from portal.database import db
from portal.domain import clock
from portal.domain.errors import StaleVersionError
from portal.domain.reports import Gap
from portal.forms.base import VersionForm
from portal.models import Report
from portal.queries.presence import busy
from portal.services.presence import mark
from portal.views.keeping import forget_kept, is_put_back
from portal.web.labels import label
from portal.web.refusals import sentence_for
from portal.web.sign_in import current_principal

Answer = dict[str, Any] | tuple[dict[str, Any], int]


def present(report: Report, part: str, *, editable: bool) -> Answer:
    """Note that somebody has a part open, and say who else has."""
    account_id, report_id = current_principal().account_id, report.id
    if editable and account_id is not None:
        mark(db.session, report, part, account_id)
    names = busy(db.session, report_id, account_id).get(part, ())
    db.session.commit()
    return {"others": _("Wordt nu ook bewerkt door %(names)s.", names=", ".join(names)) if names else ""}


def saved(version: int, gaps: Iterable[Gap], basis: str = "") -> dict[str, Any]:
    """Say that it is saved and what is missing still; `basis` is for a form that can be merged."""
    words = ", ".join(str(label(gap)) for gap in dict.fromkeys(gaps))
    return {
        "version": version,
        "basis": basis,
        "message": _("Opgeslagen om %(time)s.", time=format_datetime(clock.now(), "HH.mm 'uur'")),
        "gaps": _("Ontbreekt nog: %(words)s.", words=words) if words else _("Dit onderdeel is compleet."),
    }


def wrong(form: VersionForm) -> dict[str, Any]:
    """Say what keeps a form from being saved."""
    found = next(field for field in form if field.errors)
    return {
        "message": _(
            "Nog niet opgeslagen. %(field)s: %(error)s", field=found.label.text, error=found.errors[0]
        )
    }


def refused(error: Exception) -> dict[str, Any]:
    """Say why it cannot be saved now."""
    if isinstance(error, StaleVersionError):
        return {
            "message": _(
                "Iemand anders heeft dit onderdeel intussen opgeslagen. Uw tekst staat nog op deze pagina. "
                "Druk op Opslaan: dan ziet u beide versies en gaat er niets verloren."
            )
        }
    return {"message": str(sentence_for(error))}


def forget_restored(path: str) -> None:
    """What was put back after signing in is saved now."""
    if is_put_back():
        forget_kept(path)
