"""Copying passages from a letter, with the asks they speak of; rows are added without any script."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from portal.forms.base import Form, long_text, short_text, text_of
from portal.forms.partners import MultiCheckboxField
from portal.forms.report import REASON_LIMIT
from portal.models import Ask
from portal.services.passages import PassageContent

TEXT_LIMIT = 4_000
SECTION_LIMIT = 200
ASKS_IN_ROW = 3
"""How many asks can be chosen at once; more of them are linked on the page of the letter."""
MOST_ROWS = 10
SHOWN = 110
"""Characters of an ask that a list to choose from shows."""
VERBATIM = _l("Neem de woorden over zoals zij in de brief staan. Na het opslaan veranderen zij niet meer.")


@dataclass(frozen=True)
class PassageRow:
    """The fields of one passage."""

    section: StringField
    text: StringField
    asks: Sequence[Field]

    @property
    def used(self) -> bool:
        """Whether anything was filled in."""
        return any((self.section.data, self.text.data, *(field.data for field in self.asks)))


class PassagesForm(Form):
    """Passages of a letter; `passages_form` gives it its rows."""

    count = IntegerField(widget=HiddenInput(), validators=[InputRequired()], name="passages")
    size: int
    needs_one = True
    """Whether a form without any passage is wrong."""

    def rows(self) -> list[PassageRow]:
        """Return the fields of the passages, row by row."""
        return [
            PassageRow(
                self[f"p{n}_section"],
                self[f"p{n}_text"],
                [self[f"p{n}_ask{place}"] for place in range(ASKS_IN_ROW)],
            )
            for n in range(self.size)
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each passage as a whole, besides each field."""
        valid = bool(super().validate(extra_validators))
        found = list(self._errors())
        for field, message in found:
            field.errors = [*field.errors, message]
        return valid and not found

    def passages(self, asks: Mapping[str, Ask]) -> list[PassageContent]:
        """Return what was filled in, given the asks by their codes."""
        return [
            PassageContent(
                text_of(row.text),
                text_of(row.section),
                [asks[code] for code in dict.fromkeys(field.data for field in row.asks) if code],
            )
            for row in self.rows()
            if row.used
        ]

    def _errors(self) -> Iterator[tuple[Field, str]]:
        used = [row for row in self.rows() if row.used]
        if self.needs_one and not used:
            used = self.rows()[:1]
        for row in used:
            if not row.text.data:
                yield row.text, _("Vul de passage in zoals zij in de brief staat.")
            if not any(field.data for field in row.asks):
                yield row.asks[0], _("Kies minstens één verzoek waar deze passage over gaat.")


FormType = TypeVar("FormType", bound=PassagesForm)


def passages_form(kind: type[FormType], asks: Sequence[Ask], size: int, *, posted: bool) -> FormType:
    """Return the form with so many passages, filled with what was posted or still empty."""
    options = _grouped(asks)
    fields: dict[str, Any] = {"size": size}
    for n in range(size):
        fields |= _fields(n, options)
    made = type(f"{kind.__name__}WithRows", (kind,), fields)
    form: FormType = made() if posted else made(formdata=None)
    # The page that answers has as many rows as this form, not as the one that was sent.
    form.count.data = size if not posted or form.count.raw_data else None
    form.count.raw_data = [str(size)] if form.count.data is not None else []
    return form


def posted_rows(fields: Mapping[str, str], more: int = 0) -> int:
    """Return how many passages somebody had on the page, with so many more."""
    number = fields.get("passages", "")
    rows = int(number) if number.isascii() and number.isdecimal() and len(number) < 4 else 0  # noqa: PLR2004
    return max(1, min(rows + more, MOST_ROWS))


class LinkAsksForm(Form):
    """The asks that a passage speaks of besides those it is known to speak of."""

    asks = MultiCheckboxField(_l("Verzoeken"), choices=[], validators=[Optional()], name="verzoeken")

    def offer(self, asks: Sequence[Ask]) -> None:
        """Let the form choose among these asks."""
        self.asks.choices = [SelectChoice(ask.code, ask.text) for ask in asks]

    def chosen(self) -> bool:
        """Say that something is to be chosen, where nothing is."""
        if not self.asks.data:
            self.asks.errors = [_("Kies minstens één verzoek.")]
        return bool(self.asks.data)


class RetractForm(Form):
    """Why a letter or passage is taken back."""

    reason = long_text(
        _l("Reden"),
        REASON_LIMIT,
        _l("Bijvoorbeeld: verkeerd overgenomen. De reden blijft leesbaar voor het programmabureau."),
        required=_l("Vul een reden in."),
        name="reden",
    )


def _fields(n: int, options: list[SelectChoice]) -> dict[str, Any]:
    name = f"passage-{n + 1}"
    asks = {
        f"p{n}_ask{place}": SelectField(
            _l("Verzoek waar de passage over gaat") if not place else _l("Nog een verzoek"),
            choices=options,
            default="",
            name=f"{name}-verzoek-{place + 1}",
        )
        for place in range(ASKS_IN_ROW)
    }
    return {
        f"p{n}_section": short_text(
            _l("Paragraaf of pagina"), SECTION_LIMIT, Optional(), name=f"{name}-paragraaf"
        ),
        f"p{n}_text": long_text(_l("Tekst van de passage"), TEXT_LIMIT, VERBATIM, name=f"{name}-tekst"),
        **asks,
    }


def _grouped(asks: Sequence[Ask]) -> list[SelectChoice]:
    return [
        SelectChoice("", _l("Geen verzoek gekozen")),
        *(SelectChoice(ask.code, _short(ask.text), optgroup=_short(ask.item.title)) for ask in asks),
    ]


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1].rstrip()}…"
