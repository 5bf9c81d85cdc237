"""Both versions of what two people wrote at the same time, in words, with a choice for each field."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from portal.forms.merging import CHOICE, Difference, Keep, MergingForm
from portal.web.formats import number
from portal.web.labels import label

MERGE = "samenvoegen"
"""The button that says what to do with every difference."""
EDIT = "bewerken"
"""The button that first shows the texts together."""
_NOT_TYPED = frozenset({"csrf_token", "version", MERGE, EDIT, "volgende"})
_WORDS: Mapping[Keep, LazyString] = {
    Keep.OWN: _l("Mijn tekst"),
    Keep.SAVED: _l("De opgeslagen tekst"),
    Keep.BOTH: _l("Allebei, onder elkaar"),
}


Conflict = dict[str, str]
"""A difference that is only shown: label, own and current."""


@dataclass(frozen=True)
class Clash:
    """A field that differs, as it stands on screen with what can be chosen."""

    name: str
    label: str
    own: str
    current: str
    options: list[tuple[str, LazyString]]
    chosen: str


def clashes(form: MergingForm, saved: Mapping[str, Any]) -> list[Clash]:
    """Return each field that differs, with both values in words."""
    return [_clash(form, difference) for difference in form.differences(saved)]


def typed_fields(form: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what was typed, to go along with the choices."""
    pairs = form.items(multi=True) if isinstance(form, MultiDict) else form.items()
    return [(name, value) for name, value in pairs if name not in _NOT_TYPED and not name.startswith(CHOICE)]


def _clash(form: MergingForm, difference: Difference) -> Clash:
    return Clash(
        difference.name,
        _title(form, difference),
        _words(difference.own),
        _words(difference.saved),
        [(option.value, _WORDS[option]) for option in difference.options],
        difference.advice.value,
    )


def _title(form: MergingForm, difference: Difference) -> str:
    """Return what the field is called; words with a judgement say which judgement."""
    title = str(difference.field.label.text)
    about = next((name for name in form.names if form[name] is difference.field), "").removesuffix("_words")
    if form[about] is not difference.field:
        return f"{form[about].label.text} {title}"
    return title


def _words(value: Any) -> str:
    if isinstance(value, StrEnum):
        return str(label(value))
    return number(float(value)) if isinstance(value, Decimal) else str(value or "")
