"""Reading again what was kept of an answer, exactly as it was read when it came."""

from collections.abc import Mapping
from typing import Any

from portal.domain.kamer.records import KamerRecord
from portal.domain.parliament import OpenDataKind
from portal.opendata.dialect import DIALECTS, Entity
from portal.opendata.reading import motie_of, toezegging_of
from portal.opendata.rows import Row


def record_of(kind: OpenDataKind, dialect: str, raw: Mapping[str, Any]) -> KamerRecord:
    """Return the motie or toezegging in an answer that was kept; raises ValueError where it holds none."""
    if kind is OpenDataKind.MOTIE:
        found: KamerRecord | None = motie_of(Row(raw, Entity.ZAAK, DIALECTS[dialect]))
    else:
        found = toezegging_of(Row(raw, Entity.TOEZEGGING, DIALECTS[dialect]))
    if found is None:
        raise ValueError("no record in what was kept")
    return found
