"""the tables.

Revision: 0001, after None.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("organisation", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("demonstration", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_signed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index("uq_account_email_lower", [sa.literal_column("lower(email)")], unique=True)

    op.create_table(
        "chain_stage",
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("derived", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_stage")),
        sa.UniqueConstraint("code", name=op.f("uq_chain_stage_code")),
    )
    op.create_table(
        "coalition_passage",
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("carried_out_by", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coalition_passage")),
        sa.UniqueConstraint("code", name=op.f("uq_coalition_passage_code")),
    )
    op.create_table(
        "contradiction",
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column(
            "severity",
            sa.Enum(
                "low", "medium", "high", name="severity", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contradiction")),
        sa.UniqueConstraint("code", name=op.f("uq_contradiction_code")),
    )
    op.create_table(
        "document",
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("date_words", sa.String(length=120), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("author", sa.String(length=300), nullable=False),
        sa.Column("missing", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("code", name=op.f("uq_document_code")),
    )
    op.create_table(
        "funding_source",
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("in_programme_budget", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding_source")),
        sa.UniqueConstraint("code", name=op.f("uq_funding_source_code")),
    )
    op.create_table(
        "goal",
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "substantive",
                "process",
                name="goalkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "theme_basis",
            sa.Enum(
                "explicit", "derived", name="basis", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
        sa.UniqueConstraint("code", name=op.f("uq_goal_code")),
    )
    op.create_table(
        "knooppunt",
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "seaport",
                "airport",
                "auction",
                "foreign_port",
                "other",
                name="knooppuntkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("plan_title", sa.String(length=300), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knooppunt")),
        sa.UniqueConstraint("code", name=op.f("uq_knooppunt_code")),
    )
    op.create_table(
        "line",
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line")),
        sa.UniqueConstraint("code", name=op.f("uq_line_code")),
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
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_motie")),
        sa.UniqueConstraint("code", name=op.f("uq_motie_code")),
    )
    op.create_table(
        "partner",
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column(
            "sector",
            sa.Enum(
                "public",
                "private",
                "international",
                "mixed",
                name="partnersector",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("tasks", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner")),
        sa.UniqueConstraint("code", name=op.f("uq_partner_code")),
    )
    op.create_table(
        "period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("observes_from", sa.Date(), nullable=False),
        sa.Column("observes_until", sa.Date(), nullable=False),
        sa.Column("submit_from", sa.Date(), nullable=False),
        sa.Column("submit_until", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "open",
                "closed",
                "adopted",
                name="periodstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("observes_from <= observes_until", name=op.f("ck_period_observation_order")),
        sa.CheckConstraint(
            "observes_until < submit_until", name=op.f("ck_period_submission_after_observation")
        ),
        sa.CheckConstraint("submit_from <= submit_until", name=op.f("ck_period_submission_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period")),
        sa.UniqueConstraint("code", name=op.f("uq_period_code")),
    )
    with op.batch_alter_table("period", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_period_observes_from"), ["observes_from"], unique=False)
        batch_op.create_index(
            "uq_period_one_open",
            ["state"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "printed_total",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printed_total")),
        sa.UniqueConstraint("code", name=op.f("uq_printed_total_code")),
        sa.UniqueConstraint("year", name=op.f("uq_printed_total_year")),
    )
    op.create_table(
        "programme",
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("main_goal", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("code", name=op.f("uq_programme_code")),
    )
    op.create_table(
        "theme",
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("short_title", sa.String(length=60), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("code", name=op.f("uq_theme_code")),
    )
    op.create_table(
        "title_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entity", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_title_history")),
    )
    with op.batch_alter_table("title_history", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_title_history_entity_code"), ["entity", "code"], unique=False)

    op.create_table(
        "ask",
        sa.Column("motie_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column(
            "letter_judgement",
            sa.Enum(
                "carried_out",
                "in_progress",
                "answered",
                "answered_negatively",
                "open",
                name="letterjudgement",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["motie_id"], ["motie.id"], name=op.f("fk_ask_motie_id_motie")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask")),
        sa.UniqueConstraint("code", name=op.f("uq_ask_code")),
    )
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ask_motie_id"), ["motie_id"], unique=False)

    op.create_table(
        "goal_theme",
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_goal_theme_goal_id_goal")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_goal_theme_theme_id_theme")),
        sa.PrimaryKeyConstraint("goal_id", "theme_id", name=op.f("pk_goal_theme")),
    )
    with op.batch_alter_table("goal_theme", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_goal_theme_theme_id"), ["theme_id"], unique=False)

    op.create_table(
        "knooppunt_research",
        sa.Column("knooppunt_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_knooppunt_research_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["knooppunt_id"], ["knooppunt.id"], name=op.f("fk_knooppunt_research_knooppunt_id_knooppunt")
        ),
        sa.PrimaryKeyConstraint("knooppunt_id", "document_id", name=op.f("pk_knooppunt_research")),
    )
    with op.batch_alter_table("knooppunt_research", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_knooppunt_research_document_id"), ["document_id"], unique=False)

    op.create_table(
        "network",
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("short_title", sa.String(length=60), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("knooppunt_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["knooppunt_id"], ["knooppunt.id"], name=op.f("fk_network_knooppunt_id_knooppunt")
        ),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_network_line_id_line")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network")),
        sa.UniqueConstraint("code", name=op.f("uq_network_code")),
        sa.UniqueConstraint("knooppunt_id", name=op.f("uq_network_knooppunt_id")),
    )
    with op.batch_alter_table("network", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_network_line_id"), ["line_id"], unique=False)

    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "contributor",
                "coordinator",
                "programme_officer",
                "steering_member",
                "steering_secretary",
                "reader",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("network_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(role NOT IN ('contributor', 'coordinator') OR network_id IS NOT NULL) AND (role NOT IN ('administrator', 'programme_officer', 'steering_member', 'steering_secretary') OR network_id IS NULL)",
            name=op.f("ck_appointment_network_fits_role"),
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_appointment_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_appointment_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_appointment_network_id_network")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appointment_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointment_network_id"), ["network_id"], unique=False)
        batch_op.create_index(
            "uq_appointment_same_start",
            ["account_id", "role", sa.literal_column("coalesce(network_id, 0)"), "starts_on"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=120), nullable=False),
        sa.Column("actor_roles", sa.String(length=200), nullable=False),
        sa.Column(
            "action",
            sa.Enum(
                "plan_loaded",
                "account_created",
                "account_deactivated",
                "account_reactivated",
                "appointment_given",
                "appointment_ended",
                "signed_in",
                "sign_in_refused",
                "signed_out",
                "owner_assigned",
                "period_planned",
                "period_changed",
                "period_opened",
                "period_closed",
                "period_reopened",
                "period_adopted",
                "progress_written",
                "progress_unchanged",
                "judgements_written",
                "report_submitted",
                "report_returned",
                "report_accepted",
                "report_adopted",
                "report_written_off",
                name="auditaction",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "subject_kind",
            sa.Enum(
                "plan",
                "account",
                "maatregel",
                "period",
                "report",
                name="subjectkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("subject_label", sa.String(length=300), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_audit_event_actor_id_account")),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_audit_event_network_id_network")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_event_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_event_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_event_network_id"), ["network_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_audit_event_subject_kind_subject_id"), ["subject_kind", "subject_id"], unique=False
        )

    op.create_table(
        "budget_entry",
        sa.Column("series", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=True),
        sa.Column("funding_source_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("and_later", sa.Boolean(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_budget_entry_amount_not_negative")),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name=op.f("ck_budget_entry_year_plausible")),
        sa.ForeignKeyConstraint(
            ["funding_source_id"],
            ["funding_source.id"],
            name=op.f("fk_budget_entry_funding_source_id_funding_source"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_budget_entry_network_id_network")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_entry")),
        sa.UniqueConstraint("code", name=op.f("uq_budget_entry_code")),
    )
    with op.batch_alter_table("budget_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_budget_entry_funding_source_id"), ["funding_source_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_budget_entry_network_id_year"), ["network_id", "year"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_budget_entry_series"), ["series"], unique=False)

    op.create_table(
        "maatregel",
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "focus",
                "concrete",
                "overarching",
                name="maatregelkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "term",
            sa.Enum(
                "structural",
                "incidental",
                name="maatregelterm",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "exploratory",
                "planned",
                "in_progress",
                "completed",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "stage_basis",
            sa.Enum(
                "explicit",
                "derived",
                name="stage_basis",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "link_basis",
            sa.Enum(
                "explicit", "derived", name="basis", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("legislation_possible", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_maatregel_network_id_network")),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_maatregel_owner_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maatregel")),
        sa.UniqueConstraint("code", name=op.f("uq_maatregel_code")),
    )
    with op.batch_alter_table("maatregel", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_maatregel_network_id"), ["network_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_maatregel_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "network_partner",
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_network_partner_network_id_network")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_network_partner_partner_id_partner")
        ),
        sa.PrimaryKeyConstraint("network_id", "partner_id", name=op.f("pk_network_partner")),
    )
    with op.batch_alter_table("network_partner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_network_partner_partner_id"), ["partner_id"], unique=False)

    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                "accepted",
                "adopted",
                "not_received",
                name="reportstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("return_reason", sa.Text(), nullable=False),
        sa.Column("first_submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'not_received') OR first_submitted_at IS NOT NULL",
            name=op.f("ck_report_submitted_has_moment"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('accepted', 'adopted') OR accepted_by_id IS NOT NULL",
            name=op.f("ck_report_accepted_has_person"),
        ),
        sa.CheckConstraint(
            "accepted_by_id IS NULL OR accepted_by_id <> submitted_by_id", name=op.f("ck_report_four_eyes")
        ),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"], ["account.id"], name=op.f("fk_report_accepted_by_id_account")
        ),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_report_network_id_network")),
        sa.ForeignKeyConstraint(["period_id"], ["period.id"], name=op.f("fk_report_period_id_period")),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["account.id"], name=op.f("fk_report_submitted_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("period_id", "network_id", name=op.f("uq_report_period_id_network_id")),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_network_id"), ["network_id"], unique=False)

    op.create_table(
        "action",
        sa.Column("maatregel_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "exploratory",
                "planned",
                "in_progress",
                "completed",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "planned_precision",
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
            nullable=False,
        ),
        sa.Column("planned_latest", sa.Date(), nullable=True),
        sa.Column("planned_words", sa.String(length=120), nullable=False),
        sa.Column("executor_id", sa.Integer(), nullable=True),
        sa.Column("funding_words", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["executor_id"], ["partner.id"], name=op.f("fk_action_executor_id_partner")),
        sa.ForeignKeyConstraint(
            ["maatregel_id"], ["maatregel.id"], name=op.f("fk_action_maatregel_id_maatregel")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sa.UniqueConstraint("code", name=op.f("uq_action_code")),
    )
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_executor_id"), ["executor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_maatregel_id"), ["maatregel_id"], unique=False)

    op.create_table(
        "coalition_maatregel",
        sa.Column("coalition_passage_id", sa.Integer(), nullable=False),
        sa.Column("maatregel_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["coalition_passage_id"],
            ["coalition_passage.id"],
            name=op.f("fk_coalition_maatregel_coalition_passage_id_coalition_passage"),
        ),
        sa.ForeignKeyConstraint(
            ["maatregel_id"], ["maatregel.id"], name=op.f("fk_coalition_maatregel_maatregel_id_maatregel")
        ),
        sa.PrimaryKeyConstraint("coalition_passage_id", "maatregel_id", name=op.f("pk_coalition_maatregel")),
    )
    with op.batch_alter_table("coalition_maatregel", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_coalition_maatregel_maatregel_id"), ["maatregel_id"], unique=False
        )

    op.create_table(
        "judgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column(
            "aspect",
            sa.Enum(
                "progress",
                "means",
                "cooperation",
                "risks",
                name="aspect",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
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
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_judgement_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
        sa.UniqueConstraint("report_id", "aspect", name=op.f("uq_judgement_report_id_aspect")),
    )
    op.create_table(
        "maatregel_chain_stage",
        sa.Column("maatregel_id", sa.Integer(), nullable=False),
        sa.Column("chain_stage_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chain_stage_id"],
            ["chain_stage.id"],
            name=op.f("fk_maatregel_chain_stage_chain_stage_id_chain_stage"),
        ),
        sa.ForeignKeyConstraint(
            ["maatregel_id"], ["maatregel.id"], name=op.f("fk_maatregel_chain_stage_maatregel_id_maatregel")
        ),
        sa.PrimaryKeyConstraint("maatregel_id", "chain_stage_id", name=op.f("pk_maatregel_chain_stage")),
    )
    with op.batch_alter_table("maatregel_chain_stage", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_maatregel_chain_stage_chain_stage_id"), ["chain_stage_id"], unique=False
        )

    op.create_table(
        "maatregel_funding_source",
        sa.Column("maatregel_id", sa.Integer(), nullable=False),
        sa.Column("funding_source_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["funding_source_id"],
            ["funding_source.id"],
            name=op.f("fk_maatregel_funding_source_funding_source_id_funding_source"),
        ),
        sa.ForeignKeyConstraint(
            ["maatregel_id"],
            ["maatregel.id"],
            name=op.f("fk_maatregel_funding_source_maatregel_id_maatregel"),
        ),
        sa.PrimaryKeyConstraint(
            "maatregel_id", "funding_source_id", name=op.f("pk_maatregel_funding_source")
        ),
    )
    with op.batch_alter_table("maatregel_funding_source", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_maatregel_funding_source_funding_source_id"), ["funding_source_id"], unique=False
        )

    op.create_table(
        "maatregel_goal",
        sa.Column("maatregel_id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_maatregel_goal_goal_id_goal")),
        sa.ForeignKeyConstraint(
            ["maatregel_id"], ["maatregel.id"], name=op.f("fk_maatregel_goal_maatregel_id_maatregel")
        ),
        sa.PrimaryKeyConstraint("maatregel_id", "goal_id", name=op.f("pk_maatregel_goal")),
    )
    with op.batch_alter_table("maatregel_goal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_maatregel_goal_goal_id"), ["goal_id"], unique=False)

    op.create_table(
        "maatregel_knooppunt",
        sa.Column("maatregel_id", sa.Integer(), nullable=False),
        sa.Column("knooppunt_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["knooppunt_id"], ["knooppunt.id"], name=op.f("fk_maatregel_knooppunt_knooppunt_id_knooppunt")
        ),
        sa.ForeignKeyConstraint(
            ["maatregel_id"], ["maatregel.id"], name=op.f("fk_maatregel_knooppunt_maatregel_id_maatregel")
        ),
        sa.PrimaryKeyConstraint("maatregel_id", "knooppunt_id", name=op.f("pk_maatregel_knooppunt")),
    )
    with op.batch_alter_table("maatregel_knooppunt", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_maatregel_knooppunt_knooppunt_id"), ["knooppunt_id"], unique=False
        )

    op.create_table(
        "maatregel_partner",
        sa.Column("maatregel_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "owner",
                "executor",
                "involved",
                name="partnerpart",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["maatregel_id"], ["maatregel.id"], name=op.f("fk_maatregel_partner_maatregel_id_maatregel")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_maatregel_partner_partner_id_partner")
        ),
        sa.PrimaryKeyConstraint("maatregel_id", "partner_id", "part", name=op.f("pk_maatregel_partner")),
    )
    with op.batch_alter_table("maatregel_partner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_maatregel_partner_partner_id"), ["partner_id"], unique=False)

    op.create_table(
        "maatregel_progress",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("maatregel_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "not_started",
                "on_schedule",
                "needs_attention",
                "behind",
                "completed",
                "stopped",
                name="progressstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "trend",
            sa.Enum(
                "better", "same", "worse", name="trend", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column(
            "delay_reason",
            sa.Enum(
                "labour_market",
                "delivery",
                "legal",
                "decision",
                "dependency",
                "partner",
                "budget",
                "other",
                name="delayreason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("recovery", sa.Text(), nullable=False),
        sa.Column("unchanged_since_id", sa.Integer(), nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["maatregel_id"], ["maatregel.id"], name=op.f("fk_maatregel_progress_maatregel_id_maatregel")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_maatregel_progress_report_id_report")
        ),
        sa.ForeignKeyConstraint(
            ["unchanged_since_id"],
            ["period.id"],
            name=op.f("fk_maatregel_progress_unchanged_since_id_period"),
        ),
        sa.ForeignKeyConstraint(
            ["updated_by_id"], ["account.id"], name=op.f("fk_maatregel_progress_updated_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maatregel_progress")),
        sa.UniqueConstraint(
            "report_id", "maatregel_id", name=op.f("uq_maatregel_progress_report_id_maatregel_id")
        ),
    )
    with op.batch_alter_table("maatregel_progress", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_maatregel_progress_maatregel_id"), ["maatregel_id"], unique=False
        )

    op.create_table(
        "maatregel_theme",
        sa.Column("maatregel_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["maatregel_id"], ["maatregel.id"], name=op.f("fk_maatregel_theme_maatregel_id_maatregel")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_maatregel_theme_theme_id_theme")),
        sa.PrimaryKeyConstraint("maatregel_id", "theme_id", name=op.f("pk_maatregel_theme")),
    )
    with op.batch_alter_table("maatregel_theme", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_maatregel_theme_theme_id"), ["theme_id"], unique=False)

    op.create_table(
        "motie_maatregel",
        sa.Column("motie_id", sa.Integer(), nullable=False),
        sa.Column("maatregel_id", sa.Integer(), nullable=False),
        sa.Column(
            "basis",
            sa.Enum(
                "explicit", "derived", name="basis", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["maatregel_id"], ["maatregel.id"], name=op.f("fk_motie_maatregel_maatregel_id_maatregel")
        ),
        sa.ForeignKeyConstraint(["motie_id"], ["motie.id"], name=op.f("fk_motie_maatregel_motie_id_motie")),
        sa.PrimaryKeyConstraint("motie_id", "maatregel_id", name=op.f("pk_motie_maatregel")),
    )
    with op.batch_alter_table("motie_maatregel", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_motie_maatregel_maatregel_id"), ["maatregel_id"], unique=False)

    op.create_table(
        "toezegging",
        sa.Column("title", sa.String(length=300), nullable=False),
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
            nullable=False,
        ),
        sa.Column("document_id", sa.Integer(), nullable=False),
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
            nullable=False,
        ),
        sa.Column("due_latest", sa.Date(), nullable=True),
        sa.Column("due_words", sa.String(length=120), nullable=False),
        sa.Column("frequency_words", sa.String(length=120), nullable=False),
        sa.Column("state_words", sa.String(length=200), nullable=False),
        sa.Column("inside_programme", sa.Boolean(), nullable=False),
        sa.Column("maatregel_id", sa.Integer(), nullable=True),
        sa.Column("motie_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
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
    with op.batch_alter_table("toezegging", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_toezegging_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_toezegging_maatregel_id"), ["maatregel_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_toezegging_motie_id"), ["motie_id"], unique=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("toezegging", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_toezegging_motie_id"))
        batch_op.drop_index(batch_op.f("ix_toezegging_maatregel_id"))
        batch_op.drop_index(batch_op.f("ix_toezegging_document_id"))

    op.drop_table("toezegging")
    with op.batch_alter_table("motie_maatregel", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_motie_maatregel_maatregel_id"))

    op.drop_table("motie_maatregel")
    with op.batch_alter_table("maatregel_theme", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_maatregel_theme_theme_id"))

    op.drop_table("maatregel_theme")
    with op.batch_alter_table("maatregel_progress", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_maatregel_progress_maatregel_id"))

    op.drop_table("maatregel_progress")
    with op.batch_alter_table("maatregel_partner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_maatregel_partner_partner_id"))

    op.drop_table("maatregel_partner")
    with op.batch_alter_table("maatregel_knooppunt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_maatregel_knooppunt_knooppunt_id"))

    op.drop_table("maatregel_knooppunt")
    with op.batch_alter_table("maatregel_goal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_maatregel_goal_goal_id"))

    op.drop_table("maatregel_goal")
    with op.batch_alter_table("maatregel_funding_source", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_maatregel_funding_source_funding_source_id"))

    op.drop_table("maatregel_funding_source")
    with op.batch_alter_table("maatregel_chain_stage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_maatregel_chain_stage_chain_stage_id"))

    op.drop_table("maatregel_chain_stage")
    op.drop_table("judgement")
    with op.batch_alter_table("coalition_maatregel", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coalition_maatregel_maatregel_id"))

    op.drop_table("coalition_maatregel")
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_maatregel_id"))
        batch_op.drop_index(batch_op.f("ix_action_executor_id"))

    op.drop_table("action")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_network_id"))

    op.drop_table("report")
    with op.batch_alter_table("network_partner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_network_partner_partner_id"))

    op.drop_table("network_partner")
    with op.batch_alter_table("maatregel", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_maatregel_owner_id"))
        batch_op.drop_index(batch_op.f("ix_maatregel_network_id"))

    op.drop_table("maatregel")
    with op.batch_alter_table("budget_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_budget_entry_series"))
        batch_op.drop_index(batch_op.f("ix_budget_entry_network_id_year"))
        batch_op.drop_index(batch_op.f("ix_budget_entry_funding_source_id"))

    op.drop_table("budget_entry")
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_event_subject_kind_subject_id"))
        batch_op.drop_index(batch_op.f("ix_audit_event_network_id"))
        batch_op.drop_index(batch_op.f("ix_audit_event_at"))
        batch_op.drop_index(batch_op.f("ix_audit_event_actor_id"))

    op.drop_table("audit_event")
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_appointment_same_start",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_appointment_network_id"))
        batch_op.drop_index(batch_op.f("ix_appointment_account_id"))

    op.drop_table("appointment")
    with op.batch_alter_table("network", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_network_line_id"))

    op.drop_table("network")
    with op.batch_alter_table("knooppunt_research", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_knooppunt_research_document_id"))

    op.drop_table("knooppunt_research")
    with op.batch_alter_table("goal_theme", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_goal_theme_theme_id"))

    op.drop_table("goal_theme")
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ask_motie_id"))

    op.drop_table("ask")
    with op.batch_alter_table("title_history", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_title_history_entity_code"))

    op.drop_table("title_history")
    op.drop_table("theme")
    op.drop_table("programme")
    op.drop_table("printed_total")
    with op.batch_alter_table("period", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_period_one_open",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index(batch_op.f("ix_period_observes_from"))

    op.drop_table("period")
    op.drop_table("partner")
    op.drop_table("motie")
    op.drop_table("line")
    op.drop_table("knooppunt")
    op.drop_table("goal")
    op.drop_table("funding_source")
    op.drop_table("document")
    op.drop_table("contradiction")
    op.drop_table("coalition_passage")
    op.drop_table("chain_stage")
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_index("uq_account_email_lower")

    op.drop_table("account")
