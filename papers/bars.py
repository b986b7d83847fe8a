"""A table as bars: what the chart in the chat and the chart on the printed page are drawn from."""

from typing import Any

from papers.names import one_line
from screens.report import Kind, Row, Table

BARS = 2  # a row; the first is an outline, the second is filled
LONGEST_NAME = 45  # letters, three lines beside the bars


def bars(table: Table, limit: int) -> dict[str, Any]:
    """The first two columns of heads (in `places`: who started, who finished), for the first `limit` rows.

    As JSON for the press: `title`, `headings`, `left` (how many rows are left out) and `rows`, each a `name` and
    `bars` with `text` (what stands at the bar) and `part` (its length, 0 to 1; 0 where the number is kept back).
    """
    places = [place for place, column in enumerate(table.columns) if column.kind is not Kind.SHARE][:BARS]
    rows = table.rows[:limit]
    longest = max((row.cells[place].value or 0 for row in rows for place in places), default=0)
    return {
        "title": table.title,
        "headings": [table.columns[place].heading for place in places],
        "rows": [_row(row, places, longest) for row in rows],
        "left": len(table.rows) - len(rows),
    }


def _row(row: Row, places: list[int], longest: int) -> dict[str, Any]:
    cells = [row.cells[place] for place in places]
    return {
        "name": one_line(row.name, LONGEST_NAME),
        "bars": [{"text": cell.text, "part": (cell.value or 0) / max(longest, 1)} for cell in cells],
    }
