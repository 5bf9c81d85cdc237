"""Marks that say in which area something changed, for what processes remember.

Revision: 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

AREAS = ("plan", "reporting", "money", "signals", "indicators", "steering", "parliament", "people")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "change_mark",
        sa.Column(
            "area",
            sa.Enum(*AREAS, name="area", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("area", name=op.f("pk_change_mark")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("change_mark")
