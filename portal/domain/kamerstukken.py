"""References to papers of the Kamer, and where they are published."""

import re

_PAPER = re.compile(r"(\d{2}) ?(\d{3})(?:[ -]([IVX]+))?,? ?(?:nr\.? ?|-)(\d{1,4})")
PLACE = "https://zoek.officielebekendmakingen.nl/kst-{dossier}-{number}.html"


def publication_of(reference: str) -> str:
    """Return the address of a Kamerstuk such as 29911 nr. 363; empty where that is not all it says."""
    found = _PAPER.fullmatch(" ".join(reference.split()))
    if found is None:
        return ""
    first, last, chapter, number = found.groups()
    dossier = f"{first}{last}-{chapter}" if chapter else f"{first}{last}"
    return PLACE.format(dossier=dossier, number=int(number))
