"""The newest state of each maatregel, kept beside the reports.

Revision: 0014, after 0013.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLE = "maatregel_status"
STATUSES = ("not_started", "on_schedule", "needs_attention", "behind", "completed", "stopped")
TRENDS = ("better", "same", "worse")
FILL = """
    INSERT INTO maatregel_status
        (maatregel_id, adopted_only, progress_id, period_id, network_id, status, trend)
    SELECT maatregel_id, {adopted_only}, progress_id, period_id, network_id, status, trend
    FROM (
        SELECT row.maatregel_id, row.id AS progress_id, report.period_id, report.network_id, row.status, row.trend,
            row_number() OVER (
                PARTITION BY row.maatregel_id ORDER BY period.observes_from DESC, period.id DESC
            ) AS place
        FROM maatregel_progress AS row
        JOIN report ON report.id = row.report_id
        JOIN period ON period.id = report.period_id
        WHERE report.state IN ({states}) AND row.status IS NOT NULL
    ) AS ranked
    WHERE place = 1
"""


def upgrade() -> None:
    """Apply."""
    op.create_table(
        TABLE,
        sa.Column("maatregel_id", sa.Integer(), nullable=False),
        sa.Column("adopted_only", sa.Boolean(), nullable=False),
        sa.Column("progress_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("status", _words("progressstatus", STATUSES), nullable=False),
        sa.Column("trend", _words("trend", TRENDS), nullable=True),
        *(_reference(f"{other}_id", other) for other in ("maatregel", "period", "network")),
        _reference("progress_id", "maatregel_progress"),
        sa.PrimaryKeyConstraint("maatregel_id", "adopted_only", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index("ix_maatregel_status_status", TABLE, ["adopted_only", "status"])
    for column in ("progress_id", "network_id"):
        op.create_index(op.f(f"ix_{TABLE}_{column}"), TABLE, [column])
    op.execute(FILL.format(adopted_only="FALSE", states="'accepted', 'adopted'"))
    op.execute(FILL.format(adopted_only="TRUE", states="'adopted'"))


def downgrade() -> None:
    """Take back; nothing is lost, for it follows from the reports."""
    op.drop_table(TABLE)


def _words(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _reference(column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{TABLE}_{column}_{other}"))
