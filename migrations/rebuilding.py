"""What several revisions do: letting a column hold other words, where SQLite must make the table anew."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

Words = tuple[str, ...]


def let_it_say(actions: Words, subjects: Words, kinds: Words, notice_without: Words = ()) -> None:
    """Set which words the audit trail, the notices and the wishes about them may hold.

    A notice can lose columns on the way: once SQLite made it anew, they cannot be dropped in place.
    """
    with _triggers_set_aside("audit_event"):
        _set_checks(
            "audit_event", {"auditaction": ("action", actions), "subjectkind": ("subject_kind", subjects)}
        )
    with _enclosures_set_aside():
        _set_checks("notice", {"noticekind": ("kind", kinds)}, notice_without)
    _set_checks("notice_preference", {"noticekind": ("kind", kinds)})


def let_it_also_say(actions: Words, subjects: Words, kinds: Words) -> None:
    """Add to the words that the audit trail, the notices and the wishes about them may hold."""
    let_it_say(
        (*_said("audit_event", "auditaction"), *actions),
        (*_said("audit_event", "subjectkind"), *subjects),
        (*_said("notice", "noticekind"), *kinds),
    )


def let_it_no_longer_say(actions: Words, subjects: Words, kinds: Words) -> None:
    """Take these words away again; refused while a row holds one of them."""
    let_it_say(
        tuple(word for word in _said("audit_event", "auditaction") if word not in actions),
        tuple(word for word in _said("audit_event", "subjectkind") if word not in subjects),
        tuple(word for word in _said("notice", "noticekind") if word not in kinds),
    )


def _said(table: str, check: str) -> Words:
    """Return the words that a column may hold now, in the order of its check."""
    checks = sa.inspect(op.get_bind()).get_check_constraints(table)
    found = next(each["sqltext"] for each in checks if each["name"] == f"ck_{table}_{check}")
    return tuple(re.findall(r"'([a-z0-9_]+)'", found))


def _set_checks(name: str, checks: dict[str, tuple[str, Words]], without: Words = ()) -> None:
    with op.batch_alter_table(name, reflect_kwargs={"resolve_fks": False}) as table:
        for column in without:
            table.drop_column(column)
        for check, (column, values) in checks.items():
            condition = f"{column} IN ({', '.join(repr(value) for value in values)})"
            table.drop_constraint(op.f(f"ck_{name}_{check}"), type_="check")
            table.create_check_constraint(op.f(f"ck_{name}_{check}"), sa.text(condition))


@contextmanager
def _triggers_set_aside(table: str) -> Iterator[None]:
    """Make the triggers of a table again after SQLite rebuilt it; PostgreSQL alters in place and keeps them."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        yield
        return
    found = sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
    triggers = connection.execute(found, {"table": table}).all()
    for name, _sql in triggers:
        op.execute(f"DROP TRIGGER {name}")
    yield
    for _name, statement in triggers:
        op.execute(statement)


@contextmanager
def _enclosures_set_aside() -> Iterator[None]:
    """Keep which notice is in which mail while SQLite rebuilds the notices: it would refuse to drop them."""
    if op.get_bind().dialect.name == "postgresql":
        yield
        return
    op.execute("CREATE TEMPORARY TABLE kept_mail_notice AS SELECT * FROM mail_notice")
    op.execute("DELETE FROM mail_notice")
    yield
    op.execute("INSERT INTO mail_notice SELECT * FROM kept_mail_notice")
    op.execute("DROP TABLE kept_mail_notice")
