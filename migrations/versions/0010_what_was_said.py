"""Triggers for the register: what was said stays, and nothing closes without a second person.

Revision: 0010, after 0009.
"""

from migrations.refusing import allow, refuse

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ONLY_ADDED = ("ask_step", "postponement", "issued_document", "word_template", "legislation_step")
LINKS_ONLY_ADDED = ("passage_ask",)
NEVER_DELETED = ("letter", "passage", "ask_closing", "ask_occurrence")


def _changed(*columns: str) -> str:
    return " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)


LETTER = (
    "code", "title", "sent_on", "reference", "kamerstuk", "url", "document_id", "issued_document_id",
    "file_key", "file_name", "media_type", "size", "sha256", "registered_at", "registered_by_id",
)  # fmt: skip
APPROVED = "c.state = 'approved' AND c.outcome = "
CLOSED = "('fulfilled', 'answered', 'lapsed')"
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
        for table in (*ONLY_ADDED, *NEVER_DELETED)
    ),
    *((f"{table}_no_delete", table, "DELETE", "TRUE") for table in NEVER_DELETED),
    ("letter_stays", "letter", "UPDATE", f"OLD.retracted_at IS NOT NULL OR {_changed(*LETTER)}"),
    (
        "letter_of_the_plan",
        "letter",
        "UPDATE",
        "NEW.retracted_at IS NOT NULL AND NEW.document_id IS NOT NULL",
    ),
    (
        "letter_in_use",
        "letter",
        "UPDATE",
        (
            "NEW.retracted_at IS NOT NULL AND EXISTS (SELECT 1 FROM ask_closing c JOIN passage p "
            "ON p.id = c.passage_id WHERE p.letter_id = NEW.id AND c.state IN ('pending', 'approved') "
            "UNION ALL SELECT 1 FROM postponement o JOIN passage p ON p.id = o.passage_id WHERE p.letter_id = NEW.id)"
        ),
    ),
    (
        "passage_of_retracted_letter",
        "passage",
        "INSERT",
        "EXISTS (SELECT 1 FROM letter l WHERE l.id = NEW.letter_id AND l.retracted_at IS NOT NULL)",
    ),
    (
        "passage_stays",
        "passage",
        "UPDATE",
        f"OLD.retracted_at IS NOT NULL OR {_changed('letter_id', 'number', 'section', 'text', 'added_at', 'added_by_id')}",
    ),
    (
        "passage_in_use",
        "passage",
        "UPDATE",
        (
            "NEW.retracted_at IS NOT NULL AND EXISTS (SELECT 1 FROM ask_closing c "
            "WHERE c.passage_id = NEW.id AND c.state IN ('pending', 'approved') "
            "UNION ALL SELECT 1 FROM postponement o WHERE o.passage_id = NEW.id)"
        ),
    ),
    (
        "ask_closing_of_retracted",
        "ask_closing",
        "INSERT",
        (
            "EXISTS (SELECT 1 FROM passage p JOIN letter l ON l.id = p.letter_id WHERE p.id = NEW.passage_id "
            "AND (p.retracted_at IS NOT NULL OR l.retracted_at IS NOT NULL))"
        ),
    ),
    (
        "ask_closing_of_other_ask",
        "ask_closing",
        "INSERT",
        (
            "NEW.occurrence_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ask_occurrence o "
            "WHERE o.id = NEW.occurrence_id AND o.ask_id = NEW.ask_id)"
        ),
    ),
    (
        "ask_closing_of_recurring",
        "ask_closing",
        "INSERT",
        (
            "NEW.occurrence_id IS NULL AND NEW.outcome = 'fulfilled' AND EXISTS (SELECT 1 FROM ask a "
            "WHERE a.id = NEW.ask_id AND a.kind = 'recurring')"
        ),
    ),
    ("ask_closing_starts_pending", "ask_closing", "INSERT", "NEW.state <> 'pending'"),
    (
        "ask_closing_stays",
        "ask_closing",
        "UPDATE",
        (
            f"{_changed('ask_id', 'occurrence_id', 'outcome', 'passage_id', 'reason', 'proposed_at', 'proposed_by_id')} "
            f"OR (OLD.decided_by_id IS NOT NULL AND ({_changed('decided_by_id', 'decided_at', 'decision_reason')}))"
        ),
    ),
    (
        "ask_closing_moves",
        "ask_closing",
        "UPDATE",
        (
            "OLD.state IS DISTINCT FROM NEW.state AND NOT (OLD.state = 'pending' AND NEW.state <> 'revoked') "
            "AND NOT (OLD.state = 'approved' AND NEW.state = 'revoked')"
        ),
    ),
    (
        "ask_closing_in_force",
        "ask_closing",
        "UPDATE",
        (
            "OLD.state = 'approved' AND NEW.state = 'revoked' AND (EXISTS (SELECT 1 FROM ask a "
            "WHERE a.id = NEW.ask_id AND a.state = NEW.outcome AND NEW.occurrence_id IS NULL) OR EXISTS "
            "(SELECT 1 FROM ask_occurrence o WHERE o.id = NEW.occurrence_id AND o.settled_at IS NOT NULL))"
        ),
    ),
    ("ask_starts_open", "ask", "INSERT", f"NEW.state IN {CLOSED}"),
    (
        "ask_closed_by_two",
        "ask",
        "UPDATE",
        (
            f"NEW.state IN {CLOSED} AND OLD.state IS DISTINCT FROM NEW.state AND NOT EXISTS (SELECT 1 FROM ask_closing c "
            f"WHERE c.ask_id = NEW.id AND c.occurrence_id IS NULL AND {APPROVED} NEW.state)"
        ),
    ),
    ("ask_occurrence_starts_open", "ask_occurrence", "INSERT", "NEW.settled_at IS NOT NULL"),
    (
        "ask_occurrence_settled_by_two",
        "ask_occurrence",
        "UPDATE",
        (
            "NEW.settled_at IS NOT NULL AND OLD.settled_at IS NULL AND NOT EXISTS (SELECT 1 FROM ask_closing c "
            "WHERE c.occurrence_id = NEW.id AND c.state = 'approved')"
        ),
    ),
    ("ask_no_delete", "ask", "DELETE", "TRUE"),
    ("register_item_no_delete", "register_item", "DELETE", "TRUE"),
]
NEVER_EMPTIED = (
    *ONLY_ADDED,
    *LINKS_ONLY_ADDED,
    *NEVER_DELETED,
    "ask",
    "register_item",
)


def upgrade() -> None:
    """Apply."""
    refuse(RULES, NEVER_EMPTIED)


def downgrade() -> None:
    """Take back."""
    allow(RULES, NEVER_EMPTIED)
