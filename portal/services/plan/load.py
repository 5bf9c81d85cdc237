"""Bringing the database in line with the plan files, in the transaction of the caller."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.plan import Plan
from portal.domain.plan.diff import ChangeKind, PlanDiff, shown
from portal.models import Maatregel, MaatregelPartner, Motie, MotieMaatregel, Partner, PlanEntry, TitleHistory
from portal.services import audit
from portal.services.plan.diff import compare
from portal.services.plan.letters import keep_letters
from portal.services.plan.rows import Rows, relation, row_of, stored_rows, stored_value, wanted_value
from portal.services.plan.tables import TABLES, Record, Table

LABEL = "Plan van aanpak"


def load_plan(session: Session, plan: Plan, actor: Actor) -> PlanDiff:
    """Bring the database in line with the plan; nothing is deleted, and no change means no audit event.

    The letters among its documents follow, also where only they were missing.
    """
    rows = stored_rows(session)
    diff = compare(plan, rows)
    if not diff.is_empty:
        with session.no_autoflush:
            _write_columns(session, plan, rows)
            _write_relations(plan, rows)
        session.flush()
    quoted = keep_letters(session)
    if quoted or not diff.is_empty:
        details = _details(diff) | ({"passages": quoted} if quoted else {})
        audit.record(session, actor, AuditAction.PLAN_LOADED, SubjectKind.PLAN, None, LABEL, details=details)
    return diff


def _write_columns(session: Session, plan: Plan, rows: Rows) -> None:
    for table in TABLES:
        for position, record in table.records(plan):
            row = rows[table.model].get(record.code)
            if row is None:
                row = table.model(code=record.code)
                rows[table.model][record.code] = row
                session.add(row)
            else:
                _remember_title(session, table, record, row)
            row.position = position
            for field in table.fields:
                if relation(table.model, field) is None:
                    _write_column(row, field, getattr(record, field))


def _write_column(row: PlanEntry, field: str, value: Any) -> None:
    if stored_value(row, field) != value:
        plain_list = isinstance(value, tuple) and field != "sources"
        setattr(row, field, list(value) if plain_list else value)


def _remember_title(session: Session, table: Table, record: Record, row: PlanEntry) -> None:
    if "title" not in table.fields:
        return
    old = stored_value(row, "title")
    if old != wanted_value(table, record, "title"):
        entity = table.model.__tablename__
        session.add(TitleHistory(entity=entity, code=row.code, title=old, replaced_at=clock.now()))


def _write_relations(plan: Plan, rows: Rows) -> None:
    for table in TABLES:
        for _, record in table.records(plan):
            row = rows[table.model][record.code]
            for field in table.fields:
                target = relation(table.model, field)
                wanted = wanted_value(table, record, field)
                if target is not None and stored_value(row, field) != wanted:
                    setattr(row, field, _related(row, target, wanted, rows))


def _related(row: PlanEntry, target: type[Any], wanted: Any, rows: Rows) -> Any:
    if isinstance(row, Maatregel) and target is MaatregelPartner:
        return _partners(row, wanted, rows)
    if isinstance(row, Motie) and target is MotieMaatregel:
        return _links(row, wanted, rows)
    if isinstance(wanted, tuple):
        return [rows[target][code] for code in wanted]
    return None if wanted is None else row_of(rows, target, wanted)


def _partners(row: Maatregel, wanted: Sequence[tuple[str, Any]], rows: Rows) -> list[MaatregelPartner]:
    present = {(link.partner.code, link.part): link for link in row.partners}
    return [
        present.get((code, part)) or MaatregelPartner(partner=rows[Partner][code], part=part)
        for code, part in wanted
    ]


def _links(row: Motie, wanted: Sequence[tuple[str, Any]], rows: Rows) -> list[MotieMaatregel]:
    present = {link.maatregel.code: link for link in row.links}
    links = []
    for code, basis in wanted:
        link = present.get(code) or MotieMaatregel(maatregel=rows[Maatregel][code])
        link.basis = basis
        links.append(link)
    return links


def _details(diff: PlanDiff) -> dict[str, Any]:
    """Return what changed as the audit trail keeps it: codes of what is new, old and new of the rest."""
    added: dict[str, list[str]] = {}
    for change in diff.of(ChangeKind.ADDED):
        added.setdefault(change.noun, []).append(change.code)
    changed = [
        {
            "kind": change.kind.value,
            "noun": change.noun,
            "code": change.code,
            "fields": {
                field.name: [shown(field.old, field.name), shown(field.new, field.name)]
                for field in change.fields
            },
        }
        for change in diff.changes
        if change.kind is not ChangeKind.ADDED and not change.order_only
    ]
    return {"added": added, "changed": changed}
