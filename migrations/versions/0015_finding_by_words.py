"""Finding by words: the texts that can be found, and an index of their words.

Revision: 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KINDS = (
    "maatregel", "underpinning", "report", "network", "goal", "assessment", "indicator", "observation", "signal",
    "decision", "action", "meeting", "agenda", "change", "motie", "toezegging", "coalition", "recommendation",
    "ask", "evidence", "letter", "issued", "law", "statement", "document", "contradiction",
)  # fmt: skip
GUARDS = (
    "programme", "evidence", "observation", "report", "signal", "action", "meeting", "issued", "change", "statement",
    "assessment",
)  # fmt: skip
COLUMNS = "title_stems, stems"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "search_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("kind", _enum("foundkind", *KINDS), nullable=False),
        sa.Column("guard", _enum("guard", *GUARDS), nullable=False),
        sa.Column("guarded_id", sa.Integer(), nullable=True),
        sa.Column(
            "audience", _enum("audience", "network", "steering", "all_networks", "public"), nullable=True
        ),
        sa.Column("network_id", sa.Integer(), nullable=True),
        sa.Column("period_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("address", sa.JSON(), nullable=False),
        sa.Column("title_stems", sa.Text(), nullable=False),
        sa.Column("stems", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name="fk_search_text_network_id_network"),
        sa.ForeignKeyConstraint(["period_id"], ["period.id"], name="fk_search_text_period_id_period"),
        sa.PrimaryKeyConstraint("id", name="pk_search_text"),
        sa.UniqueConstraint("source", "source_id", "part", name="uq_search_text_source_source_id_part"),
    )
    for column in ("network_id", "period_id"):
        op.create_index(f"ix_search_text_{column}", "search_text", [column])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE INDEX search_text_fts ON search_text USING gin (to_tsvector('simple', stems))")
        return
    # The words stand in search_text only; these triggers tell the index what comes and goes.
    op.execute(
        f"CREATE VIRTUAL TABLE search_text_fts USING fts5({COLUMNS}, "
        "content='search_text', content_rowid='id', tokenize='ascii')"
    )
    added = f"INSERT INTO search_text_fts (rowid, {COLUMNS}) VALUES (NEW.id, NEW.title_stems, NEW.stems);"
    gone = (
        f"INSERT INTO search_text_fts (search_text_fts, rowid, {COLUMNS}) "
        "VALUES ('delete', OLD.id, OLD.title_stems, OLD.stems);"
    )
    for happens, then in (("INSERT", added), ("DELETE", gone), ("UPDATE", f"{gone} {added}")):
        op.execute(
            f"CREATE TRIGGER search_text_fts_{happens.lower()} AFTER {happens} ON search_text BEGIN {then} END"
        )


def downgrade() -> None:
    """Take back."""
    if op.get_bind().dialect.name == "sqlite":
        for happens in ("insert", "delete", "update"):
            op.execute(f"DROP TRIGGER search_text_fts_{happens}")
        op.execute("DROP TABLE search_text_fts")
    op.drop_table("search_text")


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
