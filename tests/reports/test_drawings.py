"""Bars and lines are drawn from what is told, and from nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.drawings import HEIGHT, WIDTH, bar, barred, chart
from screens.report import Cell, Column, Kind, Row, Table

KEPT_BACK = Cell("<10")


def table(key: str, values: list[int | None], kind: Kind = Kind.COUNT) -> Table:
    """One column."""
    rows = tuple(Row(str(i), (KEPT_BACK if n is None else Cell(str(n), n),)) for i, n in enumerate(values))
    return Table(key, key, "", (Column("", kind),), rows)


def test_a_line_is_broken_where_a_number_is_kept_back() -> None:
    """Two pieces, and no point between them."""
    drawn = chart(table("trend", [10, 20, None, 40]))
    assert drawn
    assert [len(piece) for piece in drawn.lines[0].pieces] == [2, 1]


@given(st.lists(st.none() | st.integers(1, 10_000_000), max_size=60))
def test_every_point_lies_in_the_picture(values: list[int | None]) -> None:
    """Whatever the numbers; and the levels of the grid are as high as the numbers beside them say."""
    drawn = chart(table("trend", values))
    told = [n for n in values if n is not None]
    assert (drawn is None) == (not told or len(values) < 2)
    if drawn:
        points = [point for piece in drawn.lines[0].pieces for point in piece]
        assert len(points) == len(told)
        assert all(0 <= point.x <= WIDTH and 0 <= point.y <= HEIGHT for point in points)
        heights = [y for y, _ in drawn.levels]
        assert heights == sorted(heights, reverse=True)
        assert len({words for _, words in drawn.levels}) == len(heights)


@pytest.mark.parametrize(
    ("kind", "values", "lengths"),
    [
        (Kind.COUNT, [200, 100, None], [100.0, 50.0, None]),
        (Kind.SHARE, [40, 95, 0], [40.0, 95.0, 0.0]),
        (Kind.COUNT, [None, None], [None, None]),
        (Kind.EXACT, [0, 0], [0.0, 0.0]),
    ],
)
def test_lengths_of_bars(kind: Kind, values: list[int | None], lengths: list[float | None]) -> None:
    """People against the most in the column, shares against a hundred, what is kept back not at all."""
    made = table("places", values, kind)
    assert [bar(made, 0, row.cells[0]).length for row in made.rows] == lengths


def test_weeks_and_sessions_have_no_bars() -> None:
    """The weeks have a line; sessions are few."""
    assert barred(table("trend", [10])) == barred(table("sessions", [10])) == ()
    assert chart(table("places", [10, 20])) is None
