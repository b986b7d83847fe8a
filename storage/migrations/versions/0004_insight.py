"""What learners teach authors: sums that point to nobody, and what each has said and tried, so that it counts once."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the sums and the two columns. Nobody has rated or tried anything yet. There is no way down."""
    op.add_column("learner", sa.Column("rated", sa.Text, nullable=False, server_default="{}"))
    op.add_column("learner", sa.Column("tried", sa.Text, nullable=False, server_default="[]"))
    op.create_table(
        "insight",
        sa.Column("language", sa.Text, primary_key=True),
        sa.Column("release", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("lesson", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("item", sa.Text, primary_key=True),
        sa.Column("figure", sa.Text, primary_key=True),
        sa.Column("n", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
