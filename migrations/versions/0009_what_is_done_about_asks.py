"""What is done about asks: steps, links, proof, letters, documents, law and open data.

Revision: 0009, after 0008.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = (
    "legislation_track",
    "word_template",
    "issued_document",
    "legislation_step",
    "letter",
    "track_maatregel",
    "kamer_proposal",
    "passage",
    "ask_link",
    "ask_occurrence",
    "ask_step",
    "passage_ask",
    "ask_closing",
    "ask_reference",
    "postponement",
)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "legislation_track",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "exploration",
                "preparation",
                "consultation",
                "council_of_state",
                "tweede_kamer",
                "eerste_kamer",
                "published",
                "in_force",
                "dropped",
                name="legislationstage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("needed_on", sa.Date(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["account.id"], name=op.f("fk_legislation_track_added_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legislation_track")),
        sa.UniqueConstraint("code", name=op.f("uq_legislation_track_code")),
    )
    op.create_table(
        "word_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "annex",
                "chapter",
                "cw31",
                "infographic",
                name="issuedkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("file_key", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("placed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["placed_by_id"], ["account.id"], name=op.f("fk_word_template_placed_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_word_template")),
    )
    with op.batch_alter_table("word_template", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_word_template_kind"), ["kind"], unique=False)
    op.create_table(
        "issued_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "annex",
                "chapter",
                "cw31",
                "infographic",
                name="issuedkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
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
        sa.Column("period_id", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("word_key", sa.String(length=64), nullable=False),
        sa.Column("word_sha256", sa.String(length=64), nullable=False),
        sa.Column("word_size", sa.Integer(), nullable=False),
        sa.Column("template_sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf_key", sa.String(length=64), nullable=False),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf_size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=False),
        sa.Column("previous_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "previous_id IS NULL OR previous_id < id", name=op.f("ck_issued_document_follows_an_older_one")
        ),
        sa.ForeignKeyConstraint(
            ["issued_by_id"], ["account.id"], name=op.f("fk_issued_document_issued_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["period_id"], ["period.id"], name=op.f("fk_issued_document_period_id_period")
        ),
        sa.ForeignKeyConstraint(
            ["previous_id"],
            ["issued_document.id"],
            name=op.f("fk_issued_document_previous_id_issued_document"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_document")),
        sa.UniqueConstraint("kind", "year", "number", name=op.f("uq_issued_document_kind_year_number")),
        sa.UniqueConstraint("pdf_key", name=op.f("uq_issued_document_pdf_key")),
        sa.UniqueConstraint("previous_id", name=op.f("uq_issued_document_previous_id")),
        sa.UniqueConstraint("word_key", name=op.f("uq_issued_document_word_key")),
    )
    with op.batch_alter_table("issued_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issued_document_period_id"), ["period_id"], unique=False)
    op.create_table(
        "legislation_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "exploration",
                "preparation",
                "consultation",
                "council_of_state",
                "tweede_kamer",
                "eerste_kamer",
                "published",
                "in_force",
                "dropped",
                name="legislationstage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("expected_in_force", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_legislation_step_by_id_account")),
        sa.ForeignKeyConstraint(
            ["track_id"],
            ["legislation_track.id"],
            name=op.f("fk_legislation_step_track_id_legislation_track"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legislation_step")),
    )
    with op.batch_alter_table("legislation_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_legislation_step_track_id"), ["track_id"], unique=False)
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("kamerstuk", sa.String(length=120), nullable=False),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("issued_document_id", sa.Integer(), nullable=True),
        sa.Column("file_key", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_by_id", sa.Integer(), nullable=True),
        sa.Column("retracted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retracted_by_id", sa.Integer(), nullable=True),
        sa.Column("retraction_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("(file_key = '') = (sha256 = '')", name=op.f("ck_letter_file_is_whole")),
        sa.CheckConstraint(
            "(retracted_at IS NULL) = (retraction_reason = '')", name=op.f("ck_letter_retracted_with_reason")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_letter_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["issued_document_id"],
            ["issued_document.id"],
            name=op.f("fk_letter_issued_document_id_issued_document"),
        ),
        sa.ForeignKeyConstraint(
            ["registered_by_id"], ["account.id"], name=op.f("fk_letter_registered_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["retracted_by_id"], ["account.id"], name=op.f("fk_letter_retracted_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("code", name=op.f("uq_letter_code")),
        sa.UniqueConstraint("document_id", name=op.f("uq_letter_document_id")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_letter_issued_document_id"), ["issued_document_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_letter_sent_on"), ["sent_on"], unique=False)
    op.create_table(
        "track_maatregel",
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("maatregel_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["maatregel_id"], ["maatregel.id"], name=op.f("fk_track_maatregel_maatregel_id_maatregel")
        ),
        sa.ForeignKeyConstraint(
            ["track_id"], ["legislation_track.id"], name=op.f("fk_track_maatregel_track_id_legislation_track")
        ),
        sa.PrimaryKeyConstraint("track_id", "maatregel_id", name=op.f("pk_track_maatregel")),
    )
    with op.batch_alter_table("track_maatregel", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_track_maatregel_maatregel_id"), ["maatregel_id"], unique=False)
    op.create_table(
        "kamer_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "motie",
                "toezegging",
                "document",
                name="opendatakind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("external_id", sa.String(length=64), nullable=False),
        sa.Column("external_number", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("dialect", sa.String(length=8), nullable=False),
        sa.Column("raw", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("modified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "taken",
                "rejected",
                "superseded",
                name="proposalstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('taken', 'rejected')) = (decided_by_id IS NOT NULL)",
            name=op.f("ck_kamer_proposal_decided_by_somebody"),
        ),
        sa.CheckConstraint(
            "state <> 'rejected' OR reason <> ''", name=op.f("ck_kamer_proposal_refused_with_reason")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_kamer_proposal_decided_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["register_item.id"], name=op.f("fk_kamer_proposal_item_id_register_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kamer_proposal")),
        sa.UniqueConstraint(
            "external_id", "fingerprint", name=op.f("uq_kamer_proposal_external_id_fingerprint")
        ),
    )
    with op.batch_alter_table("kamer_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kamer_proposal_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kamer_proposal_state"), ["state"], unique=False)
    op.create_table(
        "passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("retracted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retracted_by_id", sa.Integer(), nullable=True),
        sa.Column("retraction_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(retracted_at IS NULL) = (retraction_reason = '')", name=op.f("ck_passage_retracted_with_reason")
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_passage_has_text")),
        sa.ForeignKeyConstraint(["added_by_id"], ["account.id"], name=op.f("fk_passage_added_by_id_account")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_passage_letter_id_letter")),
        sa.ForeignKeyConstraint(
            ["retracted_by_id"], ["account.id"], name=op.f("fk_passage_retracted_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
        sa.UniqueConstraint("letter_id", "number", name=op.f("uq_passage_letter_id_number")),
    )
    op.create_table(
        "ask_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ask_id", sa.Integer(), nullable=False),
        sa.Column("maatregel_id", sa.Integer(), nullable=False),
        sa.Column(
            "basis",
            sa.Enum(
                "explicit", "derived", name="basis", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("contribution", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["account.id"], name=op.f("fk_ask_link_added_by_id_account")
        ),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.id"], name=op.f("fk_ask_link_ask_id_ask")),
        sa.ForeignKeyConstraint(
            ["maatregel_id"], ["maatregel.id"], name=op.f("fk_ask_link_maatregel_id_maatregel")
        ),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["account.id"], name=op.f("fk_ask_link_removed_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask_link")),
    )
    with op.batch_alter_table("ask_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ask_link_maatregel_id"), ["maatregel_id"], unique=False)
        batch_op.create_index(
            "uq_ask_link_present",
            ["ask_id", "maatregel_id"],
            unique=True,
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        )
    op.create_table(
        "ask_occurrence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ask_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("postponed_to", sa.Date(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.id"], name=op.f("fk_ask_occurrence_ask_id_ask")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask_occurrence")),
        sa.UniqueConstraint("ask_id", "due_on", name=op.f("uq_ask_occurrence_ask_id_due_on")),
        sa.UniqueConstraint("ask_id", "number", name=op.f("uq_ask_occurrence_ask_id_number")),
    )
    op.create_table(
        "ask_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ask_id", sa.Integer(), nullable=False),
        sa.Column(
            "from_state",
            sa.Enum(
                "unassessed",
                "not_started",
                "in_progress",
                "partly",
                "fulfilled",
                "answered",
                "lapsed",
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
                "unassessed",
                "not_started",
                "in_progress",
                "partly",
                "fulfilled",
                "answered",
                "lapsed",
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
        sa.CheckConstraint("reason <> ''", name=op.f("ck_ask_step_has_reason")),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.id"], name=op.f("fk_ask_step_ask_id_ask")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_ask_step_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask_step")),
    )
    with op.batch_alter_table("ask_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ask_step_ask_id"), ["ask_id"], unique=False)
    op.create_table(
        "passage_ask",
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("ask_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.id"], name=op.f("fk_passage_ask_ask_id_ask")),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("fk_passage_ask_passage_id_passage")
        ),
        sa.PrimaryKeyConstraint("passage_id", "ask_id", name=op.f("pk_passage_ask")),
    )
    with op.batch_alter_table("passage_ask", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passage_ask_ask_id"), ["ask_id"], unique=False)
    op.create_table(
        "ask_closing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ask_id", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "unassessed",
                "not_started",
                "in_progress",
                "partly",
                "fulfilled",
                "answered",
                "lapsed",
                name="askstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("passage_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "approved",
                "refused",
                "withdrawn",
                "revoked",
                name="closingstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('pending', 'withdrawn')) = (decided_by_id IS NULL)",
            name=op.f("ck_ask_closing_decided_by_somebody"),
        ),
        sa.CheckConstraint(
            "outcome = 'lapsed' OR passage_id IS NOT NULL", name=op.f("ck_ask_closing_has_passage")
        ),
        sa.CheckConstraint(
            "outcome IN ('fulfilled', 'answered', 'lapsed')", name=op.f("ck_ask_closing_closes")
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_ask_closing_has_reason")),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> proposed_by_id",
            name=op.f("ck_ask_closing_second_person"),
        ),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.id"], name=op.f("fk_ask_closing_ask_id_ask")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_ask_closing_decided_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["ask_occurrence.id"], name=op.f("fk_ask_closing_occurrence_id_ask_occurrence")
        ),
        sa.ForeignKeyConstraint(
            ["passage_id", "ask_id"],
            ["passage_ask.passage_id", "passage_ask.ask_id"],
            name=op.f("fk_ask_closing_passage_id_passage_ask"),
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("fk_ask_closing_passage_id_passage")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["account.id"], name=op.f("fk_ask_closing_proposed_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask_closing")),
    )
    with op.batch_alter_table("ask_closing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ask_closing_ask_id"), ["ask_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ask_closing_occurrence_id"), ["occurrence_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ask_closing_passage_id"), ["passage_id"], unique=False)
        batch_op.create_index(
            "uq_ask_closing_pending",
            ["ask_id", sa.text("coalesce(occurrence_id, 0)")],
            unique=True,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )
    op.create_table(
        "ask_reference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ask_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "progress",
                "decision",
                "observation",
                "document",
                name="referencekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("progress_id", sa.Integer(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("observation_id", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'progress') = (progress_id IS NOT NULL) AND (kind = 'decision') = (decision_id IS NOT NULL) AND (kind = 'observation') = (observation_id IS NOT NULL) AND (kind = 'document') = (document_id IS NOT NULL)",
            name=op.f("ck_ask_reference_one_thing"),
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["account.id"], name=op.f("fk_ask_reference_added_by_id_account")
        ),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.id"], name=op.f("fk_ask_reference_ask_id_ask")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_ask_reference_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_ask_reference_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_ask_reference_observation_id_observation")
        ),
        sa.ForeignKeyConstraint(
            ["progress_id"],
            ["maatregel_progress.id"],
            name=op.f("fk_ask_reference_progress_id_maatregel_progress"),
        ),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["account.id"], name=op.f("fk_ask_reference_removed_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask_reference")),
    )
    with op.batch_alter_table("ask_reference", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ask_reference_ask_id"), ["ask_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ask_reference_decision_id"), ["decision_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ask_reference_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ask_reference_observation_id"), ["observation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ask_reference_progress_id"), ["progress_id"], unique=False)
    op.create_table(
        "postponement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ask_id", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=True),
        sa.Column("from_day", sa.Date(), nullable=True),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column(
            "to_precision",
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
        sa.Column("to_words", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_postponement_has_reason")),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.id"], name=op.f("fk_postponement_ask_id_ask")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_postponement_by_id_account")),
        sa.ForeignKeyConstraint(
            ["occurrence_id"],
            ["ask_occurrence.id"],
            name=op.f("fk_postponement_occurrence_id_ask_occurrence"),
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("fk_postponement_passage_id_passage")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postponement")),
    )
    with op.batch_alter_table("postponement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_postponement_ask_id"), ["ask_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_postponement_occurrence_id"), ["occurrence_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_postponement_passage_id"), ["passage_id"], unique=False)


def downgrade() -> None:
    """Take back."""
    postgres = op.get_bind().dialect.name == "postgresql"
    for table in reversed(TABLES):
        op.execute(f"DROP TABLE {table}" + (" CASCADE" if postgres else ""))
