"""The outcome of the screening in Dutch sentences: for the page, and for the signal made of it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from flask_babel import format_date, format_decimal, ngettext
from flask_babel import gettext as _

from portal.domain.displacement import Hit
from portal.domain.displacement_explanations import Explanation, Finding
from portal.domain.displacement_parameters import Parameters
from portal.domain.displacement_series import Point
from portal.models import Indicator
from portal.web.formats import day_range
from portal.web.labels import label

PER = 100
"""A value that is divided by its exposure is shown for so many of it."""
TITLE_LIMIT = 200


@dataclass(frozen=True)
class HitWords:
    """One outcome in words."""

    number: int
    key: str
    title: str
    giver: str
    receiver: str
    lag: str
    likely: Sequence[str]
    possible: Sequence[str]
    operational: Sequence[str]
    """Maatregelen at the giver that became operational by then."""


def decimal(value: Decimal | Fraction | float) -> str:
    """Write a number with at most two decimals: 1.250 or 2,5."""
    return str(format_decimal(round(Decimal(float(value)), 2), "#,##0.##"))


def log_words(size: Decimal) -> str:
    """Write a logarithmic change: -0,43 or +0,67."""
    return str(format_decimal(size, "+0.00;-0.00" if size else "0.00"))


def percent(size: Decimal) -> str:
    """Write a logarithmic change as people speak of it: -35% or +95%."""
    whole = round((math.exp(size) - 1) * 100)
    return f"{whole:+d}%" if whole else "0%"


def period(first: date, last: date) -> str:
    """Write a period in full: eerste halfjaar 2025, or its first and last day."""
    after = last + timedelta(days=1)
    whole = first.day == 1 and after.day == 1 and first.year == last.year
    months = (last.month - first.month + 1) if whole else 0
    if months == 12:  # noqa: PLR2004
        return str(first.year)
    if months == 6 and first.month in {1, 7}:  # noqa: PLR2004
        half = _("eerste halfjaar") if first.month == 1 else _("tweede halfjaar")
        return f"{half} {first.year}"
    return day_range(first, last)


def short_period(first: date, last: date) -> str:
    """Write a period for an axis: jan-jun 25."""
    start, end = (str(format_date(each, "MMM")).rstrip(".") for each in (first, last))
    if first.year != last.year:
        return f"{start} {first:%y}-{end} {last:%y}"
    return f"{start} {last:%y}" if start == end else f"{start}-{end} {last:%y}"


def drawn_unit(indicator: Indicator, *, normalised: bool) -> str:
    """Return the unit of a value, divided by its exposure or not: partijen per 100 controles."""
    if not normalised:
        return indicator.unit
    words = _("%(unit)s per %(per)s %(what)s", unit=indicator.unit, per=PER, what=indicator.exposure)
    return str(words)


def rate(point: Point) -> str:
    """Write a value for so many of its exposure, as a number; nothing where the exposure is unknown."""
    return "" if point.rate is None else decimal(point.rate * PER)


def hit_words(
    hit: Hit, number: int, indicator: Indicator, names: Mapping[str, str], operational: Sequence[str]
) -> HitWords:
    """Put one outcome into words."""
    giver, receiver = (names[each.judged.series.place] for each in (hit.giver, hit.receiver))
    return HitWords(
        number,
        hit.key(indicator.code),
        _("Van %(giver)s naar %(receiver)s", giver=giver, receiver=receiver),
        _side(hit.giver, giver, indicator),
        _side(hit.receiver, receiver, indicator),
        _lag(hit),
        _explanations(hit.likely),
        _explanations(hit.possible),
        operational,
    )


def signal_title(words: HitWords, indicator: Indicator) -> str:
    """Return the title of the signal made of an outcome."""
    title = _("Mogelijke verplaatsing: %(what)s", what=words.title[0].lower() + words.title[1:])
    return f"{title} ({indicator.title})"[:TITLE_LIMIT]


def signal_description(words: HitWords, indicator: Indicator, parameters: Parameters) -> str:
    """Return the text of the signal made of an outcome, with the values and the other explanations."""
    lines = [
        _("De screening wijst op een mogelijke verplaatsing. Samenhang is geen bewijs."),
        "",
        _("Indicator: %(title)s (%(unit)s)", title=indicator.title, unit=indicator.unit),
        words.giver,
        words.receiver,
        words.lag,
        "",
        _("Grenzen van de screening: %(limits)s", limits=parameter_words(parameters)),
    ]
    for head, explanations in (
        (_("Andere verklaringen die de cijfers zelf aannemelijk maken:"), words.likely),
        (_("Andere verklaringen die altijd mogelijk zijn:"), words.possible),
    ):
        if explanations:
            lines += ["", head, *(f"- {each}" for each in explanations)]
    return "\n".join(lines)


def limit_words(parameters: Parameters) -> dict[str, str]:
    """Write the three limits that are no whole numbers."""
    return {
        "giver": log_words(parameters.giver_change),
        "receiver": log_words(parameters.receiver_change),
        "floor": decimal(parameters.floor),
    }


def parameter_words(parameters: Parameters) -> str:
    """Write all limits in one sentence."""
    words = _(
        "gever %(giver)s of lager, ontvanger %(receiver)s of hoger en minstens %(floor)s, minstens "
        "%(observations)s waarnemingen met dezelfde definitie, hoogstens %(lag)s perioden ertussen",
        observations=parameters.fewest_observations,
        lag=parameters.most_lag,
        **limit_words(parameters),
    )
    return str(words)


def _side(side: Finding, name: str, indicator: Indicator) -> str:
    change = side.change
    said = {
        "name": name,
        "before": rate(change.before) if change.normalised else decimal(change.before.value),
        "after": rate(change.after) if change.normalised else decimal(change.after.value),
        "unit": drawn_unit(indicator, normalised=change.normalised),
        "period": period(change.after.first, change.after.last),
        "percent": percent(change.size),
        "log": log_words(change.size),
        "source": side.judged.series.source,
    }
    moved = (
        _("%(name)s daalde van %(before)s naar %(after)s %(unit)s", **said)
        if change.size < 0
        else _("%(name)s steeg van %(before)s naar %(after)s %(unit)s", **said)
    )
    rest = _("(%(percent)s, logverandering %(log)s). Periode: %(period)s. Bron: %(source)s.", **said)
    return f"{moved} {rest}"


def _lag(hit: Hit) -> str:
    if hit.lag == 0:
        return str(_("De stijging valt in dezelfde periode als de daling."))
    words = ngettext(
        "De stijging komt %(num)s periode na de daling.",
        "De stijging komt %(num)s perioden na de daling.",
        hit.lag,
    )
    return str(words)


def _explanations(found: Sequence[Explanation]) -> list[str]:
    return [str(label(each)) for each in found]
