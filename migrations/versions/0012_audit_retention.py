"""The audit trail: an end of the chain to hold on to, and lines about coming and going that may expire.

Revision: 0012, after 0011.
"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# What `portal.domain.retention` says; a test keeps them the same.
EXPIRE = (
    "access_denied", "audit_verified", "evidence_read", "exported", "password_reset_asked",
    "reauthenticated", "reauthentication_refused", "recovery_code_used", "second_factor_refused",
    "session_ended", "sign_in_blocked", "sign_in_refused", "signed_in", "signed_out",
)  # fmt: skip
MONTHS = 18
RULE = "audit_event_no_delete"
MESSAGE = "frozen: audit_event DELETE"


def upgrade() -> None:
    """Apply."""
    # Whoever adds to the chain holds this row; a database that was down and up again has it already.
    op.execute("INSERT INTO audit_head (id, position, seal) VALUES (1, 0, '') ON CONFLICT (id) DO NOTHING")
    expire = ", ".join(repr(action) for action in EXPIRE)
    _drop()
    if _postgres():
        _make(f"OLD.action NOT IN ({expire}) OR OLD.at >= now() - interval '{MONTHS} months'")
    else:
        # SQLite keeps moments as text in UTC, which sorts as they do.
        _make(f"OLD.action NOT IN ({expire}) OR OLD.at >= datetime('now', '-{MONTHS} months')")


def downgrade() -> None:
    """Take back: no line may go."""
    _drop()
    _make("TRUE")


def _postgres() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


def _drop() -> None:
    op.execute(f"DROP TRIGGER {RULE}{' ON audit_event' if _postgres() else ''}")


def _make(refused: str) -> None:
    if _postgres():
        op.execute(
            f"CREATE TRIGGER {RULE} BEFORE DELETE ON audit_event FOR EACH ROW WHEN ({refused}) "
            "EXECUTE FUNCTION refuse_change()"
        )
        return
    op.execute(
        f"CREATE TRIGGER {RULE} BEFORE DELETE ON audit_event WHEN {refused} "
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    )
