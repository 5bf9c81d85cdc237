"""Numbers of the Tweede Kamer in the many ways they are written, and where one can read what they mean."""

import re

from portal.domain.kamer.records import KamerDocument, KamerMotie, KamerRecord

_KAMERSTUK = re.compile(
    r"(?<!\d)(\d{2}[ .]?\d{3})(?:[ -]+([IVXLC]+))?\s*,?\s*(?:nr\.?|-)\s*(\d{1,5})(?!\d)", re.IGNORECASE
)
_ZAAK = re.compile(r"\d{4}Z\d{1,6}")
_DOCUMENT = re.compile(r"\d{4}D\d{1,6}")
_TOEZEGGING = re.compile(r"TZ\d{6}-\d{1,5}")


def kamerstuk_key(words: str) -> str:
    """Return a Kamerstuk in one way of writing, such as 29911-363; empty where there is none in the words."""
    found = _KAMERSTUK.search(words)
    if found is None:
        return ""
    dossier = re.sub(r"\D", "", found[1])
    addition = f"-{found[2].upper()}" if found[2] else ""
    return f"{dossier}{addition}-{int(found[3])}"


def is_number(words: str) -> bool:
    """Return whether words are the number of a motie or a toezegging, and nothing else."""
    return bool(_ZAAK.fullmatch(words) or _TOEZEGGING.fullmatch(words))


def address_of(record: KamerRecord) -> str:
    """Return where people read the record itself; made of numbers that were checked, else empty."""
    key = kamerstuk_key(record.reference) if isinstance(record, KamerMotie) else ""
    if key:
        return f"https://zoek.officielebekendmakingen.nl/kst-{key}.html"
    documents = [record.own_document] if isinstance(record, KamerMotie) else list(record.documents)
    return next((address for each in documents if each and (address := document_address(record, each))), "")


def document_address(record: KamerRecord, document: KamerDocument) -> str:
    """Return where people read a document; made of numbers that were checked, else empty."""
    if not _DOCUMENT.fullmatch(document.number):
        return ""
    zaak = record.number if _ZAAK.fullmatch(record.number) else document.number
    return f"https://www.tweedekamer.nl/kamerstukken/detail?id={zaak}&did={document.number}"
