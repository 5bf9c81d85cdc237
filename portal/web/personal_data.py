"""Warning about personal data: what the browser looks for while somebody types, and a word after saving."""

import json

from flask import flash
from flask_babel import gettext as _
from wtforms import TextAreaField

from portal.domain.personal_data import EXPRESSIONS, PersonalDataKind, passages
from portal.forms.base import Form
from portal.web.labels import label


def patterns() -> str:
    """Return the same table as the server uses, for the script: it warns and sends nothing anywhere."""
    return json.dumps(
        {
            "warning": _("Dit lijkt op: {kinds}. Zet hier geen persoonsgegevens of gegevens over zaken."),
            "kinds": [
                {"kind": kind.value, "label": _lower(kind), "expression": expression}
                for kind, expression in EXPRESSIONS.items()
            ],
        }
    )


def warn_about(form: Form) -> None:
    """Tell who just saved the texts of this form that something in them looks like personal data."""
    texts = [field.data or "" for field in form if isinstance(field, TextAreaField)]
    found = dict.fromkeys(passage.kind for text in texts for passage in passages(text))
    if found:
        flash(
            _(
                "In uw tekst staat iets dat lijkt op: %(kinds)s. "
                "Controleer of dat geen persoonsgegevens of gegevens over zaken zijn.",
                kinds=", ".join(_lower(kind) for kind in found),
            ),
            "attention",
        )


def _lower(kind: PersonalDataKind) -> str:
    return str(label(kind)).lower()
