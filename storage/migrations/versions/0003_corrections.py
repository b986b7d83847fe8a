"""Which release each person has met, and messages that the bot makes by itself, each once."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the two columns. Everybody starts before the first release. There is no way down."""
    op.add_column("learner", sa.Column("seen", sa.Integer, nullable=False, server_default="0"))
    op.add_column("broadcast", sa.Column("origin", sa.Text))
    op.create_index("broadcast_origin", "broadcast", ["origin"], unique=True)
