"""More in a report, a maatregel in it and a period; more that the audit trail can say.

Revision: 0003, after 0002.

Columns are added in place: rebuilding these tables on SQLite would lose their triggers and their children.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

AUDIENCES = ("network", "steering", "all_networks", "public")
FORMER_ACTIONS = (
    "plan_loaded", "account_created", "account_deactivated", "account_reactivated", "appointment_given",
    "appointment_ended", "signed_in", "sign_in_refused", "signed_out", "owner_assigned", "period_planned",
    "period_changed", "period_opened", "period_closed", "period_reopened", "period_adopted", "progress_written",
    "progress_unchanged", "judgements_written", "report_submitted", "report_returned", "report_accepted",
    "report_adopted", "report_written_off",
)  # fmt: skip
ACTIONS = (
    *FORMER_ACTIONS,
    "report_withdrawn", "parts_written", "section_written", "finding_explained", "contributors_assigned",
    "office_judged", "erratum_added", "due_date_extended", "comment_added", "change_requested",
    "change_approved", "change_rejected", "change_withdrawn", "money_written", "budget_event_recorded",
    "statement_written", "statement_submitted", "statement_returned", "statement_accepted", "evidence_added",
    "evidence_removed", "evidence_read", "exported", "workbook_uploaded", "workbook_processed", "mail_resent",
    "preferences_changed",
)  # fmt: skip
FORMER_SUBJECTS = ("plan", "account", "maatregel", "period", "report")
SUBJECTS = (*FORMER_SUBJECTS, "change_request", "budget_event", "statement", "ask", "mail")


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


COLUMNS = [
    ("period", "opens_on", "DATE"),
    ("period", "closes_on", "DATE"),
    ("report", "developments", "TEXT NOT NULL DEFAULT ''"),
    (
        "report",
        "developments_audience",
        (
            "VARCHAR(32) NOT NULL DEFAULT 'all_networks' CONSTRAINT ck_report_developments_audience"
            f" CHECK ({_one_of('developments_audience', AUDIENCES)})"
        ),
    ),
    ("report", "covenant", "VARCHAR(300) NOT NULL DEFAULT ''"),
    ("report", "covenant_ends_on", "DATE"),
    ("report", "extended_until", "DATE"),
    (
        "maatregel_progress",
        "proactivity",
        (
            "VARCHAR(32) CONSTRAINT ck_maatregel_progress_proactivity"
            f" CHECK ({_one_of('proactivity', ('proactive', 'both', 'reactive'))})"
        ),
    ),
    ("maatregel_progress", "fte_planned", "INTEGER"),
    ("maatregel_progress", "fte_filled", "INTEGER"),
    ("maatregel_progress", "decision_question", "TEXT NOT NULL DEFAULT ''"),
    (
        "maatregel_progress",
        "audience",
        (
            "VARCHAR(32) NOT NULL DEFAULT 'all_networks' CONSTRAINT ck_maatregel_progress_audience"
            f" CHECK ({_one_of('audience', AUDIENCES)})"
        ),
    ),
]


def upgrade() -> None:
    """Apply."""
    for table, column, definition in COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {definition}")
    _let_the_trail_say(ACTIONS, SUBJECTS)


def downgrade() -> None:
    """Take back; refused while the audit trail holds what the former one could not say."""
    _let_the_trail_say(FORMER_ACTIONS, FORMER_SUBJECTS)
    for table, column, _definition in reversed(COLUMNS):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")


def _let_the_trail_say(actions: tuple[str, ...], subjects: tuple[str, ...]) -> None:
    checks = {"auditaction": _one_of("action", actions), "subjectkind": _one_of("subject_kind", subjects)}
    with (
        _triggers_set_aside("audit_event"),
        op.batch_alter_table("audit_event", reflect_kwargs={"resolve_fks": False}) as table,
    ):
        for name, condition in checks.items():
            table.drop_constraint(op.f(f"ck_audit_event_{name}"), type_="check")
            table.create_check_constraint(op.f(f"ck_audit_event_{name}"), sa.text(condition))


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
