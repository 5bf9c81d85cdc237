"""From rows of the service to a motie or a toezegging."""

import math
from collections.abc import Mapping
from typing import Any

from portal.domain.kamer.records import (
    CastVote,
    KamerDecision,
    KamerDocument,
    KamerDossier,
    KamerMotie,
    KamerToezegging,
    Submitter,
)
from portal.opendata.dialect import Entity
from portal.opendata.rows import Row, plain_text

_SUBMITS = ("Indiener", "Medeindiener")
# The source names the minister as well; of those who govern we keep the function only.
_NAMES = frozenset(
    {"Naam", "Achternaam", "Initialen", "Tussenvoegsel", "Voornaam", "Achtervoegsel", "Titulatuur"}
)
_DEEPEST = 8


def motie_of(row: Row) -> KamerMotie | None:
    """Return a motie; None where the row has no identifier."""
    if not row.id:
        return None
    return KamerMotie(
        external_id=row.id,
        number=row.text("number"),
        title=row.text("title"),
        subject=row.text("subject"),
        submitted_on=row.day("started_on"),
        handled=row.flag("handled"),
        raw_appreciation=row.text("appreciation"),
        dossiers=tuple(_dossier(each) for each in row.many("dossiers", Entity.DOSSIER)),
        submitters=_submitters(row),
        decisions=tuple(_decision(each) for each in row.many("decisions", Entity.BESLUIT)),
        documents=documents_of(row, "documents"),
        modified_at=row.moment("modified_at"),
        deleted=row.deleted,
        raw=sound(row.content),
    )


def toezegging_of(row: Row) -> KamerToezegging | None:
    """Return a toezegging; None where the row has no identifier."""
    if not row.id:
        return None
    return KamerToezegging(
        external_id=row.id,
        number=row.text("number"),
        text=row.text("text"),
        made_on=row.day("made_on"),
        activity=row.text("activity"),
        function=row.text("function"),
        ministry=row.text("ministry"),
        raw_status=row.text("status"),
        fulfilment_day=row.day("fulfilment_day"),
        documents=documents_of(row, "letters"),
        modified_at=row.moment("modified_at"),
        deleted=row.deleted,
        raw=sound({name: value for name, value in row.content.items() if name not in _NAMES}),
    )


def documents_of(row: Row, name: str) -> tuple[KamerDocument, ...]:
    """Return the documents with a row, also those of which the source knows no more than the identifier."""
    return tuple(
        KamerDocument(
            external_id=each.id,
            kind=each.text("kind"),
            number=each.text("number"),
            subnumber=each.number("subnumber"),
            title=each.text("subject") or each.text("title"),
            dated_on=each.day("dated_on"),
        )
        for each in row.many(name, Entity.DOCUMENT)
        if each.id
    )


def sound(value: Any, depth: int = 0) -> Any:
    """Return an answer as it was, apart from signs and depths that no database keeps."""
    if depth > _DEEPEST:
        return None
    if isinstance(value, Mapping):
        return {plain_text(name): sound(each, depth + 1) for name, each in value.items()}
    if isinstance(value, list):
        return [sound(each, depth + 1) for each in value]
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _dossier(row: Row) -> KamerDossier:
    return KamerDossier(number=row.number("number"), addition=row.text("addition"), title=row.text("title"))


def _submitters(row: Row) -> tuple[Submitter, ...]:
    """Return who submitted the motie, the first one first, the others by name."""
    found = {
        Submitter(name=each.text("name"), party=each.text("party"), relation=each.text("relation"))
        for each in row.many("actors", Entity.ZAAK_ACTOR)
        if each.text("relation") in _SUBMITS and each.text("name")
    }
    return tuple(sorted(found, key=lambda each: (_SUBMITS.index(each.relation), each.name)))


def _decision(row: Row) -> KamerDecision:
    votes = tuple(
        CastVote(
            kind=each.text("kind"),
            party=each.text("party"),
            seats=each.number("seats"),
            mistaken=each.flag("mistaken") is True,
        )
        for each in row.many("votes", Entity.STEMMING)
    )
    return KamerDecision(
        external_id=row.id,
        kind=row.text("kind"),
        words=row.text("words"),
        status=row.text("status"),
        voting=row.text("voting"),
        votes=votes,
    )
