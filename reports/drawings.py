"""Tables as pictures: bars beside the numbers, and lines for weeks. They are drawn from the cells, and only what is told.

A number that is kept back is drawn as nothing at all: its bar is empty, its point is missing from the line.
"""

from dataclasses import dataclass

from screens.report import Cell, Kind, Row, Table

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 8, 8, 24, 28
GRID = 4
STEPS = (1, 2, 4, 6, 8, 10)
BARRED = frozenset({"overview", "places", "modules", "languages", "passports", "gain", "hardest"})
LINES = ("trend",)
LONG_NAMES = frozenset({"gain", "hardest", "sessions"})
SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """How long a cell's bar is, in per cent of the longest; None where nothing is told."""

    length: float | None


@dataclass(frozen=True, slots=True)
class Point:
    """A week's place in the picture, and its words for who points at it."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """A column of the table as a line. `pieces` are its unbroken parts; `end` is the newest point that is told."""

    name: str
    pieces: tuple[tuple[Point, ...], ...]
    end: Point | None


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines over weeks. `levels` are (height, number) of the grid, `weeks` (place, words) below it."""

    lines: tuple[Line, ...]
    levels: tuple[tuple[float, str], ...]
    weeks: tuple[tuple[float, str, str], ...]
    width: int = WIDTH
    height: int = HEIGHT


def barred(table: Table) -> tuple[int, ...]:
    """The columns of a table that have bars: the first; of shares before and after, both."""
    if table.key not in BARRED:
        return ()
    return (0, 1) if table.key == "gain" else (0,)


def in_blocks(table: Table) -> bool:
    """Whether a phone is too narrow for the rows of a table: each becomes a block of lines there."""
    return len(table.columns) > SEVERAL or table.key in LONG_NAMES


def bar(table: Table, column: int, cell: Cell) -> Bar:
    """The bar of a cell: shares are held against a hundred, people against the most in the column."""
    if cell.value is None:
        return Bar(None)
    if table.columns[column].kind is Kind.SHARE:
        return Bar(float(max(0, min(100, cell.value))))
    most = max((row.cells[column].value or 0 for row in table.rows), default=0)
    return Bar(round(100 * cell.value / most, 1) if most else 0.0)


def chart(table: Table) -> Chart | None:
    """The lines of a table of weeks; None where there is no line to draw."""
    rows = table.rows
    told = [cell.value for row in rows for cell in row.cells if cell.value is not None]
    if table.key not in LINES or len(rows) < SEVERAL or not told:
        return None
    top = _top(max(told))
    lines = tuple(_line(table, column, top) for column in range(len(table.columns)))
    levels = tuple((_y(top * n / GRID, top), _number(top * n / GRID)) for n in range(GRID + 1))
    shown = (0, len(rows) - 1) if len(rows) < SEVERAL + 1 else (0, len(rows) // 2, len(rows) - 1)
    anchors = ("start", *(["middle"] if len(shown) > SEVERAL else []), "end")
    weeks = tuple((_x(i, len(rows)), rows[i].name, anchor) for i, anchor in zip(shown, anchors, strict=True))
    return Chart(lines, levels, weeks)


def _line(table: Table, column: int, top: float) -> Line:
    pieces: list[list[Point]] = [[]]
    for i, row in enumerate(table.rows):
        value = row.cells[column].value
        if value is None:
            pieces.append([])
        else:
            pieces[-1].append(_point(row, column, _x(i, len(table.rows)), _y(value, top)))
    whole = tuple(tuple(piece) for piece in pieces if piece)
    return Line(table.columns[column].heading, whole, whole[-1][-1] if whole else None)


def _point(row: Row, column: int, x: float, y: float) -> Point:
    return Point(x, y, f"{row.name}: {row.cells[column].text}")


def _x(i: int, n: int) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * i / max(1, n - 1), 1)


def _y(value: float, top: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top, 1)


def _top(most: int) -> float:
    """The round number above the largest; never so small that two levels of the grid would bear one number."""
    unit, most = 1.0, max(most, GRID)
    while unit * 10 < most:
        unit *= 10
    return next((unit * step for step in STEPS if unit * step >= most), unit * 10)


def _number(n: float) -> str:
    return f"{n:,.0f}".replace(",", " ")
