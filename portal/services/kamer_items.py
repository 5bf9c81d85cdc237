"""Writing what the open data say in an item of the register, or in a new one."""

from collections.abc import Callable, Mapping
from datetime import date

import sqlalchemy as sa
from babel.dates import format_date
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor
from portal.domain.dates import DatePrecision
from portal.domain.errors import LinkedElsewhereError
from portal.domain.kamer.fields import KamerField
from portal.domain.kamer.records import KamerRecord, KamerToezegging
from portal.domain.kamer.references import address_of, is_number
from portal.domain.parliament import Appreciation, Origin, Vote
from portal.domain.programme import ToezeggingKind
from portal.models import Motie, RegisterItem, Toezegging
from portal.queries.kamer import items_by_external_id, register_fields
from portal.services.locks import hold_table

_CODE = "tk-{}"
_SOURCE = "Open data van de Tweede Kamer"


def new_item(session: Session, actor: Actor, record: KamerRecord, *, inside: bool) -> RegisterItem:
    """Add an item that rests on the open data alone; raises LinkedElsewhereError for a second one."""
    hold_table(session, RegisterItem)
    if items_by_external_id(session, [record.external_id]):
        raise LinkedElsewhereError
    item = _toezegging() if isinstance(record, KamerToezegging) else Motie()
    item.code = _free_code(session, record)
    item.position = (session.scalar(sa.select(sa.func.max(RegisterItem.position))) or 0) + 1
    item.origin = Origin.OPEN_DATA
    item.title = record.name
    item.source_words = _where(record)
    item.external_id = record.external_id
    item.url = address_of(record)
    item.inside_programme = inside
    item.added_at, item.added_by_id = clock.now(), actor.account_id
    session.add(item)
    session.flush()
    return item


def write_fields(
    session: Session, item: RegisterItem, said: Mapping[KamerField, str]
) -> dict[str, list[str]]:
    """Write these fields; return of each the former and the new words, for the audit trail."""
    before = register_fields(item)
    for field, words in said.items():
        _WRITE[field](item, words)
    session.flush()
    after = register_fields(item)
    return {field.value: [before.get(field, ""), after.get(field, "")] for field in said}


def _toezegging() -> Toezegging:
    # DatumNakoming may be the day it is due or the day it was done: no term follows from it.
    return Toezegging(kind=ToezeggingKind.PROMISE, due_precision=DatePrecision.UNDETERMINED)


def _where(record: KamerRecord) -> str:
    """Return where it stands, with who promised it in which debate; never with a name."""
    parts = [record.number]
    if isinstance(record, KamerToezegging):
        parts += [record.function, record.ministry, record.activity]
    return ", ".join(part for part in (_SOURCE, *parts) if part)


def _free_code(session: Session, record: KamerRecord) -> str:
    """Return a code after the number of the Kamer, else after its identifier."""
    code = _CODE.format(record.number.lower() if is_number(record.number) else record.external_id)
    taken = session.scalar(sa.select(sa.exists().where(RegisterItem.code == code)))
    return _CODE.format(record.external_id) if taken else code


def _write_date(item: RegisterItem, words: str) -> None:
    item.date_sort = words
    item.date_words = format_date(date.fromisoformat(words), "d MMMM yyyy", locale="nl")


def _write_submitters(item: RegisterItem, words: str) -> None:
    item.submitters = words.splitlines()


def _writes(name: str, most: int | None = None) -> Callable[[RegisterItem, str], None]:
    return lambda item, words: setattr(item, name, words[:most])


_WRITE: Mapping[KamerField, Callable[[RegisterItem, str], None]] = {
    KamerField.NUMBER: _writes("external_number", 64),
    KamerField.TITLE: _writes("title"),
    KamerField.REFERENCE: _writes("reference", 120),
    KamerField.SUBMITTERS: _write_submitters,
    KamerField.DATED_ON: _write_date,
    KamerField.KAMER_STATUS: _writes("kamer_status", 200),
    KamerField.VOTE: lambda item, words: setattr(item, "vote", Vote(words)),
    KamerField.APPRECIATION: lambda item, words: setattr(item, "appreciation", Appreciation(words)),
}
