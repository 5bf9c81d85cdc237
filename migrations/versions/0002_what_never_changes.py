"""Triggers for what must never change: the audit trail, adopted reports, adopted periods.

Revision: 0002, after 0001.

A later version that rebuilds one of these tables on SQLite (batch mode) drops its triggers: make them again there.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FROZEN = "('adopted', 'not_received')"

# Name, table, moment, condition under which it is refused.
RULES = [
    ("audit_event_no_update", "audit_event", "UPDATE", "TRUE"),
    ("audit_event_no_delete", "audit_event", "DELETE", "TRUE"),
    ("title_history_no_update", "title_history", "UPDATE", "TRUE"),
    ("title_history_no_delete", "title_history", "DELETE", "TRUE"),
    # SQLite would let INSERT OR REPLACE take the place of a row without a DELETE.
    *(
        (f"{table}_no_replace", table, "INSERT", f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)")
        for table in ("audit_event", "title_history", "report", "period")
    ),
    (
        "report_frozen_insert",
        "report",
        "INSERT",
        "EXISTS (SELECT 1 FROM period WHERE id = NEW.period_id AND state = 'adopted')",
    ),
    ("period_frozen_update", "period", "UPDATE", "OLD.state = 'adopted'"),
    ("period_frozen_delete", "period", "DELETE", "OLD.state = 'adopted'"),
    ("report_frozen_update", "report", "UPDATE", f"OLD.state IN {FROZEN}"),
    ("report_frozen_delete", "report", "DELETE", f"OLD.state IN {FROZEN}"),
    *(
        (
            f"{table}_frozen_{moment.lower()}",
            table,
            moment,
            " OR ".join(
                f"EXISTS (SELECT 1 FROM report WHERE id = {row}.report_id AND state IN {FROZEN})"
                for row in rows
            ),
        )
        for table in ("judgement", "maatregel_progress")
        for moment, rows in (("INSERT", ["NEW"]), ("UPDATE", ["OLD", "NEW"]), ("DELETE", ["OLD"]))
    ),
]

NEVER_EMPTIED = ("audit_event", "title_history", "period", "report", "judgement", "maatregel_progress")


def upgrade() -> None:
    """Apply."""
    postgres = op.get_bind().dialect.name == "postgresql"
    if postgres:
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'frozen: % %', TG_TABLE_NAME, TG_OP USING ERRCODE = '23514'; END $$"
        )
        for table in NEVER_EMPTIED:
            op.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
    for name, table, moment, condition in RULES:
        if not postgres:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {moment} ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, 'frozen: {table} {moment}'); END"
            )
        elif "EXISTS" in condition:
            function = f"refuse_{name}"
            result = "OLD" if moment == "DELETE" else "NEW"
            op.execute(
                f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
                f"RAISE EXCEPTION 'frozen: {table} {moment}' USING ERRCODE = '23514'; END IF; "
                f"RETURN {result}; END $$"
            )
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW WHEN ({condition}) "
                "EXECUTE FUNCTION refuse_change()"
            )


def downgrade() -> None:
    """Take back."""
    postgres = op.get_bind().dialect.name == "postgresql"
    for name, table, _moment, condition in RULES:
        if not postgres:
            op.execute(f"DROP TRIGGER {name}")
            continue
        op.execute(f"DROP TRIGGER {name} ON {table}")
        if "EXISTS" in condition:
            op.execute(f"DROP FUNCTION refuse_{name}()")
    if postgres:
        for table in NEVER_EMPTIED:
            op.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
        op.execute("DROP FUNCTION refuse_change()")
