"""Comparing the plan files with the database."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from portal.domain.plan import Finding, Plan, PlanError
from portal.domain.plan.diff import ChangeKind, EntryChange, FieldChange, PlanDiff
from portal.models import PlanEntry
from portal.services.plan.rows import Rows, stored_rows, stored_value, wanted_value
from portal.services.plan.tables import TABLES, Record, Table, label, name

VANISHED = (
    "De code '{code}' staat in de database maar niet meer in het bestand."
    " Een code verdwijnt nooit: laat de regel staan en geef hem vervallen_op met een datum."
)


def diff_plan(session: Session, plan: Plan) -> PlanDiff:
    """Return what loading the plan would change; raise PlanError when a code has vanished from the files."""
    return compare(plan, stored_rows(session))


def compare(plan: Plan, rows: Rows) -> PlanDiff:
    """Return the difference between a plan and the rows of the database."""
    vanished = [
        Finding(table.file, None, (), VANISHED.format(code=code))
        for table in TABLES
        for code in sorted(set(rows[table.model]) - {record.code for _, record in table.records(plan)})
    ]
    if vanished:
        raise PlanError(vanished)
    return PlanDiff(tuple(change for table in TABLES for change in _changes(table, plan, rows)))


def _changes(table: Table, plan: Plan, rows: Rows) -> Iterator[EntryChange]:
    for position, record in table.records(plan):
        row = rows[table.model].get(record.code)
        if row is None:
            yield EntryChange(ChangeKind.ADDED, table.noun, record.code, name(record))
            continue
        fields = tuple(_field_changes(table, record, row))
        moved = row.position != position
        if fields or moved:
            retired = row.retired_on is None and record.retired_on is not None
            kind = ChangeKind.RETIRED if retired else ChangeKind.CHANGED
            yield EntryChange(kind, table.noun, record.code, name(record), fields, order_only=not fields)


def _field_changes(table: Table, record: Record, row: PlanEntry) -> Iterator[FieldChange]:
    for field in table.fields:
        old, new = stored_value(row, field), wanted_value(table, record, field)
        if old != new:
            yield FieldChange(label(record, field), old, new)
