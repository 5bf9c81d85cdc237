"""A small document with everything a document can have, and templates with one thing wrong."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from docx import Document as WordDocument

from portal.documents.issued_template import own_template
from portal.domain.audience import Audience
from portal.domain.issued import (
    ChainPart,
    Document,
    Figure,
    Heading,
    Imprint,
    Omission,
    Paragraph,
    Row,
    Source,
    SourceKind,
    SourceRef,
    Table,
)
from portal.domain.parliament import IssuedKind

DAY = date(2026, 1, 31)
REPORT = SourceRef(SourceKind.REPORT, "2026-1/rotterdam")
PROGRESS = SourceRef(SourceKind.PROGRESS, "2026-1/rtm-01")
MONEY = SourceRef(SourceKind.MONEY, "2026-1/rotterdam/2025/mainportsbudget")
IMPRINT = Imprint("hoofdstuk-2026-3", datetime(2026, 2, 1, 9, 30, tzinfo=UTC), demonstration=True)


def sample(words: str = "De derde terminal is klaar.", *, imprint: Imprint | None = IMPRINT) -> Document:
    """Return a document with a heading, a paragraph, a table and a figure."""
    return Document(
        IssuedKind.CHAPTER,
        "Voortgang in de havens",
        Audience.PUBLIC,
        DAY,
        "2026-1",
        (
            Heading("rotterdam", 2, "Haven Rotterdam"),
            Paragraph("rotterdam/samenvatting", words, (REPORT,)),
            Heading("rotterdam/voortgang", 3, "Voortgang"),
            Table(
                "rotterdam/tabel",
                "Maatregelen",
                ("Maatregel", "Bedrag"),
                (3, 1),
                (Row("rotterdam/rtm-01", ("Barrières", "€ 1.000"), (PROGRESS, MONEY)),),
                (1,),
            ),
            Figure("keten", "De keten", "Twee fasen", (ChainPart("Bronland", 2, "maatregelen"),), (REPORT,)),
        ),
        (
            Source(REPORT, "Rapportage Rotterdam", DAY),
            Source(PROGRESS, "Voortgang rtm-01", DAY),
            Source(MONEY, "Geld 2025", DAY, "Beslisnota, 3: “Haven Rotterdam 13,5”"),
        ),
        (Omission("Haven Rotterdam", Audience.STEERING, 2),),
        imprint,
    )


def changed(change: Callable[[Any], object]) -> bytes:
    """Return our own template after somebody changed it in Word."""
    document = WordDocument(BytesIO(own_template()))
    change(document)
    target = BytesIO()
    document.save(target)
    return target.getvalue()
