"""Records of the Kamer as the client reads them, and items of the register to put beside them."""

from typing import Any

from sqlalchemy.orm import Session

from portal.domain.kamer.records import KamerMotie, KamerToezegging
from portal.domain.parliament import Origin
from portal.models import Motie
from portal.opendata.dialect import DIALECTS, Entity
from portal.opendata.reading import motie_of, toezegging_of
from portal.opendata.rows import Row
from tests.odata.records import data, motie, toezegging


def read_motie(number: int = 1, dialect: str = "v5", **others: Any) -> KamerMotie:
    """An invented motie as the client reads it."""
    row = data(dialect, [motie(number, **others)], [])["Zaak"][0]
    found = motie_of(Row(row, Entity.ZAAK, DIALECTS[dialect]))
    assert found is not None
    return found


def read_toezegging(number: int = 1, dialect: str = "v5", **others: Any) -> KamerToezegging:
    """An invented toezegging as the client reads it."""
    row = data(dialect, [], [toezegging(number, **others)])["Toezegging"][0]
    found = toezegging_of(Row(row, Entity.TOEZEGGING, DIALECTS[dialect]))
    assert found is not None
    return found


def registered(session: Session, code: str = "mot-1", **others: Any) -> Motie:
    """A motie in the register that the programme office put there by hand."""
    kept = {"title": "Motie over havens", "inside_programme": True, "origin": Origin.OFFICE, **others}
    item = Motie(code=code, **kept)
    session.add(item)
    session.flush()
    return item
