"""Dates, money and numbers as the Dutch government writes them."""

from datetime import date, datetime

from flask_babel import format_date as babel_date
from flask_babel import format_datetime as babel_datetime
from flask_babel import format_decimal
from flask_babel import gettext as _

NO_BREAK_SPACE = "\u00a0"


def day(value: date | None) -> str:
    """15 juli 2024."""
    return str(babel_date(value, "d MMMM y")) if value else ""


def moment(value: datetime | None) -> str:
    """15 juli 2024, 16.40 uur; the time is that of Amsterdam."""
    return str(babel_datetime(value, "d MMMM y, HH.mm 'uur'")) if value else ""


def day_range(first: date, last: date) -> str:
    """1 januari tot en met 30 juni 2024."""
    start = babel_date(first, "d MMMM" if first.year == last.year else "d MMMM y")
    return str(_("%(start)s tot en met %(end)s", start=start, end=day(last)))


def euro(amount: int | None) -> str:
    """€ 1.250.000; whole euros."""
    if amount is None:
        return ""
    sign = "-" if amount < 0 else ""
    return f"{sign}€{NO_BREAK_SPACE}{format_decimal(abs(amount))}"


def number(value: float | None) -> str:
    """1.250 or 2,5."""
    return "" if value is None else format_decimal(value)
