"""Both versions of a form that two people saved, in words, field by field."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, SelectField, SelectMultipleField

from portal.forms.base import VersionForm
from portal.web.formats import day, number
from portal.web.stale import Conflict


def conflicts_between(form: VersionForm, saved: VersionForm) -> list[Conflict]:
    """Return what differs between what was sent and what stands now; fields with buttons in words."""
    return [
        {"label": str(field.label.text), "own": _words(field), "current": _words(saved[name])}
        for name, field in form._fields.items()
        if name not in {"version", "csrf_token"} and _plain(field.data) != _plain(saved[name].data)
    ]


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value or None


def _words(field: Field) -> str:
    if isinstance(field, SelectMultipleField):
        return ", ".join(_chosen(field, field.data or [])) or str(_("Geen"))
    if isinstance(field, SelectField):
        return ", ".join(_chosen(field, [field.data]))
    if isinstance(field.data, Decimal):
        return number(float(field.data))
    return day(field.data) if hasattr(field.data, "isoformat") else str(field.data or "")


def _chosen(field: Any, values: Sequence[str]) -> list[str]:
    return [str(words) for value, words, *_rest in field.iter_choices() if value in values]
