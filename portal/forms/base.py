"""What all forms share: Dutch, and text that a database can hold."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from markupsafe import escape
from wtforms import DateField, Field, IntegerField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import HiddenInput, Select


class Form(FlaskForm):  # type: ignore[misc]
    """A form in Dutch."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        locales = ("nl_NL", "nl")

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Read what a browser sends from a form, and never JSON: its values can be of any kind."""
            given = formdata is None or hasattr(formdata, "getlist")
            if given or not request.is_json:
                return super().wrap_formdata(form, formdata)
            return None


class VersionForm(Form):
    """A form, or just a button, that acts on the version that was on the page."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])

    @property
    def seen(self) -> int:
        """The version that was on the page; no version has number zero."""
        return self.version.data or 0


class LongSelect(Select):
    """A list of hundreds of options that have a value and a text only."""

    @classmethod
    def render_option(cls, choice: Any, **_kwargs: Any) -> str:  # type: ignore[override]  # newer
        """Write one option without going through everything an element can have."""
        selected = "selected " if choice.selected else ""
        return f'<option {selected}value="{escape(choice.value)}">{escape(choice.label)}</option>'


class DayField(DateField):
    """A date, as the browser sends it or as people write it; tells in Dutch what is wrong."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, format=["%Y-%m-%d", "%d-%m-%Y"], **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the date, or refuse it in our own words."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Vul een datum in, bijvoorbeeld 15-7-2024.")) from None


def tidy(value: Any) -> Any:
    """Use one kind of line end and no spaces around the text."""
    return value.replace("\r\n", "\n").replace("\r", "\n").strip() if isinstance(value, str) else value


def one_line(value: Any) -> Any:
    """Put a text that came in several lines on one: it may become the subject of a mail."""
    return " ".join(value.split("\n")) if isinstance(value, str) else value


# The null character, and halves of a character outside the first 65,536.
_NEVER_STORED = re.compile("[\x00\ud800-\udfff]")


def storable(_form: Form, field: Field) -> None:
    """Refuse characters that no text contains and no database takes (design: security R32)."""
    text = field.data or ""
    if _NEVER_STORED.search(text):
        raise ValidationError(
            _l("Deze tekst bevat een teken dat niet kan worden opgeslagen. Typ de tekst opnieuw.")
        )


def long_text(
    label: Any, limit: int, description: Any = "", *, required: Any = None, **options: Any
) -> TextAreaField:
    """Return a text area; too long a text is refused with what was typed still there.

    `required` is what to say when nothing is filled in; without it the field may stay empty.
    """
    return TextAreaField(
        label,
        description=description,
        filters=[tidy],
        validators=[
            *([DataRequired(required)] if required else []),
            storable,
            Length(max=limit, message=_too_long(limit)),
        ],
        # The browser must not cut off what somebody pastes: the server says that it is too long.
        render_kw={"maxlength": False, "spellcheck": "true"},
        **options,
    )


def short_text(
    label: Any, limit: int, *validators: Any, description: Any = "", **options: Any
) -> StringField:
    """Return a line of text."""
    return StringField(
        label,
        description=description,
        filters=[tidy, one_line],
        validators=[*validators, storable, Length(max=limit, message=_too_long(limit))],
        render_kw={"maxlength": False, **options.pop("render_kw", {})},
        **options,
    )


def day_of(field: DateField) -> date:
    """Return the date in a field that was validated as required."""
    if field.data is None:
        raise ValueError(field.name)
    return field.data


def text_of(field: StringField) -> str:
    """Return the text in a field, empty where nothing was filled in."""
    return field.data or ""


def offers(pairs: Iterable[tuple[str, Any]], nothing: Any = None) -> list[SelectChoice]:
    """Return value and words as the options of a field, with first, when given, the words for no choice."""
    first = [SelectChoice("", nothing)] if nothing is not None else []
    return [*first, *(SelectChoice(value, words) for value, words in pairs)]


def _too_long(limit: int) -> Any:
    return _l(
        "Deze tekst is te lang. Gebruik hoogstens %(limit)s tekens.", limit=f"{limit:,}".replace(",", ".")
    )
