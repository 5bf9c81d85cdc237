"""The Dutch reason for each way in which a value in a plan file can be wrong."""

from collections.abc import Mapping
from typing import Any

REASONS: Mapping[str, str] = {
    "missing": "Deze sleutel ontbreekt.",
    "extra_forbidden": "Deze sleutel bestaat niet.",
    "string_type": "Hier hoort tekst; zet een getal of datum tussen aanhalingstekens.",
    "string_too_short": "Hier hoort tekst; dit is leeg.",
    "string_too_long": "Deze tekst is te lang: ten hoogste {max_length} tekens.",
    "int_type": "Hier hoort een geheel getal.",
    "bool_type": "Hier hoort true of false.",
    "date_type": "Hier hoort een datum, zoals 2022-11-04.",
    "date_from_datetime_inexact": "Hier hoort een datum zonder tijd, zoals 2022-11-04.",
    "tuple_type": "Hier hoort een lijst.",
    "dict_type": "Hier horen sleutels met waarden.",
    "model_type": "Hier horen sleutels met waarden.",
    "model_attributes_type": "Hier horen sleutels met waarden.",
    "literal_error": "Kies een van deze woorden: {expected}.",
    "greater_than_equal": "Dit getal is te klein: ten minste {ge}.",
    "less_than_equal": "Dit getal is te groot: ten hoogste {le}.",
    "too_short": "Hier hoort ten minste één waarde.",
}

PATTERN = {
    r"^[a-z0-9-]+$": "Een code bestaat uit kleine letters, cijfers en streepjes.",
    r"^[A-Z0-9]+$|^[a-z0-9-]+$": "Een documentcode is geheel in hoofdletters of geheel in kleine letters.",
}


def reason(kind: str, message: str, context: Mapping[str, Any]) -> str:
    """Return the reason in Dutch for a validation error, given its type, own message and context."""
    if kind == "string_pattern_mismatch":
        return PATTERN.get(str(context.get("pattern")), "Schrijf dit als jaar, jaar-maand of jaar-maand-dag.")
    if kind in {"word", "source", "quote", "text"}:
        return message
    if kind == "literal_error":
        context = {"expected": str(context["expected"]).replace(" or ", " of ")}
    return REASONS.get(kind, "Deze waarde past hier niet.").format(**context)
