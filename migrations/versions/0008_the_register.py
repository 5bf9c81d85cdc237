"""The register: moties, toezeggingen and passages of the coalition agreement become one table.

Revision: 0008, after 0007.

Every row keeps its code; the asks keep their numbers, because evidence stands with them.
"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from migrations.rebuilding import let_it_say

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

FORMER_ACTIONS = (
    "plan_loaded", "account_created", "account_deactivated", "account_reactivated", "appointment_given",
    "appointment_ended", "signed_in", "sign_in_refused", "signed_out", "owner_assigned",
    "period_planned", "period_changed", "period_opened", "period_closed", "period_reopened",
    "period_adopted", "progress_written", "progress_unchanged", "judgements_written",
    "report_submitted", "report_returned", "report_accepted", "report_adopted", "report_written_off",
    "report_withdrawn", "parts_written", "section_written", "finding_explained",
    "contributors_assigned", "office_judged", "erratum_added", "due_date_extended", "comment_added",
    "change_requested", "change_approved", "change_rejected", "change_withdrawn", "money_written",
    "budget_event_recorded", "statement_written", "statement_submitted", "statement_returned",
    "statement_accepted", "evidence_added", "evidence_removed", "evidence_read", "exported",
    "workbook_uploaded", "workbook_processed", "mail_resent", "preferences_changed", "signal_filed",
    "signal_changed", "signal_moved", "signal_merged", "signal_linked", "vocabulary_changed",
    "indicator_written", "definition_changed", "norm_set", "observation_recorded",
    "observation_withdrawn", "observations_imported", "underpinning_written", "goal_assessed",
    "flag_disposed", "screening_set", "meeting_planned", "meeting_changed", "meeting_convened",
    "meeting_closed", "agenda_changed", "remark_made", "attendance_noted", "decision_recorded",
    "action_given", "action_moved", "book_issued",
)  # fmt: skip
NEW_ACTIONS = (
    "item_registered", "item_changed", "ask_added", "ask_changed", "ask_moved", "ask_linked",
    "ask_unlinked", "reference_added", "reference_removed", "closing_proposed", "closing_approved",
    "closing_refused", "closing_withdrawn", "ask_postponed", "occurrences_made", "letter_registered",
    "letter_retracted",    "passage_added", "passage_retracted", "legislation_written", "legislation_moved", "document_issued",
    "template_placed", "open_data_fetched", "proposal_taken", "proposal_rejected",
)  # fmt: skip
FORMER_SUBJECTS = (
    "plan", "account", "maatregel", "period", "report", "change_request", "budget_event", "statement",
    "ask", "mail", "signal", "vocabulary", "indicator", "observation", "goal", "flag", "screening",
    "meeting", "decision", "action",
)  # fmt: skip
NEW_SUBJECTS = (
    "register_item", "letter", "legislation", "issued_document", "open_data",
)  # fmt: skip
FORMER_KINDS = (
    "opened", "almost_due", "overdue", "submitted", "returned", "accepted", "adopted", "mentioned",
    "assigned", "not_opened", "signal_filed", "signal_moved", "action_given", "action_overdue",
    "meeting_convened",
)  # fmt: skip
NEW_KINDS = (
    "ask_almost_due", "ask_overdue", "closing_proposed", "closing_decided", "kamer_news",
)  # fmt: skip
JUDGEMENTS = ("carried_out", "in_progress", "answered", "answered_negatively", "open")
RHYTHMS = ("monthly", "quarterly", "half_yearly", "yearly", "with_budget", "undetermined")
PRECISIONS = ("day", "month", "season", "half_year", "year", "undetermined")
STATES = ("unassessed", "not_started", "in_progress", "partly", "fulfilled", "answered", "lapsed")

ENTRY = "code, position, sources, retired_on"
KEPT = f"id, {ENTRY}, text, response, letter_judgement"
# What the former tables do not know, with what it starts with; then what they do know.
ALL_ITEMS = (
    "item_kind, origin, url, source_words, kamer_status, external_id, external_number, office_note, version"
)
START = "'plan', '', '', '', '', '', '', 1"
AT_HOME = "date_words, date_sort, submitters, other_dates, reference"
NOTHING = "'', '', '[]', '{}', ''"
OF_MOTIE = (
    "title, inside_programme, note, submitters, date_words, date_sort, other_dates, reference, whole_plan"
)
OF_PROMISE = (
    "title, inside_programme, note, kind, document_id, due_precision, due_latest, due_words, frequency_words, "
    "state_words, maatregel_id"
)
LINKS = (
    ("motie_maatregel", "motie_id", "motie"),
    ("coalition_maatregel", "coalition_passage_id", "coalition_passage"),
)


def upgrade() -> None:
    """Apply."""
    let_it_say(
        (*FORMER_ACTIONS, *NEW_ACTIONS), (*FORMER_SUBJECTS, *NEW_SUBJECTS), (*FORMER_KINDS, *NEW_KINDS)
    )
    _make_register()
    op.execute(
        f"INSERT INTO register_item ({ALL_ITEMS}, {ENTRY}, {OF_MOTIE}) "
        f"SELECT 'motie', {START}, {ENTRY}, {OF_MOTIE} FROM motie ORDER BY id"
    )
    op.execute(
        f"INSERT INTO register_item ({ALL_ITEMS}, {ENTRY}, {AT_HOME}, {OF_PROMISE}, motie_id) "
        f"SELECT 'toezegging', {START}, {ENTRY}, {NOTHING}, {OF_PROMISE}, "
        f"{_of('register_item', 'motie', 'toezegging.motie_id')} FROM toezegging ORDER BY id"
    )
    op.execute(
        f"INSERT INTO register_item ({ALL_ITEMS}, {ENTRY}, {AT_HOME}, title, inside_programme, note, "
        f"carried_out_by) SELECT 'coalition_passage', {START}, {ENTRY}, {NOTHING}, text, TRUE, '', "
        f"carried_out_by FROM coalition_passage ORDER BY id"
    )
    _make_again(
        "ask",
        _make_ask,
        f"INSERT INTO ask ({KEPT}, item_id, origin, source_words, kind, due_precision, due_words, state, "
        f"version) SELECT {KEPT}, {_of('register_item', 'motie', 'kept.motie_id')}, 'plan', '', 'once', "
        f"'undetermined', '', 'unassessed', 1 FROM kept",
    )
    for name, column, former in LINKS:
        _link_again(name, column, former, "register_item")
    for table in ("toezegging", "coalition_passage", "motie"):
        op.execute(f"DROP TABLE {table}")
    op.execute("UPDATE title_history SET entity = 'register_item' WHERE entity IN ('motie', 'toezegging')")
    op.execute(
        "ALTER TABLE notice ADD COLUMN ask_id INTEGER CONSTRAINT fk_notice_ask_id_ask REFERENCES ask (id)"
    )


def downgrade() -> None:
    """Take back; what the office added to the register goes, and is refused while evidence stands with it."""
    let_it_say(FORMER_ACTIONS, FORMER_SUBJECTS, FORMER_KINDS, ("ask_id",))
    _make_former()
    op.execute(
        f"INSERT INTO motie ({ENTRY}, {OF_MOTIE}) SELECT {ENTRY}, {OF_MOTIE} FROM register_item "
        "WHERE item_kind = 'motie' AND origin = 'plan' ORDER BY id"
    )
    op.execute(
        f"INSERT INTO toezegging ({ENTRY}, {OF_PROMISE}, motie_id) SELECT {ENTRY}, {OF_PROMISE}, "
        f"{_of('motie', 'register_item', 'register_item.motie_id')} FROM register_item "
        "WHERE item_kind = 'toezegging' AND origin = 'plan' ORDER BY id"
    )
    op.execute(
        f"INSERT INTO coalition_passage ({ENTRY}, text, carried_out_by) SELECT {ENTRY}, title, carried_out_by "
        "FROM register_item WHERE item_kind = 'coalition_passage' AND origin = 'plan' ORDER BY id"
    )
    _make_again(
        "ask",
        _make_former_ask,
        f"INSERT INTO ask ({KEPT}, motie_id) SELECT {KEPT}, {_of('motie', 'register_item', 'kept.item_id')} "
        "FROM kept WHERE letter_judgement IS NOT NULL "
        "AND item_id IN (SELECT id FROM register_item WHERE item_kind = 'motie' AND origin = 'plan')",
    )
    for name, column, former in LINKS:
        _link_again(name, column, "register_item", former)
    op.execute("DROP TABLE register_item")


def _of(table: str, former: str, number: str) -> str:
    """Return the number of a row in the one table, by the code it has in the other."""
    return (
        f"(SELECT one.id FROM {table} AS one JOIN {former} AS other ON other.code = one.code "
        f"WHERE other.id = {number})"
    )


def _make_again(table: str, make: Callable[[], None], fill: str) -> None:
    """Make the asks anew with the same numbers; evidence refers to them all the while."""
    postgres = op.get_bind().dialect.name == "postgresql"
    if postgres:
        op.execute("ALTER TABLE evidence DROP CONSTRAINT fk_evidence_ask_id_ask")
    else:
        op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute(f"CREATE TEMPORARY TABLE kept AS SELECT * FROM {table}")
    op.execute(f"DROP TABLE {table}")
    make()
    op.execute(fill)
    op.execute("DROP TABLE kept")
    if postgres:
        op.execute("SELECT setval('ask_id_seq', (SELECT coalesce(max(id), 0) + 1 FROM ask), false)")
        op.create_foreign_key(op.f("fk_evidence_ask_id_ask"), "evidence", "ask", ["ask_id"], ["id"])


def _link_again(name: str, column: str, former: str, target: str) -> None:
    """Let the links with maatregelen refer to another table, by the code of what they link."""
    basis = ", basis" if name == "motie_maatregel" else ""
    extra = [sa.Column("basis", _enum("basis", "explicit", "derived"), nullable=False)] if basis else []
    op.execute(f"CREATE TEMPORARY TABLE kept AS SELECT * FROM {name}")
    op.execute(f"DROP TABLE {name}")
    op.create_table(
        name,
        sa.Column(column, sa.Integer(), nullable=False),
        sa.Column("maatregel_id", sa.Integer(), nullable=False),
        *extra,
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{name}_{column}_{target}")),
        sa.ForeignKeyConstraint(
            ["maatregel_id"], ["maatregel.id"], name=op.f(f"fk_{name}_maatregel_id_maatregel")
        ),
        sa.PrimaryKeyConstraint(column, "maatregel_id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_maatregel_id"), name, ["maatregel_id"])
    op.execute(
        f"INSERT INTO {name} ({column}, maatregel_id{basis}) SELECT found, maatregel_id{basis} FROM "
        f"(SELECT {_of(target, former, f'kept.{column}')} AS found, maatregel_id{basis} FROM kept) AS numbered "
        "WHERE found IS NOT NULL"
    )
    op.execute("DROP TABLE kept")


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _entry_columns() -> list[sa.Column]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
    ]


def _make_register() -> None:
    op.create_table(
        "register_item",
        sa.Column(
            "item_kind",
            sa.Enum(
                "motie",
                "toezegging",
                "coalition_passage",
                "recommendation",
                name="registerkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "origin",
            sa.Enum(
                "plan",
                "office",
                "open_data",
                name="origin",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("submitters", sa.JSON(), nullable=False),
        sa.Column("date_words", sa.String(length=120), nullable=False),
        sa.Column("date_sort", sa.String(length=10), nullable=False),
        sa.Column("other_dates", sa.JSON(), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("source_words", sa.Text(), nullable=False),
        sa.Column("inside_programme", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "appreciation",
            sa.Enum(
                "taken_over",
                "left_to_kamer",
                "advised_against",
                "advised_against_unless",
                "asked_to_hold",
                "none_given",
                name="appreciation",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "vote",
            sa.Enum(
                "adopted",
                "rejected",
                "withdrawn",
                "held",
                "not_yet",
                name="vote",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("voted_on", sa.Date(), nullable=True),
        sa.Column("kamer_status", sa.String(length=200), nullable=False),
        sa.Column("external_id", sa.String(length=64), nullable=False),
        sa.Column("external_number", sa.String(length=64), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("office_note", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("whole_plan", sa.Boolean(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "promise",
                "announcement",
                "planning",
                name="toezeggingkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column(
            "due_precision",
            sa.Enum(
                "day",
                "month",
                "season",
                "half_year",
                "year",
                "undetermined",
                name="dateprecision",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("due_latest", sa.Date(), nullable=True),
        sa.Column("due_words", sa.String(length=120), nullable=True),
        sa.Column("frequency_words", sa.String(length=120), nullable=True),
        sa.Column("state_words", sa.String(length=200), nullable=True),
        sa.Column("maatregel_id", sa.Integer(), nullable=True),
        sa.Column("motie_id", sa.Integer(), nullable=True),
        sa.Column("carried_out_by", sa.String(length=300), nullable=True),
        sa.CheckConstraint(
            "(item_kind = 'toezegging') = (due_precision IS NOT NULL)",
            name=op.f("ck_register_item_promise_has_term"),
        ),
        sa.CheckConstraint(
            "(item_kind = 'toezegging') = (kind IS NOT NULL)", name=op.f("ck_register_item_promise_has_kind")
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["account.id"], name=op.f("fk_register_item_added_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_register_item_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["maatregel_id"], ["maatregel.id"], name=op.f("fk_register_item_maatregel_id_maatregel")
        ),
        sa.ForeignKeyConstraint(
            ["motie_id"], ["register_item.id"], name=op.f("fk_register_item_motie_id_register_item")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_register_item_owner_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_item")),
        sa.UniqueConstraint("code", name=op.f("uq_register_item_code")),
    )
    with op.batch_alter_table("register_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_register_item_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_register_item_item_kind"), ["item_kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_register_item_maatregel_id"), ["maatregel_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_register_item_motie_id"), ["motie_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_register_item_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(
            "uq_register_item_external_id",
            ["external_id"],
            unique=True,
            sqlite_where=sa.text("external_id <> ''"),
            postgresql_where=sa.text("external_id <> ''"),
        )


def _make_ask() -> None:
    op.create_table(
        "ask",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("origin", _enum("origin", "plan", "office", "open_data"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("letter_judgement", _enum("letterjudgement", *JUDGEMENTS), nullable=True),
        sa.Column("source_words", sa.Text(), nullable=False),
        sa.Column("kind", _enum("askkind", "once", "recurring"), nullable=False),
        sa.Column("recurrence", _enum("recurrence", *RHYTHMS), nullable=True),
        sa.Column("due_precision", _enum("dateprecision", *PRECISIONS), nullable=False),
        sa.Column("due_latest", sa.Date(), nullable=True),
        sa.Column("due_words", sa.String(length=120), nullable=False),
        sa.Column("postponed_to", sa.Date(), nullable=True),
        sa.Column("state", _enum("askstate", *STATES), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_entry_columns(),
        sa.CheckConstraint("(kind = 'recurring') = (recurrence IS NOT NULL)", name=op.f("ck_ask_recurs")),
        sa.CheckConstraint(
            "(due_precision = 'undetermined') = (due_latest IS NULL)", name=op.f("ck_ask_has_last_day")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["register_item.id"], name=op.f("fk_ask_item_id_register_item")),
        sa.ForeignKeyConstraint(["added_by_id"], ["account.id"], name=op.f("fk_ask_added_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask")),
        sa.UniqueConstraint("code", name=op.f("uq_ask_code")),
    )
    op.create_index(op.f("ix_ask_item_id"), "ask", ["item_id"])
    op.create_index(op.f("ix_ask_state"), "ask", ["state"])


def _make_former() -> None:
    op.create_table(
        "coalition_passage",
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("carried_out_by", sa.String(length=300), nullable=False),
        *_entry_columns(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coalition_passage")),
        sa.UniqueConstraint("code", name=op.f("uq_coalition_passage_code")),
    )
    op.create_table(
        "motie",
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("submitters", sa.JSON(), nullable=False),
        sa.Column("date_words", sa.String(length=120), nullable=False),
        sa.Column("date_sort", sa.String(length=10), nullable=False),
        sa.Column("other_dates", sa.JSON(), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("inside_programme", sa.Boolean(), nullable=False),
        sa.Column("whole_plan", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *_entry_columns(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_motie")),
        sa.UniqueConstraint("code", name=op.f("uq_motie_code")),
    )
    op.create_table(
        "toezegging",
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("kind", _enum("toezeggingkind", "promise", "announcement", "planning"), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("due_precision", _enum("dateprecision", *PRECISIONS), nullable=False),
        sa.Column("due_latest", sa.Date(), nullable=True),
        sa.Column("due_words", sa.String(length=120), nullable=False),
        sa.Column("frequency_words", sa.String(length=120), nullable=False),
        sa.Column("state_words", sa.String(length=200), nullable=False),
        sa.Column("inside_programme", sa.Boolean(), nullable=False),
        sa.Column("maatregel_id", sa.Integer(), nullable=True),
        sa.Column("motie_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        *_entry_columns(),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_toezegging_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["maatregel_id"], ["maatregel.id"], name=op.f("fk_toezegging_maatregel_id_maatregel")
        ),
        sa.ForeignKeyConstraint(["motie_id"], ["motie.id"], name=op.f("fk_toezegging_motie_id_motie")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_toezegging")),
        sa.UniqueConstraint("code", name=op.f("uq_toezegging_code")),
    )
    for column in ("document_id", "maatregel_id", "motie_id"):
        op.create_index(op.f(f"ix_toezegging_{column}"), "toezegging", [column])


def _make_former_ask() -> None:
    op.create_table(
        "ask",
        sa.Column("motie_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("letter_judgement", _enum("letterjudgement", *JUDGEMENTS), nullable=False),
        *_entry_columns(),
        sa.ForeignKeyConstraint(["motie_id"], ["motie.id"], name=op.f("fk_ask_motie_id_motie")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask")),
        sa.UniqueConstraint("code", name=op.f("uq_ask_code")),
    )
    op.create_index(op.f("ix_ask_motie_id"), "ask", ["motie_id"])
