"""Values as people type them in a cell, made into the one way in which the portal keeps them."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _

from portal.documents.words import options_of
from portal.domain import clock
from portal.domain.workbook import EURO_LIMIT, FTE_LIMIT, Column, Kind, plain
from portal.web.labels import label

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
_WRITTEN = re.compile(r"(\d{1,2})[-/. ]+([a-zé]+|\d{1,2})[-/. ]+(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_EUROS = re.compile(r"([-\u2212]?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(?:0{1,2}|-))?")
_EXCEL_BEGINS, _EXCEL_ENDS = date(1899, 12, 30), 100_000
"""A spreadsheet counts days; a date that was never shown as one comes as that number."""


def read_value(column: Column, raw: Any, limit: int) -> str:
    """Return the value of a cell as text; raises ValueError with what is wrong, in Dutch."""
    if isinstance(raw, str):
        raw = plain(raw)
    if raw is None or raw == "":
        if column.required:
            raise ValueError(_("Deze cel mag niet leeg zijn. Kies een van de antwoorden uit de lijst."))
        return ""
    if column.kind is Kind.CHOICE:
        return _choice(column, raw)
    if column.kind in {Kind.DAY, Kind.PAST_DAY}:
        return _day(raw, past=column.kind is Kind.PAST_DAY)
    if column.kind is Kind.DECIMAL:
        return _decimal(raw)
    return _euros(raw) if column.kind is Kind.EUROS else _text(raw, limit)


def shown(raw: Any) -> str:
    """Return what somebody typed, short enough to repeat in a message."""
    if isinstance(raw, float):
        return str(format_decimal(raw))
    text = " ".join(str(raw).split())
    return text if len(text) <= 40 else f"{text[:40]}…"  # noqa: PLR2004 - a line


def _choice(column: Column, raw: Any) -> str:
    assert column.options is not None  # noqa: S101 - every choice has options
    typed = str(raw).casefold()
    for member in column.options:
        if typed == str(label(member)).casefold():
            return member.value
    offered = ", ".join(f"‘{words}’" for words in options_of(column.options))
    raise ValueError(
        _("‘%(typed)s’ kan hier niet. Kies uit: %(offered)s.", typed=shown(raw), offered=offered)
    )


def _day(raw: Any, *, past: bool) -> str:
    found = _found_day(raw)
    if found is None:
        raise ValueError(_("‘%(typed)s’ is geen datum. Schrijf een datum als 15-7-2024.", typed=shown(raw)))
    if not FIRST_DAY <= found <= LAST_DAY:
        raise ValueError(_("Vul een datum in van 2000 tot en met 2100."))
    if past and found > clock.today():
        raise ValueError(_("Deze datum ligt in de toekomst. Vul alleen in wat al gehaald is."))
    return found.isoformat()


def _found_day(raw: Any) -> date | None:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    if isinstance(raw, str):
        return _written_day(raw.lower())
    numbered = isinstance(raw, int | float) and not isinstance(raw, bool) and 0 < raw < _EXCEL_ENDS
    return _EXCEL_BEGINS + timedelta(days=int(raw)) if numbered else None


def _written_day(text: str) -> date | None:
    if iso := _ISO.fullmatch(text):
        return _day_of(int(iso[1]), int(iso[2]), int(iso[3]))
    written = _WRITTEN.fullmatch(text)
    if written is None:
        return None
    month = _month(written[2])
    return _day_of(int(written[3]), month, int(written[1])) if month else None


def _month(words: str) -> int:
    """Return the number of a month, zero when there is none."""
    if words.isdigit():
        return int(words)
    short = {name[:3]: number for number, name in enumerate(_MONTHS, start=1)} | {"mrt": 3}
    long = dict(zip(_MONTHS, range(1, 13), strict=True))
    return long.get(words) or short.get(words, 0)


def _day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _decimal(raw: Any) -> str:
    wrong = ValueError(_("‘%(typed)s’ is geen getal. Schrijf een getal als 2,5.", typed=shown(raw)))
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise wrong
    try:
        number = Decimal(str(raw).replace(",", ".").strip())
    except InvalidOperation:
        raise wrong from None
    if not number.is_finite():
        raise wrong
    if not 0 <= number <= FTE_LIMIT:
        raise ValueError(_("Vul een getal in van 0 tot en met 10.000."))
    if number != round(number, 2):
        raise ValueError(_("Gebruik hoogstens twee cijfers achter de komma."))
    return format(number.normalize(), "f")


def _euros(raw: Any) -> str:
    if isinstance(raw, bool):
        raw = shown(raw)
    if isinstance(raw, int | float) and isfinite(raw):
        if raw != int(raw):
            raise ValueError(_("Rond af op hele euro’s: centen kunt u niet invullen."))
        amount = int(raw)
    else:
        found = _EUROS.fullmatch(re.sub(r"[\s\u00a0€]", "", str(raw)))
        if found is None:
            raise ValueError(
                _(
                    "‘%(typed)s’ is geen bedrag in hele euro’s. Schrijf een bedrag als 1.250.000.",
                    typed=shown(raw),
                )
            )
        amount = int(found[2].replace(".", "")[:16]) * (-1 if found[1] else 1)
    if abs(amount) > EURO_LIMIT:
        raise ValueError(_("Dit bedrag is te groot. Controleer het aantal nullen."))
    return str(amount)


def _text(raw: Any, limit: int) -> str:
    if isinstance(raw, float) and raw == int(raw):
        raw = int(raw)
    if isinstance(raw, datetime | date):
        raw = f"{raw.day}-{raw.month}-{raw.year}"
    text = format_decimal(raw) if isinstance(raw, float) else str(raw)
    if "\x00" in text or any(unicodedata.category(character) == "Cs" for character in text):
        raise ValueError(
            _("Deze tekst bevat een teken dat niet kan worden opgeslagen. Typ de tekst opnieuw.")
        )
    if len(text) > limit:
        raise ValueError(
            _(
                "Deze tekst is te lang: %(length)s tekens. Gebruik hoogstens %(limit)s tekens.",
                length=format_decimal(len(text)),
                limit=format_decimal(limit),
            )
        )
    return text
