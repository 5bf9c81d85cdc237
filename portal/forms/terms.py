"""Filling in by when something is due, as exactly as a source says it."""

from datetime import date
from typing import Any

from flask_babel import format_date
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from portal.domain.dates import DatePrecision
from portal.domain.parliament import AskKind
from portal.domain.terms import PRECISION, Recurrence, Term, last_day
from portal.forms.base import DayField, Form, offers, short_text, text_of
from portal.models import Ask
from portal.services.asks import TermContent
from portal.web.labels import choices

FIRST_YEAR, LAST_YEAR = 2000, 2100
_WITHOUT_YEAR = frozenset({Term.DAY, Term.UNDETERMINED})
WORDS = 120


class TermFields(Form):
    """By when something is due, and whether it comes back."""

    kind = RadioField(
        _l("Eenmalig of terugkerend?"),
        choices=offers(choices(AskKind)),
        default=AskKind.ONCE.value,
        validators=[InputRequired(_l("Kies of het eenmalig is of terugkeert."))],
        name="vorm",
    )
    recurrence = SelectField(
        _l("Hoe vaak keert het terug?"),
        choices=offers(choices(Recurrence), _l("Keert niet terug")),
        validators=[Optional()],
        name="ritme",
    )
    term = SelectField(
        _l("Wanneer moet het klaar zijn?"),
        choices=offers(choices(Term)),
        default=Term.UNDETERMINED.value,
        description=_l("Zo precies als de bron. Bij een terugkerend verzoek: de eerste keer."),
        name="termijn",
    )
    year = IntegerField(
        _l("Jaar"),
        validators=[
            Optional(),
            NumberRange(FIRST_YEAR, LAST_YEAR, message=_l("Vul een jaar in van 2000 tot en met 2100.")),
        ],
        description=_l("Een winter heeft het jaar waarin hij begint."),
        name="jaar",
    )
    month = SelectField(
        _l("Maand"),
        choices=[],
        validators=[Optional()],
        description=_l("Alleen bij ‘In een maand’."),
        name="maand",
    )
    day = DayField(
        _l("Dag"),
        validators=[Optional()],
        description=_l("Alleen bij ‘Op een dag’. Deze dag telt nog mee."),
        name="dag",
    )
    due_words = short_text(
        _l("Termijn in de woorden van de bron"),
        WORDS,
        description=_l("Bijvoorbeeld: voorjaar 2023."),
        name="termijn_woorden",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the months by their names."""
        super().__init__(*args, **options)
        self.month.choices = offers(
            [(str(number), format_date(date(2000, number, 1), "MMMM")) for number in range(1, 13)],
            _l("Kies een maand"),
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Also say what is missing of the term, or does not go with the rest."""
        fine = bool(super().validate(extra_validators))
        if "term" not in self or self.term.errors or self.kind.errors:
            return fine
        return self._term_is_whole() and fine

    def _term_is_whole(self) -> bool:
        term, recurs = Term(self.term.data), self.kind.data == AskKind.RECURRING.value
        wanted = (
            (self.recurrence, recurs and not self.recurrence.data, _l("Kies hoe vaak het terugkeert.")),
            (
                self.recurrence,
                not recurs and self.recurrence.data,
                _l("Kies ‘Keert niet terug’ als het eenmalig is."),
            ),
            (
                self.day,
                term is Term.DAY and self.day.data is None,
                _l("Vul een datum in, bijvoorbeeld 15-7-2024."),
            ),
            (self.month, term is Term.MONTH and not self.month.data, _l("Kies de maand.")),
            (self.year, term not in _WITHOUT_YEAR and self.year.data is None, _l("Vul het jaar in.")),
        )
        for field, missing, message in wanted:
            if missing and not field.errors:
                field.errors = [message]
        return not any(field.errors for field, _missing, _message in wanted)

    def term_content(self) -> TermContent:
        """Return what was filled in, once it is whole."""
        term, kind = Term(self.term.data), AskKind(self.kind.data)
        month = int(self.month.data) if self.month.data else None
        latest = last_day(term, self.year.data or FIRST_YEAR, month, self.day.data)
        return TermContent(
            kind,
            Recurrence(self.recurrence.data) if kind is AskKind.RECURRING else None,
            PRECISION[term],
            latest,
            text_of(self.due_words),
        )

    def show_term(self, ask: Ask) -> None:
        """Put what is saved in the fields."""
        term = _term_of(ask.due_precision, ask.due_latest)
        self.kind.data = ask.kind.value
        self.recurrence.data = ask.recurrence.value if ask.recurrence else ""
        self.term.data, self.due_words.data = term.value, ask.due_words
        if ask.due_latest is None:
            return
        self.year.data = ask.due_latest.year - (term is Term.WINTER)
        self.month.data = str(ask.due_latest.month) if term is Term.MONTH else ""
        self.day.data = ask.due_latest if term is Term.DAY else None


def _term_of(precision: DatePrecision, latest: date | None) -> Term:
    """Return in which words a day was filled in; a day that fits none is a day."""
    if latest is None:
        return Term.UNDETERMINED
    alike = (term for term in Term if PRECISION[term] is precision)
    fitting = (
        term
        for term in alike
        for year in (latest.year, latest.year - 1)
        if last_day(term, year, latest.month, latest) == latest
    )
    return next(fitting, Term.DAY)
