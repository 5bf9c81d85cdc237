"""Triggers for the tables of the stuurgroep: what is only ever added, and observations that never change.

Revision: 0007, after 0006.
"""

from migrations.refusing import allow, refuse

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ONLY_ADDED = (
    "signal_step",
    "indicator_definition",
    "screening_setting",
    "remark",
    "decision",
    "action_step",
    "flag_disposition",
    "meeting_book",
)
LINKS_ONLY_ADDED = ("decision_maatregel", "decision_signal")
OBSERVED = (
    "indicator_id",
    "definition_id",
    "knooppunt_id",
    "observed_from",
    "observed_until",
    "value",
    "exposure",
    "source",
    "lower",
    "upper",
    "uncertainty",
    "audience",
    "recorded_at",
    "recorded_by_id",
)
CHANGED = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in OBSERVED)

# Name, table, moment, condition under which it is refused.
RULES = [
    *(
        (f"{table}_no_{moment.lower()}", table, moment, "TRUE")
        for table in (*ONLY_ADDED, *LINKS_ONLY_ADDED)
        for moment in ("UPDATE", "DELETE")
    ),
    # SQLite would let INSERT OR REPLACE take the place of a row without a DELETE.
    *(
        (f"{table}_no_replace", table, "INSERT", f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)")
        for table in (*ONLY_ADDED, "observation")
    ),
    ("observation_no_delete", "observation", "DELETE", "TRUE"),
    ("observation_only_withdrawn", "observation", "UPDATE", f"OLD.withdrawn_at IS NOT NULL OR {CHANGED}"),
]
NEVER_EMPTIED = (*ONLY_ADDED, *LINKS_ONLY_ADDED, "observation")


def upgrade() -> None:
    """Apply."""
    refuse(RULES, NEVER_EMPTIED)


def downgrade() -> None:
    """Take back."""
    allow(RULES, NEVER_EMPTIED)
