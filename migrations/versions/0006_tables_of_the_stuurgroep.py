"""The tables of the stuurgroep: signals, indicators, flags, meetings, decisions and actions.

Revision: 0006, after 0005.

Columns are added in place: rebuilding these tables on SQLite would lose their triggers and their children.
"""

import sqlalchemy as sa
from alembic import op

from migrations.rebuilding import let_it_say

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

FORMER_ACTIONS = (
    "plan_loaded", "account_created", "account_deactivated", "account_reactivated", "appointment_given",
    "appointment_ended", "signed_in", "sign_in_refused", "signed_out", "owner_assigned", "period_planned",
    "period_changed", "period_opened", "period_closed", "period_reopened", "period_adopted",
    "progress_written", "progress_unchanged", "judgements_written", "report_submitted", "report_returned",
    "report_accepted", "report_adopted", "report_written_off", "report_withdrawn", "parts_written",
    "section_written", "finding_explained", "contributors_assigned", "office_judged", "erratum_added",
    "due_date_extended", "comment_added", "change_requested", "change_approved", "change_rejected",
    "change_withdrawn", "money_written", "budget_event_recorded", "statement_written",
    "statement_submitted", "statement_returned", "statement_accepted", "evidence_added",
    "evidence_removed", "evidence_read", "exported", "workbook_uploaded", "workbook_processed",
    "mail_resent", "preferences_changed",
)  # fmt: skip
NEW_ACTIONS = (
    "signal_filed", "signal_changed", "signal_moved", "signal_merged", "signal_linked",
    "vocabulary_changed", "indicator_written", "definition_changed", "norm_set", "observation_recorded",
    "observation_withdrawn", "observations_imported", "underpinning_written", "goal_assessed",
    "flag_disposed", "screening_set", "meeting_planned", "meeting_changed", "meeting_convened",
    "meeting_closed", "agenda_changed", "remark_made", "attendance_noted", "decision_recorded",
    "action_given", "action_moved", "book_issued",
)  # fmt: skip
FORMER_SUBJECTS = (
    "plan", "account", "maatregel", "period", "report", "change_request", "budget_event", "statement",
    "ask", "mail",
)  # fmt: skip
NEW_SUBJECTS = (
    "signal", "vocabulary", "indicator", "observation", "goal", "flag", "screening", "meeting", "decision",
    "action",
)  # fmt: skip
FORMER_KINDS = (
    "opened", "almost_due", "overdue", "submitted", "returned", "accepted", "adopted", "mentioned",
    "assigned", "not_opened",
)  # fmt: skip
NEW_KINDS = (
    "signal_filed", "signal_moved", "action_given", "action_overdue", "meeting_convened",
)  # fmt: skip

COLUMNS = [
    ("period", "meeting_id", "meeting"),
    ("notice", "signal_id", "signal"),
    ("notice", "action_id", "action_item"),
    ("notice", "meeting_id", "meeting"),
]
TABLES = (
    "indicator",
    "meeting",
    "vocabulary_term",
    "attendance",
    "indicator_definition",
    "indicator_goal",
    "indicator_norm",
    "meeting_book",
    "observation_upload",
    "screening_setting",
    "goal_assessment",
    "observation",
    "signal",
    "indicator_maatregel",
    "signal_maatregel",
    "signal_observation",
    "signal_step",
    "signal_term",
    "underpinning",
    "agenda_item",
    "decision",
    "remark",
    "action_item",
    "decision_maatregel",
    "decision_signal",
    "action_step",
    "agenda_item_action",
    "flag_disposition",
)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column(
            "direction",
            sa.Enum(
                "up",
                "down",
                "neutral",
                name="direction",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("exposure", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("moment", sa.String(length=200), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
        sa.UniqueConstraint("code", name=op.f("uq_indicator_code")),
    )
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("begins", sa.String(length=5), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "preparing",
                "convened",
                "held",
                name="meetingstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("convened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    op.create_index(op.f("ix_meeting_held_on"), "meeting", ["held_on"], unique=False)

    op.create_table(
        "vocabulary_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "modus_operandi",
                "goods_flow",
                name="vocabularykind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vocabulary_term")),
        sa.UniqueConstraint("kind", "title", name=op.f("uq_vocabulary_term_kind_title")),
    )
    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "presence",
            sa.Enum(
                "present",
                "absent",
                "replaced",
                name="presence",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("replaced_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_attendance_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("meeting_id", "account_id", name=op.f("uq_attendance_meeting_id_account_id")),
    )
    op.create_index(op.f("ix_attendance_account_id"), "attendance", ["account_id"], unique=False)

    op.create_table(
        "indicator_definition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.id"], name=op.f("fk_indicator_definition_indicator_id_indicator")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["account.id"], name=op.f("fk_indicator_definition_made_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_definition")),
        sa.UniqueConstraint(
            "indicator_id", "number", name=op.f("uq_indicator_definition_indicator_id_number")
        ),
    )
    op.create_table(
        "indicator_goal",
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_indicator_goal_goal_id_goal")),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.id"], name=op.f("fk_indicator_goal_indicator_id_indicator")
        ),
        sa.PrimaryKeyConstraint("indicator_id", "goal_id", name=op.f("pk_indicator_goal")),
    )
    op.create_index(op.f("ix_indicator_goal_goal_id"), "indicator_goal", ["goal_id"], unique=False)

    op.create_table(
        "indicator_norm",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "baseline", "target", name="normkind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("knooppunt_id", sa.Integer(), nullable=True),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("holds_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("waived_because", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(value IS NULL) = (waived_because <> '')", name=op.f("ck_indicator_norm_value_or_waived")
        ),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.id"], name=op.f("fk_indicator_norm_indicator_id_indicator")
        ),
        sa.ForeignKeyConstraint(
            ["knooppunt_id"], ["knooppunt.id"], name=op.f("fk_indicator_norm_knooppunt_id_knooppunt")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["account.id"], name=op.f("fk_indicator_norm_set_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_norm")),
    )
    op.create_index(op.f("ix_indicator_norm_knooppunt_id"), "indicator_norm", ["knooppunt_id"], unique=False)

    op.create_table(
        "meeting_book",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_key", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["issued_by_id"], ["account.id"], name=op.f("fk_meeting_book_issued_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_book_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_book")),
        sa.UniqueConstraint("file_key", name=op.f("uq_meeting_book_file_key")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_meeting_book_meeting_id_number")),
    )
    op.create_table(
        "observation_upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("processed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_observation_upload_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation_upload")),
    )
    op.create_index(
        op.f("ix_observation_upload_account_id"), "observation_upload", ["account_id"], unique=False
    )

    op.create_table(
        "screening_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("giver_change", sa.Integer(), nullable=False),
        sa.Column("receiver_change", sa.Integer(), nullable=False),
        sa.Column("floor", sa.BigInteger(), nullable=False),
        sa.Column("fewest_observations", sa.Integer(), nullable=False),
        sa.Column("most_lag", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "giver_change < 0 AND receiver_change > 0", name=op.f("ck_screening_setting_changes_have_sign")
        ),
        sa.CheckConstraint(
            "most_lag >= 0 AND fewest_observations >= 2 AND floor >= 0",
            name=op.f("ck_screening_setting_plausible"),
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["account.id"], name=op.f("fk_screening_setting_set_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_setting")),
    )
    op.create_table(
        "goal_assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column(
            "rating",
            sa.Enum(
                "good",
                "attention",
                "critical",
                name="rating",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_goal_assessment_goal_id_goal")),
        sa.ForeignKeyConstraint(
            ["period_id"], ["period.id"], name=op.f("fk_goal_assessment_period_id_period")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["account.id"], name=op.f("fk_goal_assessment_written_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_assessment")),
        sa.UniqueConstraint("goal_id", "period_id", name=op.f("uq_goal_assessment_goal_id_period_id")),
    )
    op.create_index(op.f("ix_goal_assessment_period_id"), "goal_assessment", ["period_id"], unique=False)

    op.create_table(
        "observation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("definition_id", sa.Integer(), nullable=False),
        sa.Column("knooppunt_id", sa.Integer(), nullable=False),
        sa.Column("observed_from", sa.Date(), nullable=False),
        sa.Column("observed_until", sa.Date(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("exposure", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("lower", sa.BigInteger(), nullable=True),
        sa.Column("upper", sa.BigInteger(), nullable=True),
        sa.Column("uncertainty", sa.String(length=300), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "network",
                "steering",
                "all_networks",
                "public",
                name="audience",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_because", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_because = '')",
            name=op.f("ck_observation_withdrawn_has_reason"),
        ),
        sa.CheckConstraint("exposure IS NULL OR exposure > 0", name=op.f("ck_observation_exposure_positive")),
        sa.CheckConstraint("lower IS NULL OR lower <= value", name=op.f("ck_observation_lower_below_value")),
        sa.CheckConstraint("observed_until >= observed_from", name=op.f("ck_observation_days_in_order")),
        sa.CheckConstraint("upper IS NULL OR upper >= value", name=op.f("ck_observation_upper_above_value")),
        sa.ForeignKeyConstraint(
            ["definition_id"],
            ["indicator_definition.id"],
            name=op.f("fk_observation_definition_id_indicator_definition"),
        ),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.id"], name=op.f("fk_observation_indicator_id_indicator")
        ),
        sa.ForeignKeyConstraint(
            ["knooppunt_id"], ["knooppunt.id"], name=op.f("fk_observation_knooppunt_id_knooppunt")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["account.id"], name=op.f("fk_observation_recorded_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["account.id"], name=op.f("fk_observation_withdrawn_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
    )
    op.create_index(op.f("ix_observation_definition_id"), "observation", ["definition_id"], unique=False)
    op.create_index(
        op.f("ix_observation_indicator_id_knooppunt_id_observed_from"),
        "observation",
        ["indicator_id", "knooppunt_id", "observed_from"],
        unique=False,
    )
    op.create_index(op.f("ix_observation_knooppunt_id"), "observation", ["knooppunt_id"], unique=False)
    op.create_index(
        "uq_observation_standing",
        "observation",
        ["indicator_id", "knooppunt_id", "observed_from", "observed_until", "source"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )

    op.create_table(
        "signal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "development",
                "displacement",
                name="signalkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("noticed_on", sa.Date(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=True),
        sa.Column("from_knooppunt_id", sa.Integer(), nullable=True),
        sa.Column("to_knooppunt_id", sa.Integer(), nullable=True),
        sa.Column("place_words", sa.String(length=200), nullable=False),
        sa.Column(
            "source_type",
            sa.Enum(
                "own_observation",
                "partner",
                "analysis",
                "indicator",
                "open_source",
                "abroad",
                "other",
                name="sourcetype",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "confidence",
            sa.Enum(
                "low",
                "medium",
                "high",
                name="confidence",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "audience",
            sa.Enum(
                "network",
                "steering",
                "all_networks",
                "public",
                name="audience",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "new",
                "interpreting",
                "plausible",
                "refuted",
                "monitoring",
                "answered",
                "merged",
                name="signalstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("screening_key", sa.String(length=200), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'merged') = (merged_into_id IS NOT NULL)", name=op.f("ck_signal_merged_has_target")
        ),
        sa.CheckConstraint(
            "kind <> 'displacement' OR to_knooppunt_id IS NOT NULL",
            name=op.f("ck_signal_displacement_has_target"),
        ),
        sa.CheckConstraint(
            "from_knooppunt_id IS NULL OR to_knooppunt_id IS NULL OR from_knooppunt_id <> to_knooppunt_id",
            name=op.f("ck_signal_two_places"),
        ),
        sa.CheckConstraint(
            "merged_into_id IS NULL OR merged_into_id <> id", name=op.f("ck_signal_not_into_itself")
        ),
        sa.ForeignKeyConstraint(["filed_by_id"], ["account.id"], name=op.f("fk_signal_filed_by_id_account")),
        sa.ForeignKeyConstraint(
            ["from_knooppunt_id"], ["knooppunt.id"], name=op.f("fk_signal_from_knooppunt_id_knooppunt")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["signal.id"], name=op.f("fk_signal_merged_into_id_signal")
        ),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_signal_network_id_network")),
        sa.ForeignKeyConstraint(
            ["to_knooppunt_id"], ["knooppunt.id"], name=op.f("fk_signal_to_knooppunt_id_knooppunt")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal")),
    )
    op.create_index(op.f("ix_signal_filed_at"), "signal", ["filed_at"], unique=False)
    op.create_index(op.f("ix_signal_filed_by_id"), "signal", ["filed_by_id"], unique=False)
    op.create_index(op.f("ix_signal_from_knooppunt_id"), "signal", ["from_knooppunt_id"], unique=False)
    op.create_index(op.f("ix_signal_merged_into_id"), "signal", ["merged_into_id"], unique=False)
    op.create_index(op.f("ix_signal_network_id"), "signal", ["network_id"], unique=False)
    op.create_index(op.f("ix_signal_screening_key"), "signal", ["screening_key"], unique=False)
    op.create_index(op.f("ix_signal_state"), "signal", ["state"], unique=False)
    op.create_index(op.f("ix_signal_to_knooppunt_id"), "signal", ["to_knooppunt_id"], unique=False)

    op.create_table(
        "indicator_maatregel",
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("maatregel_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.id"], name=op.f("fk_indicator_maatregel_indicator_id_indicator")
        ),
        sa.ForeignKeyConstraint(
            ["maatregel_id"], ["maatregel.id"], name=op.f("fk_indicator_maatregel_maatregel_id_maatregel")
        ),
        sa.PrimaryKeyConstraint("indicator_id", "maatregel_id", name=op.f("pk_indicator_maatregel")),
    )
    op.create_index(
        op.f("ix_indicator_maatregel_maatregel_id"), "indicator_maatregel", ["maatregel_id"], unique=False
    )

    op.create_table(
        "signal_maatregel",
        sa.Column("signal_id", sa.Integer(), nullable=False),
        sa.Column("maatregel_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["maatregel_id"], ["maatregel.id"], name=op.f("fk_signal_maatregel_maatregel_id_maatregel")
        ),
        sa.ForeignKeyConstraint(
            ["signal_id"], ["signal.id"], name=op.f("fk_signal_maatregel_signal_id_signal")
        ),
        sa.PrimaryKeyConstraint("signal_id", "maatregel_id", name=op.f("pk_signal_maatregel")),
    )
    op.create_index(
        op.f("ix_signal_maatregel_maatregel_id"), "signal_maatregel", ["maatregel_id"], unique=False
    )

    op.create_table(
        "signal_observation",
        sa.Column("signal_id", sa.Integer(), nullable=False),
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["observation_id"],
            ["observation.id"],
            name=op.f("fk_signal_observation_observation_id_observation"),
        ),
        sa.ForeignKeyConstraint(
            ["signal_id"], ["signal.id"], name=op.f("fk_signal_observation_signal_id_signal")
        ),
        sa.PrimaryKeyConstraint("signal_id", "observation_id", name=op.f("pk_signal_observation")),
    )
    op.create_index(
        op.f("ix_signal_observation_observation_id"), "signal_observation", ["observation_id"], unique=False
    )

    op.create_table(
        "signal_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("signal_id", sa.Integer(), nullable=False),
        sa.Column(
            "from_state",
            sa.Enum(
                "new",
                "interpreting",
                "plausible",
                "refuted",
                "monitoring",
                "answered",
                "merged",
                name="from_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "new",
                "interpreting",
                "plausible",
                "refuted",
                "monitoring",
                "answered",
                "merged",
                name="to_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_signal_step_has_reason")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_signal_step_by_id_account")),
        sa.ForeignKeyConstraint(["signal_id"], ["signal.id"], name=op.f("fk_signal_step_signal_id_signal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal_step")),
    )
    op.create_index(op.f("ix_signal_step_signal_id"), "signal_step", ["signal_id"], unique=False)

    op.create_table(
        "signal_term",
        sa.Column("signal_id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["signal_id"], ["signal.id"], name=op.f("fk_signal_term_signal_id_signal")),
        sa.ForeignKeyConstraint(
            ["term_id"], ["vocabulary_term.id"], name=op.f("fk_signal_term_term_id_vocabulary_term")
        ),
        sa.PrimaryKeyConstraint("signal_id", "term_id", name=op.f("pk_signal_term")),
    )
    op.create_index(op.f("ix_signal_term_term_id"), "signal_term", ["term_id"], unique=False)

    op.create_table(
        "underpinning",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("maatregel_id", sa.Integer(), nullable=False),
        sa.Column("mechanism", sa.Text(), nullable=False),
        sa.Column("operational_on", sa.Date(), nullable=True),
        sa.Column("evaluation_on", sa.Date(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["maatregel_id"], ["maatregel.id"], name=op.f("fk_underpinning_maatregel_id_maatregel")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["account.id"], name=op.f("fk_underpinning_written_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_underpinning")),
        sa.UniqueConstraint("maatregel_id", name=op.f("uq_underpinning_maatregel_id")),
    )
    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "adoption",
                "question",
                "flag",
                "signal",
                "action",
                "change_request",
                "free",
                name="agendakind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("annotation", sa.Text(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=True),
        sa.Column("progress_id", sa.Integer(), nullable=True),
        sa.Column("signal_id", sa.Integer(), nullable=True),
        sa.Column("change_request_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_request_id"],
            ["change_request.id"],
            name=op.f("fk_agenda_item_change_request_id_change_request"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_item_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(["period_id"], ["period.id"], name=op.f("fk_agenda_item_period_id_period")),
        sa.ForeignKeyConstraint(
            ["progress_id"],
            ["maatregel_progress.id"],
            name=op.f("fk_agenda_item_progress_id_maatregel_progress"),
        ),
        sa.ForeignKeyConstraint(["signal_id"], ["signal.id"], name=op.f("fk_agenda_item_signal_id_signal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
    )
    op.create_index(op.f("ix_agenda_item_meeting_id"), "agenda_item", ["meeting_id"], unique=False)
    op.create_index(
        "uq_agenda_item_key",
        "agenda_item",
        ["meeting_id", "key"],
        unique=True,
        sqlite_where=sa.text("key <> ''"),
        postgresql_where=sa.text("key <> ''"),
    )

    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("revises_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "revises_id IS NULL OR revises_id < id", name=op.f("ck_decision_revises_an_older_one")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_decision_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_decision_meeting_id_meeting")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["account.id"], name=op.f("fk_decision_recorded_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["revises_id"], ["decision.id"], name=op.f("fk_decision_revises_id_decision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("revises_id", name=op.f("uq_decision_revises_id")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_decision_year_number")),
    )
    op.create_index(op.f("ix_decision_item_id"), "decision", ["item_id"], unique=False)
    op.create_index(op.f("ix_decision_meeting_id"), "decision", ["meeting_id"], unique=False)

    op.create_table(
        "remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_remark_author_id_account")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_remark_item_id_agenda_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    op.create_index(op.f("ix_remark_item_id"), "remark", ["item_id"], unique=False)

    op.create_table(
        "action_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "in_progress",
                "done",
                "lapsed",
                name="actionstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("signal_id", sa.Integer(), nullable=True),
        sa.Column("flag_key", sa.String(length=200), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_action_item_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["account.id"], name=op.f("fk_action_item_given_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_action_item_network_id_network")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_action_item_owner_id_account")),
        sa.ForeignKeyConstraint(["signal_id"], ["signal.id"], name=op.f("fk_action_item_signal_id_signal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_item")),
    )
    op.create_index(op.f("ix_action_item_decision_id"), "action_item", ["decision_id"], unique=False)
    op.create_index(op.f("ix_action_item_due_on"), "action_item", ["due_on"], unique=False)
    op.create_index(op.f("ix_action_item_network_id"), "action_item", ["network_id"], unique=False)
    op.create_index(op.f("ix_action_item_owner_id"), "action_item", ["owner_id"], unique=False)
    op.create_index(op.f("ix_action_item_signal_id"), "action_item", ["signal_id"], unique=False)
    op.create_index(op.f("ix_action_item_state"), "action_item", ["state"], unique=False)

    op.create_table(
        "decision_maatregel",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("maatregel_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_decision_maatregel_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["maatregel_id"], ["maatregel.id"], name=op.f("fk_decision_maatregel_maatregel_id_maatregel")
        ),
        sa.PrimaryKeyConstraint("decision_id", "maatregel_id", name=op.f("pk_decision_maatregel")),
    )
    op.create_index(
        op.f("ix_decision_maatregel_maatregel_id"), "decision_maatregel", ["maatregel_id"], unique=False
    )

    op.create_table(
        "decision_signal",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("signal_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_decision_signal_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["signal_id"], ["signal.id"], name=op.f("fk_decision_signal_signal_id_signal")
        ),
        sa.PrimaryKeyConstraint("decision_id", "signal_id", name=op.f("pk_decision_signal")),
    )
    op.create_index(op.f("ix_decision_signal_signal_id"), "decision_signal", ["signal_id"], unique=False)

    op.create_table(
        "action_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "in_progress",
                "done",
                "lapsed",
                name="actionstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action_item.id"], name=op.f("fk_action_step_action_id_action_item")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_action_step_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_step")),
    )
    op.create_index(op.f("ix_action_step_action_id"), "action_step", ["action_id"], unique=False)

    op.create_table(
        "agenda_item_action",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action_item.id"], name=op.f("fk_agenda_item_action_action_id_action_item")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_agenda_item_action_item_id_agenda_item")
        ),
        sa.PrimaryKeyConstraint("item_id", "action_id", name=op.f("pk_agenda_item_action")),
    )
    op.create_index(
        op.f("ix_agenda_item_action_action_id"), "agenda_item_action", ["action_id"], unique=False
    )

    op.create_table(
        "flag_disposition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "white_spot",
                "single_point",
                "overlap",
                "dependency_at_risk",
                "not_kept_up",
                name="flagkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "accepted",
                "action",
                "not_applicable",
                name="flagoutcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(outcome = 'action') = (action_id IS NOT NULL)", name=op.f("ck_flag_disposition_action_has_item")
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_flag_disposition_has_reason")),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action_item.id"], name=op.f("fk_flag_disposition_action_id_action_item")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_flag_disposition_decided_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_disposition")),
    )
    op.create_index(op.f("ix_flag_disposition_action_id"), "flag_disposition", ["action_id"], unique=False)
    op.create_index(op.f("ix_flag_disposition_key"), "flag_disposition", ["key"], unique=False)

    op.create_index(
        "uq_indicator_norm_place",
        "indicator_norm",
        ["indicator_id", "kind", sa.text("coalesce(knooppunt_id, 0)")],
        unique=True,
    )
    # First the checks: a table that is rebuilt afterwards could not lose these columns again.
    let_it_say(
        (*FORMER_ACTIONS, *NEW_ACTIONS), (*FORMER_SUBJECTS, *NEW_SUBJECTS), (*FORMER_KINDS, *NEW_KINDS)
    )
    for table, column, other in COLUMNS:
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} INTEGER"
            f" CONSTRAINT fk_{table}_{column}_{other} REFERENCES {other} (id)"
        )


def downgrade() -> None:
    """Take back; refused while the audit trail or a notice holds what the former one could not say."""
    postgres = op.get_bind().dialect.name == "postgresql"
    of_notice = tuple(column for table, column, _other in COLUMNS if table == "notice")
    for table, column, _other in reversed(COLUMNS):
        if table != "notice":
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    let_it_say(FORMER_ACTIONS, FORMER_SUBJECTS, FORMER_KINDS, of_notice)
    for table in reversed(TABLES):
        op.execute(f"DROP TABLE {table}" + (" CASCADE" if postgres else ""))
