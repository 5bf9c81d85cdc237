"""Triggers for the new tables: what belongs to an adopted report, and what is only ever added.

Revision: 0005, after 0004.
"""

from migrations.refusing import allow, refuse

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

FROZEN = "('adopted', 'not_received')"
OF_REPORT = (
    "report_section",
    "questionnaire_answer",
    "report_partner",
    "money_line",
    "contribution",
    "office_judgement",
    "explanation",
    "submission",
    "part_return",
)
OF_PROGRESS = ("progress_milestone", "progress_requirement", "progress_partner")
ONLY_ADDED = ("submission", "part_return", "erratum", "budget_event", "comment")
BY_ID = tuple(
    name for name in (*OF_REPORT, *OF_PROGRESS, "evidence", "statement") if not name.endswith("_partner")
)


def _report(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM report WHERE id = {row}.report_id AND state IN {FROZEN})"


def _progress(row: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM maatregel_progress JOIN report ON report.id = maatregel_progress.report_id"
        f" WHERE maatregel_progress.id = {row}.progress_id AND report.state IN {FROZEN})"
    )


MOMENTS = (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",)))
# Name, table, moment, condition under which it is refused.
RULES = [
    *(
        (f"{table}_frozen_{moment.lower()}", table, moment, " OR ".join(condition(row) for row in rows))
        for tables, condition in ((OF_REPORT, _report), ((*OF_PROGRESS, "evidence"), _progress))
        for table in tables
        for moment, rows in MOMENTS
    ),
    *(
        (f"{table}_no_{moment.lower()}", table, moment, "TRUE")
        for table in ONLY_ADDED
        for moment in ("UPDATE", "DELETE")
    ),
    # SQLite would let INSERT OR REPLACE take the place of a row without a DELETE.
    *(
        (f"{table}_no_replace", table, "INSERT", f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)")
        for table in sorted({*BY_ID, *ONLY_ADDED})
    ),
    # An erratum stands beside what nothing can change any more.
    (
        "erratum_beside_adopted",
        "erratum",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM report WHERE id = NEW.report_id AND state = 'adopted')",
    ),
    ("statement_frozen_update", "statement", "UPDATE", "OLD.state = 'accepted'"),
    ("statement_frozen_delete", "statement", "DELETE", "OLD.state = 'accepted'"),
]
NEVER_EMPTIED = sorted({*OF_REPORT, *OF_PROGRESS, *ONLY_ADDED, "evidence", "statement"})


def upgrade() -> None:
    """Apply."""
    refuse(RULES, NEVER_EMPTIED)


def downgrade() -> None:
    """Take back."""
    allow(RULES, NEVER_EMPTIED)
