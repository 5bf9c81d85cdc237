"""Terms in words: what a term is called, and by which rule its last day follows."""

from collections.abc import Mapping
from datetime import date

from flask_babel import LazyString, format_date, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.domain.dates import DatePrecision
from portal.domain.terms import Recurrence, Term, term_behind
from portal.web.formats import day, number

RULES: Mapping[Term | None, LazyString] = {
    Term.DAY: _l("De bron noemt deze dag zelf."),
    Term.MONTH: _l("Een maand loopt tot en met de laatste dag van die maand."),
    Term.START_OF_YEAR: _l("Het begin van een jaar loopt tot en met 31 maart."),
    Term.SPRING: _l("Het voorjaar loopt tot en met 21 juni."),
    Term.SUMMER: _l("De zomer loopt tot en met 21 september."),
    Term.AUTUMN: _l("Het najaar loopt tot en met 21 december."),
    Term.WINTER: _l("De winter loopt tot en met 21 maart van het jaar erna."),
    Term.BEFORE_SUMMER_RECESS: _l(
        "Het zomerreces begint begin juli. Geen bron noemt de dag, daarom telt 1 juli als laatste dag."
    ),
    Term.WITH_BUDGET: _l("De begroting verschijnt op Prinsjesdag, de derde dinsdag van september."),
    Term.FIRST_HALF: _l("De eerste helft van een jaar loopt tot en met 30 juni."),
    Term.SECOND_HALF: _l("De tweede helft van een jaar loopt tot en met 31 december."),
    Term.YEAR: _l("Een jaar loopt tot en met 31 december."),
    Term.UNDETERMINED: _l("De bron noemt geen termijn. Daarom is dit nooit te laat."),
    None: _l("Dit is de laatste dag die de woorden van de bron kunnen betekenen."),
}
"""The rule behind each term, in a sentence; None where the words are not one of our terms."""

RHYTHMS: Mapping[Recurrence, LazyString] = {
    Recurrence.MONTHLY: _l("Elke keer is een maand na de vorige."),
    Recurrence.QUARTERLY: _l("Elke keer is drie maanden na de vorige."),
    Recurrence.HALF_YEARLY: _l("Elke keer is een half jaar na de vorige."),
    Recurrence.YEARLY: _l("Elke keer is een jaar na de vorige."),
    Recurrence.WITH_BUDGET: _l("Elke keer is Prinsjesdag, de derde dinsdag van september."),
    Recurrence.UNDETERMINED: _l(
        "De bron zegt niet hoe vaak. Zolang het ritme niet is bepaald, is dit verzoek nooit te laat."
    ),
}
"""How the next day of a duty follows, in a sentence."""

_NAMES: Mapping[Term, LazyString] = {
    Term.START_OF_YEAR: _l("begin %(year)s"),
    Term.SPRING: _l("voorjaar %(year)s"),
    Term.SUMMER: _l("zomer %(year)s"),
    Term.AUTUMN: _l("najaar %(year)s"),
    Term.WINTER: _l("winter %(year)s"),
    Term.BEFORE_SUMMER_RECESS: _l("voor het zomerreces van %(year)s"),
    Term.WITH_BUDGET: _l("Prinsjesdag %(year)s"),
    Term.FIRST_HALF: _l("eerste helft van %(year)s"),
    Term.SECOND_HALF: _l("tweede helft van %(year)s"),
    Term.YEAR: _l("in de loop van %(year)s"),
}


def term_rule(precision: DatePrecision, latest: date | None) -> str:
    """Return by which rule this is the last day."""
    return str(RULES[term_behind(precision, latest)])


def rhythm_rule(rhythm: Recurrence) -> str:
    """Return by which rule the next day follows; months have no days that others lack."""
    sentence = str(RHYTHMS[rhythm])
    if rhythm in {Recurrence.WITH_BUDGET, Recurrence.UNDETERMINED}:
        return sentence
    return f"{sentence} {_('Wat aan het einde van een maand moet, blijft aan het einde van de maand.')}"


def days_late(count: int) -> str:
    """1.610 dagen te laat."""
    return str(ngettext("%(days)s dag te laat", "%(days)s dagen te laat", count, days=number(count)))


def term_words(term: Term, latest: date) -> str:
    """Return what people call a term: voorjaar 2027."""
    if term is Term.DAY:
        return day(latest)
    if term is Term.MONTH:
        return str(format_date(latest, "MMMM y"))
    return str(_NAMES[term]) % {"year": latest.year - (term is Term.WINTER)}
