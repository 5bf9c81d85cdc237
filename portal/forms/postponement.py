"""A later term for an ask, or for one time of it: which words, which day, why, and which letter says so."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, IntegerField, SelectField, ValidationError
from wtforms.validators import InputRequired, NumberRange, Optional

from portal.domain.dates import ImpreciseDate
from portal.domain.terms import PRECISION, Term, last_day
from portal.forms.base import DayField, VersionForm, long_text, offers, short_text, text_of
from portal.forms.period import FIRST_YEAR, LAST_YEAR
from portal.forms.report import REASON_LIMIT
from portal.models import AskOccurrence, Passage
from portal.queries.deadlines import due_of
from portal.web.formats import day
from portal.web.labels import choices
from portal.web.letter_words import passage_choice
from portal.web.term_words import term_words

_MONTHS = (
    _l("januari"),
    _l("februari"),
    _l("maart"),
    _l("april"),
    _l("mei"),
    _l("juni"),
    _l("juli"),
    _l("augustus"),
    _l("september"),
    _l("oktober"),
    _l("november"),
    _l("december"),
)


class PostponementForm(VersionForm):
    """The later term in our words or as a day, the reason, and the letter that tells the Kamer."""

    time = SelectField(_l("Welke keer"), choices=[], name="keer", validators=[Optional()])
    term = SelectField(
        _l("Nieuwe termijn"),
        choices=offers(
            ((value, words) for value, words in choices(Term) if value != Term.UNDETERMINED),
            _l("Kies hoe de brief de termijn noemt"),
        ),
        validators=[InputRequired(_l("Kies hoe de brief de termijn noemt."))],
        name="termijn",
    )
    year = IntegerField(
        _l("Jaar"),
        description=_l(
            "Nodig bij elke termijn, behalve bij ‘Op een dag’. Een winter heeft het jaar waarin hij begint."
        ),
        validators=[
            Optional(),
            NumberRange(FIRST_YEAR, LAST_YEAR, _l("Vul een jaar in van 2000 tot en met 2100.")),
        ],
        name="jaar",
    )
    month = SelectField(
        _l("Maand"),
        description=_l("Alleen bij ‘In een maand’."),
        choices=offers(
            ((str(number), words) for number, words in enumerate(_MONTHS, 1)), _l("Kies een maand")
        ),
        validators=[Optional()],
        name="maand",
    )
    day = DayField(_l("Dag"), description=_l("Alleen bij ‘Op een dag’."), validators=[Optional()], name="dag")
    words = short_text(
        _l("Woorden van de brief"),
        120,
        description=_l("Bijvoorbeeld: voor de zomer van 2027. Leeg is: de termijn in onze woorden."),
        name="woorden",
    )
    passage = SelectField(
        _l("Passage in een brief aan de Kamer"), choices=[], name="passage", validators=[Optional()]
    )
    reason = long_text(
        _l("Reden"),
        REASON_LIMIT,
        _l("Zet hier geen persoonsgegevens of gegevens over zaken of opsporing."),
        required=_l("Vul een reden in."),
        name="reden",
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field, and that what the chosen words need is there: a day, or a year and a month."""
        fine = bool(super().validate(extra_validators))
        for field, message in self._needed():
            if field.data in (None, "") and not field.errors:
                field.errors = [message]
                fine = False
        return fine

    def validate_day(self, field: DayField) -> None:
        """Refuse a day that nobody means."""
        if field.data and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
            raise ValidationError(_("Vul een datum in van 2000 tot en met 2100."))

    def new_term(self) -> ImpreciseDate:
        """Return the term that was filled in, with its last day by the rules."""
        term = Term(self.term.data)
        month = int(self.month.data) if self.month.data else None
        latest = last_day(term, self.year.data or 0, month, self.day.data)
        words = text_of(self.words) or (term_words(term, latest) if latest else "")
        return ImpreciseDate(PRECISION[term], latest, words)

    def _needed(self) -> list[tuple[Field, str]]:
        if self.term.errors:
            return []
        term = Term(self.term.data)
        if term is Term.DAY:
            return [(self.day, _("Vul de dag in."))]
        month = [(self.month, _("Kies de maand."))] if term is Term.MONTH else []
        return [(self.year, _("Vul het jaar in.")), *month]


def postponement_form(
    times: Sequence[AskOccurrence], passages: Sequence[Passage], *, promised: bool, **options: Any
) -> PostponementForm:
    """Return the form with the times that are still open and the passages that speak of the ask."""
    form = PostponementForm(**options)
    form.time.choices = offers(
        (
            str(each.number),
            _("Keer %(number)s, uiterlijk %(day)s", number=each.number, day=day(due_of(each))),
        )
        for each in times
    )
    nothing = _("Kies een passage") if promised else _("Geen: dit staat niet in een brief")
    form.passage.choices = offers(((str(each.id), passage_choice(each)) for each in passages), nothing)
    return form
