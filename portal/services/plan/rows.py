"""The plan as the database has it, in the same terms as the files: references are codes."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from portal.domain.parliament import Origin
from portal.models import Ask, MaatregelPartner, MotieMaatregel, PlanEntry, RegisterItem
from portal.services.plan.tables import TABLES, Record, Table

Rows = Mapping[type[PlanEntry], dict[str, PlanEntry]]
"""Every row of the plan by table and code."""


def stored_rows(session: Session) -> Rows:
    """Return every row of the plan, with what it refers to, in a fixed number of queries."""
    return {table.model: _rows_of(session, table) for table in TABLES}


def row_of(rows: Rows, target: type[Any], code: str) -> PlanEntry:
    """Return the row with this code in a table, or in one of the kinds that share it."""
    return next(found[code] for model, found in rows.items() if issubclass(model, target) and code in found)


def relation(model: type[PlanEntry], field: str) -> type[Any] | None:
    """Return the table a field refers to, or None for a plain column."""
    relations = sa.inspect(model).relationships
    return relations[field].mapper.class_ if field in relations else None


def stored_value(row: PlanEntry, field: str) -> Any:
    """Return the value of a field in the database."""
    value = getattr(row, field)
    if isinstance(value, PlanEntry):
        return value.code
    if relation(type(row), field) is not None and value is not None:
        return tuple(sorted(_key(item) for item in value))
    return tuple(value) if isinstance(value, list) else value


def wanted_value(table: Table, record: Record, field: str) -> Any:
    """Return the value of a field in the files; a list of references has no order of its own."""
    value = getattr(record, field)
    if relation(table.model, field) is not None and isinstance(value, tuple):
        return tuple(sorted(getattr(item, "code", item) for item in value))
    return value


def _rows_of(session: Session, table: Table) -> dict[str, PlanEntry]:
    related: list[InstrumentedAttribute[Any]] = [
        getattr(table.model, field) for field in table.fields if relation(table.model, field) is not None
    ]
    query = sa.select(table.model).options(*(selectinload(attribute) for attribute in related))
    return {row.code: row for row in session.scalars(query.where(*_from_the_plan(table.model)))}


def _from_the_plan(model: type[PlanEntry]) -> list[sa.ColumnElement[bool]]:
    """Return the condition that leaves out what the programme office added to the register."""
    if issubclass(model, (Ask, RegisterItem)):
        return [model.origin == Origin.PLAN]
    return []


def _key(item: Any) -> Any:
    if isinstance(item, MaatregelPartner):
        return item.partner.code, item.part
    if isinstance(item, MotieMaatregel):
        return item.maatregel.code, item.basis
    return item.code
