"""Learners, one row each, and the counters and anonymous tally made from them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the three tables. There is no way down: a downgrade would have to invent or lose records."""
    op.create_table(
        "learner",
        sa.Column("key", sa.LargeBinary, primary_key=True),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("citizenship", sa.Text),
        sa.Column("home", sa.Text, nullable=False),
        sa.Column("enrolled_on", sa.Text, nullable=False),
        sa.Column("place_lesson", sa.Integer),
        sa.Column("place_card", sa.Text),
        sa.Column("lessons", sa.Text, nullable=False),
        sa.Column("attempt", sa.Text),
        sa.Column("asked", sa.Text, nullable=False),
        sa.Column("typing_home", sa.Boolean, nullable=False),
        sa.Column("may_write", sa.Boolean, nullable=False),
        sa.Column("sealed_address", sa.LargeBinary),
        sa.Column("tallied", sa.Text, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("recent", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    for name in ("counter", "tally"):
        op.create_table(
            name,
            sa.Column("territory", sa.Text, primary_key=True),
            sa.Column("day", sa.Text, primary_key=True),
            sa.Column("figure", sa.Text, primary_key=True),
            sa.Column("n", sa.Integer, sa.CheckConstraint("n >= 0"), nullable=False),
            sqlite_with_rowid=False,
        )
