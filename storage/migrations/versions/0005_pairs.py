"""The first check and the last: what each person knew, and sums by idea that point to nobody."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and the sums. Nobody has taken a check yet. There is no way down."""
    op.add_column("learner", sa.Column("checks", sa.Text, nullable=False, server_default="{}"))
    op.create_table(
        "gain",
        sa.Column("language", sa.Text, primary_key=True),
        sa.Column("citizenship", sa.Text, primary_key=True),
        sa.Column("release", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("pair", sa.Text, primary_key=True),
        sa.Column("first", sa.Text, primary_key=True),
        sa.Column("last", sa.Text, primary_key=True),
        sa.Column("n", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
