"""The official's seat: milestones and cohorts, published figures, seats and their links, sessions, certificates."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what officials work with, and count those who are enrolled by language and by passport. There is no way down.

    Milestones are noted at each person's next step.
    """
    op.add_column("learner", sa.Column("milestones", sa.Text, nullable=False, server_default="{}"))
    op.add_column("learner", sa.Column("cohort", sa.Text, nullable=False, server_default=""))
    for group in ("language", "coalesce(citizenship, 'other')"):
        op.execute(
            f"INSERT INTO counter (territory, day, figure, n) "
            f"SELECT home, enrolled_on, 'enrolled@' || {group}, count(*) FROM learner "
            f"WHERE home <> '' AND tallied NOT LIKE '%\"enrolled\"%' GROUP BY home, enrolled_on, {group}"
        )
    for name, columns in TABLES.items():
        op.create_table(name, *columns(), **ROWLESS.get(name, {}))
    op.create_index("seat_holder", "seat", ["holder"])


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, primary_key=True, autoincrement=False)


def _key(name: str, kind: Any = sa.Text) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=True)


def _text(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _int(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Integer, nullable=False) for name in names]


def _asked() -> list[sa.Column[Any]]:
    return [_key("code"), _number("lesson"), _key("question"), *_text("answers")]


ROWLESS = {name: {"sqlite_with_rowid": False} for name in ("here", "figure_page", "certificate")}
TABLES: dict[str, Callable[[], list[sa.Column[Any]]]] = {
    "here": lambda: [_key("place"), _number("lesson"), _key("question"), _key("figure"), *_int("n")],
    "figure_release": lambda: [_number("number"), *_text("until"), *_int("course")],
    "figure_page": lambda: [_number("release"), _key("territory"), *_text("headlines", "numbers")],
    "seat": lambda: [
        _number("number"), *_text("territory", "role"), *_int("given_by"), *_text("given_on"),
        sa.Column("holder", sa.LargeBinary),
    ],
    "invitation": lambda: [
        _key("hash", sa.LargeBinary), *_text("territory", "role"), *_int("given_by"),
        *_text("expires_on", "givers"), *_int("seat"),
    ],
    "entrance": lambda: [_key("hash", sa.LargeBinary), *_text("kind"), *_int("seat"), *_text("ends_at")],
    "seat_log": lambda: [
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        *_text("day"), *_int("seat"), *_text("what", "territory", "detail"),
    ],
    "subunit": lambda: [_key("code"), *_text("name", "made_on"), *_int("seat")],
    "cohort": lambda: [
        _key("code"), *_text("territory"), *_int("seat"), *_text("held_on"), sa.Column("heads", sa.Integer),
        *_int("joined", "closed"),
    ],
    "cohort_paper": _asked,
    "cohort_shown": _asked,
    "certificate": lambda: [
        _key("code"), *_int("course_release"), *_text("issued_on", "language", "place", "band"),
        sa.Column("revoker", sa.LargeBinary, nullable=False), sa.Column("revoked_on", sa.Text),
    ],
}
