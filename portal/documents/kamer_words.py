"""Words that documents for the Kamer have in common."""

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import Enum

from flask_babel import gettext as _

from portal.domain.progress import ProgressStatus
from portal.models import MaatregelProgress
from portal.web.labels import label


def status_words(rows: Iterable[MaatregelProgress]) -> str:
    """Return how many maatregelen have each status, such as: 3 op schema en 1 afgerond."""
    counted = Counter(row.status for row in rows)
    told = [f"{counted[status]} {lower(status)}" for status in ProgressStatus if counted[status]]
    if counted[None]:
        told.append(_("%(number)s zonder status", number=counted[None]))
    return in_a_row(told)


def in_a_row(words: Sequence[str]) -> str:
    """Return words after each other: a, b en c."""
    if len(words) < 2:  # noqa: PLR2004 - one word needs no "en"
        return "".join(words)
    return str(_("%(first)s en %(last)s", first=", ".join(words[:-1]), last=words[-1]))


def lower(member: Enum) -> str:
    """Return what a member is called, within a sentence."""
    words = str(label(member))
    return words[:1].lower() + words[1:]


def said(member: Enum | None) -> str:
    """Return what a member is called; what was not reported is said as such."""
    return str(label(member)) if member is not None else _("Niet gemeld")
