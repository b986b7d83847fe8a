"""Each column says what it holds about a person, and when that goes."""

from storage import tables

COLUMNS = [column for table in tables.metadata.sorted_tables for column in table.columns]


def test_there_are_columns() -> None:
    """The tables were found, so the test below says something."""
    assert COLUMNS


def test_columns_are_marked() -> None:
    """`personal` names the kind of personal data ("none" is a kind), `ends` the moment when it goes."""
    marks = ("personal", "ends")
    unmarked = [f"{column}: {mark}" for column in COLUMNS for mark in marks if not column.info.get(mark)]

    assert unmarked == []
