"""Accounts in earnest: sessions, links by mail, second factors, substitutes, and the chain of the audit trail.

Revision: 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op

from migrations.rebuilding import let_it_also_say, let_it_no_longer_say
from migrations.refusing import allow, refuse

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NEW_ACTIONS = (
    "invited", "invitation_resent", "invitation_withdrawn", "invitation_accepted", "account_changed",
    "accounts_imported", "email_change_asked", "email_changed", "password_changed",
    "password_reset_asked", "password_reset", "second_factor_refused", "factor_added", "factor_removed",
    "factors_reset", "recovery_codes_made", "recovery_code_used", "reauthenticated",
    "reauthentication_refused", "session_ended", "sign_in_blocked", "identity_linked",
    "identity_unlinked", "duties_transferred", "appointment_reviewed", "access_denied",
    "audit_verified", "audit_trimmed", "backup_made", "backup_restored",
)  # fmt: skip
NEW_SUBJECTS = ("page", "audit", "backup")
NEW_KINDS = (
    "password_changed", "email_changed", "factor_added", "factor_removed", "sign_in_blocked",
    "new_sign_in", "appointment_changed", "review_due",
)  # fmt: skip
ROLES = (
    "contributor", "coordinator", "programme_officer", "steering_member", "steering_secretary", "reader",
    "administrator",
)  # fmt: skip
OF_NETWORKS = "('contributor', 'coordinator')"
TABLES = (
    "audit_head", "audit_seal", "throttle", "account_token", "external_identity", "recovery_code",
    "second_factor", "sign_in_session", "appointment_review",
)  # fmt: skip
SAME_START = (
    "CREATE UNIQUE INDEX uq_appointment_same_start ON appointment "
    "(account_id, role, coalesce(network_id, 0), starts_on) WHERE ended_at IS NULL"
)
ONLY_ADDED = ("audit_seal", "appointment_review")
RULES = [
    *(
        (f"{table}_no_{moment.lower()}", table, moment, "TRUE")
        for table in ONLY_ADDED
        for moment in ("UPDATE", "DELETE")
    ),
    # SQLite would let INSERT OR REPLACE take the place of a row without a DELETE.
    (
        "audit_seal_no_replace",
        "audit_seal",
        "INSERT",
        "EXISTS (SELECT 1 FROM audit_seal WHERE position = NEW.position OR event_id = NEW.event_id)",
    ),
    (
        "appointment_review_no_replace",
        "appointment_review",
        "INSERT",
        "EXISTS (SELECT 1 FROM appointment_review WHERE id = NEW.id)",
    ),
    ("audit_head_no_delete", "audit_head", "DELETE", "TRUE"),
    ("audit_head_goes_on", "audit_head", "UPDATE", "NEW.position < OLD.position"),
    # What ended stays ended, and a link that was used stays used.
    (
        "sign_in_session_stays_ended",
        "sign_in_session",
        "UPDATE",
        "OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at",
    ),
    (
        "account_token_stays_used",
        "account_token",
        "UPDATE",
        (
            "(OLD.used_at IS NOT NULL AND NEW.used_at IS DISTINCT FROM OLD.used_at) OR "
            "(OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at)"
        ),
    ),
    (
        "recovery_code_stays_used",
        "recovery_code",
        "UPDATE",
        "OLD.used_at IS NOT NULL AND NEW.used_at IS DISTINCT FROM OLD.used_at",
    ),
]
NEVER_EMPTIED = (*ONLY_ADDED, "audit_head")


def upgrade() -> None:
    """Apply."""
    let_it_also_say(NEW_ACTIONS, NEW_SUBJECTS, NEW_KINDS)
    _let_roles_be((*ROLES, "auditor"), substitutes=True)
    op.add_column("account", sa.Column("password_changed_at", sa.DateTime(timezone=True)))
    op.execute(
        "ALTER TABLE account ADD COLUMN language VARCHAR(32) DEFAULT 'nl' NOT NULL "
        "CONSTRAINT ck_account_language CHECK (language IN ('nl'))"
    )
    op.execute("ALTER TABLE audit_event ADD COLUMN address VARCHAR(60) DEFAULT '' NOT NULL")
    _make_tables()
    op.execute(
        "ALTER TABLE mail ADD COLUMN token_id INTEGER"
        " CONSTRAINT fk_mail_token_id_account_token REFERENCES account_token (id)"
    )
    op.create_index(op.f("ix_mail_token_id"), "mail", ["token_id"])
    refuse(RULES, NEVER_EMPTIED)


def downgrade() -> None:
    """Take back; refused while the audit trail, a notice or an appointment holds what is new."""
    allow(RULES, NEVER_EMPTIED)
    op.drop_index("ix_mail_token_id", "mail")
    op.execute("ALTER TABLE mail DROP COLUMN token_id")
    for table in reversed(TABLES):
        op.drop_table(table)
    op.execute("ALTER TABLE audit_event DROP COLUMN address")
    op.execute("ALTER TABLE account DROP COLUMN language")
    op.execute("ALTER TABLE account DROP COLUMN password_changed_at")
    _let_roles_be(ROLES, substitutes=False)
    let_it_no_longer_say(NEW_ACTIONS, NEW_SUBJECTS, NEW_KINDS)


def _let_roles_be(roles: tuple[str, ...], *, substitutes: bool) -> None:
    """Set which roles there are; for the programme are those that know no network and are not of a reader."""
    of_programme = [role for role in roles if role not in {"contributor", "coordinator", "reader"}]
    listed = ", ".join(f"'{role}'" for role in roles)
    programme = ", ".join(f"'{role}'" for role in of_programme)
    # Made anew on SQLite, where reflection does not see an index over an expression.
    op.execute("DROP INDEX uq_appointment_same_start")
    if not substitutes:
        op.drop_index("ix_appointment_substitute_for_id", "appointment")
    with op.batch_alter_table("appointment", reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f("ck_appointment_role"), type_="check")
        table.create_check_constraint(op.f("ck_appointment_role"), sa.text(f"role IN ({listed})"))
        table.drop_constraint(op.f("ck_appointment_network_fits_role"), type_="check")
        table.create_check_constraint(
            op.f("ck_appointment_network_fits_role"),
            sa.text(
                f"(role NOT IN {OF_NETWORKS} OR network_id IS NOT NULL)"
                f" AND (role NOT IN ({programme}) OR network_id IS NULL)"
            ),
        )
        if substitutes:
            table.add_column(sa.Column("substitute_for_id", sa.Integer()))
            table.create_foreign_key(
                op.f("fk_appointment_substitute_for_id_account"), "account", ["substitute_for_id"], ["id"]
            )
            table.create_check_constraint(
                op.f("ck_appointment_substitute_ends"),
                sa.text(
                    "substitute_for_id IS NULL OR (ends_on IS NOT NULL AND substitute_for_id <> account_id)"
                ),
            )
        else:
            table.drop_constraint(op.f("ck_appointment_substitute_ends"), type_="check")
            table.drop_constraint(op.f("fk_appointment_substitute_for_id_account"), type_="foreignkey")
            table.drop_column("substitute_for_id")
    op.execute(SAME_START)
    if substitutes:
        op.create_index(op.f("ix_appointment_substitute_for_id"), "appointment", ["substitute_for_id"])


def _make_tables() -> None:
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "audit_seal",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_audit_seal")),
        sa.UniqueConstraint("event_id", name=op.f("uq_audit_seal_event_id")),
    )
    op.create_table(
        "throttle",
        sa.Column("bucket", sa.String(length=100), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("bucket", name=op.f("pk_throttle")),
    )
    op.create_index(op.f("ix_throttle_last_at"), "throttle", ["last_at"])
    op.create_table(
        "account_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "invitation",
                "password_reset",
                "email_change",
                name="tokenpurpose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.String(length=254), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("used_at IS NULL OR withdrawn_at IS NULL", name=op.f("ck_account_token_one_end")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_token_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_account_token_created_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_token")),
        sa.UniqueConstraint("nonce", name=op.f("uq_account_token_nonce")),
    )
    op.create_index(op.f("ix_account_token_account_id_purpose"), "account_token", ["account_id", "purpose"])
    op.create_table(
        "external_identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_external_identity_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_external_identity_issuer_subject")),
    )
    op.create_index(op.f("ix_external_identity_account_id"), "external_identity", ["account_id"])
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_code_code_hash")),
    )
    op.create_index(op.f("ix_recovery_code_account_id"), "recovery_code", ["account_id"])
    op.create_table(
        "second_factor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "totp", "passkey", name="factorkind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed_secret", sa.String(length=300), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=True),
        sa.Column("credential_id", sa.String(length=1400), nullable=True),
        sa.Column("public_key", sa.String(length=2000), nullable=True),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("transports", sa.String(length=100), nullable=False),
        sa.CheckConstraint(
            "(kind = 'passkey') = (credential_id IS NOT NULL AND public_key IS NOT NULL)",
            name=op.f("ck_second_factor_key_of_passkey"),
        ),
        sa.CheckConstraint(
            "(kind = 'totp') = (sealed_secret <> '')", name=op.f("ck_second_factor_secret_of_totp")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_second_factor_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_factor")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_second_factor_credential_id")),
    )
    op.create_index(op.f("ix_second_factor_account_id"), "second_factor", ["account_id"])
    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "password",
                "password_totp",
                "password_recovery",
                "password_passkey",
                "passkey",
                "single_sign_on",
                name="signinmethod",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reauthenticated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("address", sa.String(length=60), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "end_reason",
            sa.Enum(
                "signed_out",
                "ended_by_owner",
                "ended_by_administrator",
                "password_changed",
                "factors_changed",
                "email_changed",
                "appointments_changed",
                "deactivated",
                "replaced",
                name="sessionend",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (end_reason IS NULL)", name=op.f("ck_sign_in_session_end_has_reason")
        ),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_sign_in_session_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_sign_in_session_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_session_token_hash")),
    )
    op.create_index(
        op.f("ix_sign_in_session_account_id_ended_at"), "sign_in_session", ["account_id", "ended_at"]
    )
    op.create_index(op.f("ix_sign_in_session_expires_at"), "sign_in_session", ["expires_at"])
    op.create_table(
        "appointment_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "confirmed",
                "ended",
                name="reviewoutcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["appointment.id"],
            name=op.f("fk_appointment_review_appointment_id_appointment"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_appointment_review_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_review")),
    )
    op.create_index(op.f("ix_appointment_review_appointment_id"), "appointment_review", ["appointment_id"])
