"""Messages to many, one row a recipient; and who has blocked the bot."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the two tables and the column. There is no way down: what was sent can't be unsent."""
    op.add_column("learner", sa.Column("blocked", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_table(
        "broadcast",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("texts", sa.Text, nullable=False),
        sa.Column("audience", sa.Text, nullable=False),
        sa.Column("not_after", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("made_on", sa.Text, nullable=False),
    )
    op.create_table(
        "outbox",
        sa.Column("learner", sa.LargeBinary, primary_key=True),
        sa.Column("broadcast", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("outbox_state", "outbox", ["broadcast", "state", "zone"])
