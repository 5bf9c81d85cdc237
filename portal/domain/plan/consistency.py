"""Checks within one entry, or between entries of one kind: codes, dates, and facts that belong together."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from portal.domain.dates import DatePrecision, month_end
from portal.domain.plan.entry import Entry
from portal.domain.plan.finding import Finding
from portal.domain.plan.maatregelen import Action, Maatregel
from portal.domain.plan.parliament import Toezegging
from portal.domain.plan.plan import Placed, Plan
from portal.domain.plan.programme import Goal
from portal.domain.programme import MaatregelTerm

HALF_YEAR_ENDS = ((6, 30), (12, 31))


def check_codes(plan: Plan) -> list[Finding]:
    """Return every code that two entries of one kind share: a code means one thing, for ever."""
    first: dict[tuple[str, str], Placed] = {}
    findings = []
    for placed in plan.placed:
        key = (placed.entry.noun, placed.entry.code)
        if key in first:
            message = f"De code '{placed.entry.code}' staat al in {first[key].file}."
            findings.append(Finding(placed.file, None, placed.at("code"), message))
        first.setdefault(key, placed)
    return findings


def check_dates(plan: Plan) -> list[Finding]:
    """Return every planned date that does not fit its own precision or words."""
    findings = []
    for placed in plan.placed:
        entry = placed.entry
        if isinstance(entry, Action):
            field = "planned_latest"
            reason = date_mistake(entry.planned_precision, entry.planned_latest, entry.planned_words)
        elif isinstance(entry, Toezegging):
            field = "due_latest"
            reason = date_mistake(entry.due_precision, entry.due_latest, entry.due_words)
        else:
            continue
        if reason is not None:
            findings.append(Finding(placed.file, None, placed.at(field), reason))
    return findings


def date_mistake(precision: DatePrecision, latest: date | None, words: str) -> str | None:
    """Return why a date does not fit the precision and the words it comes with, or None."""
    if latest is None:
        determined = precision is not DatePrecision.UNDETERMINED
        return "Bij deze precisie hoort een streefdatum." if determined else None
    fits, message = LAST_DAYS.get(precision, (_any_day, ""))
    if not fits(latest):
        return message
    years = re.findall(r"\b20\d\d\b", words)
    if years and str(latest.year) not in years:
        return f"De streefdatum valt niet in het jaar van de termijn ('{words}')."
    return None


def _any_day(_latest: date) -> bool:
    return True


LAST_DAYS: Mapping[DatePrecision, tuple[Callable[[date], bool], str]] = {
    DatePrecision.UNDETERMINED: (
        lambda _latest: False,
        "Bij precisie 'onbepaald' hoort geen streefdatum.",
    ),
    DatePrecision.MONTH: (
        lambda latest: latest == month_end(latest.year, latest.month),
        "Bij precisie 'maand' is de streefdatum de laatste dag van de maand.",
    ),
    DatePrecision.HALF_YEAR: (
        lambda latest: (latest.month, latest.day) in HALF_YEAR_ENDS,
        "Bij precisie 'halfjaar' is de streefdatum 30 juni of 31 december.",
    ),
    DatePrecision.YEAR: (
        lambda latest: (latest.month, latest.day) == (12, 31),
        "Bij precisie 'jaar' is de streefdatum 31 december.",
    ),
}
"""Which last day fits a precision, and what to say when it is another; a season ends where a source says."""


def check_pairs(plan: Plan) -> list[Finding]:
    """Return every entry with half of two facts that belong together."""
    return [
        Finding(placed.file, None, placed.at(field), message)
        for placed in plan.placed
        for field, message in _unpaired(placed.entry)
    ]


def _unpaired(entry: Entry) -> Iterator[tuple[str, str]]:
    if isinstance(entry, Goal) and bool(entry.themes) != (entry.theme_basis is not None):
        yield "theme_basis", "Rode lijnen en koppeling_basis horen bij elkaar: geef beide of geen van beide."
    if isinstance(entry, Maatregel):
        if (entry.stage is None) != (entry.stage_basis is None):
            yield "stage_basis", "Stadium en stadium_basis horen bij elkaar: geef beide of geen van beide."
        if (entry.term is MaatregelTerm.INCIDENTAL) != (entry.ends_on is not None):
            yield "ends_on", "Een incidentele maatregel heeft loopt_tot, een structurele niet."
