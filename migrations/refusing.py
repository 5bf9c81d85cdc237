"""What several revisions do: making triggers with which the database refuses what must never be."""

from collections.abc import Iterable, Sequence

from alembic import op

Rule = tuple[str, str, str, str]
"""Name, table, moment, condition under which it is refused."""


def refuse(rules: Sequence[Rule], never_emptied: Iterable[str]) -> None:
    """Make a trigger for each rule; PostgreSQL could also empty a table at once, and may not."""
    postgres = op.get_bind().dialect.name == "postgresql"
    if postgres:
        for table in never_emptied:
            op.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
    for name, table, moment, condition in rules:
        if not postgres:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {moment} ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, 'frozen: {table} {moment}'); END"
            )
            continue
        result = "OLD" if moment == "DELETE" else "NEW"
        op.execute(
            f"CREATE FUNCTION refuse_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
            f"RAISE EXCEPTION 'frozen: {table} {moment}' USING ERRCODE = '23514'; END IF; "
            f"RETURN {result}; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_{name}()"
        )


def allow(rules: Sequence[Rule], never_emptied: Iterable[str]) -> None:
    """Take the triggers away again."""
    postgres = op.get_bind().dialect.name == "postgresql"
    for name, table, _moment, _condition in rules:
        if not postgres:
            op.execute(f"DROP TRIGGER {name}")
            continue
        op.execute(f"DROP TRIGGER {name} ON {table}")
        op.execute(f"DROP FUNCTION refuse_{name}()")
    if postgres:
        for table in never_emptied:
            op.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
