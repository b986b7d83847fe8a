"""Sheets that people fill in and send back: written so that they print well, read back with suspicion."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

LARGEST_FILE = 10_000_000
MOST_ROWS = 20_000
HEADER_WITHIN = 30
_TO_FILL = PatternFill("solid", fgColor="FFF6D5")
_HEADER = PatternFill("solid", fgColor="E4E8EC")
_THIN = Side(style="thin", color="9AA3AB")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
YES, NO = frozenset({"да", "yes", "ооба", "ҳа", "ha", "+", "✓", "✔"}), frozenset({"нет", "no", "жок", "не", "yoʻq", "-", "✗"})  # fmt: skip


Lines = list[tuple[object, ...]]


class SheetError(Exception):
    """A sheet can't be read or written; one line that names the file and the cure."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `to_fill` are those that people write in; `choices` what they may choose there."""

    title: str
    width: int
    to_fill: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row that came back: its number in the sheet, and its cells by the column's title."""

    number: int
    cells: Mapping[str, object]

    def text(self, title: str) -> str:
        """A cell as text; empty if there is nothing in it."""
        cell = self.cells.get(title)
        return "" if cell is None else str(cell).strip()


def write_sheet(
    file: Path, name: str, lines: Sequence[str], columns: Sequence[Column], rows: Sequence[Sequence[str]]
) -> None:
    """Write a sheet: lines at the top, a header, rows. Raises SheetError."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = name[:31]
    for at, line in enumerate(lines, start=1):
        _put(sheet, at, 1, line).font = Font(bold=at == 1, size=14 if at == 1 else 11)
    top = len(lines) + 2
    for at, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = column.width
        cell = _put(sheet, top, at, column.title)
        cell.font, cell.fill, cell.border = Font(bold=True), _HEADER, _BOX
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    for number, row in enumerate(rows, start=top + 1):
        for at, (column, words) in enumerate(zip(columns, row, strict=True), start=1):
            cell = _put(sheet, number, at, words)
            cell.border, cell.alignment = _BOX, Alignment(wrap_text=True, vertical="top")
            cell.number_format = "@" if column.to_fill else "General"
            if column.to_fill:
                cell.fill = _TO_FILL
    _choices(sheet, columns, top + 1, top + len(rows))
    _for_print(sheet, top)
    try:
        book.save(file)
    except OSError as error:
        raise SheetError(f"{file} can't be written: {error.strerror}") from error


def _put(sheet: Worksheet, row: int, column: int, words: str) -> Cell:
    cell: Any = sheet.cell(row, column)
    cell.value = words
    if words:
        cell.data_type = "s"  # words that begin with "=" stay words
    found: Cell = cell
    return found


def _choices(sheet: Worksheet, columns: Sequence[Column], first: int, last: int) -> None:
    for at, column in enumerate(columns, start=1):
        if column.choices and last >= first:
            offer = DataValidation("list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
            sheet.add_data_validation(offer)
            letter = get_column_letter(at)
            offer.add(f"{letter}{first}:{letter}{last}")


def _for_print(sheet: Any, top: int) -> None:
    sheet.freeze_panes = f"A{top + 1}"
    sheet.print_title_rows = f"{top}:{top}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def read_sheet(file: Path, columns: Sequence[Column], needed: Sequence[str]) -> list[Row]:
    """The rows under the header, empty ones left out. Columns may have been moved; `needed` must be there.

    Raises:
        SheetError: no such file, not a spreadsheet, or without these columns.
    """
    titles = {column.title for column in columns}
    for lines in _sheets(file).values():
        for number, line in enumerate(lines[:HEADER_WITHIN], start=1):
            header = {
                str(cell).strip(): at for at, cell in enumerate(line) if cell and str(cell).strip() in titles
            }
            if set(needed) <= header.keys():
                return _below(lines, number, header)
    columns_said = ", ".join(f"«{title}»" for title in needed)
    raise SheetError(
        f"{file} has no header with the columns {columns_said}; send the sheet back as it was made"
    )


def _below(lines: Lines, number: int, header: Mapping[str, int]) -> list[Row]:
    return [
        Row(at, {title: line[place] for title, place in header.items() if place < len(line)})
        for at, line in enumerate(lines[number:], start=number + 1)
        if any(cell not in (None, "") for cell in line)
    ]


def names_in(file: Path) -> list[str]:
    """The names of the sheets of a file. Raises SheetError."""
    return list(_sheets(file))


def _sheets(file: Path) -> dict[str, Lines]:
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise SheetError(f"{file} has more than {LARGEST_FILE // 1_000_000} MB; that is no sheet of ours")
        book = load_workbook(file, read_only=True, data_only=True)
        found: dict[str, Lines] = {}
        for sheet in book.worksheets:
            rows: Any = sheet
            found[sheet.title] = list(rows.iter_rows(values_only=True, max_row=MOST_ROWS))
        book.close()
    except FileNotFoundError:
        raise SheetError(f"there is no file {file}") from None
    except SheetError:
        raise
    except (
        OSError,
        BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        IndexError,
        TypeError,
        SyntaxError,
    ) as error:
        raise SheetError(
            f"{file} can't be read as a spreadsheet ({type(error).__name__}); save it as .xlsx"
        ) from error
    return found


def day_in(cell: object) -> date | None:
    """A date that somebody typed: a date cell, 24.11.2026 or 2026-11-24; None if it is no date."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    for form in ("%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(str(cell).strip(), form).date()  # noqa: DTZ007 - a calendar date
        except ValueError:
            continue
    return None


def answer_in(cell: object) -> bool | None:
    """Yes or no, in a language of the course; None if it is neither."""
    said = str(cell).strip().casefold()
    return True if said in YES else False if said in NO else None
