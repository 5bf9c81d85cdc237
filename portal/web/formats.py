"""Dates, money and numbers as the Dutch government writes them."""

import textwrap
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.web.language import LANGUAGE, ZONE

NO_BREAK_SPACE = "\u00a0"
MEGABYTE = 1024**2
_ZONE = ZoneInfo(ZONE)
# Pages show the same days, moments and numbers over and over; Babel reads its pattern anew for each.
_MOST = 8_192


def day(value: date | None) -> str:
    """15 juli 2024."""
    return _dated(value, "d MMMM y") if value else ""


def written_day(sortable: str) -> str:
    """15 juli 2024, juli 2024 or 2024: a day that may lack its day or month, kept as 2024-07-15."""
    if not sortable:
        return ""
    year, *rest = (int(part) for part in sortable.split("-"))
    if not rest:
        return str(year)
    pattern = "d MMMM y" if len(rest) > 1 else "MMMM y"
    return _dated(date(year, *rest, *([1] * (2 - len(rest)))), pattern)


def moment(value: datetime | None) -> str:
    """15 juli 2024, 16.40 uur; the time is that of Amsterdam."""
    return _timed(value) if value else ""


def day_range(first: date, last: date) -> str:
    """1 januari tot en met 30 juni 2024."""
    start = _dated(first, "d MMMM" if first.year == last.year else "d MMMM y")
    return str(_("%(start)s tot en met %(end)s", start=start, end=day(last)))


def euro(amount: int | None) -> str:
    """€ 1.250.000; whole euros."""
    if amount is None:
        return ""
    sign = "-" if amount < 0 else ""
    return f"{sign}€{NO_BREAK_SPACE}{_grouped(abs(amount))}"


def number(value: float | None) -> str:
    """1.250 or 2,5."""
    return "" if value is None else _grouped(value)


def shortened(text: str, most: int = 100) -> str:
    """Return the beginning of a text, up to a whole word."""
    return textwrap.shorten(text, most, placeholder="…")


_WEEKS_FROM = 14


def shift(days: int | None) -> str:
    """3 weken later, 5 dagen eerder; weeks from a fortnight on."""
    if days is None:
        return ""
    if days == 0:
        return str(_("geen verschuiving"))
    many = abs(days)
    if many >= _WEEKS_FROM:
        length = ngettext("%(num)s week", "%(num)s weken", round(many / 7))
    else:
        length = ngettext("%(num)s dag", "%(num)s dagen", many)
    words = _("%(length)s later", length=length) if days > 0 else _("%(length)s eerder", length=length)
    return str(words)


def file_size(count: int) -> str:
    """340 kB or 1,2 MB, from a number of bytes."""
    if count < MEGABYTE:
        return f"{max(1, round(count * 1_024 / MEGABYTE))}{NO_BREAK_SPACE}kB"
    return f"{_grouped(round(count / MEGABYTE, 1))}{NO_BREAK_SPACE}MB"


@lru_cache(_MOST)
def _dated(value: date, pattern: str) -> str:
    """Return a day; of a moment, the day in Amsterdam."""
    of_zone = _in_zone(value) if isinstance(value, datetime) else value
    return str(format_date(of_zone, pattern, LANGUAGE))


@lru_cache(_MOST)
def _timed(value: datetime) -> str:
    return str(format_datetime(_in_zone(value), "d MMMM y, HH.mm 'uur'", locale=LANGUAGE))


def _in_zone(value: datetime) -> datetime:
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(_ZONE)


@lru_cache(_MOST)
def _grouped(value: float | Decimal) -> str:
    return str(format_decimal(value, locale=LANGUAGE))
