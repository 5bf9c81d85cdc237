"""A record of the Kamer as fields with words, and what differs between those and what we have."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.domain.kamer.records import KamerDocument, KamerMotie, KamerRecord, KamerToezegging
from portal.domain.parliament import Origin


class KamerField(StrEnum):
    """What the source says of a motie or toezegging, in the order of the screen."""

    NUMBER = "number"
    TITLE = "title"
    REFERENCE = "reference"
    SUBMITTERS = "submitters"
    DATED_ON = "dated_on"
    KAMER_STATUS = "kamer_status"
    VOTE = "vote"
    APPRECIATION = "appreciation"
    RAW_APPRECIATION = "raw_appreciation"
    FUNCTION = "function"
    MINISTRY = "ministry"
    ACTIVITY = "activity"
    FULFILMENT_DAY = "fulfilment_day"
    DOCUMENTS = "documents"
    DELETED = "deleted"


OF_THE_REGISTER = frozenset(
    {
        KamerField.NUMBER,
        KamerField.TITLE,
        KamerField.REFERENCE,
        KamerField.SUBMITTERS,
        KamerField.DATED_ON,
        KamerField.KAMER_STATUS,
        KamerField.VOTE,
        KamerField.APPRECIATION,
    }
)
"""Fields that the register has as well; the others are told, and kept with the proposal."""
OF_THE_PLAN = frozenset({KamerField.TITLE, KamerField.REFERENCE, KamerField.SUBMITTERS, KamerField.DATED_ON})
"""Fields that the plan files fix for what stands in them: documents may differ, and both stay."""

Fields = Mapping[KamerField, str]
"""Words by field: a list is a line each, a day is ISO, one of our enums its value, yes is `ja`."""


@dataclass(frozen=True)
class FieldDifference:
    """One field in which the source says something else than we have."""

    field: KamerField
    ours: str
    """Empty where we have nothing."""
    theirs: str


def takeable(origin: Origin | None) -> frozenset[KamerField]:
    """Return which fields an item of this origin can take over; None stands for a new item."""
    return OF_THE_REGISTER - OF_THE_PLAN if origin is Origin.PLAN else OF_THE_REGISTER


def fields_of(record: KamerRecord) -> dict[KamerField, str]:
    """Return what a record says, without the fields in which it says nothing."""
    found = _of_motie(record) if isinstance(record, KamerMotie) else _of_toezegging(record)
    found[KamerField.DOCUMENTS] = _documents(record.documents)
    found[KamerField.DELETED] = "ja" if record.deleted else ""
    return {field: found[field] for field in KamerField if found.get(field)}


def differences(existing: Fields, incoming: Fields) -> list[FieldDifference]:
    """Return where the source says something else; where it says nothing there is nothing to take over."""
    return [
        FieldDifference(field, existing.get(field, ""), incoming[field])
        for field in KamerField
        if field in incoming and plain(existing.get(field, "")) != plain(incoming[field])
    ]


def fingerprint(fields: Fields) -> str:
    """Return the same text for the same content, whatever dialect it came in or how it was spaced."""
    words = {field.value: plain(said) for field, said in fields.items()}
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()


def plain(words: str) -> str:
    """Return words without the spaces that mean nothing."""
    return "\n".join(" ".join(line.split()) for line in words.strip().splitlines())


def document_line(document: KamerDocument) -> str:
    """Return a document in one line: number, kind, day and title, as far as the source has them."""
    parts = (document.number, document.kind, _day(document.dated_on), document.title)
    return ", ".join(part for part in parts if part)


def _of_motie(motie: KamerMotie) -> dict[KamerField, str]:
    return {
        KamerField.NUMBER: motie.number,
        KamerField.TITLE: motie.subject or motie.title,
        KamerField.REFERENCE: motie.reference,
        KamerField.SUBMITTERS: _lines(each.words for each in motie.submitters),
        KamerField.DATED_ON: _day(motie.submitted_on),
        KamerField.KAMER_STATUS: motie.raw_status,
        KamerField.VOTE: motie.vote.value if motie.vote else "",
        KamerField.APPRECIATION: motie.appreciation.value if motie.appreciation else "",
        # Only where we have no word of our own for it.
        KamerField.RAW_APPRECIATION: "" if motie.appreciation else motie.raw_appreciation,
    }


def _of_toezegging(toezegging: KamerToezegging) -> dict[KamerField, str]:
    return {
        KamerField.NUMBER: toezegging.number,
        KamerField.TITLE: toezegging.text,
        KamerField.DATED_ON: _day(toezegging.made_on),
        KamerField.KAMER_STATUS: toezegging.raw_status,
        KamerField.FUNCTION: toezegging.function,
        KamerField.MINISTRY: toezegging.ministry,
        KamerField.ACTIVITY: toezegging.activity,
        KamerField.FULFILMENT_DAY: _day(toezegging.fulfilment_day),
    }


def _documents(documents: Sequence[KamerDocument]) -> str:
    # In an order of our own: the source may give them in another one each time.
    return _lines(sorted(document_line(each) for each in documents))


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(line for line in lines if line)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
