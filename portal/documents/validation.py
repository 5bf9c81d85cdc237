"""What a cell lets somebody type, so that most mistakes never leave the spreadsheet."""

from datetime import date

from flask_babel import gettext as _
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from portal.documents import words
from portal.domain.workbook import COLUMNS, EURO_LIMIT, FTE_LIMIT, Column, Contents, Kind, Row


def validation(column: Column, row: Row, lists: dict[str, str]) -> dict[str, object]:
    """Return the rule for one cell, with what the spreadsheet says when it is broken."""
    limit = min(column.limit, row.limits.get(column.key, column.limit))
    message = {"error_title": _("Dit past hier niet"), "ignore_blank": True}
    if column.options is not None:
        return message | {
            "validate": "list",
            "source": lists[column.options.__name__],
            "error_message": _("Kies een van de antwoorden uit de lijst."),
        }
    if column.kind in {Kind.DAY, Kind.PAST_DAY}:
        return message | {
            "validate": "date",
            "criteria": "between",
            "minimum": date(2000, 1, 1),
            "maximum": date(2100, 12, 31),
            "error_message": _("Vul een datum in, bijvoorbeeld 15-7-2024."),
        }
    if column.kind is Kind.EUROS:
        return message | {
            "validate": "integer",
            "criteria": "between",
            "minimum": -EURO_LIMIT,
            "maximum": EURO_LIMIT,
            "error_message": _("Vul een bedrag in hele euro’s in, zonder centen."),
        }
    if column.kind is Kind.DECIMAL:
        return message | {
            "validate": "decimal",
            "criteria": "between",
            "minimum": 0,
            "maximum": FTE_LIMIT,
            "error_message": _("Vul een getal in, bijvoorbeeld 2,5."),
        }
    return message | {
        "validate": "length",
        "criteria": "<=",
        "value": limit,
        "error_message": _("Deze tekst is te lang: hoogstens %(limit)s tekens.", limit=limit),
    }


def write_lists(page: Worksheet, contents: Contents) -> dict[str, str]:
    """Write what each list offers, and return where it stands."""
    page.very_hidden()
    kinds = {c.options for sheet in contents.rows for c in COLUMNS[sheet] if c.options is not None}
    places = {}
    for place, kind in enumerate(sorted(kinds, key=lambda kind: kind.__name__)):
        offered = words.options_of(kind)
        page.write_column(0, place, offered)
        letter = xl_col_to_name(place)
        places[kind.__name__] = f"={words.LISTS}!${letter}$1:${letter}${len(offered)}"
    return places
